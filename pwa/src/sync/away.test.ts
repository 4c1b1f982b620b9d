// @vitest-environment jsdom
/** What is kept here of closed work, and for how long. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Id, Scope } from '../core/types';
import type { Store } from '../store';
import { putAway, sortAway } from '../store/away';
import { ALICE, clearBrowser, makeGround, makeId, openAlice, tap, type TestGround } from '../store/testing';
import { readScope, tidyAway } from './away';
import { runCycle } from './cycle';
import { STARTED, type State, type Wake } from './engine';
import { makeOffice, makeWorld, type Office } from './testing';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 22, 10);
let ground: TestGround;
let store: Store;
let office: Office;
let state: State;
let online: boolean;

beforeEach(async () => {
  clearBrowser();
  ground = makeGround(NOW_MS);
  store = await openAlice(ground);
  office = makeOffice(ALICE.id);
  state = STARTED;
  online = true;
  reach();
});

afterEach(() => store.close());

function reach(): void {
  store.inside.reachBy((scope) => (online ? readScope(store, office.transport, scope) : Promise.resolve(null)));
}

async function sync(by: Wake = 'person'): Promise<State> {
  const world = makeWorld(store, office.transport);
  state = await runCycle(world, state, { is: 'woken', by });
  return state;
}

const tidy = (): Promise<boolean> => tidyAway(store, office.transport, () => true);

/** A lesson at the office that ended so many days ago, with three items. */
function lesson(days: number, cycle: Id | null = null): Id {
  const id = makeId();
  const scope: Scope = `observation:${id}`;
  const started_at = new Date(NOW_MS - days * DAY_MS - 60_000).toISOString();
  office.put({ record: id, kind: 'observation', scope, fields: { started_at, ended_ms: 60_000, cycle } });
  for (const t_ms of [1, 2, 3])
    office.put({ record: makeId(), kind: 'evidence', scope, fields: { t_ms, action: 'tap', code: 'LEC' } });
  return id;
}

function cycle(closed: number | null): Id {
  const id = makeId();
  const closed_on = closed === null ? null : new Date(NOW_MS - closed * DAY_MS).toISOString().slice(0, 10);
  office.put({ record: id, kind: 'cycle', scope: `cycle:${id}`, fields: { closed_on } });
  return id;
}

/** What lies on the disk of a lesson, in both copies. */
async function onDisk(id: Id): Promise<string[]> {
  return store.inside.read(async (database) => {
    const rows = [...(await database.getAll('rows_a')), ...(await database.getAll('rows_b'))];
    return rows.filter((row) => row.scope === `observation:${id}`).map((row) => row.kind);
  });
}

const ALL = ['evidence', 'evidence', 'evidence', 'observation'];

async function kinds(id: Id): Promise<string[]> {
  return (await onDisk(id)).sort();
}

test('closed work stays 90 days and leaves its head behind', async () => {
  const [young, old] = [lesson(89), lesson(91)];
  const [inOpen, inClosed, justClosed] = [lesson(200, cycle(null)), lesson(200, cycle(92)), lesson(200, cycle(80))];
  const ofUnknown = lesson(200, makeId());
  await sync();
  expect(await tidy()).toBe(true);
  for (const id of [young, inOpen, justClosed, ofUnknown]) expect(await kinds(id)).toEqual(ALL);
  for (const id of [old, inClosed]) expect(await kinds(id)).toEqual(['observation']);
  expect(await store.countAway()).toBe(2);
  expect((await store.list('observation')).length).toBe(6);
});

test('a lesson with an own change stays, whatever became of the change', async () => {
  const ids = [lesson(91), lesson(91), lesson(91)];
  await sync();
  await store.save([tap(ids[0] ?? '')]);
  office.decide = () => 'held';
  await tidy();
  expect(await kinds(ids[0] ?? '')).toEqual(ALL);
  await sync();
  await tidy();
  expect(await kinds(ids[0] ?? '')).toEqual(ALL);
  expect(await store.countAway()).toBe(2);
});

test('what is put away is read from the office and never written, and with no office that is said', async () => {
  const old = lesson(91);
  await sync();
  await tidy();
  expect((await store.evidenceOf(old)).map((item) => item.fields.t_ms).sort()).toEqual([1, 2, 3]);
  expect((await store.list('evidence', { scope: `observation:${old}` })).length).toBe(3);
  expect(await kinds(old)).toEqual(['observation']);
  expect(await store.safety(old)).toMatchObject({ away: true });
  store.close();
  store = await openAlice(ground);
  reach();
  online = false;
  await expect(store.evidenceOf(old)).rejects.toMatchObject({ problem: { code: 'at_office' } });
  online = true;
  expect((await store.evidenceOf(old)).length).toBe(3);
});

test('later rows and a fresh copy leave it away, and digests stay equal', async () => {
  const old = lesson(91);
  await sync();
  await tidy();
  office.put({ record: makeId(), kind: 'evidence', scope: `observation:${old}`, fields: { t_ms: 4 } });
  await sync('check');
  expect(state.check).toBe('whole');
  expect(await kinds(old)).toEqual(['observation']);
  office.gen = crypto.randomUUID();
  await sync();
  await sync();
  expect(await kinds(old)).toEqual(['observation']);
  expect(office.asked.filter((cursor) => cursor === 'from zero').length).toBeGreaterThan(1);
});

test('an edit and a cycle that is opened again bring all of it back', async () => {
  const closed = cycle(92);
  const [edited, reopened] = [lesson(91), lesson(91, closed)];
  await sync();
  await tidy();
  expect(await store.countAway()).toBe(2);
  await store.save([tap(edited, 'NEW', 9)]);
  office.put({ record: closed, kind: 'cycle', scope: `cycle:${closed}`, fields: { closed_on: null } });
  await sync();
  await tidy();
  expect((await kinds(edited)).length).toBe(5);
  expect(await kinds(reopened)).toEqual(ALL);
  expect((await store.counts()).sent).toBe(0);
  await tidy();
  expect(await store.countAway()).toBe(0);
});

test('a kill between two lessons leaves each whole or away, and the next time goes on', async () => {
  const ids = [lesson(91), lesson(92), lesson(93)];
  await sync();
  let left = 2;
  expect(await tidyAway(store, office.transport, () => (left -= 1) > 0)).toBe(false);
  store.close();
  store = await openAlice(ground);
  reach();
  const looks = await Promise.all(ids.map(kinds));
  expect(looks.filter((look) => look.length === 1).length).toBe(1);
  expect(looks.filter((look) => look.length === 4).length).toBe(2);
  expect(await store.countAway()).toBe(1);
  expect(await tidy()).toBe(true);
  expect(await store.countAway()).toBe(3);
});

test('a photo that the office does not have keeps its lesson here; one that it has goes too', async () => {
  const old = lesson(91);
  const record = makeId();
  office.put({ record, kind: 'attachment', scope: `observation:${old}`, fields: { for: old } });
  await sync();
  const draft = { id: record, kind: 'attachment', scope: `observation:${old}`, fields: {} } as const;
  const row = { record, draft, mime: 'image/png', offset: null };
  const put = (is: 'waiting' | 'stored'): Promise<unknown> =>
    store.inside.read((database) => database.put('blobs', { ...row, state: is }));
  await store.inside.read((database) => database.put('blob_bytes', new ArrayBuffer(3), record));
  await put('waiting');
  await tidy();
  expect(await store.countAway()).toBe(0);
  await put('stored');
  await tidy();
  expect(await store.countAway()).toBe(1);
  expect(await store.inside.read((database) => database.count('blob_bytes'))).toBe(0);
});

test('nothing is put away while a fresh copy is being pulled', async () => {
  const old = lesson(91);
  await sync();
  await store.inside.read(async (database) => {
    await database.put('replica', { place: 'rows_b', cursor: null, gen: null }, 'fresh');
    expect(await sortAway(database, NOW_MS)).toEqual({ put: [], back: [] });
    expect(await putAway(database, `observation:${old}`)).toBe(false);
  });
  expect(await kinds(old)).toEqual(ALL);
});

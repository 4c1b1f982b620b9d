// @vitest-environment jsdom
/** What did not become part of a record stays in sight with its words; and *Check everything* finds what is amiss. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { listGroups, sayCheck, sayRefusal } from '../ui/screens/sync/tray';
import { en, es } from '../ui/text/testing';
import type { Store } from '../store';
import { ALICE, clearBrowser, makeId, openAlice, tap } from '../store/testing';
import { runCycle } from './cycle';
import type { State, Wake } from './engine';
import { STARTED } from './engine';
import type { Office } from './testing';
import { makeOffice, makeWorld, OFFLINE } from './testing';

const LESSON = makeId();
const SCOPE = `observation:${LESSON}` as const;
const OWN = `user:${ALICE.id}` as const;
const MEMBERSHIP = makeId();
let store: Store;
let office: Office;
let state: State;

beforeEach(async () => {
  clearBrowser();
  store = await openAlice();
  office = makeOffice(ALICE.id);
  state = STARTED;
});

afterEach(() => store.close());

async function sync(by: Wake = 'person'): Promise<State> {
  const world = makeWorld(store, office.transport);
  state = await runCycle(world, state, { is: 'woken', by });
  return state;
}

function setMembership(what: 'granted' | 'revoked'): void {
  if (what === 'revoked') office.hidden.add(SCOPE);
  const fields = { scope: SCOPE, role: 'observer', state: what };
  office.put({ record: MEMBERSHIP, kind: 'membership', scope: OWN, fields });
  if (what === 'granted') office.grant(SCOPE);
}

async function codesOf(part: 'lost' | 'refused' | 'held'): Promise<readonly unknown[]> {
  return (await store.tray())[part].map((change) => change.fields['code']);
}

describe('a lesson that is no longer shared', () => {
  test('goes with what was applied there, and keeps in sight what was not sent and what is held', async () => {
    office.put({ record: LESSON, kind: 'observation', scope: SCOPE, fields: { title: 'Fractions' } });
    await store.save([tap(LESSON, 'APPLIED')]);
    await sync();
    office.spoil = (what) => (what === 'push' ? OFFLINE : null);
    await store.save([tap(LESSON, 'UNSENT')]);
    setMembership('revoked');
    office.spoil = () => null;
    await sync();

    expect(await store.list('observation')).toEqual([]);
    expect((await store.evidenceOf(LESSON)).map((item) => item.fields.code)).toEqual(['UNSENT']);
    expect(await codesOf('lost')).toEqual(['UNSENT']);

    await store.save([tap(LESSON, 'LATER')]);
    expect(await codesOf('lost')).toEqual(['LATER', 'UNSENT']);
    const [group] = listGroups(await store.tray(), en);
    expect(group).toMatchObject({ id: 'lost', title: en.outbox.lost });
    expect(group?.troubles).toMatchObject([
      { why: en.outbox.notSent, what: [{ words: 'Evidence: LATER' }] },
      { why: en.sync.reason.not_visible_yet, what: [{ words: 'Evidence: UNSENT' }] },
    ]);
    expect(group?.removable).toHaveLength(1);
  });

  test('puts everything in by itself when it is shared again', async () => {
    setMembership('revoked');
    await store.save([tap(LESSON, 'MINE')]);
    await sync();
    expect(await codesOf('lost')).toEqual(['MINE']);
    setMembership('granted');
    await sync();
    expect(await store.tray()).toEqual({ lost: [], refused: [], held: [] });
    expect((await store.evidenceOf(LESSON)).map((item) => [item.fields.code, item.pending])).toEqual([['MINE', false]]);
  });

  test('can be taken off the list once the office has it, and is nowhere deleted', async () => {
    setMembership('revoked');
    await store.save([tap(LESSON, 'MINE')]);
    const [unsent] = (await store.tray()).lost;
    await store.takeOffTray([unsent?.id ?? '']);
    await sync();
    expect(await codesOf('lost')).toEqual(['MINE']);

    await store.takeOffTray((await store.tray()).lost.map((change) => change.id));

    expect(await codesOf('lost')).toEqual([]);
    expect(await store.evidenceOf(LESSON)).toEqual([]);
    expect(await store.counts()).toMatchObject({ held: 0, here: 0 });
    expect(await store.inside.read((database) => database.getAll('changes'))).toMatchObject([{ fate: 'held' }]);
    await sync('start');
    expect(await codesOf('lost')).toEqual([]);
    expect(await store.exportOutbox({ app: '1', device_name: '' })).toContain('MINE');
    setMembership('granted');
    await sync();
    expect((await store.evidenceOf(LESSON)).map((item) => item.fields.code)).toEqual(['MINE']);
  });

  test('signing in again shows the same list', async () => {
    setMembership('revoked');
    await store.save([tap(LESSON, 'MINE')]);
    await sync();
    store.close();
    store = await openAlice();
    expect(await codesOf('lost')).toEqual(['MINE']);
  });
});

describe('what was refused', () => {
  test('is listed with its words, the reason and what to do, in both languages', async () => {
    office.decide = () => 'quarantined';
    await store.save([{ ...tap(LESSON, 'LQ'), fields: { ...tap(LESSON, 'LQ').fields, note: 'Mara asks' } }]);
    await sync();
    for (const t of [en, es]) {
      const [group] = listGroups(await store.tray(), t);
      expect(group?.troubles).toMatchObject([
        {
          what: [{ words: `${t.sync.kinds.evidence}: Mara asks` }],
          why: t.sync.reason.forbidden,
          next: t.outbox.next.forbidden,
        },
      ]);
      expect(Object.keys(t.outbox.next).sort()).toEqual(Object.keys(t.sync.reason).sort());
    }
  });

  test('is asked once more when a repair brings its record, and becomes part of it', async () => {
    office.decide = () => 'quarantined';
    const [change] = await store.save([tap(LESSON, 'MENDED')]);
    await sync();
    expect(await codesOf('refused')).toEqual(['MENDED']);

    office.decide = () => 'applied';
    const known = office.stored.get(change!.id)!;
    const row = office.put({
      record: change!.id,
      kind: 'evidence',
      scope: SCOPE,
      fields: change!.fields,
      rev: change!.id,
    });
    office.stored.set(change!.id, { ...known, result: { id: change!.id, status: 'applied', seq: row.seq } });
    await sync();

    expect(await codesOf('refused')).toEqual([]);
    expect((await store.evidenceOf(LESSON)).map((item) => [item.fields.code, item.pending])).toEqual([
      ['MENDED', false],
    ]);
  });
});

test('a whole lesson that waits is told by its first items, once', async () => {
  setMembership('revoked');
  await store.save(Array.from({ length: 40 }, (_, place) => tap(LESSON, `C${place}`)));
  await sync();
  const [group] = listGroups(await store.tray(), en);
  expect(group?.troubles.map(({ what, more }) => [what.length, more])).toEqual([[12, 28]]);
  expect(group?.removable).toHaveLength(40);
});

describe('check everything', () => {
  test('says so when both have the same', async () => {
    await store.save([tap(LESSON, 'A')]);
    await sync();
    expect((await sync('check')).check).toBe('whole');
    expect(sayCheck(state, en)).toMatchObject({ words: en.outbox.check.whole, busy: false });
  });

  test('sends again what the office has lost', async () => {
    const restore = office.backUp();
    await store.save([tap(LESSON, 'A'), tap(LESSON, 'B')]);
    await sync();
    restore();
    expect((await sync('check')).check).toBe('mended');
    expect([...office.rows.values()].map((row) => row.fields['code'])).toEqual(['A', 'B']);
  });

  test('fetches afresh what this tablet has wrong, and keeps what is not sent', async () => {
    const row = office.put({ record: makeId(), kind: 'evidence', scope: SCOPE, fields: { code: 'THEIRS' } });
    await sync();
    await store.inside.read((database) => database.delete('rows_a', row.record));
    office.spoil = (what) => (what === 'push' ? OFFLINE : null);
    await store.save([tap(LESSON, 'MINE')]);
    expect((await sync('check')).check).toBe('running');
    expect(sayCheck(state, en)).toMatchObject({ words: en.outbox.check.waits, busy: false });
    office.spoil = () => null;
    expect((await sync()).check).toBe('mended');
    expect((await store.evidenceOf(LESSON)).map((item) => item.fields.code).sort()).toEqual(['MINE', 'THEIRS']);
  });
});

test('an app that is too old for the office is told to update, with the versions', () => {
  const refusal = { code: 'proto', min: 2, max: 3 };
  expect(sayRefusal(refusal, en)).toContain('version 2 to 3');
  expect(sayRefusal(refusal, es)).toContain('versión 2 a 3');
  expect(sayRefusal({ code: 'busy', detail: 'The disk is full' }, en)).toContain('The disk is full');
  expect(sayRefusal(null, en)).toBeNull();
});

// @vitest-environment jsdom
/** One tablet's store against an office: what was ticked arrives once, and is shown until it is pulled back. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Store } from '../store';
import { ALICE, clearBrowser, makeId, openAlice, tap } from '../store/testing';
import { runCycle } from './cycle';
import type { State, Wake } from './engine';
import { STARTED } from './engine';
import type { Office } from './testing';
import { makeOffice, makeWorld, OFFLINE, problem } from './testing';

const LESSON = makeId();
const SCOPE = `observation:${LESSON}` as const;
let store: Store;
let office: Office;
let waits: number[];
let state: State;

beforeEach(async () => {
  clearBrowser();
  store = await openAlice();
  office = makeOffice(ALICE.id);
  waits = [];
  state = STARTED;
});

afterEach(() => store.close());

async function sync(by: Wake = 'person'): Promise<State> {
  const world = makeWorld(store, office.transport, { wait: (ms) => waits.push(ms) });
  state = await runCycle(world, state, { is: 'woken', by });
  return state;
}

async function fates(): Promise<string[]> {
  const changes = await store.inside.read((database) => database.getAll('changes'));
  return changes.map((change) => change.fate);
}

describe('sending', () => {
  test('everything goes out in order of n and comes back as a row', async () => {
    await store.save([tap(LESSON, 'A'), tap(LESSON, 'B')]);
    await store.save([tap(LESSON, 'C')]);
    expect((await sync()).phase).toBe('idle');
    expect(office.pushes.map((push) => push.map((change) => change.n))).toEqual([[1, 2, 3]]);
    expect(await fates()).toEqual(['applied', 'applied', 'applied']);
    const shown = await store.evidenceOf(LESSON);
    expect(shown.map((item) => [item.fields.code, item.pending])).toEqual([
      ['A', false],
      ['B', false],
      ['C', false],
    ]);
    expect(await store.safety(LESSON)).toEqual({ items: 3, safe: 3, stored: 3 });
  });

  test('a change carries exactly the members of the contract, a delete no fields', async () => {
    const [saved] = await store.save([tap(LESSON)]);
    await store.save([{ ...tap(LESSON), record: saved?.record ?? '', op: 'delete', fields: {} }]);
    await sync();
    const members = ['id', 'n', 'record', 'kind', 'v', 'op', 'scope', 'base', 'at'];
    expect(office.pushes[0]?.map((change) => Object.keys(change))).toEqual([[...members, 'fields'], members]);
  });

  test('each of the four statuses ends sending, and only quarantine ends showing', async () => {
    await store.save(['applied', 'held', 'quarantined'].map((code) => tap(LESSON, code)));
    office.decide = (change) => change.fields?.['code'] as 'applied' | 'held' | 'quarantined';
    office.spoil = (what) => (what === 'pull' ? OFFLINE : null);
    await sync();
    expect(await store.counts()).toEqual({ unsent: 0, sent: 1, held: 1, quarantined: 1, here: 0 });
    const shown = await store.evidenceOf(LESSON);
    expect(shown.map((item) => [item.fields.code, item.pending])).toEqual([
      ['applied', true],
      ['held', true],
    ]);
    const tray = await store.tray();
    const waiting = [...tray.held, ...tray.refused];
    expect(waiting.map((change) => [change.fate, change.code, change.fields['code']])).toEqual([
      ['held', 'not_visible_yet', 'held'],
      ['quarantined', 'forbidden', 'quarantined'],
    ]);
  });

  test('an answer lost after the commit is made good by sending again', async () => {
    await store.save([tap(LESSON), tap(LESSON)]);
    office.spoil = (what) => (what === 'push' ? OFFLINE : null);
    expect((await sync()).phase).toBe('offline');
    expect(await fates()).toEqual(['here', 'here']);
    expect(waits).toHaveLength(1);
    office.spoil = () => null;
    await sync();
    expect(office.pushes).toHaveLength(2);
    expect(office.stored.size).toBe(2);
    expect(await fates()).toEqual(['applied', 'applied']);
    expect(await store.evidenceOf(LESSON)).toHaveLength(2);
  });

  test('one change among five hundred that the server refuses to read stops no other', async () => {
    await store.save(Array.from({ length: 500 }, (_, place) => tap(LESSON, place === 321 ? 'POISON' : 'OK')));
    office.refuse = (changes) =>
      changes.some((change) => change.fields?.['code'] === 'POISON') ? problem(422, 'bad_request') : null;
    expect((await sync()).phase).toBe('idle');
    expect(office.stored.size).toBe(499);
    expect(await store.counts()).toEqual({ unsent: 1, sent: 0, held: 0, quarantined: 0, here: 1 });
    expect(await store.tray()).toMatchObject({ refused: [{ fate: 'stuck', code: 'bad_request' }] });
    office.refuse = () => null;
    await sync('start');
    expect(office.stored.size).toBe(500);
    expect((await store.counts()).unsent).toBe(0);
  });

  test('a body that is too large is halved to what the server takes', async () => {
    await store.save(Array.from({ length: 40 }, () => tap(LESSON)));
    office.refuse = (changes) =>
      changes.length > 10 ? problem(413, 'too_large', { max_changes: 10, max_bytes: 1_048_576 }) : null;
    await sync();
    expect(office.stored.size).toBe(40);
    expect(office.pushes.every((push) => push.length <= 10)).toBe(true);
  });

  test('signed out, recording goes on and everything waits', async () => {
    await store.save([tap(LESSON)]);
    office.refuse = () => problem(401, 'signed_out');
    expect((await sync()).phase).toBe('signed_out');
    await store.save([tap(LESSON)]);
    expect((await store.counts()).here).toBe(2);
    office.refuse = () => null;
    await sync();
    expect(office.stored.size).toBe(2);
  });

  test('changes of an older device go out first and under its id', async () => {
    await store.save([tap(LESSON)]);
    const { device } = (await store.inside.read((database) => database.get('counter', 'now'))) ?? { device: '' };
    await store.inside.renewDevice(device);
    await store.save([tap(LESSON)]);
    await sync();
    expect(office.pushes.map((push) => push.map((change) => change.n))).toEqual([[1], [1]]);
    expect([...office.stored.values()].map((one) => one.device === device)).toEqual([true, false]);
  });
});

describe('when the app died between a page and what it confirms', () => {
  test('the next start makes it good', async () => {
    await store.save([tap(LESSON, 'A')]);
    await sync();
    const [change] = await store.inside.read((database) => database.getAll('changes'));
    if (change === undefined) throw new Error('nothing was saved');
    await store.inside.read((database) => database.put('changes', { ...change, fate: 'sent' }));
    await sync('start');
    expect(await fates()).toEqual(['applied']);
  });
});

describe('receiving', () => {
  function row(code: string): Parameters<Office['put']>[0] {
    return { record: makeId(), kind: 'evidence', scope: SCOPE, fields: { t_ms: 1, action: 'tap', code } };
  }

  test('pages are followed to the end, and the next pull begins where the last one ended', async () => {
    office.pageSize = 2;
    for (const code of ['A', 'B', 'C', 'D', 'E']) office.put(row(code));
    await sync();
    expect(await store.evidenceOf(LESSON)).toHaveLength(5);
    office.put(row('F'));
    await sync();
    expect(await store.evidenceOf(LESSON)).toHaveLength(6);
    expect(office.asked.filter((cursor) => cursor === 'from zero')).toHaveLength(1);
  });

  test('a page that arrives twice or late changes nothing', async () => {
    const first = office.put(row('A'));
    await sync();
    office.put({ ...first, fields: { ...first.fields, code: 'B' } });
    await sync();
    const { writePage } = await import('../store/replica');
    const replica = await store.inside.read((database) => database.get('replica', 'shown'));
    const cursor = replica?.cursor ?? '';
    const late = { reader: ALICE.id, cursor: 'late', gen: office.gen, records: [first], revoked: [] };
    expect(await store.inside.read((database) => writePage(database, 'shown', { ...late, asked: 'old' }))).toBeNull();
    expect(await store.inside.read((database) => writePage(database, 'shown', { ...late, asked: cursor }))).toEqual([]);
    expect((await store.get(first.record))?.fields).toMatchObject({ code: 'B' });
  });

  test('an edit that is on its way stays on the screen over an older row', async () => {
    const pulled = office.put(row('A'));
    await sync();
    await store.save([{ ...tap(LESSON), record: pulled.record, base: pulled.rev, fields: { code: 'MINE' } }]);
    office.put({ ...pulled, fields: { ...pulled.fields, note: 'theirs' } });
    office.refuse = () => problem(503, 'busy');
    await sync();
    office.refuse = () => null;
    const { transport } = office;
    const page = await transport.pull({ user: ALICE.id, device: null, cursor: null, digests: false });
    expect(page.ok).toBe(true);
    expect((await store.get(pulled.record))?.fields).toMatchObject({ code: 'MINE' });
    await sync();
    expect(await store.get(pulled.record)).toMatchObject({
      pending: false,
      fields: { code: 'MINE', note: 'theirs' },
    });
  });

  test('held changes are asked again when their scope arrives', async () => {
    await store.save([tap(LESSON, 'WAITS')]);
    office.decide = () => 'held';
    await sync();
    expect(await fates()).toEqual(['held']);
    office.decide = () => 'applied';
    await sync();
    expect(await fates()).toEqual(['held']);
    office.put(row('A'));
    await sync();
    expect(await fates()).toEqual(['applied']);
  });

  test('a scope that is taken away goes, with what was applied there; what was not sent stays', async () => {
    office.put(row('A'));
    await sync();
    await store.save([tap(LESSON, 'MINE')]);
    office.decide = () => 'held';
    office.rows.clear();
    office.put({
      record: makeId(),
      kind: 'membership',
      scope: `user:${ALICE.id}`,
      fields: { scope: SCOPE, role: 'observer', state: 'revoked' },
    });
    await sync();
    expect((await store.evidenceOf(LESSON)).map((item) => item.fields.code)).toEqual(['MINE']);
    expect(await store.tray()).toMatchObject({ lost: [{ fate: 'held' }], refused: [], held: [] });
  });

  test('with a scope goes who else was in it, and what the office had of one’s own there', async () => {
    const others = { record: makeId(), kind: 'membership', scope: `user:${makeId()}` } as const;
    office.put({ ...others, fields: { scope: SCOPE, role: 'teacher', state: 'granted' } });
    await store.save([tap(LESSON, 'MINE')]);
    office.spoil = (what) => (what === 'pull' ? OFFLINE : null);
    await sync();
    expect(await fates()).toEqual(['sent']);
    office.spoil = () => null;
    const own = { record: makeId(), kind: 'membership', scope: `user:${ALICE.id}` } as const;
    office.put({ ...own, fields: { scope: SCOPE, role: 'owner', state: 'revoked' } });
    office.hidden.add(SCOPE);
    await sync();
    expect(await store.evidenceOf(LESSON)).toEqual([]);
    expect((await store.list('membership')).map((row) => row.record)).toEqual([own.record]);
    expect(await store.counts()).toMatchObject({ sent: 0, unsent: 0, held: 0 });
  });

  test('a page without news writes nothing', async () => {
    office.put(row('A'));
    await sync();
    const put = vi.spyOn(IDBObjectStore.prototype, 'put');
    await sync('look');
    expect(put).not.toHaveBeenCalled();
  });

  test('a row of a kind that this app does not know is kept and shown read-only', async () => {
    const strange = office.put({ ...row('A'), kind: 'hologram' as never });
    await sync();
    expect(await store.get(strange.record)).toMatchObject({ readOnly: true });
  });
});

describe('when what is held is not what the server has', () => {
  test('equal digests at a cold start leave everything as it is', async () => {
    await store.save([tap(LESSON)]);
    await sync('start');
    await sync('start');
    expect(office.asked.filter((cursor) => cursor === 'from zero')).toHaveLength(1);
  });

  test('unequal digests make a fresh copy beside the old one, and the outbox stays', async () => {
    await store.save([tap(LESSON, 'A')]);
    await sync();
    await store.inside.read((database) => database.clear('rows_a'));
    await store.save([tap(LESSON, 'B')]);
    office.decide = () => 'held';
    expect((await sync('start')).phase).toBe('idle');
    expect((await store.evidenceOf(LESSON)).map((item) => item.fields.code)).toEqual(['A', 'B']);
    expect((await store.inside.read((database) => database.get('replica', 'shown')))?.place).toBe('rows_b');
  });

  test('a restored space is reconciled from the shadow log, then pulled afresh', async () => {
    await store.save([tap(LESSON, 'A'), tap(LESSON, 'B'), tap(LESSON, 'C')]);
    await sync();
    const lost = [...office.stored.values()][1];
    office.stored.delete(lost?.change.id ?? '');
    office.rows.delete(lost?.change.record ?? '');
    office.gen = crypto.randomUUID();
    expect((await sync()).phase).toBe('idle');
    expect(office.stored.size).toBe(3);
    expect((await store.evidenceOf(LESSON)).map((item) => item.fields.code)).toEqual(['A', 'B', 'C']);
    expect(await store.counts()).toEqual({ unsent: 0, sent: 0, held: 0, quarantined: 0, here: 0 });
  });

  test('a restore that kept its generation is noticed at a cold start, even with nothing to send', async () => {
    await store.save([tap(LESSON, 'A'), tap(LESSON, 'B')]);
    await sync();
    const lost = [...office.stored.values()][1];
    office.stored.delete(lost?.change.id ?? '');
    office.rows.delete(lost?.change.record ?? '');
    expect((await sync('start')).phase).toBe('idle');
    expect(office.stored.size).toBe(2);
    expect((await store.evidenceOf(LESSON)).map((item) => item.fields.code)).toEqual(['A', 'B']);
  });

  test('a fresh copy that was interrupted is gone on with, not begun again', async () => {
    office.pageSize = 2;
    for (const code of ['A', 'B', 'C', 'D', 'E', 'F', 'G']) {
      office.put({ record: makeId(), kind: 'evidence', scope: SCOPE, fields: { t_ms: 1, action: 'tap', code } });
    }
    await sync();
    office.gen = crypto.randomUUID();
    let pages = 0;
    office.spoil = (what) => (what === 'pull' && (pages += 1) > 2 ? OFFLINE : null);
    expect((await sync()).phase).toBe('offline');
    // The app is closed in the middle and opened again.
    store.close();
    store = await openAlice();
    state = STARTED;
    office.spoil = () => null;
    expect((await sync('start')).phase).toBe('idle');
    expect(office.asked.filter((cursor) => cursor === 'from zero')).toHaveLength(2);
    expect(await store.evidenceOf(LESSON)).toHaveLength(7);
  });

  test('a tab whose fresh copy another tab has finished goes on with the one that is shown', async () => {
    office.put({ record: makeId(), kind: 'evidence', scope: SCOPE, fields: { t_ms: 1, action: 'tap', code: 'A' } });
    await sync();
    office.gen = crypto.randomUUID();
    office.spoil = (what) => (what === 'pull' ? OFFLINE : null);
    const left = await sync();
    expect(left).toMatchObject({ phase: 'offline', copy: 'fresh' });
    office.spoil = () => null;
    state = STARTED;
    await sync('start');
    state = left;
    expect(await sync()).toMatchObject({ phase: 'idle', copy: 'shown' });
    expect(await store.evidenceOf(LESSON)).toHaveLength(1);
  });

  test('a number that was acknowledged and is missing now is sent again', async () => {
    await store.save([tap(LESSON, 'A')]);
    await sync();
    await store.inside.read((database) => database.clear('accounts'));
    office.stored.clear();
    office.rows.clear();
    await store.save([tap(LESSON, 'B')]);
    await sync();
    expect([...office.stored.values()].map((one) => one.change.n).sort()).toEqual([1, 2]);
  });

  test('fewer numbers than before, under the same generation, are reconciled too', async () => {
    await store.save([tap(LESSON, 'A'), tap(LESSON, 'B')]);
    await sync();
    const lost = [...office.stored.values()][0];
    office.stored.delete(lost?.change.id ?? '');
    await store.save([tap(LESSON, 'C')]);
    await sync();
    expect(office.stored.size).toBe(3);
    expect((await store.counts()).unsent).toBe(0);
  });

  test('pushing the whole shadow log again changes nothing', async () => {
    await store.save([tap(LESSON, 'A'), tap(LESSON, 'B')]);
    await sync();
    const before = JSON.stringify(await store.evidenceOf(LESSON));
    const { sendAgain } = await import('../store/outbox');
    await store.inside.read((database) => sendAgain(database, [...office.stored.keys()]));
    await sync();
    expect(JSON.stringify(await store.evidenceOf(LESSON))).toBe(before);
    expect(await fates()).toEqual(['applied', 'applied']);
  });
});

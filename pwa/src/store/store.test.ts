// @vitest-environment jsdom
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Store } from './index';
import { ALICE, clearBrowser, makeGround, makeId, openAlice, tap } from './testing';

const LESSON = makeId();
let store: Store;

beforeEach(async () => {
  clearBrowser();
  store = await openAlice();
});

afterEach(() => {
  vi.useRealTimers();
  store.close();
});

describe('saving', () => {
  test('numbers changes without gaps, in the order of the taps', async () => {
    const saved = await Promise.all([1, 2, 3].map((t_ms) => store.save([tap(LESSON, 'LEC', t_ms)])));
    expect(saved.flat().map((change) => [change.n, change.fields['t_ms']])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  test('numbers the changes of one save together', async () => {
    const saved = await store.save([tap(LESSON), tap(LESSON), tap(LESSON)]);
    expect(saved.map((change) => change.n)).toEqual([1, 2, 3]);
  });

  test('goes on with the next number after a restart', async () => {
    await store.save([tap(LESSON)]);
    store.close();
    store = await openAlice();
    const [saved] = await store.save([tap(LESSON)]);
    expect(saved?.n).toBe(2);
    expect(store.cleared()).toBeNull();
  });

  test('two tabs share one gapless count', async () => {
    const other = await openAlice();
    const taps = Array.from({ length: 20 }, (_, place) => (place % 2 === 0 ? store : other).save([tap(LESSON)]));
    const numbers = (await Promise.all(taps)).flat().map((change) => change.n);
    expect(numbers.sort((one, two) => one - two)).toEqual(Array.from({ length: 20 }, (_, place) => place + 1));
    other.close();
  });

  test('refuses a text over 64 KiB before anything is written', async () => {
    const draft = { ...tap(LESSON), fields: { note: 'é'.repeat(33 * 1024) } };
    expect(() => store.save([draft])).toThrow('64 KiB');
    expect((await store.counts()).here).toBe(0);
  });

  test('stores well-formed text only', async () => {
    const [saved] = await store.save([{ ...tap(LESSON), fields: { note: 'a\uD800b\0c😀' } }]);
    expect(saved?.fields['note']).toBe('a\uFFFDb\uFFFDc😀');
  });
});

describe('a cleared storage', () => {
  test('is noticed, said, and answered with a new device that starts at 1', async () => {
    const ground = makeGround();
    await store.save([tap(LESSON), tap(LESSON)]);
    await vi.waitFor(() => expect(localStorage.getItem(`backrow.last.${ALICE.id}`)).toContain('"n":2'));
    const device = await store.inside.read((database) => database.get('counter', 'now'));
    store.close();
    globalThis.indexedDB = new IDBFactory();
    store = await openAlice(ground);
    expect(store.cleared()).toMatchObject({ n: 2, device: device?.device });
    const [saved] = await store.save([tap(LESSON)]);
    const now = await store.inside.read((database) => database.get('counter', 'now'));
    expect(saved?.n).toBe(1);
    expect(now?.device).not.toBe(device?.device);
    expect(now?.epoch).toBeGreaterThan(device?.epoch ?? 0);
  });
});

describe('showing', () => {
  test('shows what was saved before any server has seen it', async () => {
    const [saved] = await store.save([tap(LESSON, 'Q')]);
    const [shown] = await store.evidenceOf(LESSON);
    expect(shown).toMatchObject({ record: saved?.record, rev: null, pending: true, unsafe: false });
    expect(shown?.fields.code).toBe('Q');
  });

  test('lays an edit over its item', async () => {
    const [saved] = await store.save([tap(LESSON, 'Q')]);
    const record = saved?.record ?? '';
    await store.save([{ ...tap(LESSON), record, fields: { code: 'P' } }]);
    expect(await store.get(record)).toMatchObject({ fields: { code: 'P', t_ms: 1_000 } });
    expect(await store.evidenceOf(LESSON)).toHaveLength(1);
  });

  test('tells every tab what was touched', async () => {
    const heard: unknown[] = [];
    store.watch((touched) => heard.push(touched));
    await store.save([tap(LESSON)]);
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    expect(heard).toEqual([{ kinds: ['evidence'], scopes: [`observation:${LESSON}`], all: false }]);
  });

  test('counts items safe and stored', async () => {
    await store.save([tap(LESSON), tap(LESSON)]);
    expect(await store.safety(LESSON)).toEqual({ items: 2, safe: 2, stored: 0 });
    expect(await store.counts()).toEqual({ unsent: 2, sent: 0, held: 0, quarantined: 0, here: 2 });
  });
});

describe('settings', () => {
  test('are kept per user', async () => {
    expect(await store.settings.get('hand', 'right')).toBe('right');
    await store.settings.set('hand', 'left');
    expect(await store.settings.get('hand', 'right')).toBe('left');
    expect(store.user).toBe(ALICE);
  });
});

// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Store } from './index';
import { openStore } from './index';
import { ALICE, clearBrowser, makeGround, makeId, openAlice, tap } from './testing';

const LESSON = makeId();
const NAMES = { app: '1', device_name: 'tablet' };
let store: Store;

beforeEach(async () => {
  clearBrowser();
  store = await openAlice();
});

afterEach(() => store.close());

test('what was exported on one device is shown and queued on another, once', async () => {
  await store.save(Array.from({ length: 1_200 }, (_, t_ms) => tap(LESSON, 'Q', t_ms)));
  const text = await store.exportOutbox(NAMES);
  const bodies = JSON.parse(text) as { changes: { n: number }[] }[];
  expect(bodies.map((body) => body.changes.length)).toEqual([1_000, 200]);
  expect(bodies.flatMap((body) => body.changes.map((change) => change.n)).at(-1)).toBe(1_200);
  store.close();
  clearBrowser();
  store = await openAlice();
  await store.save([tap(LESSON, 'MINE')]);
  expect(await store.importOutbox(text)).toBe(1_200);
  expect(await store.importOutbox(text)).toBe(0);
  expect(await store.evidenceOf(LESSON)).toHaveLength(1_201);
  const again = JSON.parse(await store.exportOutbox(NAMES)) as { device: string }[];
  expect(new Set(again.map((body) => body.device)).size).toBe(2);
  expect(await store.save([tap(LESSON)])).toMatchObject([{ n: 2 }]);
});

test('a file imported where it came from changes nothing', async () => {
  await store.save([tap(LESSON)]);
  expect(await store.importOutbox(await store.exportOutbox(NAMES))).toBe(0);
  expect((await store.counts()).unsent).toBe(1);
});

test("somebody else's file is refused and nothing of it is taken", async () => {
  const bob = await openStore({ ...ALICE, id: makeId() }, makeGround());
  await bob.save([tap(LESSON)]);
  const text = await bob.exportOutbox(NAMES);
  bob.close();
  await expect(store.importOutbox(text)).rejects.toMatchObject({ problem: { code: 'wrong_user' } });
  expect((await store.counts()).unsent).toBe(0);
});

test.each(['', 'hello', '{}', '[1]', '[{"proto":1}]', '[{"proto":1,"user":"u","device":"d","changes":[]}]'])(
  'a file that holds %j is no outbox',
  async (text) => {
    await expect(store.importOutbox(text)).rejects.toMatchObject({ problem: { code: 'not_an_outbox' } });
  },
);

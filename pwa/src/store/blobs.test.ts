// @vitest-environment jsdom
/** Photos on the tablet: bytes first, then the change; nothing is lost in between and nothing waits for them. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { nextSendable, setBlob } from './blobs';
import type { NewBlob, Store } from './index';
import { clearBrowser, makeGround, makeId, openAlice, tap } from './testing';

const LESSON = makeId();
const SCOPE = `observation:${LESSON}` as const;
const DAYS_91 = 91 * 86_400_000;
let store: Store;

beforeEach(async () => {
  clearBrowser();
  store = await openAlice();
});

afterEach(() => store.close());

function photo(text = 'a photo'): NewBlob {
  const data = new TextEncoder().encode(text).buffer;
  const fields = { sha256: 'ab'.repeat(32), bytes: data.byteLength, mime: 'image/jpeg', for: LESSON, t_ms: 1_000 };
  return { draft: { id: makeId(), kind: 'attachment', scope: SCOPE, fields }, data };
}

async function settle(fate: 'sent' | 'held'): Promise<void> {
  await store.inside.read(async (database) => {
    for (const change of await database.getAll('changes')) await database.put('changes', { ...change, fate });
  });
}

function next(): Promise<string | undefined> {
  return store.inside.read(async (database) => (await nextSendable(database, new Set()))?.row.record);
}

test('a photo is kept with its attachment and shown again', async () => {
  const taken = photo();
  await store.blobs.save(taken);
  const found = await store.blobs.find(taken.draft.id);
  expect([found?.bytes.type, found?.bytes.size, found?.state]).toEqual(['image/jpeg', 7, 'waiting']);
  expect(await store.list('attachment', { scope: SCOPE })).toMatchObject([{ record: taken.draft.id, pending: true }]);
  expect(await store.blobs.counts()).toEqual({ waiting: 1, refused: 0 });
  expect((await store.counts()).unsent).toBe(1);
});

test('its bytes wait until the office has the attachment, and do not hold up a tap', async () => {
  await store.blobs.save(photo());
  const [tapped] = await store.save([tap(LESSON)]);
  expect(tapped?.n).toBe(2);
  expect(await next()).toBeUndefined();
  await settle('held');
  expect(await next()).toBeUndefined();
  await settle('sent');
  expect(await next()).toBeDefined();
});

test('bytes whose change a crash has prevented are announced at the next start, once', async () => {
  const { draft, data } = photo();
  const row = { record: draft.id, state: 'new', draft, mime: 'image/jpeg', offset: null } as const;
  await store.inside.read(async (database) => {
    await database.put('blobs', row);
    await database.put('blob_bytes', data, draft.id);
  });
  for (const _start of [1, 2]) {
    store.close();
    store = await openAlice();
    await store.save([]);
  }
  expect(await store.list('attachment')).toMatchObject([{ record: draft.id }]);
  expect((await store.counts()).unsent).toBe(1);
  await settle('sent');
  expect(await next()).toBe(draft.id);
});

test('the bytes go with the shadow copy of their change, and only when the office has them', async () => {
  const [kept, stored] = [photo('kept'), photo('stored')];
  await store.blobs.save(kept);
  await store.blobs.save(stored);
  await store.inside.read(async (database) => {
    for (const change of await database.getAll('changes'))
      await database.put('changes', { ...change, fate: 'applied' });
    await setBlob(database, stored.draft.id, { state: 'stored' });
  });
  store.close();
  store = await openAlice(makeGround(Date.now() + DAYS_91));
  expect(await store.blobs.find(stored.draft.id)).toBeNull();
  expect((await store.blobs.find(kept.draft.id))?.bytes.size).toBe(4);
  expect(await next()).toBe(kept.draft.id);
});

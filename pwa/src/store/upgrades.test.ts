// @vitest-environment jsdom
/** A database of an older release, opened by today's. */
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { NewBlob, Store } from './index';
import type { Schema } from './schema';
import { ALICE, clearBrowser, makeId, openAlice, tap } from './testing';
import { upgrade } from './upgrades';

const LESSON = makeId();
let store: Store;

beforeEach(async () => {
  clearBrowser();
  store = await openAlice();
});

afterEach(() => store.close());

/** Empties the databases and leaves the small storage alone. */
function clearDatabases(): void {
  globalThis.indexedDB = new IDBFactory();
}

function photo(): NewBlob {
  const data = new TextEncoder().encode('a photo').buffer;
  const fields = { sha256: 'ab'.repeat(32), bytes: data.byteLength, mime: 'image/jpeg', for: LESSON, t_ms: 1_000 };
  return { draft: { id: makeId(), kind: 'attachment', scope: `observation:${LESSON}`, fields }, data };
}

test('a tablet of the release before keeps what it has, and can take photos', async () => {
  await store.save([tap(LESSON)]);
  store.close();
  const older = await openDB(`backrow-${ALICE.id}`);
  const kept = [...older.objectStoreNames].filter((name) => !name.startsWith('blob'));
  const rows = new Map<string, unknown[]>();
  for (const name of kept) rows.set(name, await older.getAll(name));
  older.close();
  clearDatabases();
  const first = await openDB<Schema>(`backrow-${ALICE.id}`, 1, { upgrade: (database) => upgrade(database, 0, 1) });
  for (const change of rows.get('changes') ?? []) await first.add('changes', change as never);
  await first.put('counter', (rows.get('counter') ?? [])[0] as never, 'now');
  first.close();

  store = await openAlice();
  await store.blobs.save(photo());
  expect((await store.evidenceOf(LESSON)).length).toBe(1);
  expect((await store.counts()).unsent).toBe(2);
});

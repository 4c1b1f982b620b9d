/**
 * The bytes of photos on this tablet. They are written before the change that announces them, in a transaction that no
 * tap waits for; so whoever has the change has the bytes, and what a crash leaves in between is made good at the start.
 */
import { refuse } from '../core/problem';
import type { Draft, Id } from '../core/types';
import type { Database } from './open';
import type { BlobRow, StoredChange } from './schema';
import { shownPlace } from './view';

export type { BlobRow };

/** A photo to be kept: its bytes, and the attachment (with its id) that announces them. */
export type NewBlob = { readonly draft: Draft & { readonly id: Id }; readonly data: ArrayBuffer };

export type Blobs = {
  /** Resolves when bytes and change are on disk. Raises `no_room` when the tablet has none, `not_kept` for other faults. */
  readonly save: (blob: NewBlob) => Promise<void>;
  /** A photo of this tablet; null if it is not here. */
  readonly find: (record: Id) => Promise<KeptBlob | null>;
  readonly counts: () => Promise<BlobCounts>;
};

/** The bytes, with their type, and whether the office has them or has said why not. */
export type KeptBlob = { readonly bytes: Blob; readonly state: BlobRow['state']; readonly code?: string };

/** Own photos whose bytes the office does not have yet, and those that it does not take. */
export type BlobCounts = { readonly waiting: number; readonly refused: number };

/** Photos whose record the server has, and whose bytes it has not: these can be sent. */
export type Sendable = { readonly row: BlobRow; readonly data: ArrayBuffer };

type Read = <T>(ask: (database: Database) => Promise<T>) => Promise<T>;
type Save = (draft: Draft) => Promise<unknown>;

export function openBlobs(read: Read, save: Save, onChange: () => void): Blobs {
  return {
    save: async ({ draft, data }) => {
      await keep(read, makeRow(draft), data);
      await save(draft);
      await read((database) => setBlob(database, draft.id, { state: 'waiting' }));
      onChange();
    },
    find: (record) => read((database) => findBytes(database, record)),
    counts: () => read(countBlobs),
  };
}

/** Announces the photos whose change a crash has prevented, and lets go of those that the office keeps for us. */
export async function tidyBlobs(read: Read, save: Save): Promise<void> {
  const rows = await read(listWithoutChange);
  // Not awaited: a database that takes nothing now must not keep the app from opening.
  for (const row of rows) if (row.state === 'new') void save(row.draft);
  for (const row of rows) if (row.state === 'stored') await read((database) => deleteBlob(database, row.record));
}

/** The next photo to send, oldest first, but none of those to `skip`. */
export async function nextSendable(database: Database, skip: ReadonlySet<Id>): Promise<Sendable | null> {
  const waiting = (await database.getAll('blobs')).filter((row) => isWaiting(row) && !skip.has(row.record));
  for (const row of waiting) {
    const change = await database.getFromIndex('changes', 'id', row.record);
    const data = await database.get('blob_bytes', row.record);
    if (data !== undefined && isThere(row, change)) return { row, data };
  }
  return null;
}

/** Lets go of the bytes of photos that the office says are deleted; gives whether there were any. */
export async function dropDeleted(database: Database): Promise<boolean> {
  const place = await shownPlace(database);
  const transaction = database.transaction([place, 'blobs']);
  const kept = await transaction.objectStore('blobs').getAllKeys();
  const rows = await Promise.all(kept.map((record) => transaction.objectStore(place).get(record)));
  const gone = rows.flatMap((row) => (row?.deleted === true ? [row.record] : []));
  for (const record of gone) await deleteBlob(database, record);
  return gone.length > 0;
}

export async function setBlob(
  database: Database,
  record: Id,
  to: Partial<Pick<BlobRow, 'state' | 'offset' | 'code'>>,
): Promise<void> {
  const transaction = database.transaction('blobs', 'readwrite', { durability: 'strict' });
  const row = await transaction.store.get(record);
  if (row !== undefined) void transaction.store.put({ ...row, ...to });
  await transaction.done;
}

/** The photo and its record are gone: nobody will ask for the bytes again. */
export async function deleteBlob(database: Database, record: Id): Promise<void> {
  const transaction = database.transaction(['blobs', 'blob_bytes'], 'readwrite');
  void transaction.objectStore('blobs').delete(record);
  void transaction.objectStore('blob_bytes').delete(record);
  await transaction.done;
}

/** After a restore of the server: what it had is asked for again, photo by photo. */
export async function doubtBlobs(database: Database): Promise<void> {
  const transaction = database.transaction('blobs', 'readwrite');
  for (const row of await transaction.store.getAll()) {
    if (row.state === 'stored') void transaction.store.put({ ...row, state: 'waiting', offset: null });
  }
  await transaction.done;
}

async function countBlobs(database: Database): Promise<BlobCounts> {
  const rows = await database.getAll('blobs');
  return {
    waiting: rows.filter(isWaiting).length,
    refused: rows.filter((row) => row.state === 'refused').length,
  };
}

async function keep(read: Read, row: BlobRow, data: ArrayBuffer): Promise<void> {
  try {
    await read(async (database) => {
      const transaction = database.transaction(['blobs', 'blob_bytes'], 'readwrite', { durability: 'strict' });
      void transaction.objectStore('blobs').put(row);
      void transaction.objectStore('blob_bytes').put(data, row.record);
      await transaction.done;
    });
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    const isFull = error.name === 'QuotaExceededError';
    throw refuse(isFull ? 'no_room' : 'not_kept', `The photo was not kept: ${error.message}`);
  }
}

function makeRow(draft: NewBlob['draft']): BlobRow {
  return { record: draft.id, state: 'new', draft, mime: String(draft.fields['mime']), offset: null };
}

async function findBytes(database: Database, record: Id): Promise<KeptBlob | null> {
  const transaction = database.transaction(['blobs', 'blob_bytes']);
  const [row, data] = await Promise.all([
    transaction.objectStore('blobs').get(record),
    transaction.objectStore('blob_bytes').get(record),
  ]);
  if (row === undefined || data === undefined) return null;
  const { state, code } = row;
  return { bytes: new Blob([data], { type: row.mime }), state, ...(code === undefined ? {} : { code }) };
}

async function listWithoutChange(database: Database): Promise<readonly BlobRow[]> {
  const transaction = database.transaction(['blobs', 'changes']);
  const ids = transaction.objectStore('changes').index('id');
  const rows = await transaction.objectStore('blobs').getAll();
  const keys = await Promise.all(rows.map((row) => ids.getKey(row.record)));
  return rows.filter((_, place) => keys[place] === undefined);
}

function isWaiting({ state }: BlobRow): boolean {
  return state === 'new' || state === 'waiting';
}

/** Whether the server has the record: its change was applied, or so long ago that it is forgotten here. */
function isThere(row: BlobRow, change: StoredChange | undefined): boolean {
  if (change === undefined) return row.state === 'waiting';
  return change.fate === 'sent' || change.fate === 'applied';
}

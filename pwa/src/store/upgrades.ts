/** How a database of an older release becomes one of today; a step once released is never edited. */
import type { IDBPDatabase } from 'idb';

import type { Schema } from './schema';

type Step = (database: IDBPDatabase<Schema>) => void;

const STEPS: readonly Step[] = [makeFirst, makeBlobs, makeAway];

export const VERSION = STEPS.length;

/** Runs the steps that a database of version `from` (0: new) has not seen, as far as the release of version `to`. */
export function upgrade(database: IDBPDatabase<Schema>, from: number, to = VERSION): void {
  for (const step of STEPS.slice(from, to)) step(database);
}

function makeFirst(database: IDBPDatabase<Schema>): void {
  const changes = database.createObjectStore('changes', { keyPath: ['epoch', 'n'] });
  changes.createIndex('id', 'id', { unique: true });
  // Entries of one fate are in the order of the keys: this is the queue to the server, and the count of every fate.
  changes.createIndex('fate', 'fate');
  changes.createIndex('overlay', 'overlay', { multiEntry: true });
  database.createObjectStore('counter');
  for (const place of ['rows_a', 'rows_b'] as const) {
    const rows = database.createObjectStore(place, { keyPath: 'record' });
    rows.createIndex('scope', 'scope');
    rows.createIndex('kind', 'kind');
  }
  database.createObjectStore('replica');
  database.createObjectStore('accounts', { keyPath: 'device' });
  database.createObjectStore('settings');
}

/** Photos, and their bytes apart from them. */
function makeBlobs(database: IDBPDatabase<Schema>): void {
  database.createObjectStore('blobs', { keyPath: 'record' });
  database.createObjectStore('blob_bytes');
}

/** Which lessons are put away. */
function makeAway(database: IDBPDatabase<Schema>): void {
  database.createObjectStore('away', { keyPath: 'scope' });
}

/** The shape of the local database: one per user, `backrow-<user id>`. */
import type { DBSchema } from 'idb';

import type { Change, Draft, Id, Kind, RecordRow, Scope } from '../core/types';

/**
 * Where a change is: `here` (this tablet alone), `stuck` (here too, but the server refuses to read it; tried again at
 * the next start), `sent` (applied by the server, not pulled back yet), `applied`, `held`, `quarantined`.
 */
export type Fate = 'here' | 'stuck' | 'sent' | 'applied' | 'held' | 'quarantined';

/** A change with its device and fate. It is never rewritten, only its fate moves; it stays 90 days after it was sent. */
export type StoredChange = Change & {
  readonly device: Id;
  /** When this database became that device, in milliseconds: changes of an older one go out first, under its id. */
  readonly epoch: number;
  readonly fate: Fate;
  /** Of a sent or applied change. */
  readonly seq?: number;
  /** Why the server holds, quarantines or refuses it. */
  readonly code?: string;
  /** Its author has taken it off the list and off the screen; only what the server has can be. */
  readonly aside?: true;
  /** By record, scope and kind, as long as the change is laid over its record on the screen. */
  readonly overlay?: readonly string[];
};

/** The device that this database is now, and the last `n` it gave. */
export type Counter = { readonly device: Id; readonly epoch: number; readonly n: number };

/** The two places for pulled rows: one is shown, the other can be filled beside it. */
export type Place = 'rows_a' | 'rows_b';

/** How far one copy of the server's records has come. */
export type Replica = { readonly place: Place; readonly cursor: string | null; readonly gen: Id | null };

/** What the server last said of one device of this user. */
export type Account = { readonly device: Id; readonly gen: Id; readonly contiguous: number };

/**
 * A photo of this tablet: `new` until its change is saved too, `waiting` until the server has its bytes, then `stored`,
 * or `refused` with the code. Its bytes stand beside, so that looking at many photos reads none of them.
 */
export type BlobRow = {
  /** Of the attachment. */
  readonly record: Id;
  readonly state: 'new' | 'waiting' | 'stored' | 'refused';
  readonly draft: Draft;
  readonly mime: string;
  /** How many bytes the server has; null when it is to be asked. */
  readonly offset: number | null;
  readonly code?: string;
};

export type Schema = DBSchema & {
  /** By epoch and `n`: two tabs that give one number find out at once. */
  changes: {
    key: [number, number];
    value: StoredChange;
    indexes: { id: Id; fate: Fate; overlay: string };
  };
  counter: { key: 'now'; value: Counter };
  rows_a: { key: Id; value: RecordRow; indexes: { scope: Scope; kind: Kind } };
  rows_b: { key: Id; value: RecordRow; indexes: { scope: Scope; kind: Kind } };
  replica: { key: 'shown' | 'fresh'; value: Replica };
  accounts: { key: Id; value: Account };
  settings: { key: string; value: unknown };
  blobs: { key: Id; value: BlobRow };
  blob_bytes: { key: Id; value: ArrayBuffer };
  /** Lessons of which the tablet keeps the head only. */
  away: { key: Scope; value: { readonly scope: Scope } };
};

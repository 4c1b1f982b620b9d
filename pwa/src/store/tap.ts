/** The one transaction of a tap: the change and its number, durable together or not at all. */
import type { Change } from '../core/types';
import type { Database } from './open';
import type { Counter, StoredChange } from './schema';
import { bareOf } from './sealed';

/** A change before it has its number, which only the transaction can give. */
export type Unnumbered = Omit<Change, 'n'>;

/** A transaction that was begun; `abort` asks the browser to give it up. */
export type Tap = { readonly done: Promise<readonly StoredChange[]>; readonly abort: () => void };

/**
 * Begins to write changes behind a number that this tab knows, with two requests and no answer awaited between them.
 * It may be called only while no other write of this tab is under way, else an abort of that one would leave a gap.
 * It rejects with ConstraintError, and nothing is written, if another tab has given the number.
 *
 * Written against IndexedDB itself: a wrapper's promises between the requests cost a tap more than the requests.
 */
export function beginTapBehind(database: Database, counter: Counter, changes: readonly Unnumbered[]): Tap {
  const begun = begin(database);
  const last = changes.reduce((from, change) => add(begun, from, change), counter);
  close(begun.transaction, last);
  return begun.tap;
}

/**
 * Begins to write changes behind the number that the database knows. Some may be stored already (a journal that is
 * replayed): those come back as they are and take no new number.
 */
export function beginTap(database: Database, changes: readonly Unnumbered[]): Tap {
  const begun = begin(database);
  const { transaction, stored, open } = begun;
  const next = (place: number, from: Counter): void => {
    const change = changes[place];
    if (change === undefined) return close(transaction, from);
    const asked = transaction.objectStore('changes').index('id').get(change.id) as IDBRequest<StoredChange | undefined>;
    asked.onsuccess = () => {
      if (asked.result === undefined) return next(place + 1, add(begun, from, change));
      stored.push(open(asked.result));
      next(place + 1, from);
    };
  };
  const counter = transaction.objectStore('counter').get('now') as IDBRequest<Counter>;
  counter.onsuccess = () => next(0, counter.result);
  return begun.tap;
}

type Turn = (change: StoredChange) => StoredChange;

type Begun = {
  readonly transaction: IDBTransaction;
  readonly tap: Tap;
  readonly stored: StoredChange[];
  readonly seal: Turn;
  readonly open: Turn;
};

function begin(database: Database): Begun {
  const { bare, seal, open } = bareOf(database);
  const transaction = bare.transaction(['changes', 'counter'], 'readwrite', { durability: 'strict' });
  const stored: StoredChange[] = [];
  const done = new Promise<readonly StoredChange[]>((resolve, reject) => {
    transaction.oncomplete = () => resolve(stored);
    transaction.onabort = () => reject(transaction.error ?? new DOMException('The write was given up.', 'AbortError'));
  });
  return {
    transaction,
    tap: { done, abort: () => abortQuietly(transaction) },
    stored,
    seal: (change) => seal('changes', change),
    open: (change) => open('changes', change),
  };
}

/** Adds one change and gives the counter behind it. */
function add({ transaction, stored, seal }: Begun, counter: Counter, change: Unnumbered): Counter {
  const next = { ...counter, n: counter.n + 1 };
  const numbered = makeStored(change, next);
  // `add`, not `put`: should a write that hung for minutes wake up after its repetition, it must not count twice.
  transaction.objectStore('changes').add(seal(numbered));
  stored.push(numbered);
  return next;
}

function close(transaction: IDBTransaction, counter: Counter): void {
  transaction.objectStore('counter').put(counter, 'now');
  transaction.commit();
}

function makeStored(change: Unnumbered, counter: Counter): StoredChange {
  return {
    id: change.id,
    n: counter.n,
    record: change.record,
    kind: change.kind,
    v: change.v,
    op: change.op,
    scope: change.scope,
    base: change.base,
    at: change.at,
    fields: change.fields,
    device: counter.device,
    epoch: counter.epoch,
    fate: 'here',
    overlay: [change.record, change.scope, change.kind],
  };
}

function abortQuietly(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch (error) {
    // InvalidStateError: it ended in the meantime, which is what was wanted.
    if (!(error instanceof DOMException)) throw error;
  }
}

/** Saving with a watchdog: what the database does not take within three seconds waits in memory and in the journal. */
import type { Journal } from './journal';
import type { Connection, Database } from './open';
import { SILENCE_MS } from './open';
import type { Counter, StoredChange } from './schema';
import type { Tap, Unnumbered } from './tap';
import { beginTap, beginTapBehind } from './tap';

/** How saving goes: `waiting` changes are not on disk; `journaled` says whether they would at least survive a reload. */
export type Health =
  | { readonly state: 'fine' }
  | { readonly state: 'retrying'; readonly waiting: number; readonly journaled: boolean; readonly why: string };

export type Saver = {
  /** Resolves when the changes are on disk, however long that takes; never rejects for the database's sake. */
  readonly save: (changes: readonly Unnumbered[]) => Promise<readonly StoredChange[]>;
  /** What is not on disk yet, oldest first. */
  readonly waiting: () => readonly Unnumbered[];
  readonly health: () => Health;
  /** Tries at once what waits. */
  readonly retry: () => void;
  /** The database may be another device now: the next number is asked from it. */
  readonly forgetNumber: () => void;
  readonly stop: () => void;
};

export type SaverParts = {
  readonly connection: Connection;
  readonly journal: Journal;
  readonly onHealth: (health: Health) => void;
  readonly onSaved: (changes: readonly StoredChange[]) => void;
};

type Entry = { readonly changes: readonly Unnumbered[]; readonly resolve: (stored: readonly StoredChange[]) => void };

/** Between two tries to write what waits. */
const RETRY_MS = 2_000;

export function startSaver({ connection, journal, onHealth, onSaved }: SaverParts): Saver {
  let queue: readonly Entry[] = [];
  let journaled = true;
  let why = '';
  let retrying = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  /** The last number given, as long as this tab knows it for sure. */
  let counter: Counter | null = null;
  let underWay = 0;

  /** What a crash left in the journal comes first. */
  function adopt(): void {
    const left = journal.adopt();
    if (left.length === 0) return;
    enqueue({ changes: left, resolve: () => undefined }, 'AbortError');
    void flush();
  }

  function save(changes: readonly Unnumbered[]): Promise<readonly StoredChange[]> {
    return new Promise((resolve) => {
      const entry = { changes, resolve };
      // Order is kept: behind a change that waits, everything waits.
      if (queue.length > 0) return enqueue(entry, why);
      void write(entry);
    });
  }

  async function write(entry: Entry): Promise<void> {
    const known = underWay === 0 ? counter : null;
    counter = null;
    underWay += 1;
    let database: Database | null = null;
    try {
      database = await connection.get();
      const tap = known === null ? beginTap(database, entry.changes) : beginTapBehind(database, known, entry.changes);
      finish(entry, await finishTap(database, tap, entry));
    } catch (error) {
      if (database !== null) connection.drop(database);
      enqueue(entry, nameOf(error));
    } finally {
      underWay -= 1;
    }
  }

  /** Should another tab have given the number, nothing was written, and the database says what comes next. */
  async function finishTap(database: Database, tap: Tap, entry: Entry): Promise<readonly StoredChange[]> {
    try {
      return await guard(tap);
    } catch (error) {
      if (nameOf(error) !== 'ConstraintError') throw error;
      return guard(beginTap(database, entry.changes));
    }
  }

  function finish(entry: Entry, stored: readonly StoredChange[]): void {
    entry.resolve(stored);
    const last = stored.at(-1);
    if (last === undefined) return;
    counter = { device: last.device, epoch: last.epoch, n: last.n };
    // The tick first; what else hangs on a saved change can wait for its turn.
    setTimeout(() => {
      journal.remember({ device: last.device, epoch: last.epoch, n: last.n });
      onSaved(stored);
    });
  }

  function enqueue(entry: Entry, reason: string): void {
    why = reason;
    queue = [...queue, entry];
    keep();
    schedule();
  }

  /** Memory and journal hold the same; the screen is told. */
  function keep(): void {
    const changes = waiting();
    journaled = journal.write(changes);
    onHealth(health());
  }

  function schedule(): void {
    if (stopped || queue.length === 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), RETRY_MS);
  }

  async function flush(): Promise<void> {
    if (retrying || queue.length === 0) return;
    retrying = true;
    const entries = queue;
    let database: Database | null = null;
    try {
      database = await connection.get();
      const stored = await guard(
        beginTap(
          database,
          entries.flatMap((entry) => entry.changes),
        ),
      );
      queue = queue.slice(entries.length);
      keep();
      deal(entries, stored);
    } catch (error) {
      if (database !== null) connection.drop(database);
      why = nameOf(error);
      keep();
    } finally {
      retrying = false;
      schedule();
    }
  }

  function deal(entries: readonly Entry[], stored: readonly StoredChange[]): void {
    let from = 0;
    for (const entry of entries) {
      finish(entry, stored.slice(from, from + entry.changes.length));
      from += entry.changes.length;
    }
  }

  function waiting(): readonly Unnumbered[] {
    return queue.flatMap((entry) => entry.changes);
  }

  function health(): Health {
    if (queue.length === 0) return { state: 'fine' };
    return { state: 'retrying', waiting: waiting().length, journaled, why };
  }

  function forgetNumber(): void {
    counter = null;
  }

  function stop(): void {
    stopped = true;
    clearTimeout(timer);
  }

  adopt();
  return { save, waiting, health, retry: () => void flush(), forgetNumber, stop };
}

/** Waits for a tap for three seconds at most, then asks the browser to give it up. */
function guard(tap: Tap): Promise<readonly StoredChange[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new DOMException('The local database does not answer.', 'TimeoutError'));
      tap.abort();
    }, SILENCE_MS);
    tap.done.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}

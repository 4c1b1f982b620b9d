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
  /** Whether the number that a write under way gives is still this tab's to go on from. */
  let isOurs = true;
  /** What is asked for while a transaction is under way, oldest first. */
  const next: Entry[] = [];
  let isWriting = false;

  /** What a crash left in the journal comes first. */
  function adopt(): void {
    const left = journal.adopt();
    if (left.length === 0) return;
    enqueue([{ changes: left, resolve: () => undefined }], 'AbortError');
    void flush();
  }

  function save(changes: readonly Unnumbered[]): Promise<readonly StoredChange[]> {
    return new Promise((resolve) => {
      const entry = { changes, resolve };
      // Order is kept: behind a change that waits, everything waits.
      if (queue.length > 0) return enqueue([entry], why);
      next.push(entry);
      if (!isWriting) void write();
    });
  }

  /**
   * Writes what was asked for, one transaction at a time: what is asked for meanwhile goes together into the next one.
   * The database would let a second one wait anyway; so a burst of taps on a slow disk is a few transactions, none of
   * which waits behind the others until the watchdog takes it for silent.
   */
  async function write(): Promise<void> {
    isWriting = true;
    while (next.length > 0) await writeOnce(next.splice(0));
    isWriting = false;
  }

  async function writeOnce(entries: readonly Entry[]): Promise<void> {
    const known = counter;
    counter = null;
    isOurs = true;
    const changes = entries.flatMap((entry) => entry.changes);
    let database: Database | null = null;
    try {
      database = await connection.get();
      const tap = known === null ? beginTap(database, changes) : beginTapBehind(database, known, changes);
      deal(entries, await finishTap(database, tap, changes));
    } catch (error) {
      if (database !== null) connection.drop(database);
      enqueue([...entries, ...next.splice(0)], nameOf(error));
    }
  }

  /** Should another tab have given the number, nothing was written, and the database says what comes next. */
  async function finishTap(
    database: Database,
    tap: Tap,
    changes: readonly Unnumbered[],
  ): Promise<readonly StoredChange[]> {
    try {
      return await guard(tap);
    } catch (error) {
      if (nameOf(error) !== 'ConstraintError') throw error;
      return guard(beginTap(database, changes));
    }
  }

  function enqueue(entries: readonly Entry[], reason: string): void {
    why = reason;
    queue = [...queue, ...entries];
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
    isOurs = true;
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

  /** Tells each entry what became of it; the ticks first, what else hangs on a saved change can wait for its turn. */
  function deal(entries: readonly Entry[], stored: readonly StoredChange[]): void {
    let from = 0;
    for (const { changes, resolve } of entries) resolve(stored.slice(from, (from += changes.length)));
    const last = stored.at(-1);
    if (last === undefined) return;
    if (isOurs) counter = { device: last.device, epoch: last.epoch, n: last.n };
    setTimeout(() => {
      journal.remember({ device: last.device, epoch: last.epoch, n: last.n });
      onSaved(stored);
    });
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
    isOurs = false;
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

/** The connection to the local database: opened when needed, opened again when the browser drops it. */
import { openDB } from 'idb';
import type { OpenDBCallbacks } from 'idb';

import { refuse } from '../core/problem';
import type { Schema } from './schema';
import { sealDatabase, type Database } from './sealed';
import { upgrade, VERSION } from './upgrades';
import type { Vault } from './vault';

export type { Database };

/** Silence of the database longer than this counts as a fault. */
export const SILENCE_MS = 3_000;

export type Connection = {
  /**
   * Gives the open database. Raises `store_blocked` (an old tab keeps it), `store_silent` (no answer in 3 s) or
   * `store_unavailable`. It never deletes anything.
   */
  readonly get: () => Promise<Database>;
  /** Closes a connection that failed, so that the next `get` opens a new one; a newer one is left alone. */
  readonly drop: (failed: Database) => void;
  /** Asks a small question and drops the connection if no answer comes: iPadOS loses connections in the background. */
  readonly check: () => Promise<void>;
  /** Lets go for good: a later `get` raises `store_unavailable`. */
  readonly close: () => void;
};

export type Hooks = {
  /** Whether this tab may let go of the database for a newer version: never while a lesson runs. */
  readonly mayYield: () => boolean;
  /** Runs on every new connection before anybody gets it. */
  readonly onOpen: (database: Database) => Promise<unknown>;
};

/** Every database it gives seals and opens by the vault. */
export function connect(name: string, vault: Vault, hooks: Hooks): Connection {
  let opening: Promise<Database> | null = null;
  let current: Database | null = null;
  let closed = false;

  function drop(failed: Database): void {
    failed.close();
    if (failed === current) forget();
  }

  function forget(): void {
    opening = null;
    current = null;
  }

  function get(): Promise<Database> {
    if (closed) return Promise.reject(refuse('store_unavailable', 'The store is closed.'));
    if (opening !== null) return opening;
    const mine = openOnce({ name, vault }, hooks, () => {
      if (opening === mine) forget();
    });
    opening = mine;
    mine.then(
      (database) => {
        if (opening === mine) current = database;
        else database.close();
      },
      () => {
        if (opening === mine) forget();
      },
    );
    return mine;
  }

  async function check(): Promise<void> {
    const asked = current;
    if (asked === null) return;
    if ((await settle(count(asked), SILENCE_MS)) !== 'answered') drop(asked);
  }

  function close(): void {
    closed = true;
    current?.close();
    forget();
  }

  return { get, drop, check, close };
}

async function openOnce(what: { name: string; vault: Vault }, hooks: Hooks, onLost: () => void): Promise<Database> {
  let blocked = false;
  const opened = begin(what, {
    upgrade: (database, from) => upgrade(database, from),
    blocked: () => {
      blocked = true;
    },
    blocking: (_current, _wanted, event) => {
      if (!hooks.mayYield()) return;
      (event.target as IDBDatabase).close();
      onLost();
    },
    terminated: onLost,
  });
  const opening = opened.then(async (database) => {
    await hooks.onOpen(database);
    return database;
  });
  const outcome = await settle(opening, SILENCE_MS);
  if (outcome === 'answered') return opening;
  if (outcome instanceof Error) throw refuse('store_unavailable', outcome.message);
  // Should it open after all, nobody would close it.
  opened.then(
    (late) => late.close(),
    () => undefined, // It was given up already.
  );
  throw blocked
    ? refuse('store_blocked', 'Another tab with an older version keeps the local database.')
    : refuse('store_silent', 'The local database does not answer.');
}

/** A lost connection throws at once; here that is a rejection like any other. */
async function count(database: Database): Promise<number> {
  return database.count('counter');
}

/** A browser that denies storage throws at once; here that is a rejection like any other. */
async function begin(what: { name: string; vault: Vault }, callbacks: OpenDBCallbacks<Schema>): Promise<Database> {
  return sealDatabase(await openDB<Schema>(what.name, VERSION, callbacks), what.vault);
}

/** Waits for a promise, but not for ever. */
async function settle(promise: Promise<unknown>, limit_ms: number): Promise<'answered' | 'silent' | Error> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<'silent'>((resolve) => {
    timer = setTimeout(() => resolve('silent'), limit_ms);
  });
  const answer = promise.then(
    () => 'answered' as const,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  const outcome = await Promise.race([answer, silence]);
  clearTimeout(timer);
  return outcome;
}

/** The way to one user's store: their database is open, and what it holds stays sealed until the key is here. */
import { makeUuid4 } from '../core/ids';
import { Refusal, refuse } from '../core/problem';
import type { Id, User } from '../core/types';
import { identifyDevice } from './device';
import { isLessonRunning } from './heartbeat';
import { openJournal, type Journal, type Remembered } from './journal';
import { openKeyring, type Keyring, type Turn } from './keyring';
import { connect, type Connection, type Database } from './open';
import { openSettings, type Settings } from './settings';
import { makeVault } from './vault';

/** The clock, chance and small storage that a store stands on; a test gives its own. */
export type Ground = {
  readonly now: () => number;
  readonly random: () => Uint8Array;
  readonly storage: Storage;
};

export const BROWSER: Ground = {
  now: () => Date.now(),
  random: () => crypto.getRandomValues(new Uint8Array(16)),
  get storage() {
    return localStorage;
  },
};

/** Asks the database; once more over a new connection if the browser has dropped the old one. */
export type Read = <T>(ask: (database: Database) => Promise<T>) => Promise<T>;

/** What stands between a person and their store: the database, and the way to the key if what it holds is sealed. */
export type Gate = {
  readonly user: User;
  /** Readable before anybody has opened the tablet: what the lock screen needs, and nothing that was written. */
  readonly settings: Settings;
  readonly keyring: Keyring;
  readonly close: () => void;
};

/** A gate with all that a store is made of. */
export type Opened = Gate & {
  readonly read: Read;
  readonly ground: Ground;
  readonly connection: Connection;
  readonly journal: Journal;
  readonly cleared: () => Remembered | null;
};

const gates = new WeakMap<Gate, Opened>();

/** Opens a user's database. Raises `store_unavailable`, `store_blocked` or `store_silent`; it never deletes a database. */
export async function openGate(user: User, ground: Ground = BROWSER, rounds?: number): Promise<Gate> {
  const vault = makeVault();
  const journal = openJournal(user.id, makeUuid4(ground.random()), ground.storage, vault);
  let cleared: Remembered | null = null;
  const connection = connect(`backrow-${user.id}`, vault, {
    mayYield: () => !isLessonRunning(ground.storage),
    onOpen: async (database) => {
      const made = { device: (): Id => makeUuid4(ground.random()), now: ground.now };
      cleared ??= (await identifyDevice(database, journal, made)).cleared;
    },
  });
  await connection.get();
  const read = makeReader(connection);
  const settings = openSettings(read);
  const others = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`backrow-${user.id}-key`);
  const tell = (turn: Turn): void => others?.postMessage(turn);
  const keyring = await openKeyring({ read, settings, vault, tell, now: ground.now, ...(rounds ? { rounds } : {}) });
  if (others !== null)
    others.onmessage = (event: MessageEvent<Turn>) => {
      keyring.follow(event.data).catch(leaveForLater);
    };
  const close = (): void => {
    others?.close();
    connection.close();
  };
  const gate = { user, settings, keyring, close };
  gates.set(gate, { ...gate, ground, connection, read, journal, cleared: () => cleared });
  return gate;
}

/** What is behind a gate that is open. Raises `store_locked` while its key is not here. */
export function passGate(gate: Gate): Opened {
  const opened = gates.get(gate);
  if (opened === undefined) throw new Error('this gate was not made here');
  if (!gate.keyring.isOpen())
    throw refuse('store_locked', 'What this tablet keeps is sealed, and its key is not here.');
  return opened;
}

/** Of what nobody waits for: the disk is full or fails, the store is closed, or the office is away. The next start goes on. */
export function leaveForLater(error: unknown): void {
  if (!(error instanceof Refusal || error instanceof DOMException)) throw error;
}

function makeReader(connection: Connection): Read {
  return async (ask) => {
    const database = await connection.get();
    try {
      return await ask(database);
    } catch (error) {
      if (!(error instanceof DOMException) || !isLost(error)) throw error;
      connection.drop(database);
      return ask(await connection.get());
    }
  };
}

function isLost(error: DOMException): boolean {
  return ['InvalidStateError', 'AbortError', 'UnknownError'].includes(error.name);
}

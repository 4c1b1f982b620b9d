/** Which device this database is. A new one is taken when the numbers of the old one can no longer be trusted. */
import type { Id } from '../core/types';
import type { Journal, Remembered } from './journal';
import type { Database } from './open';
import type { Counter } from './schema';

export type Identified = {
  readonly counter: Counter;
  /** The last number of the device that was here before the browser cleared the storage; null if nothing is missing. */
  readonly cleared: Remembered | null;
};

/** Makes sure that there is a counter, and that it has not fallen behind what this browser remembers of it. */
export async function identifyDevice(
  database: Database,
  journal: Journal,
  make: { readonly device: () => Id; readonly now: () => number },
): Promise<Identified> {
  const remembered = journal.readRemembered();
  const transaction = database.transaction('counter', 'readwrite', { durability: 'strict' });
  const found = await transaction.store.get('now');
  if (found !== undefined && !isBehind(found, remembered)) {
    await transaction.done;
    return { counter: found, cleared: null };
  }
  const before = Math.max(found?.epoch ?? 0, remembered?.epoch ?? 0);
  const counter = { device: make.device(), epoch: Math.max(before + 1, make.now()), n: 0 };
  await transaction.store.put(counter, 'now');
  await transaction.done;
  return { counter, cleared: remembered !== null && remembered.n > 0 ? remembered : null };
}

/** Which device writes into this database now. */
export async function readDevice(database: Database): Promise<Id | null> {
  return (await database.get('counter', 'now'))?.device ?? null;
}

/** Takes a new device for changes from now on: the server says that two tablets used the old one. */
export async function renewDevice(database: Database, forked: Id, made: { device: Id; now_ms: number }): Promise<void> {
  const transaction = database.transaction('counter', 'readwrite', { durability: 'strict' });
  const found = await transaction.store.get('now');
  if (found?.device === forked) {
    const epoch = Math.max(found.epoch + 1, made.now_ms);
    await transaction.store.put({ device: made.device, epoch, n: 0 }, 'now');
  }
  await transaction.done;
}

function isBehind(counter: Counter, remembered: Remembered | null): boolean {
  return remembered !== null && remembered.device === counter.device && counter.n < remembered.n;
}

/** The unsent outbox as a file: a list of push bodies, which its author can import on any device. */
import { isUuid } from '../core/ids';
import { isObject, refuse } from '../core/problem';
import type { Id } from '../core/types';
import type { Database } from './open';
import type { Limits, WireChange } from './outbox';
import { fitting, listByFate, toWire } from './outbox';
import type { StoredChange } from './schema';

/** What a file holds: bodies as they would have been pushed. */
export type OutboxBody = {
  readonly proto: 1;
  readonly user: Id;
  readonly device: Id;
  readonly app: string;
  readonly device_name: string;
  readonly changes: readonly WireChange[];
};

export type Names = Pick<OutboxBody, 'app' | 'device_name'>;

const LIMITS: Limits = { max_changes: 1_000, max_bytes: 1_048_576 };

/** Gives everything that the server may not have, oldest device first, in the order of `n`. */
export async function makeOutboxFile(database: Database, user: Id, names: Names): Promise<readonly OutboxBody[]> {
  const fates = await Promise.all((['here', 'stuck', 'held'] as const).map((fate) => listByFate(database, fate)));
  const unsent = fates.flat().sort((one, other) => one.epoch - other.epoch || one.n - other.n);
  const devices = [...new Set(unsent.map((change) => change.device))];
  return devices.flatMap((device) => {
    const changes = unsent.filter((change) => change.device === device).map(toWire);
    return inPieces(changes).map((piece) => ({ proto: 1 as const, user, device, ...names, changes: piece }));
  });
}

/**
 * Puts the changes of a file into the queue, under the devices and numbers they were made with; those that are here
 * already stay as they are. Gives how many were new. Raises `not_an_outbox` for any other file and `wrong_user` for
 * somebody else's; then nothing is taken.
 */
export async function takeOutboxFile(database: Database, user: Id, text: string): Promise<number> {
  const bodies = parseFile(text);
  if (bodies.some((body) => body.user !== user)) throw refuse('wrong_user', 'This file belongs to another user.');
  const transaction = database.transaction('changes', 'readwrite', { durability: 'strict' });
  const epochs = readEpochs(await transaction.store.getAll());
  let taken = 0;
  for (const body of bodies) {
    const epoch = epochs.get(body.device) ?? lowestOf(epochs) - 1;
    epochs.set(body.device, epoch);
    for (const change of body.changes) {
      if ((await transaction.store.index('id').getKey(change.id)) !== undefined) continue;
      void transaction.store.add(makeStored(change, { device: body.device, epoch }));
      taken += 1;
    }
  }
  await transaction.done;
  return taken;
}

function inPieces(changes: readonly WireChange[]): readonly (readonly WireChange[])[] {
  const pieces: (readonly WireChange[])[] = [];
  for (let from = 0; from < changes.length; from += pieces.at(-1)?.length ?? 1) {
    pieces.push(fitting(changes.slice(from, from + LIMITS.max_changes), LIMITS.max_bytes));
  }
  return pieces;
}

function parseFile(text: string): readonly OutboxBody[] {
  const bodies = parseJson(text);
  if (Array.isArray(bodies) && bodies.every(isBody)) return bodies;
  throw refuse('not_an_outbox', 'This file is not an outbox of Backrow.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw refuse('not_an_outbox', 'This file is not an outbox of Backrow.');
    throw error;
  }
}

function isBody(body: unknown): body is OutboxBody {
  if (!isObject(body) || body['proto'] !== 1) return false;
  const { user, device, changes } = body;
  if (typeof user !== 'string' || typeof device !== 'string' || !isUuid(device)) return false;
  return Array.isArray(changes) && changes.every(isChange);
}

/** The least that this app needs to keep a change; whether it is good, the server says. */
function isChange(change: unknown): boolean {
  if (!isObject(change)) return false;
  const { id, n, record, kind, scope } = change;
  return [id, record, kind, scope].every((name) => typeof name === 'string') && Number.isSafeInteger(n);
}

function readEpochs(changes: readonly StoredChange[]): Map<Id, number> {
  return new Map(changes.map((change) => [change.device, change.epoch]));
}

/** Imported devices stand before all that this database has been: theirs is the older work. */
function lowestOf(epochs: ReadonlyMap<Id, number>): number {
  return Math.min(0, ...epochs.values());
}

function makeStored(change: WireChange, by: { readonly device: Id; readonly epoch: number }): StoredChange {
  const overlay = [change.record, change.scope, change.kind];
  return { ...change, fields: change.fields ?? {}, ...by, fate: 'here', overlay };
}

/** Own changes that have not become part of a record: what was lost sight of, refused or waits, with the words typed. */
import type { Id, Scope } from '../core/types';
import type { Database } from './open';
import { listByFate, setAside } from './outbox';
import { readReplica } from './replica';
import type { StoredChange } from './schema';

export type Tray = {
  /** Of lessons and cycles that this user may no longer see. */
  readonly lost: readonly StoredChange[];
  /** Kept out by the server, or not even readable for it. */
  readonly refused: readonly StoredChange[];
  /** Waiting at the server for what they belong to. */
  readonly held: readonly StoredChange[];
};

export async function readTray(database: Database, user: Id): Promise<Tray> {
  const [here, stuck, held, refused] = await Promise.all([
    listByFate(database, 'here'),
    listByFate(database, 'stuck'),
    listByFate(database, 'held'),
    listByFate(database, 'quarantined'),
  ]);
  const lost = await listLostScopes(database, user);
  const isLost = (change: StoredChange): boolean => lost.has(change.scope);
  const isListed = (change: StoredChange): boolean => change.aside !== true;
  return {
    lost: [...here, ...stuck, ...held].filter(isLost).filter(isListed),
    refused: [...refused, ...stuck.filter((change) => !isLost(change))].filter(isListed),
    held: held.filter((change) => !isLost(change)).filter(isListed),
  };
}

/** Takes changes that the server has off the list and off the screen, because their author wants it so. */
export function takeOffTray(database: Database, ids: readonly Id[]): Promise<void> {
  return setAside(database, ids);
}

async function listLostScopes(database: Database, user: Id): Promise<ReadonlySet<Scope>> {
  const place = (await readReplica(database, 'shown'))?.place ?? 'rows_a';
  const own = await database.getAllFromIndex(place, 'scope', `user:${user}`);
  const revoked = own.filter((row) => row.kind === 'membership' && row.fields['state'] === 'revoked');
  return new Set(revoked.map((row) => row.fields['scope'] as Scope));
}

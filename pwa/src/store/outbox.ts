/** The own changes on their way: what goes out next, and what became of what went out. */
import { lowestUuid7 } from '../core/ids';
import type { Change, Id } from '../core/types';
import type { Result } from './fates';
import { layOver, letGo, settle, withoutOverlay } from './fates';
import type { Database } from './open';
import { readReplica } from './replica';
import type { Fate, StoredChange } from './schema';

export type { Result };

/** A change as it travels. */
export type WireChange = Omit<Change, 'fields'> & Partial<Pick<Change, 'fields'>>;

/** Changes of one device in the order of `n`, small enough for one push. */
export type Batch = { readonly device: Id; readonly changes: readonly WireChange[] };

export type Limits = { readonly max_changes: number; readonly max_bytes: number };

/** How many own changes stand where. */
export type Counts = {
  /** Not acknowledged yet, those among them included that the server cannot read. */
  readonly unsent: number;
  /** Applied by the server but not pulled back. */
  readonly sent: number;
  readonly held: number;
  readonly quarantined: number;
  /** Unsent, with those that are not even on disk. */
  readonly here: number;
};

const SHADOW_DAYS = 90;
/** Results are written in small steps, so that a tap never waits long behind them. */
const STEP = 200;

/** The next changes to send, those of the oldest device first; null if there are none. */
export async function readBatch(database: Database, limits: Limits): Promise<Batch | null> {
  const found = await database.getAllFromIndex('changes', 'fate', 'here', limits.max_changes);
  const first = found[0];
  if (first === undefined) return null;
  const ofDevice = found.filter((change) => change.epoch === first.epoch);
  return { device: first.device, changes: fitting(ofDevice.map(toWire), limits.max_bytes) };
}

/** Writes the fates that a push brought. Gives the changes as they are now. */
export async function writeResults(database: Database, results: readonly Result[]): Promise<readonly StoredChange[]> {
  const settled: StoredChange[] = [];
  for (let from = 0; from < results.length; from += STEP) {
    const byId = new Map(results.slice(from, from + STEP).map((result) => [result.id, result]));
    settled.push(...(await move(database, [...byId.keys()], (change) => settleBy(byId.get(change.id), change))));
  }
  return settled;
}

/** Sets a change aside that the server refuses to read; the next start tries it again. */
export async function setStuck(database: Database, id: Id, code: string): Promise<void> {
  await move(database, [id], (change) => ({ ...change, fate: 'stuck', code }));
}

/** Puts changes back into the queue: stuck or held ones to be asked again, or those the server never got. */
export async function sendAgain(database: Database, ids: readonly Id[]): Promise<void> {
  await move(database, ids, (change) => layOver({ ...change, fate: 'here' }));
}

/** Asks the server once more what became of changes that it has refused; until it answers they stay off the screen. */
export async function askAgain(database: Database, ids: readonly Id[]): Promise<void> {
  await move(database, ids, (change) => ({ ...withoutOverlay(change), fate: 'here' }));
}

/** Takes changes off the screen for good; what the server does not have yet stays as it is. */
export async function setAside(database: Database, ids: readonly Id[]): Promise<void> {
  await move(database, ids, (change) => {
    const isThere = change.fate === 'held' || change.fate === 'quarantined';
    return isThere ? { ...withoutOverlay(change), aside: true } : change;
  });
}

export function listByFate(database: Database, fate: Fate): Promise<StoredChange[]> {
  return database.getAllFromIndex('changes', 'fate', fate);
}

/**
 * Lets go of changes that a pulled row has brought back: the row shows them from now on. It is asked after each page
 * and after each push, since either may be the later one. As long as a fresh copy is being pulled, the numbers of the
 * rows that are shown may be those of a history that the server has lost, and confirm nothing.
 */
export async function confirmPulled(database: Database, records: readonly Id[] | 'all'): Promise<void> {
  if ((await readReplica(database, 'fresh')) !== null) return;
  const asked = records === 'all' ? null : new Set(records);
  const sent = (await listByFate(database, 'sent')).filter((change) => asked === null || asked.has(change.record));
  if (sent.length === 0) return;
  const seqOf = await readSeqs(database, sent);
  const back = sent.filter((change) => (seqOf.get(change.record) ?? -1) >= (change.seq ?? Infinity));
  for (let from = 0; from < back.length; from += STEP) {
    const ids = back.slice(from, from + STEP).map((change) => change.id);
    await move(database, ids, letGo);
  }
}

/** Deletes applied changes of the shadow log that are older than 90 days. */
export async function expireShadows(database: Database, now_ms: number): Promise<void> {
  const before = IDBKeyRange.upperBound(lowestUuid7(now_ms - SHADOW_DAYS * 86_400_000), true);
  const transaction = database.transaction('changes', 'readwrite');
  const index = transaction.store.index('id');
  for (let cursor = await index.openCursor(before); cursor; cursor = await cursor.continue()) {
    if (cursor.value.fate === 'applied') void cursor.delete();
  }
  await transaction.done;
}

export async function countFates(database: Database): Promise<Omit<Counts, 'here'>> {
  const index = database.transaction('changes').store.index('fate');
  const [here, stuck, sent] = await Promise.all((['here', 'stuck', 'sent'] as const).map((fate) => index.count(fate)));
  const [held, refused] = await Promise.all([index.getAll('held'), index.getAll('quarantined')]);
  const count = (changes: readonly StoredChange[]): number => changes.filter((change) => change.aside !== true).length;
  return { unsent: (here ?? 0) + (stuck ?? 0), sent: sent ?? 0, held: count(held), quarantined: count(refused) };
}

/** Every change that can be sent again, as inclusive ranges of `n` per device. */
export async function listShadowRanges(database: Database): Promise<ReadonlyMap<Id, readonly [number, number][]>> {
  const numbers = new Map<Id, number[]>();
  for (const change of await database.getAll('changes')) {
    const held = numbers.get(change.device) ?? [];
    held.push(change.n);
    numbers.set(change.device, held);
  }
  return new Map([...numbers].map(([device, held]) => [device, toRanges(held)]));
}

/** The ids of a device's changes whose `n` lies in one of the ranges. */
export async function findByNumber(
  database: Database,
  device: Id,
  ranges: readonly (readonly number[])[],
): Promise<Id[]> {
  const lies = (n: number): boolean => ranges.some(([first = 0, last = 0]) => n >= first && n <= last);
  const all = await database.getAll('changes');
  return all.filter((change) => change.device === device && lies(change.n)).map((change) => change.id);
}

/** Whether the server has said of any of these numbers that it had them: then it has lost something. */
export async function wereAcknowledged(
  database: Database,
  device: Id,
  missing: readonly (readonly number[])[],
): Promise<boolean> {
  if (missing.length === 0) return false;
  const ids = new Set(await findByNumber(database, device, missing));
  const fates = await Promise.all(
    (['sent', 'applied', 'held', 'quarantined'] as const).map((fate) => listByFate(database, fate)),
  );
  return fates.flat().some((change) => ids.has(change.id));
}

/** The change as it travels: without what only this tablet needs; a delete carries no fields. */
export function toWire(change: StoredChange): WireChange {
  const { id, n, record, kind, v, op, scope, base, at, fields } = change;
  const common = { id, n, record, kind, v, op, scope, base, at };
  return op === 'delete' ? common : { ...common, fields };
}

/** As many changes as fit, one at least: the server says what is too large, the tablet does not guess. */
export function fitting(changes: readonly WireChange[], max_bytes: number): readonly WireChange[] {
  let left = max_bytes - 1_024;
  const end = changes.findIndex((change) => {
    left -= new TextEncoder().encode(JSON.stringify(change)).length + 1;
    return left < 0;
  });
  return end === -1 ? changes : changes.slice(0, Math.max(1, end));
}

function settleBy(result: Result | undefined, change: StoredChange): StoredChange {
  return result === undefined ? change : settle(change, result);
}

async function move(
  database: Database,
  ids: readonly Id[],
  change: (found: StoredChange) => StoredChange,
): Promise<readonly StoredChange[]> {
  const transaction = database.transaction('changes', 'readwrite');
  const found = await Promise.all(ids.map((id) => transaction.store.index('id').get(id)));
  const moved = found.filter((held) => held !== undefined).map(change);
  for (const held of moved) void transaction.store.put(held);
  await transaction.done;
  return moved;
}

async function readSeqs(database: Database, changes: readonly StoredChange[]): Promise<ReadonlyMap<Id, number>> {
  const place = (await readReplica(database, 'shown'))?.place ?? 'rows_a';
  const rows = database.transaction(place).store;
  const records = [...new Set(changes.map((change) => change.record))];
  const found = await Promise.all(records.map((record) => rows.get(record)));
  return new Map(found.filter((row) => row !== undefined).map((row) => [row.record, row.seq]));
}

function toRanges(numbers: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const n of [...numbers].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last !== undefined && n <= last[1] + 1) last[1] = n;
    else ranges.push([n, n]);
  }
  return ranges;
}

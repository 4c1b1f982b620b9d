/**
 * Lessons that are put away: of closed work older than 90 days the tablet keeps the head, and the office the rest. New
 * work on it brings it back. Which lessons are put away is written in the transaction that deletes what they held.
 */
import type { CycleFields, Id, ObservationFields, RecordRow, Scope } from '../core/types';
import { isContent } from './heads';
import type { Database } from './open';
import { readReplica } from './replica';

const KEEP_DAYS = 90;
/** Lessons to be put away now, and those put away that somebody works on again. */
export type Sorted = { readonly put: readonly Scope[]; readonly back: readonly Scope[] };

/** Decides by the office's records alone; nothing is moved while a fresh copy is being pulled. */
export async function sortAway(database: Database, now_ms: number): Promise<Sorted> {
  const shown = await readReplica(database, 'shown');
  if (shown === null || shown.cursor === null || (await readReplica(database, 'fresh')) !== null)
    return { put: [], back: [] };
  const before_ms = now_ms - KEEP_DAYS * 86_400_000;
  const [lessons, cycles, held] = await Promise.all([
    database.getAllFromIndex(shown.place, 'kind', 'observation'),
    database.getAllFromIndex(shown.place, 'kind', 'cycle'),
    database.getAllKeys('away'),
  ]);
  const cycleOf = new Map(cycles.map((row) => [row.record, row]));
  const old = lessons.filter((row) => isOld(row, cycleOf, before_ms));
  if (old.length === 0 && held.length === 0) return { put: [], back: [] };
  const worked = await listWorked(database);
  const idle = new Set(
    old.filter((row) => !worked.has(row.scope) && !worked.has(cycleScope(row))).map((row) => row.scope),
  );
  const away = new Set(held);
  return { put: [...idle].filter((scope) => !away.has(scope)), back: held.filter((scope) => !idle.has(scope)) };
}

/** Puts one lesson away; gives whether it did. A photo that the office does not have keeps all of its lesson here. */
export async function putAway(database: Database, scope: Scope): Promise<boolean> {
  const stores = ['replica', 'rows_a', 'rows_b', 'changes', 'blobs', 'blob_bytes', 'away'] as const;
  const transaction = database.transaction(stores, 'readwrite');
  const [fresh, own, one, two] = await Promise.all([
    transaction.objectStore('replica').get('fresh'),
    transaction.objectStore('changes').index('overlay').getAllKeys(scope),
    transaction.objectStore('rows_a').index('scope').getAll(scope),
    transaction.objectStore('rows_b').index('scope').getAll(scope),
  ]);
  const records = [...new Set([...one, ...two].filter(isContent).map((row) => row.record))];
  const photos = await Promise.all(records.map((record) => transaction.objectStore('blobs').get(record)));
  const waits = photos.some((photo) => photo !== undefined && photo.state !== 'stored');
  const may = fresh === undefined && own.length === 0 && !waits;
  if (may) {
    for (const name of ['rows_a', 'rows_b', 'blobs', 'blob_bytes'] as const)
      for (const record of records) void transaction.objectStore(name).delete(record);
    void transaction.objectStore('away').put({ scope });
  }
  await transaction.done;
  return may;
}

/** Keeps a lesson here again, with all that the office has of it; not while a fresh copy is being pulled. */
export async function bringBack(database: Database, scope: Scope, rows: readonly RecordRow[]): Promise<boolean> {
  const transaction = database.transaction(['replica', 'rows_a', 'rows_b', 'away'], 'readwrite');
  const [shown, fresh] = await Promise.all(
    (['shown', 'fresh'] as const).map((copy) => transaction.objectStore('replica').get(copy)),
  );
  const may = fresh === undefined && shown !== undefined;
  if (may) {
    const held = transaction.objectStore(shown.place);
    const stored = await Promise.all(rows.map((row) => held.get(row.record)));
    for (const [place, row] of rows.entries()) if (row.seq > (stored[place]?.seq ?? -1)) void held.put(row);
    void transaction.objectStore('away').delete(scope);
  }
  await transaction.done;
  return may;
}

/** Ended, and its cycle closed, both longer ago; a lesson whose cycle is not on this tablet is kept. */
function isOld(row: RecordRow, cycleOf: ReadonlyMap<Id, RecordRow>, before_ms: number): boolean {
  const { started_at, ended_ms, cycle } = row.fields as unknown as ObservationFields;
  if (typeof ended_ms !== 'number') return false;
  if (!(Date.parse(started_at) + ended_ms < before_ms)) return false;
  if (cycle === null || cycle === undefined) return true;
  const of = cycleOf.get(cycle);
  if (of === undefined) return false;
  const { closed_on } = of.fields as unknown as CycleFields;
  return of.deleted === true || (typeof closed_on === 'string' && Date.parse(closed_on) < before_ms);
}

function cycleScope(row: RecordRow): Scope {
  return `cycle:${String(row.fields['cycle'])}`;
}

/** Where this person has written within the days of the shadow log; what the office refused is in no record. */
async function listWorked(database: Database): Promise<ReadonlySet<Scope>> {
  const scopes = new Set<Scope>();
  const transaction = database.transaction('changes');
  for (let at = await transaction.store.openCursor(); at; at = await at.continue())
    if (at.value.fate !== 'quarantined') scopes.add(at.value.scope);
  return scopes;
}

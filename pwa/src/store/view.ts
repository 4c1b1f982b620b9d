/** Reading for the screen: pulled rows with own changes laid over them. */
import type { Overlay } from '../core/merge';
import { overlayChanges } from '../core/merge';
import type { Change, Id, Kind, RecordRow, Scope, Shown } from '../core/types';
import type { Database } from './open';
import { readReplica } from './replica';
import type { StoredChange } from './schema';
import type { Unnumbered } from './tap';

/** What reading needs beside the database: whose changes they are, and those that wait to be stored. */
export type Own = { readonly user: Id; readonly waiting: readonly Unnumbered[] };

/**
 * How many items of an observation there are, are on this tablet's disk, and are stored by the server; `away`: none is
 * counted, the office keeps them.
 */
export type Safety = { readonly items: number; readonly safe: number; readonly stored: number; readonly away?: true };

export async function getShown(database: Database, own: Own, record: Id): Promise<Shown | null> {
  const place = await shownPlace(database);
  const transaction = database.transaction([place, 'changes']);
  const [row, pending] = await Promise.all([
    transaction.objectStore(place).get(record),
    transaction.objectStore('changes').index('overlay').getAll(record),
  ]);
  const waiting = own.waiting.filter((change) => change.record === record);
  return overlayChanges(row ?? null, toOverlays(pending, { ...own, waiting }));
}

type Asked = {
  readonly kind: Kind;
  readonly scope?: Scope;
  /** Of a scope that is put away: what the office says of it. */
  readonly afar?: readonly RecordRow[];
};

/** Lists a kind in the order of the records' ids, which is the order of their making. */
export async function listShown(database: Database, own: Own, asked: Asked): Promise<Shown[]> {
  const place = await shownPlace(database);
  const transaction = database.transaction([place, 'changes']);
  const rows = transaction.objectStore(place);
  const { kind, scope, afar = [] } = asked;
  const [pulled, pending] = await Promise.all([
    scope === undefined ? rows.index('kind').getAll(kind) : rows.index('scope').getAll(scope),
    transaction
      .objectStore('changes')
      .index('overlay')
      .getAll(scope ?? kind),
  ]);
  const fits = (held: { kind: Kind; scope: Scope }): boolean =>
    held.kind === kind && (scope === undefined || held.scope === scope);
  const waiting = own.waiting.filter(fits);
  return mergeLists([...pulled, ...afar].filter(fits), toOverlays(pending.filter(fits), { ...own, waiting }));
}

/** Counts the items of an observation by how safe they are; corrections count with the item they correct. */
export async function countSafety(database: Database, own: Own, observation: Id): Promise<Safety> {
  const scope: Scope = `observation:${observation}`;
  if ((await database.getKey('away', scope)) !== undefined) return { items: 0, safe: 0, stored: 0, away: true };
  const items = await listShown(database, own, { kind: 'evidence', scope });
  const pending = await database.getAllFromIndex('changes', 'overlay', scope);
  const unsent = new Set(pending.filter(isUnsent).map((change) => change.record));
  const unsafe = items.filter((item) => item.unsafe).length;
  const waiting = items.filter((item) => item.unsafe || unsent.has(item.record)).length;
  return { items: items.length, safe: items.length - unsafe, stored: items.length - waiting };
}

/** Which of the two copies of the office's records is on the screen. */
export async function shownPlace(database: Database): Promise<'rows_a' | 'rows_b'> {
  return (await readReplica(database, 'shown'))?.place ?? 'rows_a';
}

function isUnsent(change: StoredChange): boolean {
  return change.fate === 'here' || change.fate === 'stuck';
}

function toOverlays(pending: readonly StoredChange[], own: Own): readonly Overlay[] {
  const ordered = [...pending].sort((one, other) => one.epoch - other.epoch || one.n - other.n);
  const stored = ordered.map((change) => ({ change, by: own.user, unsafe: false }));
  const known = new Set(ordered.map((change) => change.id));
  const waiting = own.waiting.filter((change) => !known.has(change.id));
  return [...stored, ...waiting.map((change) => ({ change: numberLater(change), by: own.user, unsafe: true }))];
}

/** A change that waits gets its number when it is stored; until then 0 stands for "later than all". */
function numberLater(change: Unnumbered): Change {
  return { ...change, n: 0 };
}

function mergeLists(rows: readonly RecordRow[], overlays: readonly Overlay[]): Shown[] {
  const rowOf = new Map(rows.map((row) => [row.record, row]));
  const pendingOf = new Map<Id, Overlay[]>();
  for (const overlay of overlays) {
    const held = pendingOf.get(overlay.change.record) ?? [];
    held.push(overlay);
    pendingOf.set(overlay.change.record, held);
  }
  const records = [...new Set([...rowOf.keys(), ...pendingOf.keys()])].sort();
  return records
    .map((record) => overlayChanges(rowOf.get(record) ?? null, pendingOf.get(record) ?? []))
    .filter((shown) => shown !== null);
}

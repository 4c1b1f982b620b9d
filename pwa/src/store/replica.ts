/** The pulled copy of the server's records. It can be filled afresh beside the one shown, and swapped in one step. */
import type { Id, RecordRow, Scope } from '../core/types';
import type { Database } from './open';
import { letGo } from './fates';
import { isContent } from './heads';
import type { Place, Replica } from './schema';

/** A page of a pull, and the cursor it was asked with. */
export type Page = {
  readonly reader: Id;
  readonly asked: string | null;
  readonly cursor: string;
  readonly gen: Id;
  readonly records: readonly RecordRow[];
  /** Scopes that this page takes away from the reader: their rows, and what was applied there, go with it. */
  readonly revoked: readonly Scope[];
};

/** Which copy a pull fills. */
export type Copy = 'shown' | 'fresh';

const EMPTY: Replica = { place: 'rows_a', cursor: null, gen: null };

export async function readReplica(database: Database, copy: Copy): Promise<Replica | null> {
  const found = await database.get('replica', copy);
  return found ?? (copy === 'shown' ? EMPTY : null);
}

/**
 * Writes a page and its cursor in one transaction; a row only over an older one, and none of what is put away. Gives
 * the rows written, or null if another tab has moved the cursor in the meantime: then nothing was written.
 */
export async function writePage(database: Database, copy: Copy, page: Page): Promise<readonly RecordRow[] | null> {
  const takes = page.revoked.length > 0;
  // Taps wait for whoever writes changes, so an ordinary page leaves them alone.
  const transaction = database.transaction([...COPIES, 'away', ...(takes ? (['changes'] as const) : [])], 'readwrite');
  const replicas = transaction.objectStore('replica');
  const now = (await replicas.get(copy)) ?? (copy === 'shown' ? EMPTY : null);
  if (now === null || now.cursor !== page.asked) {
    await transaction.done;
    return null;
  }
  const rows = transaction.objectStore(now.place);
  const stored = await Promise.all(page.records.map((row) => rows.get(row.record)));
  const away = new Set(await transaction.objectStore('away').getAllKeys());
  const newer = page.records.filter(
    (row, place) => row.seq > (stored[place]?.seq ?? -1) && !(away.has(row.scope) && isContent(row)),
  );
  for (const row of newer) void rows.put(row);
  if (takes) {
    const changes = transaction.objectStore('changes');
    const [held, sent] = await Promise.all([rows.getAll(), changes.index('fate').getAll('sent')]);
    for (const scope of page.revoked) void transaction.objectStore('away').delete(scope);
    for (const row of held) if (isTaken(row, page)) void rows.delete(row.record);
    for (const change of sent) if (page.revoked.includes(change.scope)) void changes.put(letGo(change));
  }
  void replicas.put({ place: now.place, cursor: page.cursor, gen: page.gen }, copy);
  await transaction.done;
  return newer;
}

/** What lives in a lost scope, and what says who else is in it; the reader's own membership stays. */
function isTaken(row: RecordRow, { revoked, reader }: Page): boolean {
  if (revoked.includes(row.scope)) return true;
  const names = row.kind === 'membership' && revoked.includes(row.fields['scope'] as Scope);
  return names && row.scope !== `user:${reader}`;
}

const COPIES = ['replica', 'rows_a', 'rows_b'] as const;

/** Starts a copy beside the one shown. One that was left half done is gone on with, unless it is to begin `anew`. */
export async function startFresh(database: Database, { anew }: { anew: boolean }): Promise<void> {
  const transaction = database.transaction(COPIES, 'readwrite');
  const begun = await transaction.objectStore('replica').get('fresh');
  if (begun !== undefined && !anew) return transaction.done;
  const shown = (await transaction.objectStore('replica').get('shown')) ?? EMPTY;
  const place = otherPlace(shown.place);
  void transaction.objectStore(place).clear();
  void transaction.objectStore('replica').put({ place, cursor: null, gen: null }, 'fresh');
  await transaction.done;
}

/** Shows the fresh copy from now on and empties the old one. */
export async function swapFresh(database: Database): Promise<void> {
  const transaction = database.transaction(COPIES, 'readwrite');
  const replicas = transaction.objectStore('replica');
  const fresh = await replicas.get('fresh');
  if (fresh !== undefined) {
    void replicas.put(fresh, 'shown');
    void replicas.delete('fresh');
    void transaction.objectStore(otherPlace(fresh.place)).clear();
  }
  await transaction.done;
}

/** Throws the copy beside the one shown away; gives whether there was one. */
export async function forgetFresh(database: Database): Promise<boolean> {
  if ((await database.get('replica', 'fresh')) === undefined) return false;
  const transaction = database.transaction(COPIES, 'readwrite');
  const fresh = await transaction.objectStore('replica').get('fresh');
  if (fresh !== undefined) void transaction.objectStore(fresh.place).clear();
  void transaction.objectStore('replica').delete('fresh');
  await transaction.done;
  return true;
}

/** What digests are compared with; what is put away is left out of it. */
export type Lines = {
  readonly held: ReadonlyMap<Scope, readonly string[]>;
  readonly away: ReadonlySet<Scope>;
};

/** The live rows of a copy, as `record rev` by scope: what digests are made of. */
export async function readLines(database: Database, copy: Copy): Promise<Lines> {
  const replica = await readReplica(database, copy);
  const away = new Set(await database.getAllKeys('away'));
  const lines = new Map<Scope, string[]>();
  for (const row of replica === null ? [] : await database.getAll(replica.place)) {
    if (row.deleted === true || away.has(row.scope)) continue;
    const held = lines.get(row.scope) ?? [];
    held.push(`${row.record} ${row.rev}`);
    lines.set(row.scope, held);
  }
  return { held: lines, away };
}

function otherPlace(place: Place): Place {
  return place === 'rows_a' ? 'rows_b' : 'rows_a';
}

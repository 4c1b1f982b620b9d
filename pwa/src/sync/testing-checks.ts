/** What must hold of a tablet at any moment of a day. */
import { expect } from 'vitest';

import type { Change, Id } from '../core/types';
import type { Store } from '../store';
import type { StoredChange } from '../store/schema';
import type { Office } from './testing';

/** What was ticked is on disk as it was ticked, and the numbers of each device have no gap. */
export function checkOutbox(stored: readonly StoredChange[], ticked: ReadonlyMap<Id, Change>): void {
  const byId = new Map(stored.map((change) => [change.id, change]));
  for (const change of ticked.values()) {
    const { id, n, record, op, base, at, fields } = change;
    expect(byId.get(change.id), 'a ticked change').toMatchObject({ id, n, record, op, base, at, fields });
  }
  const numbers = new Map<number, number[]>();
  for (const { epoch, n } of stored) numbers.set(epoch, [...(numbers.get(epoch) ?? []), n]);
  for (const given of numbers.values()) {
    expect(given.sort((one, other) => one - other)).toEqual(given.map((_, place) => place + 1));
  }
}

/** Up to its cursor, the copy has every row that the office shows. */
export async function checkReplica(store: Store, office: Office): Promise<void> {
  const replica = await store.inside.read((database) => database.get('replica', 'shown'));
  const [gen, seq] = replica?.cursor?.split('/') ?? [];
  if (replica === undefined || gen !== office.gen) return;
  const rows = await store.inside.read((database) => database.getAll(replica.place));
  const held = new Map(rows.map((row) => [row.record, row.seq]));
  for (const row of office.rows.values()) {
    if (row.seq > Number(seq) || office.hidden.has(row.scope)) continue;
    expect(held.get(row.record), 'a row before the cursor').toBe(row.seq);
  }
}

/** Of each record the last own word stands on the screen, whether it was pulled back or not; others write elsewhere. */
export async function checkScreen(store: Store, lesson: Id, stored: readonly StoredChange[]): Promise<void> {
  const shown = new Map((await store.evidenceOf(lesson)).map((item) => [item.record, item]));
  const words = new Map(stored.map((change) => [change.record, change]));
  for (const change of words.values()) {
    // Refused as soon as the office hears of it.
    if (change.fields['code'] === 'BAD') continue;
    const item = shown.get(change.record);
    if (change.op === 'delete') expect(item, 'what was removed').toBeUndefined();
    else expect(item?.fields, 'the last own word').toMatchObject(change.fields);
  }
}

export function sorted<T extends { readonly record: Id }>(held: readonly T[]): readonly T[] {
  return [...held].sort((one, other) => (one.record < other.record ? -1 : 1));
}

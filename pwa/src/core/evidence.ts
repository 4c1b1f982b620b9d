/** One captured item as the timeline reads it. */
import type { EvidenceFields, Id } from './types';

/** A shown evidence row is one. */
export type Item = { readonly record: Id; readonly fields: EvidenceFields };
export type Modifiers = NonNullable<EvidenceFields['modifiers']>;

/** The fields without those that were cleared: null is stored for them, and stands for nothing. */
export function withoutCleared(fields: EvidenceFields): EvidenceFields {
  const entries = Object.entries(fields);
  const held = entries.filter(([, value]) => value !== null);
  return held.length === entries.length ? fields : (Object.fromEntries(held) as EvidenceFields);
}

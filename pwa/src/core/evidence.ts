/** One captured item as the timeline reads it. */
import type { EvidenceFields, Id } from './types';

/** A shown evidence row is one. */
export type Item = { readonly record: Id; readonly fields: EvidenceFields };
export type Modifiers = NonNullable<EvidenceFields['modifiers']>;

/** The fields without those that were cleared: null is stored for them, and stands for nothing. */
export function withoutCleared(fields: EvidenceFields): EvidenceFields {
  if (!Object.values(fields).includes(null)) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as EvidenceFields;
}

/** One captured item as the timeline reads it. */
import type { EvidenceFields, Id } from './types';

/** A shown evidence row is one. */
export type Item = { readonly record: Id; readonly fields: EvidenceFields };
export type Modifiers = NonNullable<EvidenceFields['modifiers']>;

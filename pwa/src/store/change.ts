/** A change before it is numbered: what a draft says, with all that a draft may leave out. */
import { formatInstant } from '../core/ids';
import { cleanFields, FORM } from '../core/records';
import type { Draft, Id } from '../core/types';
import type { Unnumbered } from './tap';

/** Makes the change of a draft; `newId` names it, if the draft does not, and the record, if it is a new one. */
export function makeChange(draft: Draft, newId: () => Id, now_ms: number): Unnumbered {
  const id = draft.id ?? newId();
  return {
    id,
    record: draft.record ?? id,
    kind: draft.kind,
    v: FORM,
    op: draft.op ?? 'put',
    scope: draft.scope,
    base: draft.base ?? null,
    at: formatInstant(now_ms),
    fields: cleanFields(draft.fields),
  };
}

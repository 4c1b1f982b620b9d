/**
 * What the screen shows of a record: the pulled row with own changes laid over it that were not pulled back yet.
 * The server alone merges (`server/domain/merge.py`); this is the view of one tablet until its changes come back.
 */
import { FORM, isKnown, isProse } from './records';
import type { Change, Fields, RecordRow, Shown, Version, Versions } from './types';

/** An own change over a pulled row; `by` is the signed-in user, `unsafe` says that it is not on disk yet. */
export type Overlay = { readonly change: Change; readonly by: string; readonly unsafe: boolean };

/**
 * Lays own changes, in order of `n`, over a row. Gives null if nothing is to be shown: no row and no change, or a
 * record that is deleted.
 */
export function overlayChanges(row: RecordRow | null, pending: readonly Overlay[]): Shown | null {
  const first = row ?? pending[0]?.change;
  if (first === undefined || isDeleted(row, pending)) return null;
  const puts = pending.filter((overlay) => overlay.change.op === 'put');
  return {
    record: first.record,
    kind: first.kind,
    scope: first.scope,
    rev: row?.rev ?? null,
    seq: row?.seq ?? null,
    // Absent is untouched, null is cleared, lists and objects are taken whole.
    fields: Object.assign({}, row?.fields, ...puts.map(({ change }) => change.fields)) as Fields,
    versions: puts.reduce((versions, put) => layVersions(row, versions, put), row?.versions ?? {}),
    pending: pending.length > 0,
    unsafe: pending.some((overlay) => overlay.unsafe),
    readOnly: !isKnown({ kind: first.kind, v: row?.v ?? FORM }),
    ...(row?.revived === true ? { revived: true } : {}),
  };
}

function isDeleted(row: RecordRow | null, pending: readonly Overlay[]): boolean {
  const last = pending.at(-1);
  return last === undefined ? row?.deleted === true : last.change.op === 'delete';
}

/** An edit of a text made on the pulled row settles its versions; one made on an older row stands beside them. */
function layVersions(row: RecordRow | null, versions: Versions, { change, by }: Overlay): Versions {
  const next: Record<string, readonly Version[]> = { ...versions };
  for (const [name, value] of Object.entries(change.fields)) {
    const held = next[name];
    if (held === undefined || !isProse(change.kind, name)) continue;
    const others = change.base === row?.rev ? [] : held.filter((version) => version.value !== value);
    if (others.length === 0) delete next[name];
    else next[name] = [...others, { rev: change.id, value, by, at: change.at }];
  }
  return next;
}

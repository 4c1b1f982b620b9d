/** The steps that a recording is made of: a new item, one in place of others, a change of one; and their drafts. */
import { withoutCleared } from './evidence';
import type { LiveItem } from './live';
import { addItem } from './live';
import type { Done, Recording } from './recording';
import { findItem, rememberItem, replaceItem, scopeOf } from './recording';
import type { Draft, EvidenceEdit, EvidenceFields, Id } from './types';

export type Applied = { readonly recording: Recording; readonly drafts: readonly Draft[] };

export function nothing(recording: Recording): Applied {
  return { recording, drafts: [] };
}

/** Adds an item. `id` names it. */
export function addNew(recording: Recording, id: Id, fields: EvidenceFields): Applied {
  const item = { record: id, rev: null, fields: withoutCleared(fields) };
  return {
    recording: {
      ...addItem(recording.protocol, recording, item),
      items: { item, before: recording.items },
      last: rememberItem(recording.last, item),
    },
    drafts: [{ id, record: id, kind: 'evidence', scope: scopeOf(recording), base: null, fields }],
  };
}

/** Adds an item in the place of others, which are taken away: one step, and one undo. */
export function addInstead(
  recording: Recording,
  { id, fields }: { readonly id: Id; readonly fields: EvidenceFields },
  replaced: readonly Id[],
): Applied {
  const cleared = changeAll(recording, replaced, { retracted: true });
  const added = addNew(cleared.recording, id, fields);
  const { last } = added.recording;
  if (replaced.length === 0 || last === null) return added;
  return {
    recording: { ...added.recording, last: { ...last, instead: replaced } },
    drafts: [...cleared.drafts, ...added.drafts],
  };
}

export type Edit = { readonly fields: EvidenceEdit; readonly what: 'edit' | 'retract' };

/** Changes an item; what it held before can come back by undo. */
export function editItem(recording: Recording, record: Id, { fields, what }: Edit): Applied {
  const found = findItem(recording, record);
  if (found === null) return nothing(recording);
  const was = previous({ retracted: false, ...found.fields }, fields as Partial<EvidenceFields>);
  const { code = null, t_ms } = found.fields;
  const changed = changeItem(recording, found, fields);
  const last: Done = { what, record, code, t_ms, was, before: recording.last };
  return { ...changed, recording: { ...changed.recording, last } };
}

/** Takes a step on an item back: a new item is retracted and what it replaced stands again, an edit gets its old values. */
export function undoItem(recording: Recording, last: Done, record: Id): Applied {
  const found = findItem(recording, record);
  if (found === null) return nothing(recording);
  const undone = changeItem(recording, found, last.was as EvidenceEdit);
  const restored = changeAll(undone.recording, last.instead ?? [], { retracted: false });
  return { recording: restored.recording, drafts: [...undone.drafts, ...restored.drafts] };
}

/** What the named fields hold now; null for those that are absent, so that an undo clears them. */
export function previous<F extends object>(held: F, named: Partial<F>): Partial<F> {
  const names = Object.keys(named) as (keyof F)[];
  return Object.fromEntries(names.map((name) => [name, held[name] ?? null])) as Partial<F>;
}

function changeAll(recording: Recording, records: readonly Id[], fields: EvidenceEdit): Applied {
  return records.reduce<Applied>((applied, record) => {
    const found = findItem(applied.recording, record);
    if (found === null) return applied;
    const changed = changeItem(applied.recording, found, fields);
    return { recording: changed.recording, drafts: [...applied.drafts, ...changed.drafts] };
  }, nothing(recording));
}

function changeItem(recording: Recording, item: LiveItem, fields: EvidenceEdit): Applied {
  const { record, rev } = item;
  return {
    recording: replaceItem(recording, {
      ...item,
      fields: withoutCleared({ ...item.fields, ...fields } as EvidenceFields),
    }),
    drafts: [{ record, kind: 'evidence', scope: scopeOf(recording), base: rev, fields }],
  };
}

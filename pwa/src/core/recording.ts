/** A lesson while it is recorded, and the questions asked of it. */
import type { Live, LiveItem } from './live';
import { makeLive } from './live';
import { intervalAt } from './protocol';
import type { Protocol } from './protocol';
import type { EvidenceFields, Id, ObservationFields, Scope, Shown } from './types';

/** One thing that undo can take back, and what came before it. */
export type Done = {
  readonly what: 'item' | 'edit' | 'retract' | 'pause' | 'resume' | 'gap' | 'end';
  /** Of an item: which one. */
  readonly record: Id | null;
  readonly code: string | null;
  readonly t_ms: number;
  /** What the fields were, so that they can be so again. */
  readonly was: Partial<EvidenceFields> | Partial<ObservationFields>;
  readonly before: Done | null;
};

export type Recording = Live & {
  readonly protocol: Protocol;
  readonly observation: { readonly record: Id; readonly rev: Id | null; readonly fields: ObservationFields };
  /** The newest item first. */
  readonly items: Chain | null;
  /** What undo would take back. */
  readonly last: Done | null;
};

export type Chain = { readonly item: LiveItem; readonly before: Chain | null };

/** Takes up a lesson: a new one with no evidence, or one that was left. */
export function startRecording(
  protocol: Protocol,
  observation: Shown<ObservationFields>,
  evidence: readonly Shown<EvidenceFields>[],
): Recording {
  const made = [...evidence].sort((one, other) => (one.record < other.record ? -1 : 1));
  const { record, rev, fields } = observation;
  return {
    protocol,
    observation: { record, rev, fields },
    ...makeLive(protocol, fields, made),
    items: toChain(made),
    last: made.filter((item) => item.fields.retracted !== true).reduce<Done | null>(rememberItem, null),
  };
}

/** Whether the lesson is paused: its last pause has no end. */
export function isPaused(recording: Recording): boolean {
  const last = recording.observation.fields.pauses?.at(-1);
  return last !== undefined && (last.to_ms ?? null) === null;
}

/** Whether the lesson has ended. */
export function hasEnded(recording: Recording): boolean {
  return (recording.observation.fields.ended_ms ?? null) !== null;
}

/** The codes marked in the interval of a moment, and which interval that is; null in other protocols. */
export function intervalNow(
  recording: Recording,
  t_ms: number,
): { readonly index: number; readonly codes: ReadonlyMap<string, Id> } | null {
  const { sampling } = recording.protocol;
  if (sampling.method !== 'interval') return null;
  const index = intervalAt(sampling, t_ms);
  return { index, codes: recording.marks.get(index) ?? new Map<string, Id>() };
}

/** The codes that a new lesson starts in, one for each lane that names one: tap them at 0. */
export function initialCodes(protocol: Protocol): readonly string[] {
  return protocol.groups.map((group) => group.initial).filter((code) => code !== undefined);
}

/** All items of the lesson in the order of their making, retracted ones too. */
export function itemsOf(recording: Recording): readonly LiveItem[] {
  const items: LiveItem[] = [];
  for (let link = recording.items; link !== null; link = link.before) items.push(link.item);
  return items.reverse();
}

export function findItem(recording: Recording, record: Id): LiveItem | null {
  for (let link = recording.items; link !== null; link = link.before) {
    if (link.item.record === record) return link.item;
  }
  return null;
}

/** The recording with one item changed: a correction may change everything after it, so the pad is built anew. */
export function replaceItem(recording: Recording, item: LiveItem): Recording {
  const items = itemsOf(recording).map((held) => (held.record === item.record ? item : held));
  return relive({ ...recording, items: toChain(items) });
}

/** The recording with its pad built anew from its items. */
export function relive(recording: Recording): Recording {
  return { ...recording, ...makeLive(recording.protocol, recording.observation.fields, itemsOf(recording)) };
}

export function rememberItem(before: Done | null, { record, fields }: LiveItem): Done {
  return { what: 'item', record, code: fields.code ?? null, t_ms: fields.t_ms, was: { retracted: true }, before };
}

export function scopeOf(recording: Recording): Scope {
  return `observation:${recording.observation.record}`;
}

function toChain(items: readonly LiveItem[]): Chain | null {
  return items.reduce<Chain | null>((before, item) => ({ item, before }), null);
}

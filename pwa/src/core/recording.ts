/** A lesson while it is recorded, and the questions asked of it. */
import { withoutCleared } from './evidence';
import type { Live, LiveItem } from './live';
import { addItem, dropItem, makeLive } from './live';
import { intervalAt } from './protocol';
import type { Protocol } from './protocol';
import { lastSweep } from './sweeps';
import type { OpenSweep } from './sweeps';
import type { EvidenceFields, Id, ObservationFields, Scope, Shown } from './types';

/** One thing that undo can take back, and what came before it. */
export type Done = {
  readonly what:
    | 'item'
    | 'star'
    | 'edit'
    | 'retract'
    | 'pause'
    | 'resume'
    | 'gap'
    | 'end'
    | 'reopen'
    | 'trim'
    | 'context'
    | 'arrange';
  /** Of an item: which one. */
  readonly record: Id | null;
  readonly code: string | null;
  readonly t_ms: number;
  /** What the fields were, so that they can be so again. */
  readonly was: Partial<EvidenceFields> | Partial<ObservationFields>;
  /** Items that the same step took away, since the new one takes their place; undo brings them back. */
  readonly instead?: readonly Id[];
  readonly before: Done | null;
};

export type Recording = Live & {
  readonly protocol: Protocol;
  readonly observation: { readonly record: Id; readonly rev: Id | null; readonly fields: ObservationFields };
  /** The sweep that is being made; null before the first one and in other protocols. */
  readonly sweep: OpenSweep | null;
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
  const made = evidence
    .map(({ record, rev, fields }): LiveItem => ({ record, rev, fields: withoutCleared(fields) }))
    .sort((one, other) => (one.record < other.record ? -1 : 1));
  const { record, rev, fields } = observation;
  const live = makeLive(protocol, fields, made);
  return {
    protocol,
    observation: { record, rev, fields },
    ...live,
    sweep: lastSweep(live),
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

/** Begins the next sweep. What is seen from now on belongs to it. */
export function openSweep(recording: Recording, t_ms: number): Recording {
  if (recording.protocol.sampling.method !== 'sweep') return recording;
  return { ...recording, sweep: { index: (recording.sweep?.index ?? -1) + 1, since_ms: t_ms } };
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

/** The recording with one item changed; where the change may touch what came after it, the pad is built anew. */
export function replaceItem(recording: Recording, item: LiveItem): Recording {
  const found = findItem(recording, item.record);
  if (found === null) return recording;
  const changed = { ...recording, items: swapItem(recording.items, item) };
  const dropped = dropItem(recording.protocol, changed, found, walk(changed.items));
  return dropped === null || !staysInPlace(found, item) ? relive(changed) : addItem(recording.protocol, dropped, item);
}

function* walk(chain: Chain | null): Generator<LiveItem> {
  for (let link = chain; link !== null; link = link.before) yield link.item;
}

function staysInPlace(held: LiveItem, item: LiveItem): boolean {
  const { t_ms, interval } = held.fields;
  return t_ms === item.fields.t_ms && interval === item.fields.interval && item.fields.subject === undefined;
}

function swapItem(chain: Chain | null, item: LiveItem): Chain | null {
  const newer: LiveItem[] = [];
  let link = chain;
  while (link !== null && link.item.record !== item.record) {
    newer.push(link.item);
    link = link.before;
  }
  if (link === null) return chain;
  return newer.reduceRight<Chain>((before, each) => ({ item: each, before }), { item, before: link.before });
}

/** The recording with its pad built anew from its items. */
export function relive(recording: Recording): Recording {
  return { ...recording, ...makeLive(recording.protocol, recording.observation.fields, itemsOf(recording)) };
}

export function rememberItem(before: Done | null, { record, fields }: LiveItem): Done {
  const what = isMoment(fields) ? 'star' : 'item';
  return { what, record, code: fields.code ?? null, t_ms: fields.t_ms, was: { retracted: true }, before };
}

/** Whether an item only says that a moment is worth coming back to: a star without words. */
export function isMoment({ action, note = '', code, starred }: EvidenceFields): boolean {
  return action === 'note' && starred === true && note === '' && code === undefined;
}

export function scopeOf(recording: Recording): Scope {
  return `observation:${recording.observation.record}`;
}

function toChain(items: readonly LiveItem[]): Chain | null {
  return items.reduce<Chain | null>((before, item) => ({ item, before }), null);
}

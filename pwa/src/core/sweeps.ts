/** Sweeps while they are made: which one is open, what it holds, and when the next is due. */
import type { Live, LiveItem } from './live';
import type { Protocol, SweepSampling } from './protocol';
import { laneOf } from './scans';
import { dueInSegments, firstOf } from './sweep-times';
import type { Fields } from './types';

export type SweepState = {
  /** Seat → the item that says what was seen there. */
  readonly seats: ReadonlyMap<string, LiveItem>;
  /** Code → the item that counts heads without saying at which seats. */
  readonly heads: ReadonlyMap<string, LiveItem>;
  /** How many people have each code. */
  readonly codes: ReadonlyMap<string, number>;
};

/** The sweep that is being made, counted from 0, and the lesson's moment of its start. */
export type OpenSweep = { readonly index: number; readonly since_ms: number };

const EMPTY: SweepState = { seats: new Map(), heads: new Map(), codes: new Map() };
/** A school lesson, where nobody said how long this one is planned to be. */
const LESSON_MS = 45 * 60_000;

export function sweepOf(live: Live, index: number): SweepState {
  return live.sweeps.get(index) ?? EMPTY;
}

/** How many people an item stands for. */
export function headsOf({ fields }: Pick<LiveItem, 'fields'>): number {
  return fields.value ?? 1;
}

/** Adds what was seen; of two looks at one seat, or two codes of an exclusive lane, in one sweep the later counts. */
export function addSighting<L extends Live>(protocol: Protocol, live: L, item: LiveItem): L {
  const { code = '', subject, interval = 0 } = item.fields;
  const before = rivalsOf(protocol, sweepOf(live, interval), item);
  const cleared = before.reduce((held, rival) => countSighting(held, rival, -headsOf(rival)), live);
  const counted = countSighting(cleared, item, headsOf(item));
  const held = sweepOf(counted, interval);
  const heads = new Map(held.heads);
  if (subject === undefined) {
    for (const rival of before) heads.delete(rival.fields.code ?? '');
    heads.set(code, item);
  }
  const seats = subject === undefined ? held.seats : new Map(held.seats).set(subject, item);
  return { ...counted, sweeps: new Map(counted.sweeps).set(interval, { ...held, heads, seats }) };
}

/** What stands in a sweep where only one can: at the seat of an item, or in its exclusive lane. */
export function rivalsOf(
  protocol: Protocol,
  held: SweepState,
  { fields }: Pick<LiveItem, 'fields'>,
): readonly LiveItem[] {
  const { code = '', subject } = fields;
  if (subject !== undefined) return [held.seats.get(subject)].filter((each) => each !== undefined);
  const lane = laneOf(protocol, code);
  if (lane === undefined) return [];
  return [...held.heads].filter(([other]) => laneOf(protocol, other) === lane).map(([, item]) => item);
}

/**
 * Takes a head count away; null if another one of the same code came later, or one stands in its exclusive lane that
 * would come back, so that nobody knows what stands then. `all` are the items of the lesson.
 */
export function dropSighting<L extends Live>(
  protocol: Protocol,
  live: L,
  item: LiveItem,
  all: Iterable<LiveItem>,
): L | null {
  const { code = '', interval = 0 } = item.fields;
  if (hasAnotherInLane(protocol, item, all)) return null;
  const { heads, codes } = sweepOf(live, interval);
  if (heads.get(code)?.record !== item.record || (codes.get(code) ?? 0) !== headsOf(item)) return null;
  const counted = countSighting(live, item, -headsOf(item));
  const held = sweepOf(counted, interval);
  const others = new Map(held.heads);
  others.delete(code);
  const sweeps = new Map(counted.sweeps).set(interval, { ...held, heads: others });
  if (others.size === 0 && held.seats.size === 0) sweeps.delete(interval);
  return { ...counted, sweeps };
}

function hasAnotherInLane(protocol: Protocol, { record, fields }: LiveItem, all: Iterable<LiveItem>): boolean {
  const lane = laneOf(protocol, fields.code ?? '');
  if (lane === undefined) return false;
  for (const { record: other, fields: held } of all) {
    const stands = held.retracted !== true && held.action === 'sweep' && held.subject === undefined;
    const isHere = stands && other !== record && (held.interval ?? 0) === (fields.interval ?? 0);
    if (isHere && laneOf(protocol, held.code ?? '') === lane) return true;
  }
  return false;
}

/** Counts with some more or fewer of a code; none is kept as none. */
export function addCount(counts: ReadonlyMap<string, number>, code: string, n: number): ReadonlyMap<string, number> {
  const next = new Map(counts).set(code, (counts.get(code) ?? 0) + n);
  if (next.get(code) === 0) next.delete(code);
  return next;
}

function countSighting<L extends Live>(live: L, { fields }: Pick<LiveItem, 'fields'>, n: number): L {
  const { code = '', interval = 0 } = fields;
  const held = sweepOf(live, interval);
  return {
    ...live,
    counts: addCount(live.counts, code, n),
    sweeps: new Map(live.sweeps).set(interval, { ...held, codes: addCount(held.codes, code, n) }),
  };
}

/** The sweep that a lesson taken up again is in: the last one in which something was seen. */
export function lastSweep(live: Live): OpenSweep | null {
  const index = Math.max(-1, ...live.sweeps.keys());
  if (index < 0) return null;
  const { seats, heads } = sweepOf(live, index);
  const moments = [...seats.values(), ...heads.values()].map((item) => item.fields.t_ms);
  return { index, since_ms: moments.length === 0 ? 0 : Math.min(...moments) };
}

/** Where the open sweep stands and when the next one should begin. Milliseconds. */
export type SweepClock = {
  /** Left of the time that a sweep may take; null if it may take any. */
  readonly left_ms: number | null;
  /** Until the next sweep is due; 0 when it is; null when all have been made. */
  readonly due_ms: number | null;
};

/** `planned`: the context of the observation, which may say how long the lesson is planned to be. */
export function clockSweep(
  protocol: Protocol,
  open: OpenSweep | null,
  { t_ms, context }: { readonly t_ms: number; readonly context: Fields },
): SweepClock {
  const { sampling } = protocol;
  if (sampling.method !== 'sweep') return { left_ms: null, due_ms: null };
  const next = (open?.index ?? -1) + 1;
  const ends = open === null || sampling.window_s === undefined ? null : open.since_ms + sampling.window_s * 1000;
  const due = dueAt(protocol, sampling, { open, next, context });
  const isLast = due === Infinity || (sampling.count !== undefined && next >= sampling.count);
  return {
    left_ms: ends === null ? null : Math.max(0, ends - t_ms),
    due_ms: isLast ? null : Math.max(0, due - t_ms),
  };
}

type Next = { readonly open: OpenSweep | null; readonly next: number; readonly context: Fields };

function dueAt(protocol: Protocol, sampling: SweepSampling, { open, next, context }: Next): number {
  if (sampling.spacing_s !== undefined) {
    if (protocol.segments.length > 0) return dueInSegments(protocol, sampling)[next] ?? Infinity;
    return open === null ? firstOf(sampling) : open.since_ms + sampling.spacing_s * 1000;
  }
  const count = sampling.count ?? 1;
  if (protocol.segments.length > 0) return dueInSegment(protocol, next, count);
  const minutes = context['planned-minutes'];
  const length_ms = typeof minutes === 'number' && minutes > 0 ? minutes * 60_000 : LESSON_MS;
  return (next * length_ms) / count;
}

function dueInSegment({ segments }: Protocol, next: number, count: number): number {
  const each = Math.ceil(count / segments.length);
  const index = Math.min(segments.length - 1, Math.floor(next / each));
  const before = segments.slice(0, index).reduce((sum, { length_s, scoring_s = 0 }) => sum + length_s + scoring_s, 0);
  const length = segments[index]?.length_s ?? 0;
  return 1000 * (before + ((next - index * each) * length) / each);
}

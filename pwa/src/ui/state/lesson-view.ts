/** What the pad shows of a lesson beside its keys: one value, made anew after each step. */
import type { Gap } from '../../core/clock';
import type { LiveItem } from '../../core/live';
import type { Done, Recording } from '../../core/recorder';
import { hasEnded, intervalNow, isPaused } from '../../core/recorder';
import { findItem } from '../../core/recording';
import { startRoom } from '../../core/room';
import type { Room, SeatState } from '../../core/room';
import { sweepOf } from '../../core/sweeps';
import type { OpenSweep, SweepState } from '../../core/sweeps';
import type { Pairs } from '../../core/pairs';
import type { Id, ObservationFields } from '../../core/types';

export type IntervalView = {
  readonly index: number;
  readonly codes: readonly string[];
  /** What the interval before holds. */
  readonly before: readonly string[];
};

export type LessonView = {
  readonly fields: ObservationFields;
  readonly isPaused: boolean;
  readonly isEnded: boolean;
  /** The newest items first, a handful. */
  readonly latest: readonly LiveItem[];
  /** What undo would take back. */
  readonly last: Done | null;
  /** The item whose details can be given on the strip. */
  readonly asking: LiveItem | null;
  /** Null in a protocol without intervals. */
  readonly interval: IntervalView | null;
  /** The sweep that is being made; null before the first one. */
  readonly sweep: OpenSweep | null;
  /** What that sweep holds. */
  readonly swept: SweepState;
  /** Ratings and checks that stand, by `answerKey`. */
  readonly answers: ReadonlyMap<string, LiveItem>;
  /** How the room stands; null in a protocol without a seat map. */
  readonly room: Room | null;
  readonly seats: SeatState;
  readonly pairs: Pairs;
  /** A stretch that passed while the tablet slept, to be told. */
  readonly gap: Gap | null;
};

const LATEST = 12;

/** `asking`: the item whose details are asked for; `now_ms`: the lesson's time. */
export function makeView(
  recording: Recording,
  { asking, gap, now_ms }: { asking: Id | null; gap: Gap | null; now_ms: number },
): LessonView {
  return {
    fields: recording.observation.fields,
    isPaused: isPaused(recording),
    isEnded: hasEnded(recording),
    latest: findNewest(recording, LATEST),
    last: recording.last,
    asking: findAsked(recording, asking),
    interval: makeInterval(recording, now_ms),
    sweep: recording.sweep,
    swept: sweepOf(recording, recording.sweep?.index ?? 0),
    answers: recording.answers,
    room: findRoom(recording),
    seats: recording.seats,
    pairs: recording.pairs,
    gap,
  };
}

function findRoom({ protocol, observation }: Recording): Room | null {
  if (protocol.seatmap === undefined) return null;
  return observation.fields.seatmap ?? startRoom(protocol.seatmap);
}

/** The last items that stand, newest first; it looks no further than it must. */
export function findNewest(recording: Recording, most: number): readonly LiveItem[] {
  const found: LiveItem[] = [];
  for (let link = recording.items; link !== null && found.length < most; link = link.before) {
    if (link.item.fields.retracted !== true) found.push(link.item);
  }
  return found;
}

/** An item that was taken back asks for nothing. */
function findAsked(recording: Recording, asking: Id | null): LiveItem | null {
  const found = asking === null ? null : findItem(recording, asking);
  return found?.fields.retracted === true ? null : found;
}

function makeInterval(recording: Recording, now_ms: number): IntervalView | null {
  const now = intervalNow(recording, now_ms);
  if (now === null) return null;
  const before = recording.marks.get(now.index - 1) ?? new Map<string, Id>();
  return { index: now.index, codes: [...now.codes.keys()], before: [...before.keys()] };
}

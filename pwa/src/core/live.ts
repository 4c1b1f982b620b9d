/** The state of the pad: what runs, how often each code came, what each interval holds. Built item by item. */
import { answerKey, isAnswer, segmentOf } from './answers';
import { addEdges, dropWaits } from './pairs';
import type { Edge, Pairs } from './pairs';
import { endedBy, findCode, intervalAt } from './protocol';
import type { Code, Protocol } from './protocol';
import type { SeatState } from './room';
import { addSeat } from './room';
import { addCount, addSighting, dropSighting } from './sweeps';
import type { SweepState } from './sweeps';
import type { EvidenceFields, Id, ObservationFields, Pause } from './types';

/** One captured item and the pulled revision that an edit of it would stand on. */
export type LiveItem = { readonly record: Id; readonly rev: Id | null; readonly fields: EvidenceFields };

export type Live = {
  /** Running states by `runningKey`, with the moment since when. */
  readonly running: ReadonlyMap<string, number>;
  /** How often each code was recorded; of sweeps, how many people. */
  readonly counts: ReadonlyMap<string, number>;
  /** Of an interval protocol: interval → code → the item that marks it. */
  readonly marks: ReadonlyMap<number, ReadonlyMap<string, Id>>;
  /** Of a sweep protocol: what each sweep holds. */
  readonly sweeps: ReadonlyMap<number, SweepState>;
  /** Ratings and checks that stand, by `answerKey`. */
  readonly answers: ReadonlyMap<string, LiveItem>;
  readonly seats: SeatState;
  /** Timers from one code to another, by their id. */
  readonly pairs: Pairs;
};

const NOTHING: Live = {
  running: new Map(),
  counts: new Map(),
  marks: new Map(),
  sweeps: new Map(),
  answers: new Map(),
  seats: { seats: new Map(), links: new Map(), stops: null },
  pairs: new Map(),
};

/** What a running state is kept under: its code, and the subject where subjects are watched one by one. */
export function runningKey(code: string, subject?: string): string {
  return subject === undefined ? code : `${code} ${subject}`;
}

/** Adds an item to the pad; the work does not grow with the lesson. */
export function addItem<L extends Live>(protocol: Protocol, live: L, item: LiveItem): L {
  const { code: id, action, subject, t_ms } = item.fields;
  if (item.fields.retracted === true) return live;
  if (action === 'rate' || action === 'check') return addAnswer(protocol, live, item);
  const code = id === undefined ? undefined : findCode(protocol, id);
  if (code === undefined) return live;
  if (action === 'mark') return addMark(protocol, live, item);
  if (action === 'sweep')
    return { ...addSighting(protocol, live, item), seats: addSeat(protocol, live.seats, item.fields) };
  const isStop = action === 'stop';
  const { running, edges } = move(protocol, live.running, { code, subject, t_ms, isStop });
  const pairs = addEdges(protocol, live.pairs, edges, t_ms);
  if (isStop) return { ...live, running, pairs };
  const seats = addSeat(protocol, live.seats, item.fields);
  return { ...live, running, pairs, seats, counts: addCount(live.counts, code.id, 1) };
}

type Move = {
  readonly code: Code;
  readonly subject: string | undefined;
  readonly t_ms: number;
  readonly isStop: boolean;
};

/** What runs after a code was recorded, and what began and ended with it. */
function move(
  protocol: Protocol,
  held: Live['running'],
  { code, subject, t_ms, isStop }: Move,
): { readonly running: Live['running']; readonly edges: readonly Edge[] } {
  const running = new Map(held);
  const isState = code.kind === 'state';
  const ended = [...(isStop || isState ? [code.id] : []), ...(isStop ? [] : endedBy(protocol, code))].filter((id) =>
    running.delete(runningKey(id, subject)),
  );
  const edges = ended.map((id): Edge => ({ code: id, is: 'stop' }));
  if (isStop) return { running, edges };
  if (!isState) return { running, edges: [...edges, { code: code.id, is: 'event' }] };
  running.set(runningKey(code.id, subject), t_ms);
  return { running, edges: [...edges, { code: code.id, is: 'start' }] };
}

/**
 * The pad without a mark or a sighting that stood on it; null where only building it anew can tell what stands then.
 * `all` are the items of the lesson.
 */
export function dropItem<L extends Live>(
  protocol: Protocol,
  live: L,
  item: LiveItem,
  all: Iterable<LiveItem>,
): L | null {
  const { action, retracted, subject } = item.fields;
  if (retracted === true) return null;
  if (action === 'mark') return dropMark(protocol, live, item);
  return action === 'sweep' && subject === undefined ? dropSighting(protocol, live, item, all) : null;
}

/** Builds the pad of a lesson from the start: after a reload, an undo or a correction. */
export function makeLive(protocol: Protocol, observation: ObservationFields, items: readonly LiveItem[]): Live {
  const cuts = closingMoments(observation);
  const ordered = [...items].sort(
    (one, other) => one.fields.t_ms - other.fields.t_ms || (one.record < other.record ? -1 : 1),
  );
  let live = NOTHING;
  for (const item of ordered) {
    while (cuts[0] !== undefined && cuts[0] <= item.fields.t_ms) {
      cuts.shift();
      live = stopAll(live);
    }
    live = addItem(protocol, live, item);
  }
  return cuts.length > 0 ? stopAll(live) : live;
}

/** A pause closes what runs: nobody knows what went on meanwhile. */
export function stopAll<L extends Live>(live: L): L {
  return { ...live, running: new Map(), pairs: dropWaits(live.pairs) };
}

/** Whether a stretch takes any time; a changed clock is noted by one that takes none and closes nothing. */
export function takesTime(pause: Pause): boolean {
  return pause.to_ms === undefined || pause.to_ms === null || pause.to_ms > pause.from_ms;
}

/** The interval that a mark belongs to. */
export function intervalOf(protocol: Protocol, fields: EvidenceFields): number {
  const { sampling } = protocol;
  if (fields.interval !== undefined) return fields.interval;
  return sampling.method === 'interval' ? intervalAt(sampling, fields.t_ms) : 0;
}

function closingMoments(observation: ObservationFields): number[] {
  const pauses = (observation.pauses ?? []).filter(takesTime).map((pause) => pause.from_ms);
  const end = observation.ended_ms ?? null;
  return [...pauses, ...(end === null ? [] : [end])].sort((one, other) => one - other);
}

function addMark<L extends Live>(protocol: Protocol, live: L, { record, fields }: LiveItem): L {
  if (protocol.sampling.method !== 'interval' || fields.code === undefined) return live;
  const interval = intervalOf(protocol, fields);
  const held = new Map(live.marks.get(interval)).set(fields.code, record);
  return {
    ...live,
    marks: new Map(live.marks).set(interval, held),
    counts: addCount(live.counts, fields.code, 1),
  };
}

function dropMark<L extends Live>(protocol: Protocol, live: L, { record, fields }: LiveItem): L | null {
  const interval = intervalOf(protocol, fields);
  const held = new Map(live.marks.get(interval));
  const code = fields.code ?? '';
  if (held.get(code) !== record) return null;
  held.delete(code);
  const marks = new Map(live.marks).set(interval, held);
  if (held.size === 0) marks.delete(interval);
  return { ...live, marks, counts: addCount(live.counts, code, -1) };
}

function addAnswer<L extends Live>(protocol: Protocol, live: L, item: LiveItem): L {
  if (!isAnswer(protocol, item.fields)) return live;
  const key = answerKey(item.fields.code ?? '', segmentOf(protocol, item.fields));
  return { ...live, answers: new Map(live.answers).set(key, item) };
}

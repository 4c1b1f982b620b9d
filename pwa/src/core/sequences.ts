/** Which code follows which: the sequence of a group, its pairs, and the matrix of them. */
import { fitsWhere } from './picks';
import { findGroup } from './protocol';
import type { Protocol, TransitionMeasure } from './protocol';
import type { Range } from './ranges';
import { nothing } from './says';
import type { Figure } from './says';
import type { Modifiers, Timeline } from './timeline';

type Pair = readonly [from: string, to: string];
export type Sequence = globalThis.Pick<TransitionMeasure, 'group' | 'step_s' | 'edge' | 'subject' | 'by_subject'>;
/** A code in its sequence; `enters` and `leaves`: its options when it starts and ends; `times`: its tallies. */
type Moment = {
  readonly code: string;
  readonly t_ms: number;
  readonly subject: string | null;
  readonly enters: Modifiers;
  readonly leaves: Modifiers;
  readonly times: number;
};

export function transition(protocol: Protocol, timeline: Timeline, measure: TransitionMeasure): Figure {
  const cells = findCells(protocol, timeline, measure);
  const per = cells.filter(
    ({ pair, from }) =>
      fitsWhere(from, measure.where) && isIn(pair, { from: measure.per_from, to: measure.per_to }, 'both'),
  );
  const n = sum(per.filter(({ pair, to }) => isMeant(pair, measure) && fitsWhere(to, measure.to_where)));
  const facts = { n, whole: sum(per) };
  if (measure.statistic !== 'share_of_pairs')
    return { value: n, unit: 'count', n, key: 'transition', facts, parts: { sum: n } };
  if (facts.whole === 0) return nothing('percent');
  const parts = { top: 100 * n, bottom: facts.whole };
  const value = parts.top / parts.bottom;
  return { value, unit: 'percent', n, key: 'transition_share', facts: { ...facts, value }, parts };
}

/** A pair with the options at its seam, and how often it occurs. */
type Cell = { readonly pair: Pair; readonly from: Modifiers; readonly to: Modifiers; n: number };

// An interaction analysis asks a dozen times for the same pairs: they are counted once for each timeline, which never changes.
const counted = new WeakMap<Timeline, Map<string, readonly Cell[]>>();

function findCells(protocol: Protocol, timeline: Timeline, asked: Sequence): readonly Cell[] {
  const known = counted.get(timeline) ?? new Map<string, readonly Cell[]>();
  counted.set(timeline, known);
  const { group, step_s, edge, subject, by_subject } = asked;
  const key = JSON.stringify([protocol.id, protocol.version, group, step_s, edge, subject, by_subject]);
  const cells = known.get(key) ?? countCells(protocol, timeline, asked);
  known.set(key, cells);
  return cells;
}

function countCells(protocol: Protocol, timeline: Timeline, asked: Sequence): readonly Cell[] {
  const found = new Map<string, Map<string, Map<string, Cell>>>();
  const cells: Cell[] = [];
  eachPair(protocol, timeline, asked, (first, second, times) => {
    const like = within(within(found, first.code), second.code);
    const key = optionsOf(first.leaves, second.enters);
    const cell = like.get(key);
    if (cell) cell.n += times;
    else {
      const made = { pair: [first.code, second.code] as const, from: first.leaves, to: second.enters, n: times };
      like.set(key, made);
      cells.push(made);
    }
  });
  return cells;
}

function within<Value>(maps: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  const known = maps.get(key) ?? new Map<string, Value>();
  maps.set(key, known);
  return known;
}

/** Equal texts are equal options; most items have none, and that is told without writing anything down. */
function optionsOf(from: Modifiers, to: Modifiers): string {
  return isEmpty(from) && isEmpty(to) ? '' : JSON.stringify([from, to]);
}

function isEmpty(modifiers: Modifiers): boolean {
  for (const _ in modifiers) return false;
  return true;
}

function sum(cells: readonly Cell[]): number {
  return cells.reduce((total, { n }) => total + n, 0);
}

function isMeant(pair: Pair, measure: TransitionMeasure): boolean {
  const isSteady = pair[0] === pair[1];
  const pairs = measure.pairs ?? 'changes';
  if ((pairs === 'changes' && isSteady) || (pairs === 'steady' && !isSteady)) return false;
  return isIn(pair, measure, measure.match ?? 'both');
}

type Sides = { readonly from?: readonly string[] | undefined; readonly to?: readonly string[] | undefined };

function isIn([from, to]: Pair, sides: Sides, match: 'both' | 'either'): boolean {
  const fitsFrom = sides.from?.includes(from);
  const fitsTo = sides.to?.includes(to);
  if (fitsFrom === undefined || fitsTo === undefined) return fitsFrom ?? fitsTo ?? true;
  return match === 'both' ? fitsFrom && fitsTo : fitsFrom || fitsTo;
}

/** Visits the pairs of neighbours, not reaching over time that was not watched; `times`: how often in a row. */
function eachPair(protocol: Protocol, timeline: Timeline, asked: Sequence, visit: Visit): void {
  const edge = asked.edge === undefined ? null : edgeOf(asked.edge);
  const moments = sequence(protocol, timeline, asked);
  const subjects = asked.by_subject === true ? [...new Set(moments.map((moment) => moment.subject))] : [];
  const each = subjects.map((subject) => moments.filter((moment) => moment.subject === subject));
  for (const one of asked.by_subject === true ? each : [moments]) walk(timeline.observed, one, edge, visit);
}

type Visit = (first: Moment, second: Moment, times: number) => void;

/** Moments are in order of time; the edge stands before and after what was watched in one piece. */
function walk(observed: readonly Range[], moments: readonly Moment[], edge: Moment | null, visit: Visit): void {
  if (observed.length === 0) return;
  let [at, before]: [number, Moment | null] = [-1, null];
  for (const moment of moments) {
    const piece = pieceAt(observed, at, moment.t_ms);
    if (piece !== at) {
      if (before && edge) visit(before, edge, 1);
      before = edge;
      at = piece;
    }
    if (before) visit(before, moment, 1);
    if (moment.times > 1) visit(moment, moment, moment.times - 1);
    before = moment;
  }
  if (before && edge) visit(before, edge, 1);
}

/** The piece of observed time that a moment belongs to, looked for from the one before on. */
function pieceAt(observed: readonly Range[], from: number, t_ms: number): number {
  let at = Math.max(0, from);
  for (let next = observed[at + 1]; next && next[0] <= t_ms; next = observed[at + 1]) at += 1;
  return at;
}

function edgeOf(code: string): Moment {
  return { code, t_ms: 0, subject: null, enters: {}, leaves: {}, times: 1 };
}

/** How often each pair occurs: from, then to. */
export function matrixOf(
  protocol: Protocol,
  timeline: Timeline,
  asked: Sequence,
): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const matrix: Record<string, Record<string, number>> = {};
  for (const { pair, n } of findCells(protocol, timeline, asked)) {
    const row = (matrix[pair[0]] ??= {});
    row[pair[1]] = (row[pair[1]] ?? 0) + n;
  }
  return matrix;
}

function sequence(protocol: Protocol, timeline: Timeline, { group, subject, step_s }: Sequence): readonly Moment[] {
  const codes = protocol.codes.filter(({ group: id }) => id === group || findGroup(protocol, id)?.track === group);
  const names = new Set(codes.map((code) => code.id));
  const isMeant = (each: Recorded) => names.has(each.code) && (subject === undefined || each.subject === subject);
  if (protocol.sampling.method === 'interval')
    return timeline.marks
      .filter(isMeant)
      .sort((a, b) => a.interval - b.interval || a.t_ms - b.t_ms)
      .map(momentOf);
  const events = timeline.events.filter((event) => event.counted && isMeant(event)).map(momentOf);
  const held = states(timeline, names, step_s).filter(isMeant);
  return events.length === 0 ? held : [...events, ...held].sort((a, b) => a.t_ms - b.t_ms);
}

type Recorded = { readonly code: string; readonly subject: string | null };
type Timed = Recorded & { readonly t_ms: number; readonly modifiers: Modifiers };

function momentOf({ code, t_ms, subject, modifiers }: Timed): Moment {
  return { code, t_ms, subject, enters: modifiers, leaves: modifiers, times: 1 };
}

/** Touching spans of one code are one state; with a step a state gives one tally a step, and at least one. */
function states(timeline: Timeline, names: ReadonlySet<string>, step_s?: number): readonly Moment[] {
  const tallies = (ms: number) => (step_s ? Math.max(1, Math.floor(ms / (step_s * 1000) + 0.5)) : 1);
  const made: Moment[] = [];
  let last: Moment | undefined;
  let end = 0;
  for (const { code, subject, modifiers, start_ms, end_ms } of timeline.spans) {
    if (!names.has(code)) continue;
    if (last?.code === code && last.subject === subject && end === start_ms) made.pop();
    else last = { code, t_ms: start_ms, subject, enters: modifiers, leaves: modifiers, times: 1 };
    end = end_ms;
    last = { code, t_ms: last.t_ms, subject, enters: last.enters, leaves: modifiers, times: tallies(end - last.t_ms) };
    made.push(last);
  }
  return made;
}

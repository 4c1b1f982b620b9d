/** Which code follows which: the sequence of a group, its pairs, and the matrix of them. */
import { fitsWhere } from './picks';
import { findGroup } from './protocol';
import type { Protocol, TransitionMeasure } from './protocol';
import { nothing } from './says';
import type { Figure } from './says';
import type { Modifiers, Timeline } from './timeline';

export type Pair = readonly [from: string, to: string];
type Sequence = globalThis.Pick<TransitionMeasure, 'group' | 'step_s' | 'edge' | 'subject' | 'by_subject'>;
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

function findCells(protocol: Protocol, timeline: Timeline, measure: TransitionMeasure): readonly Cell[] {
  const known = counted.get(timeline) ?? new Map<string, readonly Cell[]>();
  counted.set(timeline, known);
  const { group, step_s, edge, subject, by_subject } = measure;
  const key = JSON.stringify([protocol.id, protocol.version, group, step_s, edge, subject, by_subject]);
  const cells = known.get(key) ?? cellsOf(neighboursOf(protocol, timeline, measure));
  known.set(key, cells);
  return cells;
}

function cellsOf(neighbours: readonly (readonly [Moment, Moment])[]): readonly Cell[] {
  const cells = new Map<string, Cell>();
  for (const [first, second] of neighbours) {
    const key = JSON.stringify([first.code, first.leaves, second.code, second.enters]);
    const cell = cells.get(key) ?? { pair: [first.code, second.code], from: first.leaves, to: second.enters, n: 0 };
    cell.n += 1;
    cells.set(key, cell);
  }
  return [...cells.values()];
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

/** The pairs of neighbours, not reaching over time that was not watched. */
export function pairsOf(protocol: Protocol, timeline: Timeline, sequence: Sequence): readonly Pair[] {
  return neighboursOf(protocol, timeline, sequence).map(([first, second]): Pair => [first.code, second.code]);
}

function neighboursOf(protocol: Protocol, timeline: Timeline, asked: Sequence): readonly (readonly [Moment, Moment])[] {
  const found = sequence(protocol, timeline, asked);
  const subjects = asked.by_subject === true ? [...new Set(found.map((moment) => moment.subject))] : [];
  const each = subjects.map((subject) => found.filter((moment) => moment.subject === subject));
  const runs = (asked.by_subject === true ? each : [found]).flatMap((moments) => runsOf(timeline, moments));
  const edges = asked.edge === undefined ? [] : [edgeOf(asked.edge)];
  return runs.flatMap((run) => {
    const moments = [...edges, ...run, ...edges];
    return moments.slice(1).map((second, i) => [moments[i] ?? second, second] as const);
  });
}

function edgeOf(code: string): Moment {
  return { code, t_ms: 0, subject: null, enters: {}, leaves: {}, times: 1 };
}

/** How often each pair occurs: from, then to. */
export function matrixOf(pairs: readonly Pair[]): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const matrix: Record<string, Record<string, number>> = {};
  for (const [from, to] of pairs) {
    const row = (matrix[from] ??= {});
    row[to] = (row[to] ?? 0) + 1;
  }
  return matrix;
}

function sequence(protocol: Protocol, timeline: Timeline, asked: Sequence): readonly Moment[] {
  const { group, subject } = asked;
  const codes = protocol.codes.filter(({ group: id }) => id === group || findGroup(protocol, id)?.track === group);
  const names = new Set(codes.map((code) => code.id));
  const isMeantHere = (each: { readonly code: string; readonly subject: string | null }) =>
    names.has(each.code) && (subject === undefined || each.subject === subject);
  if (protocol.sampling.method === 'interval')
    return [...timeline.marks]
      .filter(isMeantHere)
      .sort((a, b) => a.interval - b.interval || a.t_ms - b.t_ms)
      .map(momentOf);
  const events = timeline.events.filter((event) => event.counted).map(momentOf);
  return [...events, ...states(timeline, names, asked.step_s)].filter(isMeantHere).sort((a, b) => a.t_ms - b.t_ms);
}

type Recorded = {
  readonly code: string;
  readonly t_ms: number;
  readonly subject: string | null;
  readonly modifiers: Modifiers;
};

function momentOf({ code, t_ms, subject, modifiers }: Recorded): Moment {
  return { code, t_ms, subject, enters: modifiers, leaves: modifiers, times: 1 };
}

/** Touching spans of one code are one state; with a step a state gives one tally a step, and at least one. */
function states(timeline: Timeline, names: ReadonlySet<string>, step_s?: number): readonly Moment[] {
  const merged: { first: Moment; leaves: Modifiers; end: number }[] = [];
  for (const { code, subject, modifiers, start_ms, end_ms } of timeline.spans.filter((span) => names.has(span.code))) {
    const last = merged.at(-1);
    if (last?.first.code === code && last.first.subject === subject && last.end === start_ms) {
      last.end = end_ms;
      last.leaves = modifiers;
    } else
      merged.push({ first: momentOf({ code, t_ms: start_ms, subject, modifiers }), leaves: modifiers, end: end_ms });
  }
  const tallies = (ms: number) => (step_s ? Math.max(1, Math.floor(ms / (step_s * 1000) + 0.5)) : 1);
  return merged.map(({ first, leaves, end }) => ({ ...first, leaves, times: tallies(end - first.t_ms) }));
}

/** Cuts moments, which are in order, where time was not watched; a moment stands as often as it is tallied. */
function runsOf(timeline: Timeline, moments: readonly Moment[]): readonly (readonly Moment[])[] {
  const starts = timeline.observed.map(([start]) => start);
  const runs = starts.map((): Moment[] => []);
  let at = 0;
  for (const moment of moments) {
    while ((starts[at + 1] ?? Infinity) <= moment.t_ms) at += 1;
    for (let time = 0; time < moment.times; time += 1) runs[at]?.push(moment);
  }
  return runs.filter((run) => run.length > 0);
}

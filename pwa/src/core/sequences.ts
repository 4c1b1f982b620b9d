/** Which code follows which: the sequence of a group, its pairs, and the matrix of them. */
import { findGroup } from './protocol';
import type { Protocol, TransitionMeasure } from './protocol';
import { nothing } from './says';
import type { Figure } from './says';
import type { Timeline } from './timeline';

export type Pair = readonly [from: string, to: string];
type Moment = { readonly code: string; readonly t_ms: number; readonly times: number };

export function transition(protocol: Protocol, timeline: Timeline, measure: TransitionMeasure): Figure {
  const cells = findCells(protocol, timeline, measure);
  const per = cells.filter(([pair]) => isIn(pair, { from: measure.per_from, to: measure.per_to }, 'both'));
  const n = sum(per.filter(([pair]) => isMeant(pair, measure)));
  const facts = { n, whole: sum(per) };
  if (measure.statistic !== 'share_of_pairs') return { value: n, unit: 'count', n, key: 'transition', facts };
  if (facts.whole === 0) return nothing('percent');
  const value = (100 * n) / facts.whole;
  return { value, unit: 'percent', n, key: 'transition_share', facts: { ...facts, value } };
}

/** A pair and how often it occurs. */
type Cell = readonly [pair: Pair, n: number];

// An interaction analysis asks a dozen times for the same matrix: it is counted once for each timeline, which never changes.
const counted = new WeakMap<Timeline, Map<string, readonly Cell[]>>();

function findCells(protocol: Protocol, timeline: Timeline, measure: TransitionMeasure): readonly Cell[] {
  const known = counted.get(timeline) ?? new Map<string, readonly Cell[]>();
  counted.set(timeline, known);
  const key = JSON.stringify([protocol.id, protocol.version, measure.group, measure.step_s, measure.edge]);
  const cells = known.get(key) ?? cellsOf(matrixOf(pairsOf(protocol, timeline, measure)));
  known.set(key, cells);
  return cells;
}

function cellsOf(matrix: ReturnType<typeof matrixOf>): readonly Cell[] {
  return Object.entries(matrix).flatMap(([from, row]) => Object.entries(row).map(([to, n]): Cell => [[from, to], n]));
}

function sum(cells: readonly Cell[]): number {
  return cells.reduce((total, [, n]) => total + n, 0);
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
export function pairsOf(
  protocol: Protocol,
  timeline: Timeline,
  { group, step_s, edge }: globalThis.Pick<TransitionMeasure, 'group' | 'step_s' | 'edge'>,
): readonly Pair[] {
  const runs = runsOf(timeline, sequence(protocol, timeline, group, step_s));
  return runs.flatMap((run) => {
    const codes = edge === undefined ? run : [edge, ...run, edge];
    return codes.slice(1).map((to, i): Pair => [codes[i] ?? to, to]);
  });
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

function sequence(protocol: Protocol, timeline: Timeline, group: string, step_s?: number): readonly Moment[] {
  const codes = protocol.codes.filter(({ group: id }) => id === group || findGroup(protocol, id)?.track === group);
  const names = new Set(codes.map((code) => code.id));
  const marks = timeline.marks
    .filter((mark) => names.has(mark.code))
    .map(({ code, t_ms, interval }) => ({ code, t_ms, interval }));
  if (protocol.sampling.method === 'interval')
    return marks.sort((a, b) => a.interval - b.interval || a.t_ms - b.t_ms).map((mark) => ({ ...mark, times: 1 }));
  const events = timeline.events.filter((event) => event.counted && names.has(event.code));
  return [...events.map(({ code, t_ms }) => ({ code, t_ms, times: 1 })), ...states(timeline, names, step_s)].sort(
    (a, b) => a.t_ms - b.t_ms,
  );
}

/** Touching spans of one code are one state; with a step a state gives one tally a step, and at least one. */
function states(timeline: Timeline, names: ReadonlySet<string>, step_s?: number): readonly Moment[] {
  const merged: { code: string; t_ms: number; end: number }[] = [];
  for (const { code, start_ms, end_ms } of timeline.spans.filter((span) => names.has(span.code))) {
    const last = merged.at(-1);
    if (last?.code === code && last.end === start_ms) last.end = end_ms;
    else merged.push({ code, t_ms: start_ms, end: end_ms });
  }
  const tallies = (ms: number) => (step_s ? Math.max(1, Math.floor(ms / (step_s * 1000) + 0.5)) : 1);
  return merged.map(({ code, t_ms, end }) => ({ code, t_ms, times: tallies(end - t_ms) }));
}

function runsOf(timeline: Timeline, moments: readonly Moment[]): readonly string[][] {
  const runs = timeline.observed.map((): string[] => []);
  for (const { code, t_ms, times } of moments) {
    const at = timeline.observed.findLastIndex(([start]) => start <= t_ms);
    runs[Math.max(0, at)]?.push(...Array.from({ length: times }, () => code));
  }
  return runs.filter((run) => run.length > 0);
}

/** The figures of two observers: over the whole lesson, and code by code. */
import type { Protocol } from '../protocol';
import { intersect, lengthOf, unite } from '../ranges';
import type { TimedEvent, Timeline } from '../timeline';
import { krippendorffAlpha } from './alpha';
import { cutBlocks, makeBlocks } from './blocks';
import type { Cut } from './blocks';
import * as coefficients from './coefficients';
import type { Cells, NumberPair, Pair } from './coefficients';
import type { Figures, Made, Settings } from './figures';
import { matchedShare, matchEvents } from './matching';
import type { Matching } from './matching';
import { hasCode, keyOf, labelOf, makeScores, unitKind } from './units';
import type { Said, Score, Unit, UnitKind } from './units';

export type Two = readonly [Timeline, Timeline];
type Code = Protocol['codes'][number];

/** Two observers side by side; `units` are those that both watched. */
export type Side = {
  readonly timelines: Two;
  readonly units: readonly Unit[];
  /** What the first said, what the second said, and of how many units: there are far fewer opinions than moments. */
  readonly table: readonly (readonly [Said, Said, number])[];
  /** The events of each code in the time that both watched, in order. */
  readonly events: ReadonlyMap<string, readonly [readonly TimedEvent[], readonly TimedEvent[]]>;
  readonly blocks: Cut;
  readonly settings: Settings;
};

/** `units`: those that at least one of the two watched. */
export function makeSide(timelines: Two, units: readonly Unit[], settings: Settings): Side {
  const both = units.filter(({ said: [first, second] }) => first && second);
  const [events, blocks] = [findEvents(timelines), cutBlocks(timelines, settings.block_ms)];
  return { timelines, units: both, table: makeTable(both), events, blocks, settings };
}

function makeTable(units: readonly Unit[]): Side['table'] {
  const rows = new Map<string, [Said, Said, number]>();
  for (const { said } of units) {
    const [first, second] = said;
    if (!first || !second) continue;
    const key = keyOf(first, second);
    const row = rows.get(key);
    if (row) row[2] += 1;
    else rows.set(key, [first, second, 1]);
  }
  return [...rows.values()];
}

function findEvents(timelines: Two): Side['events'] {
  const found = new Map<string, [TimedEvent[], TimedEvent[]]>();
  timelines.forEach(({ events }, place) => {
    for (const event of events.filter(({ t_ms }) => isCommon(timelines, t_ms))) {
      const of = found.get(event.code) ?? [[], []];
      found.set(event.code, of);
      of[place]?.push(event);
    }
  });
  for (const events of found.values()) for (const one of events) one.sort((a, b) => a.t_ms - b.t_ms);
  return found;
}

/** Whether both watched a moment; the last instant of a lesson was watched too. */
function isCommon(timelines: Two, t_ms: number): boolean {
  return timelines.every(({ observed }) => observed.some(([start, end]) => start <= t_ms && t_ms <= end));
}

/** What is said of the whole lesson: by unit, by event, by score. */
export function overallFigures(protocol: Protocol, side: Side): Figures {
  const kind = unitKind(protocol);
  const events = kind === 'moment' ? codesOf(protocol, 'event') : [];
  return {
    ...(kind === 'interval' ? poolFigures(protocol, side) : labelFigures(side, kind)),
    ...(events.length
      ? matchingFigures(
          events.map((code) => matchCode(side, code)),
          side.settings,
        )
      : {}),
    ...scoreFigures(makeScores(side.timelines)),
  };
}

/** What is said of one code; empty if neither observer used it. */
export function codeFigures(protocol: Protocol, side: Side, code: Code): Figures {
  const kind = unitKind(protocol);
  if (!side.timelines.some((timeline) => isUsed(timeline, code.id))) return {};
  if (kind === 'moment' && code.kind === 'event')
    return { ...matchingFigures([matchCode(side, code.id)], side.settings), ...blockFigures(side, code.id) };
  const cells = cellsOf(side.table, code.id);
  const figures = cellFigures(cells, kind);
  if (kind === 'moment')
    return { ...figures, ...durationFigures(side.timelines, code.id), ...blockFigures(side, code.id) };
  const unscored = percent(coefficients.unscoredAgreement(cells), coefficients.sizeOf(cells), 'agree_unscored');
  return { ...figures, unscored };
}

/** Krippendorff's alpha of all observers at once: of the units, and of the scores. */
export function alphaFigures(protocol: Protocol, units: readonly Unit[], scores: readonly Score[]): Figures {
  const codes = codesOf(protocol);
  const judged =
    unitKind(protocol) === 'interval'
      ? units.flatMap(({ said }) => codes.map((code) => said.map((one) => one && hasCode(one, code))))
      : units.map(({ said }) => said.map((one) => one && labelOf(one)));
  const level = unitKind(protocol) === 'sighting' ? 'interval' : 'ordinal';
  const of = (value: number | null, n: number, key: Made['key']): Made => ({ value, unit: 'coefficient', n, key });
  return {
    ...(units.length ? { alpha: of(krippendorffAlpha(judged), units.length, 'agree_alpha') } : {}),
    ...(scores.length
      ? {
          alpha_of_scores: of(
            krippendorffAlpha(
              scores.map(({ values }) => values),
              level,
            ),
            scores.length,
            'agree_alpha_scores',
          ),
        }
      : {}),
  };
}

export function codesOf(protocol: Protocol, kind?: Code['kind']): readonly string[] {
  return protocol.codes.filter((code) => kind === undefined || code.kind === kind).map((code) => code.id);
}

function isUsed({ spans, events, marks, sweeps }: Timeline, code: string): boolean {
  return (
    [spans, events, marks].some((found) => found.some((one) => one.code === code)) ||
    sweeps.some((sweep) => code in sweep.codes)
  );
}

function percent(value: number | null, n: number, key: Made['key'], facts?: Made['facts']): Made {
  return { value, unit: 'percent', n, key, ...(facts ? { facts } : {}) };
}

function labelFigures({ table, units }: Side, kind: Exclude<UnitKind, 'interval'>): Figures {
  const pairs = table.map(([first, second, times]): Pair => [labelOf(first), labelOf(second), times]);
  const n = units.length;
  if (n === 0) return {};
  const categories = new Set(pairs.flatMap(([first, second]) => [first, second])).size;
  const ac1 = coefficients.gwetAc1(pairs, categories);
  return {
    percent: percent(coefficients.percentAgreement(pairs), n, `agree_percent_${kind}`),
    kappa: { value: coefficients.cohenKappa(pairs), unit: 'coefficient', n, key: `agree_kappa_${kind}` },
    ac1: { value: ac1, unit: 'coefficient', n, key: 'agree_ac1', facts: { categories } },
  };
}

/** All cells of code × interval in one. */
function poolFigures(protocol: Protocol, { table }: Side): Figures {
  const cells = codesOf(protocol).map((code) => cellsOf(table, code));
  const sum = (of: (one: Cells) => number): number => cells.reduce((total, one) => total + of(one), 0);
  const pooled = {
    both: sum((one) => one.both),
    first_only: sum((one) => one.first_only),
    second_only: sum((one) => one.second_only),
    neither: sum((one) => one.neither),
  };
  return coefficients.sizeOf(pooled) ? cellFigures(pooled, 'pooled') : {};
}

function cellsOf(table: Side['table'], code: string): Cells {
  const cells = { both: 0, first_only: 0, second_only: 0, neither: 0 };
  for (const [first, second, times] of table) {
    const inSecond = hasCode(second, code);
    if (hasCode(first, code)) cells[inSecond ? 'both' : 'first_only'] += times;
    else cells[inSecond ? 'second_only' : 'neither'] += times;
  }
  return cells;
}

function cellFigures(cells: Cells, kind: UnitKind | 'pooled'): Figures {
  const n = coefficients.sizeOf(cells);
  const ac1 = coefficients.gwetAc1(cells, 2);
  return {
    percent: percent(coefficients.percentAgreement(cells), n, `agree_percent_${kind}`),
    kappa: { value: coefficients.cohenKappa(cells), unit: 'coefficient', n, key: `agree_kappa_${kind}`, cells },
    ac1: { value: ac1, unit: 'coefficient', n, key: 'agree_ac1', facts: { categories: 2 }, cells },
    jaccard: percent(coefficients.jaccard(cells), n, 'agree_jaccard', { marked: n - cells.neither }),
  };
}

/** Matches the events of a code; its places are those in `side.events`. */
export function matchCode(side: Side, code: string): Matching {
  const [first = [], second = []] = side.events.get(code) ?? [];
  return matchEvents(
    first.map((event) => event.t_ms),
    second.map((event) => event.t_ms),
    side.settings.tolerance_ms,
  );
}

function matchingFigures(found: readonly Matching[], { tolerance_ms }: Settings): Figures {
  const count = (size: (one: Matching) => number): number => found.reduce((sum, one) => sum + size(one), 0);
  const matched = count((one) => one.pairs.length);
  const first_alone = count((one) => one.first_alone.length);
  const second_alone = count((one) => one.second_alone.length);
  const lags = found.flatMap((one) => one.lags_ms);
  const alone = first_alone + second_alone;
  const n = 2 * matched + alone;
  const facts = { matched, first_alone, second_alone, tolerance: tolerance_ms / 1000 };
  const total = coefficients.smallerOverLarger(matched + first_alone, matched + second_alone);
  const lag = lags.reduce((sum, one) => sum + one, 0) / lags.length / 1000;
  return {
    matched: percent(matchedShare(matched, alone), n, 'agree_matched', facts),
    total: percent(total, n, 'agree_total', facts),
    ...(lags.length
      ? { mean_lag: { value: lag, unit: 'seconds', n: lags.length, key: 'agree_mean_lag', facts } as const }
      : {}),
  };
}

function durationFigures([one, other]: Two, code: string): Figures {
  const common = intersect(one.observed, other.observed);
  const lengthIn = (timeline: Timeline): number => {
    const spans = timeline.spans.filter((span) => span.code === code);
    return lengthOf(intersect(unite(spans.map((span) => [span.start_ms, span.end_ms] as const)), common)) / 1000;
  };
  const facts = { first: lengthIn(one), second: lengthIn(other) };
  return { duration: percent(coefficients.smallerOverLarger(facts.first, facts.second), 2, 'agree_duration', facts) };
}

function blockFigures({ timelines, blocks }: Side, code: string): Figures {
  const { counts, cells } = makeBlocks(timelines, code, blocks);
  const facts = { length: blocks.block_ms / 1000 };
  const of = (value: number | null, key: Made['key']): Made => percent(value, counts.length, key, facts);
  return {
    interval_by_interval: of(coefficients.percentAgreement(cells), 'agree_by_interval'),
    scored: of(coefficients.jaccard(cells), 'agree_scored'),
    unscored: of(coefficients.unscoredAgreement(cells), 'agree_unscored_blocks'),
    exact_count: of(coefficients.percentAgreement(counts), 'agree_exact_count'),
    mean_count: of(coefficients.meanPerBlock(counts), 'agree_mean_count'),
  };
}

function scoreFigures(scores: readonly Score[]): Figures {
  const pairs = scores.flatMap(({ values: [a = null, b = null] }): NumberPair[] =>
    a === null || b === null ? [] : [[a, b]],
  );
  const n = pairs.length;
  if (n === 0) return {};
  const near = (100 * pairs.filter(([a, b]) => Math.abs(a - b) <= 1).length) / n;
  const kappa = (weights: 'linear' | 'quadratic'): Made => ({
    value: coefficients.weightedKappa(pairs, weights),
    unit: 'coefficient',
    n,
    key: `agree_kappa_${weights}`,
  });
  return {
    exact_scores: percent(coefficients.percentAgreement(pairs), n, 'agree_exact_scores'),
    adjacent_scores: percent(near, n, 'agree_adjacent_scores'),
    kappa_linear: kappa('linear'),
    kappa_quadratic: kappa('quadratic'),
  };
}

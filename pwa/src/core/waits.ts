/** From one code to another: waits, their quartiles, and what was never answered. */
import { findCode } from './protocol';
import type { LatencyMeasure, PairTimer, Protocol, TimerMeasure } from './protocol';
import { holds, intersect, lengthOf } from './ranges';
import { nothing } from './says';
import type { Figure } from './says';
import { boutsOf, countedEvents, matches } from './tallies';
import type { Pick } from './tallies';
import type { Timeline } from './timeline';

export type Wait = { readonly from_ms: number; readonly to_ms: number };
export type Waits = { readonly waits: readonly Wait[]; readonly no_response: number };
type Edge = 'start' | 'stop';
type Ends = { readonly codes: readonly string[]; readonly edge: Edge; readonly pick: Pick };
type Statistic = NonNullable<LatencyMeasure['statistic']>;

/** From the latest earlier trigger to the next response; a trigger followed by another one had no response. */
export function latencyWaits(protocol: Protocol, timeline: Timeline, measure: LatencyMeasure): Waits {
  const from: Ends = { codes: measure.triggers, edge: 'stop', pick: { where: measure.where } };
  return pair(protocol, timeline, from, { codes: measure.responses, edge: 'start', pick: {} }, 'latest');
}

export function timerWaits(protocol: Protocol, timeline: Timeline, id: string): Waits {
  const timer = protocol.timers.find((each) => each.id === id);
  if (!timer) return { waits: [], no_response: 0 };
  if (timer.kind === 'hold') {
    const bouts = boutsOf(timeline, [timer.code], {});
    return { waits: bouts.map(([from_ms, to_ms]) => ({ from_ms, to_ms })), no_response: 0 };
  }
  return pairTimer(protocol, timeline, timer);
}

function pairTimer(protocol: Protocol, timeline: Timeline, timer: PairTimer): Waits {
  const from: Ends = { codes: timer.from, edge: timer.from_edge ?? 'stop', pick: {} };
  const to: Ends = { codes: timer.to, edge: timer.to_edge ?? 'start', pick: {} };
  return pair(protocol, timeline, from, to, timer.pairing ?? 'latest');
}

type Moment = { readonly t_ms: number; readonly order: 0 | 1 | 2 };

/** What lies on two sides of time that was not watched is not paired, and not counted as unanswered either. */
function pair(protocol: Protocol, timeline: Timeline, from: Ends, to: Ends, pairing: 'latest' | 'first'): Waits {
  const breaks = timeline.observed.slice(1).map(([start]): Moment => ({ t_ms: start, order: 0 }));
  const triggers = momentsOf(protocol, timeline, from).map((t_ms): Moment => ({ t_ms, order: 1 }));
  const responses = momentsOf(protocol, timeline, to).map((t_ms): Moment => ({ t_ms, order: 2 }));
  const waits: Wait[] = [];
  let no_response = 0;
  let pending: number | undefined;
  for (const { t_ms, order } of [...breaks, ...triggers, ...responses].sort(byTime)) {
    if (order === 2 && pending !== undefined) waits.push({ from_ms: pending, to_ms: t_ms });
    if (order === 1 && pending !== undefined) no_response += 1;
    if (order === 1) pending = pairing === 'first' ? (pending ?? t_ms) : t_ms;
    else pending = undefined;
  }
  return { waits, no_response: no_response + (pending === undefined ? 0 : 1) };
}

function byTime(a: Moment, b: Moment): number {
  return a.t_ms - b.t_ms || a.order - b.order;
}

function momentsOf(protocol: Protocol, timeline: Timeline, ends: Ends): readonly number[] {
  const spans = timeline.spans.filter(
    (span) => ends.codes.includes(span.code) && matches(span, ends.pick) && isState(protocol, span.code),
  );
  return [
    ...countedEvents(timeline, ends.codes, ends.pick).map((event) => event.t_ms),
    ...spans
      .map((span) => (ends.edge === 'stop' ? span.end_ms : span.start_ms))
      .filter((t_ms) => isWatched(timeline, t_ms)),
  ];
}

function isState(protocol: Protocol, code: string): boolean {
  return findCode(protocol, code)?.kind === 'state';
}

function isWatched(timeline: Timeline, t_ms: number): boolean {
  return holds(timeline.observed, t_ms) || timeline.observed.some(([, end]) => end === t_ms);
}

/** Put waits into one figure. */
export function waitFigure(
  timeline: Timeline,
  { waits, no_response }: Waits,
  measure: LatencyMeasure | TimerMeasure,
  limit_s = measure.limit_s ?? 3,
): Figure {
  const statistic = measure.statistic ?? 'median';
  const unit = unitOf(statistic);
  const n = waits.length;
  const facts = { n, none: no_response, limit: limit_s };
  if (statistic === 'no_response') return { value: no_response, unit, n, key: 'wait_no_response', facts };
  if (n === 0) return nothing(unit);
  const seconds = waits.map(({ from_ms, to_ms }) => lengthOf(intersect(timeline.observed, [[from_ms, to_ms]])) / 1000);
  const value = summarise(seconds, statistic, limit_s);
  return { value, unit, n, key: `wait_${statistic}`, facts: { ...facts, value } };
}

function unitOf(statistic: Statistic): string {
  if (statistic === 'no_response') return 'count';
  return statistic === 'share_at_least' ? 'percent' : 's';
}

function summarise(seconds: readonly number[], statistic: Exclude<Statistic, 'no_response'>, limit_s: number): number {
  switch (statistic) {
    case 'median':
      return quantile(seconds, 0.5);
    case 'lower_quartile':
      return quantile(seconds, 0.25);
    case 'upper_quartile':
      return quantile(seconds, 0.75);
    case 'mean':
      return seconds.reduce((sum, each) => sum + each, 0) / seconds.length;
    case 'share_at_least':
      return (100 * seconds.filter((each) => each >= limit_s).length) / seconds.length;
  }
}

/** Linear between the order statistics (Hyndman & Fan 1996, type 7). */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * p;
  const [low, high] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return low + (high - low) * (at - Math.floor(at));
}

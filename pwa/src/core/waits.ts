/** From one code to another: waits, their quartiles, and what was never answered. */
import { spansOfCodes } from './by-code';
import { boutsOf, countedEvents, matches } from './picks';
import type { Pick } from './picks';
import { findCode } from './protocol';
import type { LatencyMeasure, PairTimer, Protocol, TimerMeasure } from './protocol';
import { lengthWithin, touches } from './ranges';
import { nothing } from './says';
import type { Figure } from './says';
import type { Timeline } from './timeline';

export type Wait = { readonly from_ms: number; readonly to_ms: number };
export type Waits = { readonly waits: readonly Wait[]; readonly no_response: number };
type Edge = 'start' | 'stop';
type Ends = { readonly codes: readonly string[]; readonly edge: Edge; readonly pick: Pick };
type Statistic = NonNullable<LatencyMeasure['statistic']>;

/** From the latest earlier trigger to the next response; a trigger followed by another one had no response. */
export function latencyWaits(protocol: Protocol, timeline: Timeline, measure: LatencyMeasure): Waits {
  const { subject, where, response_where } = measure;
  const pairOf = (whose: string | undefined): Waits => {
    const from: Ends = { codes: measure.triggers, edge: 'stop', pick: { where, subject: whose } };
    const to: Ends = { codes: measure.responses, edge: 'start', pick: { where: response_where, subject: whose } };
    return pair(protocol, timeline, from, to, 'latest');
  };
  if (measure.by_subject !== true) return pairOf(subject);
  const each = subjectsOf(timeline, measure).map(pairOf);
  const waits = each.flatMap((found) => found.waits).sort((a, b) => a.from_ms - b.from_ms || a.to_ms - b.to_ms);
  return { waits, no_response: each.reduce((sum, found) => sum + found.no_response, 0) };
}

/** Whose triggers there are; what is of nobody in particular has no response of its own. */
function subjectsOf(timeline: Timeline, { triggers, where, subject }: LatencyMeasure): readonly string[] {
  const recorded = [...timeline.spans, ...timeline.events];
  const meant = recorded.filter((each) => triggers.includes(each.code) && matches(each, { where, subject }));
  return [...new Set(meant.flatMap((each) => each.subject ?? []))];
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
    if (order === 1 && pending !== undefined && pairing === 'latest') no_response += 1;
    if (order === 1) pending = pairing === 'first' ? (pending ?? t_ms) : t_ms;
    else pending = undefined;
  }
  return { waits, no_response: no_response + (pending === undefined ? 0 : 1) };
}

function byTime(a: Moment, b: Moment): number {
  return a.t_ms - b.t_ms || a.order - b.order;
}

function momentsOf(protocol: Protocol, timeline: Timeline, ends: Ends): readonly number[] {
  const states = ends.codes.filter((code) => findCode(protocol, code)?.kind === 'state');
  const spans = spansOfCodes(timeline, states).filter((span) => matches(span, ends.pick));
  return [
    ...countedEvents(timeline, ends.codes, ends.pick).map((event) => event.t_ms),
    ...spans
      .map((span) => (ends.edge === 'stop' ? span.end_ms : span.start_ms))
      .filter((t_ms) => touches(timeline.observed, t_ms)),
  ];
}

/** Put waits into one figure; what a timer measured is not called a wait. */
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
  const key = `${measure.kind === 'latency' ? 'wait' : 'timer'}_${statistic}` as const;
  if (statistic === 'no_response') return { value: no_response, unit, n, key, facts, parts: { sum: no_response } };
  if (n === 0) return nothing(unit);
  const seconds = waits.map(({ from_ms, to_ms }) => lengthWithin(timeline.observed, [from_ms, to_ms]) / 1000);
  const parts = { values: seconds, summarise: (values: readonly number[]) => summarise(values, statistic, limit_s) };
  const value = parts.summarise(seconds);
  return { value, unit, n, key, facts: { ...facts, value }, parts };
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

/** How often and how long: counts, durations, bouts, shares of time, of intervals and of codes. */
import { boutsOf, countAll, countedEvents, durationOf, isIn, observedIntervals, ownBouts } from './picks';
import { findCode, ruleOf } from './protocol';
import type { IntervalRule, Protocol, TallyMeasure } from './protocol';
import { lengthWithin, sharedLength } from './ranges';
import type { Range } from './ranges';
import { nothing, showTime } from './says';
import type { Figure, SaysKey } from './says';
import type { Timeline } from './timeline';

const PER = { per_minute: 60_000, per_10_minutes: 600_000, per_hour: 3_600_000 } as const;

/** Compute a tally measure. */
export function tally(protocol: Protocol, timeline: Timeline, measure: TallyMeasure): Figure {
  switch (measure.kind) {
    case 'count':
      return count(protocol, timeline, measure);
    case 'rate':
      return rate(protocol, timeline, measure);
    case 'duration':
      return duration(protocol, timeline, measure);
    case 'share_of_time':
      return shareOfTime(protocol, timeline, measure);
    case 'bout_mean':
      return boutMean(protocol, timeline, measure);
    case 'bout_sd':
      return boutSd(timeline, measure);
    case 'gap_mean':
      return gapMean(timeline, measure);
    case 'share_of_intervals':
      return shareOfIntervals(protocol, timeline, measure);
    case 'share_of_codes':
      return shareOfCodes(protocol, timeline, measure);
  }
}

function count(protocol: Protocol, timeline: Timeline, measure: TallyMeasure): Figure {
  const n = countAll(protocol, timeline, measure.codes, measure);
  const whole = observedIntervals(timeline, measure.subject).length;
  const keys = { continuous: 'count', interval: 'count_intervals', sweep: 'count_sweeps' } as const;
  const facts = { n, whole, time: showTime(timeline.observed_ms) };
  return { value: n, unit: 'count', n, key: keys[protocol.sampling.method], facts, parts: { sum: n } };
}

/** 60·n/T per minute, or as the measure says. */
function rate(protocol: Protocol, timeline: Timeline, measure: TallyMeasure): Figure {
  const unit = measure.unit ?? 'per_minute';
  const n = countAll(protocol, timeline, measure.codes, measure);
  if (timeline.observed_ms === 0) return nothing(unit, n);
  const parts = { top: n * PER[unit], bottom: timeline.observed_ms };
  const value = parts.top / parts.bottom;
  return { value, unit, n, key: unit, facts: { value, n, time: showTime(timeline.observed_ms) }, parts };
}

function duration(protocol: Protocol, timeline: Timeline, measure: TallyMeasure): Figure {
  const ms = durationOf(protocol, timeline, measure.codes, measure);
  const n = ownBouts(protocol, timeline, measure.codes, measure).length;
  const facts = { n, part: showTime(ms), time: showTime(timeline.observed_ms) };
  return { value: ms / 1000, unit: 's', n, key: 'duration', facts, parts: { sum: ms / 1000 } };
}

function shareOfTime(protocol: Protocol, timeline: Timeline, measure: TallyMeasure): Figure {
  const part = durationOf(protocol, timeline, measure.codes, measure);
  const whole = measure.of ? durationOf(protocol, timeline, measure.of, {}) : timeline.observed_ms;
  const n = boutsOf(timeline, measure.codes, measure).length;
  if (whole === 0) return nothing('percent', n);
  const value = (100 * part) / whole;
  const facts = { value, part: showTime(part), time: showTime(whole) };
  const parts = { top: 100 * part, bottom: whole };
  return { value, unit: 'percent', n, key: measure.of ? 'share_of_part' : 'share_of_time', facts, parts };
}

function boutMean(protocol: Protocol, timeline: Timeline, measure: TallyMeasure): Figure {
  const n = boutsOf(timeline, measure.codes, measure).length;
  if (n === 0) return nothing('s');
  const parts = { top: durationOf(protocol, timeline, measure.codes, measure) / 1000, bottom: n };
  const value = parts.top / n;
  return { value, unit: 's', n, key: 'bout_mean', facts: { value, n }, parts };
}

/** Sample standard deviation (n − 1) of the lengths of bouts; none below two. */
function boutSd(timeline: Timeline, measure: TallyMeasure): Figure {
  const bouts = boutsOf(timeline, measure.codes, measure);
  const values = bouts.map((bout) => lengthWithin(timeline.observed, bout) / 1000);
  const parts = { values, summarise: sampleSd };
  const value = sampleSd(values);
  const n = values.length;
  if (value === null) return nothing('s', n, parts);
  return { value, unit: 's', n, key: 'bout_sd', facts: { value, n }, parts };
}

function sampleSd(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** Observed time from the stop of a bout to the next start. */
function gapMean(timeline: Timeline, measure: TallyMeasure): Figure {
  const bouts = boutsOf(timeline, measure.codes, measure);
  const gaps = bouts.slice(1).map((bout, i): Range => [bouts[i]?.[1] ?? bout[0], bout[0]]);
  const n = gaps.length;
  if (n === 0) return nothing('s');
  const parts = { top: sharedLength(timeline.observed, gaps) / 1000, bottom: n };
  const value = parts.top / n;
  return { value, unit: 's', n, key: 'gap_mean', facts: { value, n }, parts };
}

function shareOfIntervals(protocol: Protocol, timeline: Timeline, measure: TallyMeasure): Figure {
  const { n, k, length_s, rule } = tallyIntervals(protocol, timeline, measure);
  if (n === 0) return nothing('percent');
  const value = (100 * k) / n;
  const key: SaysKey = rule === 'partial' || rule === 'whole' ? `intervals_${rule}` : 'intervals_momentary';
  return {
    value,
    unit: 'percent',
    n,
    key,
    facts: { value, k, n, length: length_s },
    parts: { top: 100 * k, bottom: n },
  };
}

type IntervalTally = { n: number; k: number; length_s: number; rule: IntervalRule };

function tallyIntervals(protocol: Protocol, timeline: Timeline, measure: TallyMeasure): IntervalTally {
  const { sampling } = protocol;
  if (sampling.method !== 'interval') return cutIntervals(timeline, measure);
  const intervals = observedIntervals(timeline, measure.subject);
  const k = intervals.filter((each) => measure.codes.some((code) => isIn(timeline, each, code, measure))).length;
  const rule = ruleOf(sampling, findCode(protocol, measure.codes[0] ?? ''));
  return { n: intervals.length, k, length_s: sampling.length_s, rule };
}

/** Intervals laid over a continuous record. */
function cutIntervals(timeline: Timeline, measure: TallyMeasure): IntervalTally {
  const rule = measure.rule ?? 'partial';
  const length_s = measure.interval_s ?? 60;
  const bouts = boutsOf(timeline, measure.codes, measure);
  const instants = countedEvents(timeline, measure.codes, measure).map((event) => event.t_ms);
  const end = timeline.observed.at(-1)?.[1] ?? 0;
  let [n, k] = [0, 0];
  for (let start = 0; start < end; start += length_s * 1000) {
    const range: Range = [start, Math.min(start + length_s * 1000, end)];
    if (lengthWithin(timeline.observed, range) === 0) continue;
    n += 1;
    const hasEvent = rule === 'partial' && instants.some((t) => range[0] <= t && (t < range[1] || t === end));
    if (hasEvent || bouts.some((bout) => fits(bout, range, rule))) k += 1;
  }
  return { n, k, length_s, rule };
}

function fits([from, to]: Range, [start, end]: Range, rule: IntervalRule): boolean {
  if (rule === 'partial') return from < end && to > start;
  if (rule === 'whole') return from <= start && to >= end;
  return rule === 'momentary_start' ? from <= start && start < to : from < end && end <= to;
}

/** 100·k/Σk: of the given codes, or of all codes of the group. */
function shareOfCodes(protocol: Protocol, timeline: Timeline, measure: TallyMeasure): Figure {
  const group = findCode(protocol, measure.codes[0] ?? '')?.group;
  const of = measure.of ?? protocol.codes.filter((code) => code.group === group).map((code) => code.id);
  const n = countAll(protocol, timeline, of, { subject: measure.subject });
  if (n === 0) return nothing('percent');
  const k = countAll(protocol, timeline, measure.codes, measure);
  const value = (100 * k) / n;
  return {
    value,
    unit: 'percent',
    n,
    key: 'share_of_codes',
    facts: { value, k, n },
    parts: { top: 100 * k, bottom: n },
  };
}

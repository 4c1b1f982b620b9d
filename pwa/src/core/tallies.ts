/** How often and how long: counts, durations, bouts, shares of time, of intervals and of codes. */
import { findCode, ruleOf } from './protocol';
import type { IntervalRule, Protocol, TallyMeasure, Where } from './protocol';
import { intersect, lengthOf, unite } from './ranges';
import type { Range } from './ranges';
import { nothing, showTime } from './says';
import type { Figure, SaysKey } from './says';
import { isExcluded, rangeOf } from './timeline';
import type { Interval, Modifiers, Span, Timeline } from './timeline';

/** Which of a code's items are meant. */
export type Pick = { readonly where?: Where | undefined; readonly subject?: string | undefined };
type Recorded = { readonly modifiers: Modifiers; readonly subject: string | null };

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
    case 'bout_sd':
      return boutLength(protocol, timeline, measure);
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
  return { value: n, unit: 'count', n, key: keys[protocol.sampling.method], facts };
}

/** 60·n/T per minute, or as the measure says. */
function rate(protocol: Protocol, timeline: Timeline, measure: TallyMeasure): Figure {
  const unit = measure.unit ?? 'per_minute';
  const n = countAll(protocol, timeline, measure.codes, measure);
  if (timeline.observed_ms === 0) return nothing(unit, n);
  const value = (n * PER[unit]) / timeline.observed_ms;
  return { value, unit, n, key: unit, facts: { value, n, time: showTime(timeline.observed_ms) } };
}

function duration(protocol: Protocol, timeline: Timeline, measure: TallyMeasure): Figure {
  const ms = durationOf(protocol, timeline, measure.codes, measure);
  const n = ownBouts(protocol, timeline, measure.codes, measure).length;
  const facts = { n, part: showTime(ms), time: showTime(timeline.observed_ms) };
  return { value: ms / 1000, unit: 's', n, key: 'duration', facts };
}

function shareOfTime(protocol: Protocol, timeline: Timeline, measure: TallyMeasure): Figure {
  const part = durationOf(protocol, timeline, measure.codes, measure);
  const whole = measure.of ? durationOf(protocol, timeline, measure.of, {}) : timeline.observed_ms;
  const n = boutsOf(timeline, measure.codes, measure).length;
  if (whole === 0) return nothing('percent', n);
  const value = (100 * part) / whole;
  const facts = { value, part: showTime(part), time: showTime(whole) };
  return { value, unit: 'percent', n, key: measure.of ? 'share_of_part' : 'share_of_time', facts };
}

/** Mean, or sample standard deviation (n − 1; none below two), of the lengths of bouts. */
function boutLength(protocol: Protocol, timeline: Timeline, measure: TallyMeasure): Figure {
  const bouts = boutsOf(timeline, measure.codes, measure);
  const n = bouts.length;
  const isMean = measure.kind === 'bout_mean';
  if (n < (isMean ? 1 : 2)) return nothing('s', n);
  const lengths = bouts.map((bout) => lengthOf(intersect(timeline.observed, [bout])));
  const mean = durationOf(protocol, timeline, measure.codes, measure) / n;
  const squares = lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0);
  const value = (isMean ? mean : Math.sqrt(squares / (n - 1))) / 1000;
  return { value, unit: 's', n, key: isMean ? 'bout_mean' : 'bout_sd', facts: { value, n } };
}

/** Observed time from the stop of a bout to the next start. */
function gapMean(timeline: Timeline, measure: TallyMeasure): Figure {
  const bouts = boutsOf(timeline, measure.codes, measure);
  const gaps = bouts.slice(1).map((bout, i): Range => [bouts[i]?.[1] ?? bout[0], bout[0]]);
  const n = gaps.length;
  if (n === 0) return nothing('s');
  const value = lengthOf(intersect(timeline.observed, gaps)) / n / 1000;
  return { value, unit: 's', n, key: 'gap_mean', facts: { value, n } };
}

function shareOfIntervals(protocol: Protocol, timeline: Timeline, measure: TallyMeasure): Figure {
  const { n, k, length_s, rule } = tallyIntervals(protocol, timeline, measure);
  if (n === 0) return nothing('percent');
  const value = (100 * k) / n;
  const key: SaysKey = rule === 'partial' || rule === 'whole' ? `intervals_${rule}` : 'intervals_momentary';
  return { value, unit: 'percent', n, key, facts: { value, k, n, length: length_s } };
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
    if (lengthOf(intersect(timeline.observed, [range])) === 0) continue;
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
  return { value, unit: 'percent', n, key: 'share_of_codes', facts: { value, k, n } };
}

/** How often the codes were recorded: events and bouts, observed intervals, or people counted in sweeps. */
export function countAll(protocol: Protocol, timeline: Timeline, codes: readonly string[], pick: Pick): number {
  return codes.reduce((sum, code) => sum + countOf(protocol, timeline, code, pick), 0);
}

export function countOf(protocol: Protocol, timeline: Timeline, code: string, pick: Pick): number {
  switch (protocol.sampling.method) {
    case 'interval':
      return observedIntervals(timeline, pick.subject).filter((each) => isIn(timeline, each, code, pick)).length;
    case 'sweep':
      return timeline.sweeps
        .flatMap((sweep) => sweep.sightings)
        .filter((sighting) => sighting.code === code && matches(sighting, pick))
        .reduce((sum, sighting) => sum + sighting.n, 0);
    case 'continuous':
      if (findCode(protocol, code)?.kind === 'event') return countedEvents(timeline, [code], pick).length;
      return countBouts(protocol, timeline, code, pick);
  }
}

/** A bout cut off by the start of a window is counted in the window before. */
function countBouts(protocol: Protocol, timeline: Timeline, code: string, pick: Pick): number {
  const continued = timeline.spans.filter((span) => span.continued && span.code === code).map((span) => span.start_ms);
  return ownBouts(protocol, timeline, [code], pick).filter(([start]) => !continued.includes(start)).length;
}

export function countedEvents(timeline: Timeline, codes: readonly string[], pick: Pick): Timeline['events'] {
  return timeline.events.filter((event) => event.counted && codes.includes(event.code) && matches(event, pick));
}

/** The united spans of the codes of which something was observed; of an instant, its moment. */
export function boutsOf(timeline: Timeline, codes: readonly string[], pick: Pick): readonly Range[] {
  const bouts = unite(spansOf(timeline, codes, pick).map(rangeOf));
  return bouts.filter(([start, end]) => isObserved(timeline, start, end));
}

/** The bouts that are counted: of an excluded code all of its own, which lie in no observed time. */
function ownBouts(protocol: Protocol, timeline: Timeline, codes: readonly string[], pick: Pick): readonly Range[] {
  if (!codes.some((code) => isExcluded(protocol, code))) return boutsOf(timeline, codes, pick);
  return unite(spansOf(timeline, codes, pick).map(rangeOf));
}

function isObserved(timeline: Timeline, start: number, end: number): boolean {
  if (start < end) return lengthOf(intersect(timeline.observed, [[start, end]])) > 0;
  return timeline.observed.some(([from, to]) => from <= start && start <= to);
}

function spansOf(timeline: Timeline, codes: readonly string[], pick: Pick): readonly Span[] {
  return timeline.spans.filter((span) => codes.includes(span.code) && matches(span, pick));
}

/** Observed milliseconds with any of the codes; of an excluded code, its own time. */
export function durationOf(protocol: Protocol, timeline: Timeline, codes: readonly string[], pick: Pick): number {
  const bouts = unite(spansOf(timeline, codes, pick).map(rangeOf));
  const excluded = codes.some((code) => isExcluded(protocol, code));
  return lengthOf(excluded ? bouts : intersect(timeline.observed, bouts));
}

export function observedIntervals(timeline: Timeline, subject: string | undefined): readonly Interval[] {
  return timeline.intervals.filter(
    (each) => each.observed_ms > 0 && (subject === undefined || each.subject === null || each.subject === subject),
  );
}

function isIn(timeline: Timeline, interval: Interval, code: string, pick: Pick): boolean {
  const items = interval.codes[code] ?? [];
  const subject = interval.subject === null ? pick.subject : undefined;
  if (pick.where === undefined && subject === undefined) return items.length > 0;
  const isMeant = (each: Recorded) => matches(each, { where: pick.where, subject });
  return (
    timeline.marks.some((mark) => items.includes(mark.item) && isMeant(mark)) ||
    timeline.events.some((event) => items.includes(event.item) && isMeant(event)) ||
    timeline.spans.some((span) => span.items.some((item) => items.includes(item)) && isMeant(span))
  );
}

export function matches(recorded: Recorded, pick: Pick): boolean {
  if (pick.subject !== undefined && recorded.subject !== pick.subject) return false;
  return Object.entries(pick.where ?? {}).every(([modifier, option]) =>
    [recorded.modifiers[modifier]].flat().includes(option),
  );
}

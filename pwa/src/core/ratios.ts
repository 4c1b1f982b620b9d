/** So many of these to one of those. */
import { countAll, durationOf } from './picks';
import type { Pick } from './picks';
import type { Protocol, RatioMeasure } from './protocol';
import { nothing, showTime } from './says';
import type { Figure } from './says';
import type { Timeline } from './timeline';

/** The two sides: counts, or milliseconds when durations are compared. */
export function sidesOf(
  protocol: Protocol,
  timeline: Timeline,
  measure: RatioMeasure,
): readonly [p: number, c: number] {
  const side = (codes: readonly string[], pick: Pick) =>
    measure.basis === 'duration'
      ? durationOf(protocol, timeline, codes, pick)
      : countAll(protocol, timeline, codes, pick);
  const { subject, where, per_where } = measure;
  return [side(measure.codes, { where, subject }), side(measure.per, { where: per_where, subject })];
}

/** P : C. With nothing on the second side there is no number, and the sentence says "P to 0". */
export function ratio(protocol: Protocol, timeline: Timeline, measure: RatioMeasure): Figure {
  const [p, c] = sidesOf(protocol, timeline, measure);
  const isTime = measure.basis === 'duration';
  const facts = isTime ? { p: showTime(p), c: showTime(c) } : { p, c };
  const n = isTime ? countAll(protocol, timeline, [...measure.codes, ...measure.per], {}) : p + c;
  const parts = { top: p, bottom: c };
  if (p === 0 && c === 0) return nothing('to_one', 0, parts);
  if (c === 0) return { value: null, unit: 'to_one', n, key: 'ratio_to_none', facts, parts };
  const value = p / c;
  return { value, unit: 'to_one', n, key: isTime ? 'ratio_of_time' : 'ratio', facts: { ...facts, value }, parts };
}

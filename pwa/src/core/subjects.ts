/** Measures over subjects, ratings and sweeps. */
import { countedEvents, matches } from './picks';
import type { RatingMeasure, ReachMeasure, SweepMeasure } from './protocol';
import { nothing } from './says';
import type { Figure } from './says';
import type { Sweep } from './scans';
import type { Timeline } from './timeline';

/** How often each subject has one of the codes, most frequent first. */
export function subjectCounts(
  timeline: Timeline,
  measure: globalThis.Pick<ReachMeasure, 'codes' | 'where'>,
): readonly (readonly [subject: string, n: number])[] {
  const counts = new Map<string, number>();
  const { spans, marks, sweeps } = timeline;
  const others = [...spans, ...marks, ...sweeps.flatMap((sweep) => sweep.sightings)];
  const meant = others.filter((each) => measure.codes.includes(each.code) && matches(each, { where: measure.where }));
  for (const { subject } of [...countedEvents(timeline, measure.codes, { where: measure.where }), ...meant])
    if (subject !== null) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

export function reach(timeline: Timeline, measure: ReachMeasure): Figure {
  const counts = subjectCounts(timeline, measure);
  const n = counts.reduce((sum, [, times]) => sum + times, 0);
  switch (measure.statistic ?? 'subjects') {
    case 'subjects':
      return { value: counts.length, unit: 'subjects', n, key: 'reach', facts: { value: counts.length, n } };
    case 'share_of_present':
      return shareOfPresent(counts.length, n, timeline.context[measure.present ?? '']);
    case 'top_three_share':
      return topThree(
        counts.map(([, times]) => times),
        n,
      );
  }
}

function shareOfPresent(k: number, n: number, present: unknown): Figure {
  if (typeof present !== 'number' || present <= 0) return nothing('percent', n);
  const value = (100 * k) / present;
  return {
    value,
    unit: 'percent',
    n,
    key: 'reach_share',
    facts: { value, k, present },
    parts: { top: 100 * k, bottom: present },
  };
}

function topThree(times: readonly number[], n: number): Figure {
  if (n === 0) return nothing('percent');
  const parts = { top: 100 * times.slice(0, 3).reduce((sum, each) => sum + each, 0), bottom: n };
  const value = parts.top / n;
  return { value, unit: 'percent', n, key: 'reach_top', facts: { value, n }, parts };
}

/** Mean of the levels, or percent of the answered checks that were seen; not applicable is left out. */
export function rating(timeline: Timeline, measure: RatingMeasure): Figure {
  const isMean = measure.kind === 'mean_rating';
  const unit = isMean ? 'level' : 'percent';
  const ratings = timeline.ratings.filter((each) => measure.items.includes(each.code));
  const values = ratings.flatMap(({ value }) => (value === null ? [] : [value]));
  const [n, none] = [values.length, ratings.length - values.length];
  if (n === 0) return nothing(unit);
  const k = values.reduce((sum, each) => sum + (isMean ? each : Math.min(1, Math.max(0, each))), 0);
  const parts = { top: isMean ? k : 100 * k, bottom: n };
  const value = parts.top / n;
  return { value, unit, n, key: measure.kind, facts: { value, k, n, none }, parts };
}

/** Share in each sweep in which anybody was counted, then their mean; or the percent of these with so many. */
export function sweepShare(timeline: Timeline, measure: SweepMeasure): Figure {
  const heads = ({ sightings }: Sweep, codes: readonly string[]) =>
    sightings
      .filter((each) => codes.includes(each.code) && matches(each, { where: measure.where }))
      .reduce((sum, each) => sum + each.n, 0);
  const sides = timeline.sweeps.map((sweep) => [heads(sweep, measure.codes), heads(sweep, measure.of)] as const);
  const counted = sides.filter(([, whole]) => whole > 0);
  const n = counted.length;
  if (n === 0) return nothing('percent');
  const limit = measure.at_least;
  const k = limit === undefined ? 0 : counted.filter(([part]) => part >= limit).length;
  const shares = counted.reduce((sum, [part, whole]) => sum + (100 * part) / whole, 0);
  const parts = { top: limit === undefined ? shares : 100 * k, bottom: n };
  const value = parts.top / n;
  const key = limit === undefined ? 'sweep_share' : 'sweep_at_least';
  return { value, unit: 'percent', n, key, facts: { value, k, n, limit: limit ?? 0 }, parts };
}

/** Krippendorff's alpha: agreement of any number of observers, with units that some of them did not judge. */
import type { Label } from './coefficients';

export type Level = 'nominal' | 'ordinal' | 'interval' | 'ratio';
/** What the observers said of one unit; null where one of them did not judge it. */
export type Judged = readonly (Label | null)[];
type Metric = (a: Label, b: Label) => number;

/**
 * α = 1 − Do / De over all pairable values (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability).
 *
 * Null is "no variation", or nothing that two observers judged. Levels above nominal take numbers.
 */
export function krippendorffAlpha(units: readonly Judged[], level: Level = 'nominal'): number | null {
  const pairable = units
    .map((unit) => unit.filter((value): value is Label => value !== null))
    .filter((said) => said.length > 1);
  const totals = countValues(pairable);
  const n = sum([...totals.values()]);
  const metric = makeMetric(level, totals);
  const expected =
    level === 'nominal' ? n * n - sum([...totals.values()].map((count) => count * count)) : spread(totals, metric);
  if (expected === 0) return null;
  const observed = sum(pairable.map((said) => disagreement(said, metric) / (said.length - 1)));
  return 1 - (observed * (n - 1)) / expected;
}

function countValues(units: readonly (readonly Label[])[]): ReadonlyMap<Label, number> {
  const counts = new Map<Label, number>();
  for (const said of units) for (const value of said) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** The differences of all pairs of values within one unit, in both orders. */
function disagreement(said: readonly Label[], metric: Metric): number {
  let total = 0;
  for (const a of said) for (const b of said) if (a !== b) total += metric(a, b);
  return total;
}

/** The sum of the differences of all pairs of values. */
function spread(counts: ReadonlyMap<Label, number>, metric: Metric): number {
  let total = 0;
  for (const [a, n] of counts) for (const [b, m] of counts) if (a !== b) total += metric(a, b) * n * m;
  return total;
}

/** δ² of the level, as defined in the paper's section on metric differences. */
function makeMetric(level: Level, totals: ReadonlyMap<Label, number>): Metric {
  switch (level) {
    case 'nominal':
      return () => 1;
    case 'ordinal':
      return makeOrdinal(totals);
    case 'interval':
      return (a, b) => (Number(a) - Number(b)) ** 2;
    case 'ratio':
      return (a, b) => ((Number(a) - Number(b)) / (Number(a) + Number(b))) ** 2;
  }
}

/** Values count as far apart as there are values between them, each end counted half. */
function makeOrdinal(totals: ReadonlyMap<Label, number>): Metric {
  const middles = new Map<Label, number>();
  let below = 0;
  for (const [value, count] of [...totals].sort(([a], [b]) => Number(a) - Number(b))) {
    middles.set(value, below + count / 2);
    below += count;
  }
  return (a, b) => ((middles.get(a) ?? 0) - (middles.get(b) ?? 0)) ** 2;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

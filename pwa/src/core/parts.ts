/** What a figure is made of, so that several lessons can be put together exactly: sums, quotients of sums, samples. */

/** Adds up over lessons. */
type Sum = { readonly sum: number };
/** Top and bottom add up over lessons, each for itself. */
type Quotient = { readonly top: number; readonly bottom: number };
/** All values of all lessons go into one statistic; it gives null where they are too few. */
type Sample = {
  readonly values: readonly number[];
  readonly summarise: (values: readonly number[]) => number | null;
};
export type Parts = Sum | Quotient | Sample;

/** The figure of several lessons taken as one; null where there is nothing to divide by or to summarise. */
export function pool(parts: readonly Parts[]): number | null {
  const sums = parts.filter((each) => 'sum' in each);
  if (sums.length > 0) return sums.reduce((total, each) => total + each.sum, 0);
  const quotients = parts.filter((each) => 'bottom' in each);
  if (quotients.length > 0) {
    const bottom = quotients.reduce((total, each) => total + each.bottom, 0);
    return bottom === 0 ? null : topOf(parts) / bottom;
  }
  const samples = parts.filter((each) => 'values' in each);
  return samples[0]?.summarise(samples.flatMap((each) => each.values)) ?? null;
}

/** What stands above the line in all lessons together. */
export function topOf(parts: readonly Parts[]): number {
  return parts.reduce((total, each) => total + ('top' in each ? each.top : 0), 0);
}

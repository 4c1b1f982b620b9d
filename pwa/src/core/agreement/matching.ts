/** One-to-one matching of the events of two observers within a tolerance. */

/** `pairs`: places in the first and the second list; the rest was missed by the other observer. */
export type Matching = {
  readonly pairs: readonly (readonly [number, number])[];
  readonly first_alone: readonly number[];
  readonly second_alone: readonly number[];
  /** How much later the second observer tapped, pair by pair. */
  readonly lags_ms: readonly number[];
};

/**
 * Matches as many instants as can be matched; both lists are sorted, in milliseconds.
 *
 * Going forward and giving each the earliest partner within reach leaves the most for those to come.
 */
export function matchEvents(first: readonly number[], second: readonly number[], tolerance_ms: number): Matching {
  const pairs: [number, number][] = [];
  const lags_ms: number[] = [];
  const first_alone: number[] = [];
  const second_alone: number[] = [];
  let a = 0;
  let b = 0;
  for (let x = first[a], y = second[b]; x !== undefined && y !== undefined; x = first[a], y = second[b]) {
    if (y - x > tolerance_ms) first_alone.push(a++);
    else if (x - y > tolerance_ms) second_alone.push(b++);
    else {
      lags_ms.push(y - x);
      pairs.push([a++, b++]);
    }
  }
  while (a < first.length) first_alone.push(a++);
  while (b < second.length) second_alone.push(b++);
  return { pairs, first_alone, second_alone, lags_ms };
}

/** 2m / (nA + nB), in percent; null if neither recorded anything. */
export function matchedShare(matched: number, alone: number): number | null {
  const said = 2 * matched + alone;
  return said ? (200 * matched) / said : null;
}

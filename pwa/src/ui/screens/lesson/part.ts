/** The part of a lesson that was observed, set afterwards. */

export type Edge = 'from' | 'until';
type Part = { readonly from_ms: number; readonly until_ms: number };

/** A lesson is no shorter than this, so that its edges never cross. */
const SHORTEST_MS = 10_000;

/** The part with one edge moved, within the recording. `last_ms`: the latest moment that the end can have. */
export function movePart(
  { from_ms, until_ms }: Part,
  { edge, by_ms, last_ms }: { readonly edge: Edge; readonly by_ms: number; readonly last_ms: number },
): Part {
  if (edge === 'from') return { from_ms: within(from_ms + by_ms, 0, Math.max(0, until_ms - SHORTEST_MS)), until_ms };
  return { from_ms, until_ms: within(until_ms + by_ms, Math.min(until_ms, from_ms + SHORTEST_MS), last_ms) };
}

function within(ms: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, ms));
}

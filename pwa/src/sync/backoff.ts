/** How long to wait after a failure: full jitter, so that two hundred tablets do not come back in one second. */

const SHORTEST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;

/**
 * Gives the wait before another try, after `failures` in a row; `chance` is a number from 0 to below 1. A server that
 * said how long to wait is waited for at least that long.
 */
export function waitAfter(failures: number, chance: number, retryAfter_ms: number | null): number {
  const ceiling_ms = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.min(failures, 10));
  const jittered_ms = SHORTEST_MS + chance * (ceiling_ms - SHORTEST_MS);
  return Math.round(jittered_ms + (retryAfter_ms ?? 0));
}

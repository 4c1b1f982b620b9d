/** Agreement by blocks of time, as behaviour analysis reports it: counts and presence block by block. */
import { eventsOfCodes, spansOfCodes } from '../by-code';
import { intersect } from '../ranges';
import type { Range } from '../ranges';
import { rangeOf } from '../timeline';
import type { Timeline } from '../timeline';
import { countCells } from './coefficients';
import type { Cells, NumberPair } from './coefficients';

/** The commonly observed time in blocks: where it ends, and the numbers of the blocks that both watched. */
export type Cut = { readonly block_ms: number; readonly end: number; readonly watched: readonly number[] };

/** A code in every block that both watched: how often it began for each observer, and whether it was there. */
export type Blocks = { readonly counts: readonly NumberPair[]; readonly cells: Cells };

export function cutBlocks([first, second]: readonly [Timeline, Timeline], block_ms: number): Cut {
  const common = intersect(first.observed, second.observed);
  const end = common.at(-1)?.[1] ?? 0;
  const all = Array.from({ length: Math.ceil(end / block_ms) }, (_, at) => at);
  const watched = all.filter((at) => {
    const block: Range = [at * block_ms, Math.min((at + 1) * block_ms, end)];
    return intersect(common, [block]).length > 0;
  });
  return { block_ms, end, watched };
}

/** Looks at one code in each block. */
export function makeBlocks([first, second]: readonly [Timeline, Timeline], code: string, cut: Cut): Blocks {
  const counts = [countStarts(first, code, cut), countStarts(second, code, cut)] as const;
  const there = [findPresence(first, code, cut), findPresence(second, code, cut)] as const;
  return {
    counts: cut.watched.map((at) => [counts[0].get(at) ?? 0, counts[1].get(at) ?? 0]),
    cells: countCells(
      cut.watched.map((at) => there[0].has(at)),
      cut.watched.map((at) => there[1].has(at)),
    ),
  };
}

function countStarts(timeline: Timeline, code: string, { block_ms, end }: Cut): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  const starts = [...instantsOf(timeline, code), ...spansOfCodes(timeline, [code]).map((span) => span.start_ms)];
  for (const t_ms of starts.filter((one) => one < end)) {
    const at = Math.floor(t_ms / block_ms);
    counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  return counts;
}

function findPresence(timeline: Timeline, code: string, { block_ms, end }: Cut): ReadonlySet<number> {
  const there = new Set<number>();
  const instants = instantsOf(timeline, code).map((t_ms): Range => [t_ms, t_ms + 1]);
  const stretches = [...instants, ...spansOfCodes(timeline, [code]).map(rangeOf)];
  for (const [start, stop] of stretches.filter(([begin]) => begin < end)) {
    for (let at = Math.floor(start / block_ms); at * block_ms < Math.min(stop, end); at += 1) there.add(at);
  }
  return there;
}

function instantsOf(timeline: Timeline, code: string): readonly number[] {
  return eventsOfCodes(timeline, [code]).map((event) => event.t_ms);
}

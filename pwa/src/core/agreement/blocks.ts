/** Agreement by blocks of time, as behaviour analysis reports it: counts and presence block by block. */
import { intersect } from '../ranges';
import type { Range } from '../ranges';
import type { Timeline } from '../timeline';
import { countCells } from './coefficients';
import type { Cells, NumberPair } from './coefficients';

/** A code in every block that both watched: how often it began for each observer, and whether it was there. */
export type Blocks = { readonly counts: readonly NumberPair[]; readonly cells: Cells };

/** Cuts the commonly observed time into blocks and looks at one code in each. */
export function makeBlocks([first, second]: readonly [Timeline, Timeline], code: string, block_ms: number): Blocks {
  const common = intersect(first.observed, second.observed);
  const end = common.at(-1)?.[1] ?? 0;
  const blocks = Array.from({ length: Math.ceil(end / block_ms) }, (_, at): Range => [
    at * block_ms,
    Math.min((at + 1) * block_ms, end),
  ]).filter((block) => intersect(common, [block]).length > 0);
  const counts = [first, second].map((timeline) => countStarts(timeline, code, blocks));
  const there = [first, second].map((timeline) => findPresence(timeline, code, blocks));
  return {
    counts: blocks.map((_, at) => [counts[0]?.[at] ?? 0, counts[1]?.[at] ?? 0]),
    cells: countCells(there[0] ?? [], there[1] ?? []),
  };
}

function countStarts(timeline: Timeline, code: string, blocks: readonly Range[]): readonly number[] {
  const starts = [...instantsOf(timeline, code), ...spansOf(timeline, code).map(([start]) => start)];
  return blocks.map(([start, end]) => starts.filter((at) => start <= at && at < end).length);
}

function findPresence(timeline: Timeline, code: string, blocks: readonly Range[]): readonly boolean[] {
  const instants = instantsOf(timeline, code).map((t_ms): Range => [t_ms, t_ms + 1]);
  const stretches = [...instants, ...spansOf(timeline, code)];
  return blocks.map(([start, end]) => stretches.some(([begin, stop]) => start < stop && begin < end));
}

function instantsOf(timeline: Timeline, code: string): readonly number[] {
  return timeline.events.filter((event) => event.code === code && event.counted).map((event) => event.t_ms);
}

function spansOf(timeline: Timeline, code: string): readonly Range[] {
  return timeline.spans.filter((span) => span.code === code).map((span): Range => [span.start_ms, span.end_ms]);
}

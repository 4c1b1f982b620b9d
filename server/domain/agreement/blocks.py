"""Agreement by blocks of time, as behaviour analysis reports it: counts and presence block by block."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.agreement.coefficients import Cells, NumberPair, count_cells
from server.domain.ranges import Range, intersect
from server.domain.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Blocks:
    """A code in every block that both watched: how often it began for each observer, and whether it was there."""

    counts: tuple[NumberPair, ...]
    cells: Cells


def make_blocks(timelines: tuple[Timeline, Timeline], code: str, block_ms: int) -> Blocks:
    """Cut the commonly observed time into blocks and look at one code in each."""
    common = intersect(list(timelines[0].observed), list(timelines[1].observed))
    end = common[-1][1] if common else 0
    all_blocks = [(start, min(start + block_ms, end)) for start in range(0, end, block_ms)]
    blocks = [block for block in all_blocks if intersect(common, [block])]
    counts = [_count_starts(timeline, code, blocks) for timeline in timelines]
    there = [_find_presence(timeline, code, blocks) for timeline in timelines]
    return Blocks(tuple(zip(*counts, strict=True)), count_cells(there[0], there[1]))


def _count_starts(timeline: Timeline, code: str, blocks: Sequence[Range]) -> list[int]:
    starts = [event.t_ms for event in timeline.events if event.code == code and event.counted]
    starts += [span.start_ms for span in timeline.spans if span.code == code]
    return [sum(start <= at < end for at in starts) for start, end in blocks]


def _find_presence(timeline: Timeline, code: str, blocks: Sequence[Range]) -> list[bool]:
    stretches = [(event.t_ms, event.t_ms + 1) for event in timeline.events if event.code == code and event.counted]
    stretches += [span.range for span in timeline.spans if span.code == code]
    return [any(start < stop and begin < end for begin, stop in stretches) for start, end in blocks]

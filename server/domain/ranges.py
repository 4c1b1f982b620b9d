"""Half-open stretches of time [start, end) in milliseconds, and what can be done with lists of them."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

Range: TypeAlias = tuple[int, int]


def unite(ranges: Iterable[Range]) -> list[Range]:
    """Sort, and make one of what overlaps or touches; an empty range stays only where it touches nothing."""
    united: list[Range] = []
    for start, end in sorted(ranges):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united


def intersect(left: Sequence[Range], right: Sequence[Range]) -> list[Range]:
    """Give what lies in both; both lists are united."""
    both: list[Range] = []
    at_left = at_right = 0
    while at_left < len(left) and at_right < len(right):
        start = max(left[at_left][0], right[at_right][0])
        end = min(left[at_left][1], right[at_right][1])
        if start < end:
            both.append((start, end))
        if left[at_left][1] < right[at_right][1]:
            at_left += 1
        else:
            at_right += 1
    return both


def subtract(ranges: Sequence[Range], holes: Sequence[Range]) -> list[Range]:
    """Give what lies in the first and not in the second; both lists are united."""
    return [left for one in ranges for left in _cut(one, intersect([one], holes))]


def _cut(one: Range, holes: Sequence[Range]) -> list[Range]:
    starts = [one[0], *(end for _, end in holes)]
    ends = [*(start for start, _ in holes), one[1]]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def length_of(ranges: Iterable[Range]) -> int:
    return sum(end - start for start, end in ranges)


def holds(ranges: Iterable[Range], t_ms: int) -> bool:
    """Whether a moment lies in one of the ranges."""
    return any(start <= t_ms < end for start, end in ranges)

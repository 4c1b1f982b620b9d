"""Half-open stretches of time [start, end) in milliseconds, and what can be done with lists of them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
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


def length_within(ranges: Sequence[Range], start: int, end: int) -> int:
    """Give how much of [start, end) lies in the ranges, which are united."""
    length = 0
    for at in range(_first_after(ranges, start), len(ranges)):
        if ranges[at][0] >= end:
            break
        length += min(ranges[at][1], end) - max(ranges[at][0], start)
    return length


def holds(ranges: Sequence[Range], t_ms: int) -> bool:
    """Whether a moment lies in one of the ranges, which are united."""
    at = _first_after(ranges, t_ms)
    return at < len(ranges) and ranges[at][0] <= t_ms


def touches(ranges: Sequence[Range], t_ms: int) -> bool:
    """Whether a moment lies in one of the ranges or at its end; they are united."""
    at = _first_after(ranges, t_ms)
    return holds(ranges[at : at + 1], t_ms) or (at > 0 and ranges[at - 1][1] == t_ms)


def _first_after(ranges: Sequence[Range], t_ms: int) -> int:
    """Give the place of the first of the ranges that ends after a moment."""
    return bisect_right(ranges, t_ms, key=itemgetter(1))

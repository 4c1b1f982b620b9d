"""How much coaching there was, told so that nobody's own can be worked out: groups of at least five teachers.

Time is cut into periods of whole months, each with at least five teachers; a month with fewer is told together with
the ones after it. A period is divided by school, by service and by coach. Whatever a division would tell of fewer than
five goes into its rest, with more if the rest were too small itself, and a division of which some sum, less some sum of
another, would leave fewer than five is made coarser until none does. A period is never told anew in another way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

Side = Literal["school", "service", "coach"]
SIDES: tuple[Side, ...] = ("school", "service", "coach")
FEWEST = 5
# With more groups than these not every sum of them is looked at, but each, every two, and all but these.
_ALL_SUMS_OF = 10


class Entry(NamedTuple):
    """One coaching activity: the month it counts in (YYYY-MM), where, what, by whom, for whom, how long."""

    month: str
    school: str
    service: str
    coach: str
    teachers: frozenset[str]
    minutes: int


class Group(NamedTuple):
    """Figures that are told; `key` is None for the rest of a division."""

    key: str | None
    entries: tuple[Entry, ...]

    @property
    def minutes(self) -> int:
        return sum(entry.minutes for entry in self.entries)


class Period(NamedTuple):
    """Some months that are told together; a side that could not be divided without telling too much is absent."""

    months: tuple[str, ...]
    total: Group
    by: Mapping[Side, Sequence[Group]]


class Told(NamedTuple):
    """All that is told; the months of `waiting` have too few teachers so far, and will be told with later ones."""

    periods: Sequence[Period]
    waiting: tuple[str, ...]


def tell_activity(entries: Iterable[Entry]) -> Told:
    """Tell what can be told of closed months; what is told of a month never changes when more months come."""
    by_month: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=_order):
        by_month.setdefault(entry.month, []).append(entry)
    periods, months, gathered = [], [], list[Entry]()
    for month, found in sorted(by_month.items()):
        months.append(month)
        gathered += found
        if count_teachers(gathered) >= FEWEST:
            periods.append(_make_period(tuple(months), tuple(gathered)))
            months, gathered = [], []
    return Told(periods, tuple(months))


def _order(entry: Entry) -> tuple[object, ...]:
    return (*entry[:4], sorted(entry.teachers), entry.minutes)


def count_teachers(entries: Iterable[Entry]) -> int:
    """Count the different teachers of some activities."""
    return len(frozenset[str]().union(*(entry.teachers for entry in entries)))


def _make_period(months: tuple[str, ...], entries: tuple[Entry, ...]) -> Period:
    total, by = Group(None, entries), dict[Side, Sequence[Group]]()
    for side in SIDES:
        groups = _divide(entries, side)
        while len(groups) > 1 and any(_tells_too_much(entries, groups, other) for other in by.values()):
            # Of many groups several at a time: coarser by a little, and done with soon.
            for _ in range(max(1, len(groups) // 8)):
                groups = _fold(groups)
        if len(groups) > 1:
            by[side] = groups
    return Period(months, total, by)


def _divide(entries: Sequence[Entry], side: Side) -> list[Group]:
    """Divide by one side; the rest, if there is one, comes last and is large enough itself."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(getattr(entry, side), []).append(entry)
    large = [Group(key, tuple(of)) for key, of in sorted(found.items()) if count_teachers(of) >= FEWEST]
    rest = tuple(entry for of in found.values() if count_teachers(of) < FEWEST for entry in of)
    groups = [*large, Group(None, rest)] if rest else large
    while len(groups) > 1 and groups[-1].key is None and count_teachers(groups[-1].entries) < FEWEST:
        groups = _fold(groups)
    return groups


def _fold(groups: Sequence[Group]) -> list[Group]:
    """Put the smallest group into the rest; without a rest, the two smallest become one."""
    named = sorted((one for one in groups if one.key is not None), key=lambda one: (len(one.entries), str(one.key)))
    rest = [entry for one in groups if one.key is None for entry in one.entries]
    folded, kept = (named[:1], named[1:]) if rest else (named[:2], named[2:])
    joined = (*rest, *(entry for one in folded for entry in one.entries))
    return [*sorted(kept, key=lambda one: str(one.key)), Group(None, joined)]


def _tells_too_much(entries: Sequence[Entry], one: Sequence[Group], other: Sequence[Group]) -> bool:
    """Whether a sum of groups of one division, less a sum of another's, leaves something of fewer than five.

    Asked of a sum is the least that holds it and the most that it holds. What all but a sum would tell is then told
    already: it leaves the same.
    """
    places = {id(entry): place for place, entry in enumerate(entries)}
    masks = [[sum(1 << places[id(entry)] for entry in group.entries) for group in side] for side in (one, other)]
    for summed, against in (masks, masks[::-1]):
        touching = [frozenset(place for place, mask in enumerate(against) if mask & own) for own in summed]
        for chosen in _list_choices(len(summed)):
            if len(chosen) == 2 and touching[chosen[0]].isdisjoint(touching[chosen[1]]):
                continue  # Two that have nothing in common leave together what each leaves alone.
            total = sum(summed[place] for place in chosen)
            near = [against[place] for place in {each for place in chosen for each in touching[place]}]
            inside = sum(mask for mask in near if mask & ~total == 0)
            if _is_too_small(entries, total & ~inside) or _is_too_small(entries, sum(near) & ~total):
                return True
    return False


def _list_choices(count: int) -> Iterator[tuple[int, ...]]:
    """Choose every sum of few groups; of many, each alone and every two."""
    for size in range(1, (count if count <= _ALL_SUMS_OF else 2) + 1):
        yield from combinations(range(count), size)


def _is_too_small(entries: Sequence[Entry], mask: int) -> bool:
    teachers: set[str] = set()
    while mask:
        lowest = mask & -mask
        teachers |= entries[lowest.bit_length() - 1].teachers
        if len(teachers) >= FEWEST:
            return False
        mask ^= lowest
    return bool(teachers)

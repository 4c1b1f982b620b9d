"""The account of a pair of device and user: which of the numbers 1, 2, 3 … have arrived."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Range = tuple[int, int]

# More holes than a tablet can have by honest loss: such a pair starts anew under another device id.
MAX_HOLES = 1000


@dataclass(frozen=True, slots=True)
class Account:
    """1…highest have arrived but for `missing`, ascending inclusive ranges. Forked: some number came under two ids."""

    highest: int = 0
    missing: tuple[Range, ...] = ()
    forked: bool = False

    @property
    def contiguous(self) -> int:
        return self.missing[0][0] - 1 if self.missing else self.highest

    def has(self, n: int) -> bool:
        if n > self.highest:
            return False
        place = bisect_right(self.missing, (n, self.highest + 1)) - 1
        return place < 0 or self.missing[place][1] < n


def take(account: Account, numbers: Iterable[int], *, forks: bool = False) -> Account:
    """Enter numbers that arrived, in any order; `forks` marks the pair as forked for good."""
    highest, missing = account.highest, list(account.missing)
    for n in numbers:
        if n > highest:
            if n > highest + 1:
                missing.append((highest + 1, n - 1))
            highest = n
        elif missing:
            _fill(missing, n)
    if len(missing) > MAX_HOLES:
        # What is folded is asked for again: too much, never too little.
        missing[MAX_HOLES - 1 :] = [(missing[MAX_HOLES - 1][0], highest)]
        forks = True
    return Account(highest, tuple(missing), account.forked or forks)


def _fill(missing: list[Range], n: int) -> None:
    place = bisect_right(missing, n, key=_first) - 1
    if place < 0 or missing[place][1] < n:
        return
    first, last = missing[place]
    missing[place : place + 1] = [part for part in ((first, n - 1), (n + 1, last)) if part[0] <= part[1]]


def _first(part: Range) -> int:
    return part[0]


def find_missing(account: Account, asked: Sequence[Range]) -> list[Range]:
    """Give what of the asked ranges has not arrived; all of it for a forked pair, whose numbers mean nothing."""
    if account.forked:
        return list(asked)
    gaps = (*account.missing, (account.highest + 1, max((last for _, last in asked), default=0)))
    return [
        (max(first, low), min(last, high))
        for first, last in asked
        for low, high in gaps
        if max(first, low) <= min(last, high)
    ]

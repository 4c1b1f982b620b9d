"""One-to-one matching of the events of two observers within a tolerance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

Index: TypeAlias = int


@dataclass(frozen=True, slots=True)
class Matching:
    """`pairs`: places in the first and the second list; the rest was missed by the other observer."""

    pairs: tuple[tuple[Index, Index], ...]
    first_alone: tuple[Index, ...]
    second_alone: tuple[Index, ...]
    lags_ms: tuple[int, ...]

    @property
    def share(self) -> float | None:
        """2m / (nA + nB), in percent; None if neither recorded anything."""
        said = 2 * len(self.pairs) + len(self.first_alone) + len(self.second_alone)
        return 100 * 2 * len(self.pairs) / said if said else None

    @property
    def mean_lag_ms(self) -> float | None:
        """How much later the second observer tapped, on average over the pairs; negative is earlier."""
        return sum(self.lags_ms) / len(self.lags_ms) if self.lags_ms else None


def match_events(first: Sequence[int], second: Sequence[int], tolerance_ms: int) -> Matching:
    """Match as many instants as can be matched; both lists are sorted, in milliseconds.

    Going forward and giving each the earliest partner within reach leaves the most for those to come.
    """
    pairs: list[tuple[Index, Index]] = []
    first_alone: list[Index] = []
    second_alone: list[Index] = []
    a = b = 0
    while a < len(first) and b < len(second):
        if second[b] - first[a] > tolerance_ms:
            first_alone.append(a)
            a += 1
        elif first[a] - second[b] > tolerance_ms:
            second_alone.append(b)
            b += 1
        else:
            pairs.append((a, b))
            a += 1
            b += 1
    lags = tuple(second[at_b] - first[at_a] for at_a, at_b in pairs)
    return Matching(
        tuple(pairs),
        (*first_alone, *range(a, len(first))),
        (*second_alone, *range(b, len(second))),
        lags,
    )

"""Coefficients of agreement between two observers who judged the same units.

None stands for "no variation": chance alone would have agreed on everything, so that nothing can be said beyond it.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Pair: TypeAlias = tuple[Hashable, Hashable]
NumberPair: TypeAlias = tuple[float, float]
Weights: TypeAlias = Literal["linear", "quadratic"]


@dataclass(frozen=True, slots=True)
class Cells:
    """How often two observers gave a code to a unit: both, one alone, neither."""

    both: int
    first_only: int
    second_only: int
    neither: int

    @property
    def n(self) -> int:
        return self.both + self.first_only + self.second_only + self.neither

    def pairs(self) -> list[Pair]:
        counts = (self.both, self.first_only, self.second_only, self.neither)
        said: list[Pair] = [(True, True), (True, False), (False, True), (False, False)]
        return [pair for pair, count in zip(said, counts, strict=True) for _ in range(count)]


def count_cells(first: Sequence[bool], second: Sequence[bool]) -> Cells:
    """Count the four cells; both sequences judge the same units in the same order."""
    counts = Counter(zip(first, second, strict=True))
    return Cells(counts[True, True], counts[True, False], counts[False, True], counts[False, False])


def percent_agreement(pairs: Sequence[Pair]) -> float | None:
    """100 · equal / all, in percent."""
    return 100 * sum(a == b for a, b in pairs) / len(pairs) if pairs else None


def cohen_kappa(pairs: Sequence[Pair]) -> float | None:
    """κ = (Po − Pe) / (1 − Pe), each observer with their own shares (Cohen 1960)."""
    n = len(pairs)
    first, second = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    equal = sum(a == b for a, b in pairs)
    by_chance = sum(count * second[label] for label, count in first.items())
    # In whole numbers until the last step, so that "no variation" is exact.
    return (equal * n - by_chance) / (n * n - by_chance) if n * n != by_chance else None


def weighted_kappa(pairs: Sequence[NumberPair], weights: Weights) -> float | None:
    """κw = 1 − observed / expected disagreement, by the distance of two levels or its square (Cohen 1968)."""
    distance = _distance(weights)
    first, second = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    observed = sum(distance(a, b) for a, b in pairs) * len(pairs)
    expected = sum(distance(a, b) * n * m for a, n in first.items() for b, m in second.items())
    return 1 - observed / expected if expected else None


def _distance(weights: Weights) -> Callable[[float, float], float]:
    return (lambda a, b: abs(a - b)) if weights == "linear" else (lambda a, b: (a - b) ** 2)


def gwet_ac1(pairs: Sequence[Pair], categories: int) -> float | None:
    """AC1 = (Po − Pe) / (1 − Pe) with Pe = Σ π(1 − π) / (q − 1), π the mean share of both observers (Gwet 2008)."""
    n = len(pairs)
    if n == 0 or categories < 2:
        return None
    shares = [count / (2 * n) for count in Counter(label for pair in pairs for label in pair).values()]
    by_chance = sum(share * (1 - share) for share in shares) / (categories - 1)
    equal = sum(a == b for a, b in pairs) / n
    return (equal - by_chance) / (1 - by_chance)


def jaccard(cells: Cells) -> float | None:
    """100 · both / (both + one alone), in percent: units that neither marked are left out (Jaccard 1912)."""
    marked = cells.both + cells.first_only + cells.second_only
    return 100 * cells.both / marked if marked else None


def unscored_agreement(cells: Cells) -> float | None:
    """100 · neither / (neither + one alone), in percent (Bijou, Peterson & Ault 1968)."""
    unmarked = cells.neither + cells.first_only + cells.second_only
    return 100 * cells.neither / unmarked if unmarked else None


def smaller_over_larger(first: float, second: float) -> float | None:
    """100 · smaller / larger, in percent: total agreement of counts, or of durations; None if both are 0."""
    return 100 * min(first, second) / max(first, second) if max(first, second) else None


def mean_per_block(pairs: Sequence[NumberPair]) -> float | None:
    """Mean of smaller / larger over blocks of time, in percent; two zeros agree (mean count-per-interval)."""
    shares = [smaller_over_larger(a, b) for a, b in pairs]
    return sum(100 if share is None else share for share in shares) / len(shares) if shares else None

"""Krippendorff's alpha: agreement of any number of observers, with units that some of them did not judge."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import Literal, TypeAlias, cast

Level: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]
# What the observers said of one unit; None where one of them did not judge it.
Unit: TypeAlias = Sequence[Hashable | None]
_Metric: TypeAlias = Callable[[Hashable, Hashable], float]


def krippendorff_alpha(units: Sequence[Unit], level: Level = "nominal") -> float | None:
    """α = 1 − Do / De over all pairable values (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability).

    None is "no variation", or nothing that two observers judged. Levels above nominal take numbers.
    """
    pairable = [said for unit in units if len(said := [value for value in unit if value is not None]) > 1]
    totals = Counter(value for said in pairable for value in said)
    n = totals.total()
    metric = _make_metric(level, totals)
    expected = sum(metric(a, b) * totals[a] * totals[b] for a in totals for b in totals)
    if expected == 0:
        return None
    observed = sum(_disagreement(Counter(said), metric) for said in pairable)
    return 1 - observed * (n - 1) / expected


def _disagreement(said: Counter[Hashable], metric: _Metric) -> float:
    """Disagreement within one unit, over its number of values less one."""
    return sum(metric(a, b) * said[a] * said[b] for a in said for b in said) / (said.total() - 1)


def _make_metric(level: Level, totals: Counter[Hashable]) -> _Metric:
    """δ² of the level, as defined in the paper's section on metric differences."""
    if level == "nominal":
        return lambda a, b: float(a != b)
    if level == "ordinal":
        return _make_ordinal(totals)
    if level == "interval":
        return lambda a, b: (_number(a) - _number(b)) ** 2
    return lambda a, b: ((_number(a) - _number(b)) / (_number(a) + _number(b))) ** 2 if a != b else 0.0


def _make_ordinal(totals: Counter[Hashable]) -> _Metric:
    """Values count as far apart as there are values between them, each end counted half."""
    middle: dict[Hashable, float] = {}
    below = 0
    for value in sorted(totals, key=_number):
        middle[value] = below + totals[value] / 2
        below += totals[value]
    return lambda a, b: (middle[a] - middle[b]) ** 2


def _number(value: Hashable) -> float:
    return cast(float, value)

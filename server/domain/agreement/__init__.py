"""How far observers of one lesson agree. Formulas: `protocols/README.md`; shared examples: `tests/vectors`.

All timelines count from the same instant; whoever pairs observations shifts them there.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import combinations
from typing import TypedDict

from server.domain.agreement.disagreements import Disagreement, list_disagreements
from server.domain.agreement.figures import Made, Settings, Value, put_in_words
from server.domain.agreement.pairs import Side, alpha_figures, code_figures, make_side, overall_figures
from server.domain.agreement.units import make_scores, make_units, unit_kind
from server.domain.picks import seconds
from server.domain.protocol import Code, Protocol
from server.domain.ranges import Range, intersect, length_of
from server.domain.timeline import Timeline

__all__ = ["Agreement", "Disagreement", "Settings", "Value", "compare_observers"]


class Agreement(TypedDict):
    """`units` and `compared_seconds` are those that all observers watched. Methods that do not apply are absent."""

    observers: int
    unit: str
    units: int
    observed_seconds: list[float]
    compared_seconds: float
    overall: dict[str, Value]
    codes: dict[str, dict[str, Value]]
    disagreements: list[Disagreement]


def compare_observers(
    protocol: Protocol, timelines: Sequence[Timeline], settings: Settings, language: str = "en"
) -> Agreement:
    """Compare the observers of one lesson.

    With more than two, a figure is the mean over all pairs of observers, but for alpha, which takes all at once.
    Raises ValueError for fewer than two.
    """
    if len(timelines) < 2:
        raise ValueError("Agreement takes two observers at least.")
    places = list(combinations(range(len(timelines)), 2))
    sides = [make_side(protocol, (timelines[a], timelines[b]), settings) for a, b in places]
    units = make_units(protocol, timelines, settings.step_ms)
    alphas = alpha_figures(protocol, units, make_scores(timelines))
    overall = _over_pairs(sides, lambda side: overall_figures(protocol, side), language)
    return {
        "observers": len(timelines),
        "unit": unit_kind(protocol),
        "units": sum(None not in unit.said for unit in units),
        "observed_seconds": [seconds(timeline.observed_ms) for timeline in timelines],
        "compared_seconds": seconds(length_of(_common(timelines))),
        "overall": overall | {name: put_in_words([made], language) for name, made in alphas.items()},
        "codes": _by_code(protocol, sides, language),
        "disagreements": [
            found
            for place, side in zip(places, sides, strict=True)
            for found in list_disagreements(protocol, side, place)
        ],
    }


def _common(timelines: Sequence[Timeline]) -> list[Range]:
    return reduce(intersect, (list(timeline.observed) for timeline in timelines))


def _by_code(protocol: Protocol, sides: Sequence[Side], language: str) -> dict[str, dict[str, Value]]:
    def figures_of(code: Code) -> dict[str, Value]:
        return _over_pairs(sides, lambda side: code_figures(protocol, side, code), language)

    found = {code["id"]: figures_of(code) for code in protocol["codes"]}
    return {code: figures for code, figures in found.items() if figures}


def _over_pairs(sides: Sequence[Side], figures: Callable[[Side], dict[str, Made]], language: str) -> dict[str, Value]:
    found = [figures(side) for side in sides]
    names = list(dict.fromkeys(name for one in found for name in one))
    return {name: put_in_words([one[name] for one in found if name in one], language) for name in names}

"""One measure over several lessons: the mean in which each lesson weighs the same, and all of them taken as one."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from server.domain.measures import figure_of
from server.domain.parts import Parts, Quotient, Sum, pool
from server.domain.picks import plain
from server.domain.protocol import Measure, Protocol
from server.domain.says import Facts, Figure, say, show_time
from server.domain.timeline import Timeline


class Combined(TypedDict):
    """`n`: how many lessons, or how many of what is counted, the figure rests on."""

    value: float | None
    n: int
    says: str


class OverLessons(TypedDict):
    """`lessons`: the value of each in their order, null where a lesson has none."""

    unit: str
    lessons: list[float | None]
    mean_of_lessons: Combined
    pooled: Combined


Lesson = tuple[Protocol, Timeline]


def compute_over_lessons(
    lessons: Sequence[Lesson], measures: Sequence[Measure], language: str = "en"
) -> Mapping[str, OverLessons]:
    """Compute measures that mean the same in every lesson; each lesson comes with the protocol it was taken with."""
    return {
        measure["id"]: _combine([figure_of(*lesson, measure) for lesson in lessons], language) for measure in measures
    }


def shared_measures(protocols: Sequence[Protocol]) -> list[Measure]:
    """Give the measures that stand, word for word, in all of these versions of a protocol."""
    first, *others = protocols
    return [measure for measure in first["measures"] if all(measure in other["measures"] for other in others)]


def _combine(figures: Sequence[Figure], language: str) -> OverLessons:
    return {
        "unit": figures[0].unit,
        "lessons": [None if figure.value is None else plain(figure.value) for figure in figures],
        "mean_of_lessons": _mean(figures, language),
        "pooled": _pooled(figures, language),
    }


def _mean(figures: Sequence[Figure], language: str) -> Combined:
    values = [figure.value for figure in figures if figure.value is not None]
    n, missing = len(values), len(figures) - len(values)
    if n == 0:
        return {"value": None, "n": 0, "says": say("none", {}, language)}
    value = sum(values) / n
    facts: Facts = {"shown": _show(value, figures[0].unit, language), "n": n, "missing": missing}
    key = "lessons_mean_partly" if missing else "lessons_mean"
    return {"value": plain(value), "n": n, "says": say(key, facts, language)}


def _pooled(figures: Sequence[Figure], language: str) -> Combined:
    parts = [figure.parts for figure in figures if figure.parts is not None]
    n = sum(figure.n for figure in figures)
    value = pool(parts)
    if value is None:
        return {"value": None, "n": n, "says": _say_why_not(figures, parts, language)}
    facts: Facts = {"shown": _show(value, figures[0].unit, language), "of": len(figures)}
    key = "lessons_sum" if isinstance(parts[0], Sum) else "lessons_pooled"
    return {"value": plain(value), "n": n, "says": say(key, facts, language)}


def _say_why_not(figures: Sequence[Figure], parts: Sequence[Parts], language: str) -> str:
    """Say why lessons together have no figure: nothing to one side of a ratio, people not known, or nothing at all."""
    top = sum(each.top for each in parts if isinstance(each, Quotient))
    if top > 0:
        is_time = any(isinstance(figure.facts.get("p"), str) for figure in figures)
        return say("ratio_to_none", {"p": show_time(top) if is_time else top}, language)
    is_known_of_each = not parts and any(figure.value is not None for figure in figures)
    return say("lessons_not_pooled" if is_known_of_each else "none", {}, language)


def _show(value: float, unit: str, language: str) -> str:
    return say(f"shown_{unit}", {"value": value}, language)

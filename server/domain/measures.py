"""A timeline → the numbers of a conference. Formulas: `protocols/README.md`; shared examples: `tests/vectors`."""

from typing import TypedDict, assert_never

from server.domain.picks import ALL, count_all, count_of, duration_of, observed_intervals, plain, seconds
from server.domain.protocol import Code, Measure, Protocol, TimerMeasure
from server.domain.ratios import ratio
from server.domain.says import Figure, say
from server.domain.sequences import transition
from server.domain.subjects import rating, reach, sweep_share
from server.domain.tallies import tally
from server.domain.timeline import Timeline, is_excluded
from server.domain.waits import latency_waits, timer_waits, wait_figure

DEFAULT_LIMIT_S = 3


class CodeFigures(TypedDict):
    """Null where a figure does not apply. Seconds are exact; shares are percent, not rounded."""

    count: int | None
    seconds: float | None
    share_of_time: float | None
    intervals: int | None
    share_of_intervals: float | None
    share_of_codes: float | None


class Measured(TypedDict):
    value: float | None
    unit: str
    n: int
    says: str


class Measures(TypedDict):
    observed_seconds: float
    codes: dict[str, CodeFigures]
    measures: dict[str, Measured]


def compute_measures(protocol: Protocol, timeline: Timeline, language: str = "en") -> Measures:
    """Compute all figures of an observation; the sentences are in the given language."""
    return {
        "observed_seconds": seconds(timeline.observed_ms),
        "codes": {code["id"]: _code_figures(protocol, timeline, code) for code in protocol["codes"]},
        "measures": {
            measure["id"]: compute_measure(protocol, timeline, measure, language) for measure in protocol["measures"]
        },
    }


def compute_measure(protocol: Protocol, timeline: Timeline, measure: Measure, language: str = "en") -> Measured:
    figure = figure_of(protocol, timeline, measure)
    value = None if figure.value is None else plain(figure.value)
    return {"value": value, "unit": figure.unit, "n": figure.n, "says": say(figure.key, figure.facts, language)}


def figure_of(protocol: Protocol, timeline: Timeline, measure: Measure) -> Figure:
    """Compute a measure and keep what it was made of."""
    match measure["kind"]:
        case "ratio":
            return ratio(protocol, timeline, measure)
        case "latency":
            limit = measure.get("limit_s", DEFAULT_LIMIT_S)
            return wait_figure(timeline, latency_waits(protocol, timeline, measure), measure, limit)
        case "timer":
            waits = timer_waits(protocol, timeline, measure["timer"])
            return wait_figure(timeline, waits, measure, _limit_of(protocol, measure))
        case "reach":
            return reach(timeline, measure)
        case "mean_rating" | "share_checked":
            return rating(timeline, measure)
        case "transition":
            return transition(protocol, timeline, measure)
        case "sweep_share":
            return sweep_share(timeline, measure)
        case _:
            return tally(protocol, timeline, measure)


def _limit_of(protocol: Protocol, measure: TimerMeasure) -> float:
    """A measure without a line of its own takes that of its timer."""
    lines = (timer.get("limit_s") for timer in protocol["timers"] if timer["id"] == measure["timer"])
    return measure.get("limit_s") or next(lines, None) or DEFAULT_LIMIT_S


def _code_figures(protocol: Protocol, timeline: Timeline, code: Code) -> CodeFigures:
    match protocol["sampling"]["method"]:
        case "interval":
            return _interval_figures(protocol, timeline, code)
        case "sweep":
            return {**_NONE, "count": count_of(protocol, timeline, code["id"], ALL)}
        case "continuous":
            return _continuous_figures(protocol, timeline, code)
        case method:
            assert_never(method)


_NONE: CodeFigures = {
    "count": None,
    "seconds": None,
    "share_of_time": None,
    "intervals": None,
    "share_of_intervals": None,
    "share_of_codes": None,
}


def _continuous_figures(protocol: Protocol, timeline: Timeline, code: Code) -> CodeFigures:
    count = count_of(protocol, timeline, code["id"], ALL)
    if code["kind"] == "event":
        return {**_NONE, "count": count}
    ms = duration_of(protocol, timeline, [code["id"]], ALL)
    share = plain(100 * ms / timeline.observed_ms) if timeline.observed_ms else None
    share = None if is_excluded(protocol, code["id"]) else share
    return {**_NONE, "count": count, "seconds": seconds(ms), "share_of_time": share}


def _interval_figures(protocol: Protocol, timeline: Timeline, code: Code) -> CodeFigures:
    intervals = count_of(protocol, timeline, code["id"], ALL)
    watched = len(observed_intervals(timeline, None))
    group = [other["id"] for other in protocol["codes"] if other["group"] == code["group"]]
    recorded = count_all(protocol, timeline, group, ALL)
    return {
        **_NONE,
        "intervals": intervals,
        "share_of_intervals": plain(100 * intervals / watched) if watched else None,
        "share_of_codes": plain(100 * intervals / recorded) if recorded else None,
    }

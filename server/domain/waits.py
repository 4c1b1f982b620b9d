"""From one code to another: waits, their quartiles, and what was never answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil, floor
from typing import Literal

from server.domain.parts import Sample, Sum
from server.domain.picks import ALL, Pick, bouts_of, counted_events, seconds
from server.domain.protocol import LatencyMeasure, Protocol, Statistic, TimerMeasure, find_code
from server.domain.ranges import Range, length_within, touches
from server.domain.says import Figure, nothing
from server.domain.spans import Span
from server.domain.timeline import TimedEvent, Timeline


@dataclass(frozen=True, slots=True)
class Waits:
    """Each wait from trigger to response in milliseconds, and how many triggers had none."""

    waits: tuple[Range, ...]
    no_response: int = 0


@dataclass(frozen=True, slots=True)
class _Ends:
    codes: Sequence[str]
    edge: Literal["start", "stop"]
    pick: Pick = ALL


def latency_waits(protocol: Protocol, timeline: Timeline, measure: LatencyMeasure) -> Waits:
    """Pair the latest earlier trigger with the next response; a trigger followed by another one had none."""
    subject = measure.get("subject")
    triggers = _Ends(measure["triggers"], "stop", Pick(measure.get("where", {}), subject))
    responses = _Ends(measure["responses"], "start", Pick(measure.get("response_where", {}), subject))
    if not measure.get("by_subject"):
        return _pair(protocol, timeline, triggers, responses)
    each = [
        _pair(protocol, timeline, _of(triggers, name), _of(responses, name)) for name in _subjects(timeline, triggers)
    ]
    waits = sorted(wait for found in each for wait in found.waits)
    return Waits(tuple(waits), sum(found.no_response for found in each))


def _of(ends: _Ends, subject: str) -> _Ends:
    return replace(ends, pick=replace(ends.pick, subject=subject))


def _subjects(timeline: Timeline, triggers: _Ends) -> list[str]:
    """Name whose triggers there are; what is of nobody in particular has no response of its own."""
    recorded: list[Span | TimedEvent] = [*timeline.spans, *timeline.events]
    found = {each.subject for each in recorded if each.code in triggers.codes and triggers.pick.means(each)}
    return sorted(subject for subject in found if subject is not None)


def timer_waits(protocol: Protocol, timeline: Timeline, id: str) -> Waits:
    timer = next((each for each in protocol["timers"] if each["id"] == id), None)
    if timer is None:
        return Waits(())
    if timer["kind"] == "hold":
        return Waits(tuple(bouts_of(timeline, [timer["code"]], ALL)))
    start = _Ends(timer["from"], timer.get("from_edge", "stop"))
    end = _Ends(timer["to"], timer.get("to_edge", "start"))
    return _pair(protocol, timeline, start, end, keeps_first=timer.get("pairing") == "first")


_BREAK, _TRIGGER, _RESPONSE = range(3)


def _pair(protocol: Protocol, timeline: Timeline, start: _Ends, end: _Ends, *, keeps_first: bool = False) -> Waits:
    """Two sides of time that was not watched are not paired, and not counted as unanswered either."""
    moments = [(begin, _BREAK) for begin, _ in timeline.observed[1:]]
    moments += [(t_ms, _TRIGGER) for t_ms in _moments_of(protocol, timeline, start)]
    moments += [(t_ms, _RESPONSE) for t_ms in _moments_of(protocol, timeline, end)]
    waits: list[Range] = []
    unanswered = 0
    pending: int | None = None
    for t_ms, order in sorted(moments):
        if order == _TRIGGER:
            unanswered += pending is not None and not keeps_first
            pending = pending if keeps_first and pending is not None else t_ms
            continue
        if order == _RESPONSE and pending is not None:
            waits.append((pending, t_ms))
        pending = None
    return Waits(tuple(waits), unanswered + (pending is not None))


def _moments_of(protocol: Protocol, timeline: Timeline, ends: _Ends) -> list[int]:
    states = [code for code in ends.codes if (found := find_code(protocol, code)) and found["kind"] == "state"]
    spans = [span for span in timeline.spans if span.code in states and ends.pick.means(span)]
    edges = [span.end_ms if ends.edge == "stop" else span.start_ms for span in spans]
    events = [event.t_ms for event in counted_events(timeline, ends.codes, ends.pick)]
    return events + [t_ms for t_ms in edges if touches(timeline.observed, t_ms)]


def wait_figure(timeline: Timeline, waits: Waits, measure: LatencyMeasure | TimerMeasure, limit_s: float) -> Figure:
    """Put waits into one figure; what a timer measured is not called a wait."""
    statistic = measure.get("statistic", "median")
    unit = {"no_response": "count", "share_at_least": "percent"}.get(statistic, "s")
    n = len(waits.waits)
    facts = {"n": n, "none": waits.no_response, "limit": limit_s}
    key = f"{'wait' if measure['kind'] == 'latency' else 'timer'}_{statistic}"
    if statistic == "no_response":
        return Figure(waits.no_response, unit, n, key, facts, Sum(waits.no_response))
    if n == 0:
        return nothing(unit)
    lengths = tuple(seconds(length_within(timeline.observed, *wait)) for wait in waits.waits)
    parts = Sample(lengths, partial(_summarise, statistic=statistic, limit_s=limit_s))
    value = _summarise(lengths, statistic, limit_s)
    return Figure(value, unit, n, key, {**facts, "value": value}, parts)


def _summarise(lengths: Sequence[float], statistic: Statistic, limit_s: float) -> float:
    match statistic:
        case "median":
            return quantile(lengths, 0.5)
        case "lower_quartile":
            return quantile(lengths, 0.25)
        case "upper_quartile":
            return quantile(lengths, 0.75)
        case "mean":
            return sum(lengths) / len(lengths)
        case _:
            return 100 * sum(each >= limit_s for each in lengths) / len(lengths)


def quantile(values: Sequence[float], p: float) -> float:
    """Interpolate linearly between the order statistics (Hyndman & Fan 1996, type 7)."""
    ordered = sorted(values)
    at = (len(ordered) - 1) * p
    low, high = ordered[floor(at)], ordered[ceil(at)]
    return low + (high - low) * (at - floor(at))

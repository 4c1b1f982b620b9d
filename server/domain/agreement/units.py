"""Timelines of several observers → the units that can be held side by side.

A unit is a moment (continuous), an interval, or one seat in one sweep; a score is a rating or a count of a sweep.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from server.domain.protocol import Protocol
from server.domain.ranges import Range, holds
from server.domain.timeline import Timeline

# Who was seen with what: subject ("" for none) and code.
Said: TypeAlias = frozenset[tuple[str, str]]
UnitKind: TypeAlias = Literal["moment", "interval", "sighting"]


@dataclass(frozen=True, slots=True)
class Unit:
    """What each observer said of one unit, in their order; None where one of them did not watch it."""

    start_ms: int
    end_ms: int
    said: tuple[Said | None, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """What each observer gave a rating, or counted in a sweep; None where one of them did not."""

    start_ms: int
    code: str
    values: tuple[float | None, ...]


def unit_kind(protocol: Protocol) -> UnitKind:
    kinds: dict[str, UnitKind] = {"continuous": "moment", "interval": "interval", "sweep": "sighting"}
    return kinds[protocol["sampling"]["method"]]


def make_units(protocol: Protocol, timelines: Sequence[Timeline], step_ms: int) -> list[Unit]:
    """Make the units of a lesson that at least one observer watched, in order of time."""
    match unit_kind(protocol):
        case "moment":
            return _make_moments(timelines, step_ms)
        case "interval":
            return _side_by_side([_read_intervals(timeline) for timeline in timelines])
        case "sighting":
            return _side_by_side([_read_sightings(timeline) for timeline in timelines])


def _make_moments(timelines: Sequence[Timeline], step_ms: int) -> list[Unit]:
    end = max((timeline.observed[-1][1] for timeline in timelines if timeline.observed), default=0)
    count = -(-end // step_ms)
    columns = [_label_moments(timeline, step_ms, count) for timeline in timelines]
    rows = zip(*columns, strict=True)
    return [
        Unit(at * step_ms, min((at + 1) * step_ms, end), said)
        for at, said in enumerate(rows)
        if any(one is not None for one in said)
    ]


def _label_moments(timeline: Timeline, step_ms: int, count: int) -> list[Said | None]:
    """Label each step with what holds at its instant; an event counts within half a step of it."""
    labels: list[set[tuple[str, str]]] = [set() for _ in range(count)]
    for span in timeline.spans:
        _put(labels, range(-(-span.start_ms // step_ms), -(-span.end_ms // step_ms)), (span.subject or "", span.code))
    for event in timeline.events:
        if event.counted:
            first, last = -(-(2 * event.t_ms - step_ms) // (2 * step_ms)), (2 * event.t_ms + step_ms) // (2 * step_ms)
            _put(labels, range(max(0, first), last + 1), (event.subject or "", event.code))
    ranges = list(timeline.observed)
    return [frozenset(label) if holds(ranges, at * step_ms) else None for at, label in enumerate(labels)]


def _put(labels: Sequence[set[tuple[str, str]]], places: Iterable[int], label: tuple[str, str]) -> None:
    for place in places:
        if place < len(labels):
            labels[place].add(label)


_Read: TypeAlias = Mapping[tuple[int, str], tuple[Range, Said]]


def _read_intervals(timeline: Timeline) -> _Read:
    return {
        (interval.index, ""): ((interval.start_ms, interval.end_ms), frozenset(("", code) for code in interval.codes))
        for interval in timeline.intervals
        if interval.observed_ms > 0
    }


def _read_sightings(timeline: Timeline) -> _Read:
    return {
        (sweep.index, sighting.subject): ((sweep.t_ms, sweep.t_ms), frozenset([("", sighting.code)]))
        for sweep in timeline.sweeps
        for sighting in sweep.sightings
        if sighting.subject is not None
    }


def _side_by_side(reads: Sequence[_Read]) -> list[Unit]:
    keys = sorted({key for read in reads for key in read})
    units = []
    for key in keys:
        found = [read.get(key) for read in reads]
        where = next(one[0] for one in found if one is not None)
        units.append(Unit(*where, tuple(None if one is None else one[1] for one in found)))
    return units


def make_scores(timelines: Sequence[Timeline]) -> list[Score]:
    """Make the scores: ratings by item and segment, and head counts by sweep and code."""
    reads = [_read_ratings(timeline) | _read_counts(timeline) for timeline in timelines]
    scores = []
    for key in sorted({key for read in reads for key in read}):
        found = [read.get(key) for read in reads]
        start = next(one[0] for one in found if one is not None)
        scores.append(Score(start, key[2], tuple(None if one is None else one[1] for one in found)))
    return scores


_Scores: TypeAlias = dict[tuple[str, int, str], tuple[int, float]]


def _read_ratings(timeline: Timeline) -> _Scores:
    return {
        ("rating", -1 if rating.segment is None else rating.segment, rating.code): (rating.t_ms, rating.value)
        for rating in timeline.ratings
        if rating.value is not None
    }


def _read_counts(timeline: Timeline) -> _Scores:
    """Read what was counted of people without seats; a code that a sweep lacks was counted 0."""
    counts: _Scores = {}
    codes = {one.code for sweep in timeline.sweeps for one in sweep.sightings if one.subject is None}
    for sweep in timeline.sweeps:
        for code in codes:
            n = sum(one.n for one in sweep.sightings if one.subject is None and one.code == code)
            counts["count", sweep.index, code] = (sweep.t_ms, n)
    return counts

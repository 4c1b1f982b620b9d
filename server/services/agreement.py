"""Observers of one lesson, brought together to be compared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from server.domain.agreement import Agreement, Settings, compare_observers
from server.domain.clock import read_instant
from server.domain.problems import Problem
from server.domain.protocol import Protocol
from server.domain.ranges import intersect
from server.domain.shift import shift_timeline
from server.domain.timeline import Timeline, make_timeline
from server.services.observations import Loaded, load_observation

Alignment = Literal["start", "clock"]
# What may differ between two versions of a protocol without another thing being observed.
_WORDS = ("id", "version", "title", "summary", "source", "licence", "based_on", "prompts", "measures", "displays")


def compare_observations(
    ids: Sequence[str], settings: Settings, *, align: Alignment, language: str, now: datetime
) -> Agreement:
    """Compare observations of one lesson, each counted from its own start or all from one clock.

    Raises Problem `not_found` for an unknown id and `bad_request` for what cannot be compared.
    """
    if len(ids) < 2:
        raise Problem("bad_request", "agreement takes two observations of one lesson. Name another one")
    loaded = [load_observation(id, now=now) for id in ids]
    protocol = loaded[0].protocol
    for other in loaded[1:]:
        _check_same(loaded[0], other)
    timelines = [make_timeline(each.protocol, each.fields, each.evidence, each.until_ms) for each in loaded]
    if align == "clock":
        timelines = _align_by_clock(protocol, loaded, timelines)
    _check_overlap(timelines, align)
    return compare_observers(protocol, timelines, settings, language)


def _check_same(one: Loaded, other: Loaded) -> None:
    if _instrument(one.protocol) == _instrument(other.protocol):
        return
    names = [f"{each.protocol['id']} version {each.protocol['version']}" for each in (one, other)]
    raise Problem(
        "bad_request",
        f"{one.id} was taken with {names[0]}, {other.id} with {names[1]}. Compare observations of one protocol",
    )


def _instrument(protocol: Protocol) -> dict[str, object]:
    return {name: part for name, part in protocol.items() if name not in _WORDS}


def _align_by_clock(protocol: Protocol, loaded: Sequence[Loaded], timelines: Sequence[Timeline]) -> list[Timeline]:
    starts = [read_instant(str(each.fields["started_at"])) for each in loaded]
    shifts = [round((start - min(starts)).total_seconds() * 1000) for start in starts]
    return [shift_timeline(protocol, timeline, by_ms) for timeline, by_ms in zip(timelines, shifts, strict=True)]


def _check_overlap(timelines: Sequence[Timeline], align: Alignment) -> None:
    common = list(timelines[0].observed)
    for timeline in timelines[1:]:
        common = intersect(common, list(timeline.observed))
    if not common:
        fix = "Leave --by-clock away" if align == "clock" else "Choose observations of one lesson"
        raise Problem("bad_request", f"the observers watched no moment in common. {fix}")

"""Observers whose lessons began at different moments, brought to one clock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.agreement import Settings, compare_observers
from server.domain.protocol import Protocol
from server.domain.shift import shift_timeline
from server.domain.timeline import Timeline, make_timeline
from server.services.protocols import get_library_protocol
from tests.domain.vectors import read_items

MARKS: Sequence[Sequence[Any]] = (
    ("a", 5_000, "mark", "L"),
    ("b", 130_000, "mark", "Ind"),
    ("c", 250_000, "mark", "L"),
)


COPUS = get_library_protocol("copus")


def copus_lesson(marks: Sequence[Sequence[Any]]) -> tuple[Protocol, Timeline]:
    return COPUS, make_timeline(COPUS, {}, read_items(marks), 360_000)


@pytest.mark.parametrize(("by_ms", "places"), [(0, 0), (40_000, 0), (80_000, 1), (240_000, 2)])
def test_a_mark_moves_by_the_nearest_whole_number_of_intervals(by_ms: int, places: int) -> None:
    protocol, timeline = copus_lesson(MARKS)
    moved = shift_timeline(protocol, timeline, by_ms)
    assert [mark.interval for mark in moved.marks] == [mark.interval + places for mark in timeline.marks]
    assert [each.index for each in moved.intervals] == [each.index + places for each in timeline.intervals]
    assert moved.observed_ms == timeline.observed_ms


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 3_600_000))
def test_two_observers_moved_together_agree_as_before(by_ms: int) -> None:
    protocol, first = copus_lesson(MARKS)
    _, second = copus_lesson(MARKS[:2])
    before = compare_observers(protocol, (first, second), Settings())
    moved = [shift_timeline(protocol, timeline, by_ms) for timeline in (first, second)]
    after = compare_observers(protocol, moved, Settings())
    assert after["overall"] == before["overall"]
    assert after["codes"] == before["codes"]
    assert after["units"] == before["units"]

"""The simulator: lessons that are the same every time, and that every protocol of the library can read."""

from random import Random

import pytest

from server.domain.evidence import read_evidence
from server.domain.protocol import Protocol
from server.domain.records import find_field_fault
from server.domain.simulate import simulate_lesson
from server.domain.timeline import make_timeline
from server.services.protocols import read_library

LESSON_MS = 45 * 60_000
LIBRARY = read_library()


@pytest.mark.parametrize("protocol", LIBRARY, ids=[protocol["id"] for protocol in LIBRARY])
def test_every_protocol_can_be_taught_by(protocol: Protocol) -> None:
    items = simulate_lesson(protocol, LESSON_MS, Random(7))
    assert [find_field_fault("evidence", item, creates=True) for item in items] == [None] * len(items)
    evidence = [read_evidence(f"{place:05}", item) for place, item in enumerate(items)]
    assert [item.t_ms for item in evidence] == sorted(item.t_ms for item in evidence)
    assert all(0 <= item.t_ms < LESSON_MS for item in evidence)
    assert make_timeline(protocol, {}, evidence, LESSON_MS).unread == ()


def test_the_same_numbers_make_the_same_lesson() -> None:
    first, again, other = (simulate_lesson(LIBRARY[0], LESSON_MS, Random(seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_lesson_has_as_many_items_as_lessons_have() -> None:
    for protocol in LIBRARY:
        if protocol["id"] in ("fill-plus", "copus", "opportunities-praise"):
            assert 25 < len(simulate_lesson(protocol, LESSON_MS, Random(3))) < 400

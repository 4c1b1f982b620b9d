"""The simulator: lessons that are the same every time, and that every protocol of the library can read."""

from random import Random
from typing import cast

import pytest

from server.domain.evidence import read_evidence
from server.domain.json_values import JsonObject
from server.domain.protocol import Protocol, find_code, is_exclusive, step_of, track_of
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


@pytest.mark.parametrize("protocol", LIBRARY, ids=[protocol["id"] for protocol in LIBRARY])
def test_only_one_code_of_an_exclusive_lane_is_seen_at_a_time(protocol: Protocol) -> None:
    seen: dict[tuple[int, str, object], set[str]] = {}
    for item in simulate_lesson(protocol, LESSON_MS, Random(11)):
        code = find_code(protocol, str(item.get("code")))
        if code is None or item["action"] not in ("mark", "sweep") or not is_exclusive(protocol, code):
            continue
        sampling = protocol["sampling"]
        place = item["interval"] if sampling["method"] == "sweep" else _interval(protocol, item)
        seen.setdefault((cast(int, place), track_of(protocol, code), item.get("subject")), set()).add(code["id"])
    assert all(len(codes) == 1 for codes in seen.values())


def _interval(protocol: Protocol, item: JsonObject) -> int:
    sampling = protocol["sampling"]
    assert sampling["method"] == "interval"
    return cast(int, item["t_ms"]) // step_of(sampling)


def test_the_looks_of_a_segment_lie_at_minutes_4_9_and_14() -> None:
    protocol = next(each for each in LIBRARY if each["id"] == "time-on-task-elements")
    items = [item for item in simulate_lesson(protocol, 50 * 60_000, Random(5)) if item["action"] == "sweep"]
    minutes = {cast(int, item["t_ms"]) // 60_000 for item in items}
    assert minutes == {4, 9, 14, 29, 34, 39}


def test_the_same_numbers_make_the_same_lesson() -> None:
    first, again, other = (simulate_lesson(LIBRARY[0], LESSON_MS, Random(seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_lesson_has_as_many_items_as_lessons_have() -> None:
    for protocol in LIBRARY:
        if protocol["id"] in ("fill-plus", "copus", "opportunities-praise"):
            assert 25 < len(simulate_lesson(protocol, LESSON_MS, Random(3))) < 400

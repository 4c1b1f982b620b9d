"""What we write BORIS reads, and counts and times as we do: judged by BORIS's own functions."""

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest

from server.domain.agreement import Settings, compare_observers
from server.domain.boris.read import read_boris
from server.domain.boris.write import Written, write_boris
from server.domain.evidence import Evidence, read_evidence
from server.domain.json_values import JsonObject
from server.domain.measures import compute_measures
from server.domain.protocol import Protocol
from server.domain.simulate import simulate_lesson
from server.domain.timeline import make_timeline
from server.services.protocols import get_library_protocol, read_library
from tests.boris.court import ask_judge

LENGTH_MS = 20 * 60_000


def _make_lesson(protocol: Protocol, name: str, evidence: Sequence[Evidence], length_ms: int = LENGTH_MS) -> Written:
    timeline = make_timeline(protocol, {}, evidence, length_ms)
    return Written(name, "2026-11-22T10:00:00.000Z", length_ms, "", timeline)


def _simulate(protocol: Protocol, seed: int) -> list[Evidence]:
    fields = simulate_lesson(protocol, LENGTH_MS, Random(seed))
    return [read_evidence(f"{at:05}", cast(dict[str, object], each)) for at, each in enumerate(fields)]


def _judge(project: JsonObject, folder: Path, *, step_s: str = "") -> dict[str, Any]:
    file = folder / "written.boris"
    file.write_text(json.dumps(project), "utf-8")
    return ask_judge(file, folder, step_s=step_s)


# An interruption in lesson-structure takes time out of the phase that runs; BORIS knows no such time, and is told so.
@pytest.mark.slow
@pytest.mark.parametrize("id", [each["id"] for each in read_library() if each["id"] != "lesson-structure"])
def test_boris_computes_the_same_time_budget(id: str, tmp_path: Path) -> None:
    protocol = get_library_protocol(id)
    lessons = [_make_lesson(protocol, f"lesson {seed}", _simulate(protocol, seed)) for seed in (1, 2)]
    project, _ = write_boris(protocol, lessons)
    judged = _judge(project, tmp_path)["observations"]
    for lesson in lessons:
        assert judged[lesson.name]["paired"], judged[lesson.name]["why"]
        assert _boris_budget(judged[lesson.name]["budget"]) == _our_budget(protocol, lesson)


def _boris_budget(rows: Sequence[Sequence[Any]]) -> dict[str, tuple[int, float]]:
    budget: dict[str, tuple[int, float]] = {}
    for _, code, number, duration, *_ in rows:
        before = budget.get(code, (0, 0.0))
        seconds = duration if isinstance(duration, int | float) else 0
        budget[code] = (before[0] + int(number), round(before[1] + seconds, 3))
    return {code: found for code, found in budget.items() if found[0] and code != "NOTE"}


def _our_budget(protocol: Protocol, lesson: Written) -> dict[str, tuple[int, float]]:
    figures = compute_measures(protocol, lesson.timeline)["codes"]
    found = {
        code: (each["count"] or each["intervals"] or 0, round(each["seconds"] or 0, 3))
        for code, each in figures.items()
    }
    return {code: each for code, each in found.items() if each[0]}


@pytest.mark.slow
def test_boris_computes_the_same_time_unit_kappa(tmp_path: Path) -> None:
    """On states of fill-plus that change between the steps, where both look at the same instants."""
    protocol = get_library_protocol("fill-plus")
    lessons = [_make_lesson(protocol, name, _watch(changes), 60_000) for name, changes in _WATCHED.items()]
    project, _ = write_boris(protocol, lessons)
    [[_, _, kappa]] = _judge(project, tmp_path, step_s="1.0")["kappa"]
    ours = compare_observers(protocol, [each.timeline for each in lessons], Settings())
    assert ours["overall"]["kappa"]["value"] == pytest.approx(kappa, abs=0.0005)


_WATCHED = {
    "one": [(0, "LT"), (10_500, "LQ"), (14_500, "SR"), (20_500, "LT"), (41_500, "SD"), (55_500, "FB")],
    "other": [
        (0, "LT"),
        (11_500, "LQ"),
        (13_500, "SR"),
        (22_500, "LT"),
        (40_500, "ST"),
        (43_500, "SD"),
        (57_500, "FB"),
    ],
}


def _watch(changes: Sequence[tuple[int, str]]) -> list[Evidence]:
    items = [Evidence(f"{at:03}", t_ms, "start", code) for at, (t_ms, code) in enumerate(changes)]
    # BORIS looks at every step up to and with the last stop: let that lie between two steps.
    return [*items, Evidence("999", 59_500, "stop", changes[-1][1])]


@pytest.mark.parametrize("id", ["talk-ratio", "lesson-structure"])
def test_time_that_was_excluded_is_told_as_left_out(id: str) -> None:
    protocol = get_library_protocol(id)
    excluded = protocol["exclude"][0]["code"]
    evidence = [Evidence("1", 0, "start", excluded), Evidence("2", 5000, "stop", excluded)]
    _, left_out = write_boris(protocol, [_make_lesson(protocol, "lesson", evidence)])
    assert left_out == ["that parts of lesson were not observed: to BORIS they are part of its length"]


@pytest.mark.parametrize(
    "id", ["fill-plus", "opportunities-praise", "flanders", "questioning-wait-time", "selective-scripting"]
)
def test_a_lesson_written_and_read_again_has_the_same_figures(id: str) -> None:
    protocol = get_library_protocol(id)
    lesson = _make_lesson(protocol, "lesson", _simulate(protocol, 3))
    project, _ = write_boris(protocol, [lesson])
    back = read_boris(json.dumps(project), "again")
    assert back.left_out == []
    evidence = [
        read_evidence(f"{at:05}", cast(dict[str, object], each)) for at, each in enumerate(back.lessons[0].evidence)
    ]
    again = _make_lesson(back.protocol, "lesson", evidence)
    assert back.lessons[0].ended_ms == LENGTH_MS
    assert {code: each for code, each in _our_budget(back.protocol, again).items() if code != "NOTE"} == _our_budget(
        protocol, lesson
    )


def test_time_that_nobody_watched_comes_back() -> None:
    protocol = get_library_protocol("fill-plus")
    evidence = [Evidence("1", 0, "start", "LT"), Evidence("2", 40_000, "start", "SQ")]
    pauses = [{"from_ms": 20_000, "to_ms": 30_500, "why": "pause"}]
    timeline = make_timeline(protocol, {"pauses": pauses}, evidence, 60_000)
    project, left_out = write_boris(protocol, [Written("lesson", "2026-11-22T10:00:00.000Z", 60_000, "", timeline)])
    back = read_boris(json.dumps(project), "again").lessons[0]
    assert left_out == ["that parts of lesson were not observed: to BORIS they are part of its length"]
    assert back.not_observed == [(20_000, 30_500)]
    assert [(item["t_ms"], item["action"], item["code"]) for item in back.evidence] == [
        (0, "start", "LT"),
        (20_000, "stop", "LT"),
        (40_000, "start", "SQ"),
        (60_000, "stop", "SQ"),
    ]


def test_what_boris_holds_otherwise_is_told() -> None:
    protocol = get_library_protocol("fill-plus")
    evidence = [
        Evidence("1", 1_000, "stop", "LT"),
        Evidence("2", 5_000, "start", "LT", modifiers={"pace": "slow"}),
        Evidence("3", 9_000, "stop", "LT", note="the bell"),
        Evidence("4", 9_500, "note", note="chairs"),
    ]
    project, left_out = write_boris(protocol, [_make_lesson(protocol, "lesson", evidence)])
    assert left_out == [
        "that LT is open at 1 s in lesson: BORIS needs a start and a stop",
        "the modifier pace of LT in lesson",
    ]
    observations = cast(dict[str, Any], project["observations"])
    assert [row[:3] + row[4:] for row in observations["lesson"]["events"]] == [
        [1.0, "", "LT", ""],
        [1.0, "", "LT", ""],
        [5.0, "", "LT", ""],
        [9.0, "", "LT", "the bell"],
        [9.5, "", "NOTE", "chairs"],
    ]

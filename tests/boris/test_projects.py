"""Projects of formats 4 to 7 as coders leave them: what we read of them comes to the numbers that BORIS computes."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from server.domain.agreement import Settings, compare_observers
from server.domain.boris.read import BorisProject, read_boris
from server.domain.evidence import read_evidence
from server.domain.measures import compute_measure, compute_measures
from server.domain.protocol import Protocol, TallyMeasure
from server.domain.timeline import Timeline, make_timeline
from tests.boris.court import ask_judge

FOLDER = Path(__file__).with_name("projects")
PROJECTS = sorted(FOLDER.glob("*.boris"))
NOBODY = "No focal subject"


def read_project(file: Path) -> BorisProject:
    return read_boris(file.read_text("utf-8"), file.stem)


def timelines_of(found: BorisProject) -> dict[str, Timeline]:
    return {
        lesson.name: make_timeline(
            found.protocol,
            {},
            [read_evidence(f"{at:05}", cast(Mapping[str, object], item)) for at, item in enumerate(lesson.evidence)],
            lesson.ended_ms,
        )
        for lesson in found.lessons
    }


@pytest.mark.slow
@pytest.mark.parametrize("file", PROJECTS, ids=lambda file: str(file.stem))
def test_counts_durations_means_and_deviations_are_those_of_boris(file: Path, tmp_path: Path) -> None:
    found, judged = read_project(file), ask_judge(file, tmp_path)["observations"]
    timelines = timelines_of(found)
    assert set(timelines) == set(judged)
    for name, timeline in timelines.items():
        assert judged[name]["paired"] == (not any(span.open for span in timeline.spans))
        for row in judged[name]["budget"]:
            subject, behaviour, number, *times = row
            if number != "UNPAIRED":
                figures = budget_of(found.protocol, of_subject(timeline, subject), found.codes[behaviour])
                assert figures == pytest.approx(tuple(_read(each) for each in (number, *times)), abs=0.00051), row


def of_subject(timeline: Timeline, subject: str) -> Timeline:
    """Take what was recorded of one subject; this protocol's subjects are named in small letters."""
    name = None if subject == NOBODY else subject.lower()
    return replace(
        timeline,
        spans=tuple(span for span in timeline.spans if span.subject == name),
        events=tuple(event for event in timeline.events if event.subject == name),
    )


def budget_of(protocol: Protocol, timeline: Timeline, code: str) -> tuple[float | None, ...]:
    """Count, total, mean and standard deviation."""
    plain = compute_measures(protocol, timeline)["codes"][code]
    found = [plain["count"], plain["seconds"], *(_tally(protocol, timeline, code, kind) for kind in _KINDS)]
    return tuple(found)


def _read(value: float | str) -> float | None:
    """BORIS rounds to milliseconds, and writes NA where there is nothing to compute."""
    return None if value == "NA" else float(value)


_KINDS = ("bout_mean", "bout_sd")


def _tally(protocol: Protocol, timeline: Timeline, code: str, kind: str) -> float | None:
    measure = {"id": "x", "label": {"en": "x", "es": "x"}, "kind": kind, "codes": [code]}
    return compute_measure(protocol, timeline, cast(TallyMeasure, measure))["value"]


@pytest.mark.slow
def test_two_coders_agree_as_far_as_boris_says(tmp_path: Path) -> None:
    file = FOLDER / "whole-class-talk.7.boris"
    found = read_project(file)
    [[first, second, kappa]] = ask_judge(file, tmp_path, step_s="1.0")["kappa"]
    timelines = timelines_of(found)
    ours = compare_observers(found.protocol, [timelines[first], timelines[second]], Settings())
    assert ours["overall"]["kappa"]["value"] == pytest.approx(kappa, abs=0.0005)


def test_a_protocol_has_a_measure_of_each_subject() -> None:
    found = read_project(FOLDER / "pairs-at-work.5.boris")
    timeline = timelines_of(found)["pair 1"]
    measured = compute_measures(found.protocol, timeline)["measures"]
    assert measured["talks-count-omar"]["value"] == 2
    assert measured["talks-duration-omar"]["value"] == pytest.approx(17.65)
    assert measured["writes-duration-nina"]["value"] == 30.5


@pytest.mark.parametrize(
    ("file", "left_out"),
    [
        ("reading-corner.4", ["the media files of corner A"]),
        ("pairs-at-work.5", ["the keys of subjects"]),
        (
            "circle-time.6",
            [
                "the colours of behaviours",
                "the coding map of place",
                "the partner of sings at 12.5 s in left open: shown as open",
                "that moves excludes listens: they were recorded at once",
                "coding map of the project",
                "the category unused, which no behaviour has",
                "the keys of subjects",
                "the description of the subject Ada",
                "the key F2 of place",
            ],
        ),
        ("whole-class-talk.7", ["the file that gives values to the modifier noise of question"]),
    ],
)
def test_nothing_is_dropped_in_silence(file: str, left_out: list[str]) -> None:
    assert list(read_project(FOLDER / f"{file}.boris").left_out) == left_out


def test_what_was_chosen_on_a_map_is_a_modifier() -> None:
    found = read_project(FOLDER / "circle-time.6.boris")
    places = [item["modifiers"] for item in found.lessons[0].evidence if item["code"] == "place"]
    assert places == [{"place": ["edge"]}, {"place": ["middle"]}]


def test_behaviours_and_observations_keep_their_names() -> None:
    raw: dict[str, Any] = json.loads((FOLDER / "whole-class-talk.7.boris").read_text("utf-8"))
    found = read_project(FOLDER / "whole-class-talk.7.boris")
    assert list(found.codes) == [each["code"] for each in raw["behaviors_conf"].values()]
    assert found.codes["teacher talk"] == "teacher-talk"
    assert [lesson.name for lesson in found.lessons] == list(raw["observations"])

"""Reading BORIS projects of formats 4 to 7: what becomes what, and what is told to be left out."""

import json
from typing import Any, cast

import pytest

from server.domain.boris.raw import BorisError
from server.domain.boris.read import BorisProject, read_boris
from server.domain.evidence import read_evidence
from server.domain.measures import compute_measures
from server.domain.protocol_lint import lint_file
from server.domain.timeline import Timeline, make_timeline
from server.domain.toml_write import write_toml

SETS = {
    "0": {"name": "Level", "description": "", "type": 0, "values": ["low (l)", "high (h)"]},
    "1": {"name": "To whom", "description": "", "type": 1, "values": ["one", "group", "all"]},
    "2": {"name": "Seconds", "description": "", "type": 2, "values": []},
    "3": {"name": "Probe", "description": "", "type": 3, "values": []},
}


def behaviour(code: str, type: str, **more: Any) -> dict[str, Any]:
    plain = {
        "key": "",
        "description": f"Seen: {code}",
        "category": "",
        "modifiers": {},
        "excluded": "",
        "coding map": "",
    }
    return {"type": type, "code": code, **plain, **more}


def project(version: str = "7.0", **more: Any) -> dict[str, Any]:
    behaviours = [
        behaviour("Walk", "State event", key="w", category="Move", excluded="Stand still,Sit"),
        behaviour("Stand still", "State event", key="s", category="Move", excluded="Walk,Sit"),
        behaviour("Sit", "State event", key="i", category="Move", excluded="Walk,Stand still"),
        behaviour("Ask", "Point event", key="a", category="Talk", modifiers=SETS),
        behaviour("Café", "State event", key="F1", category="Talk", excluded="Sit"),
    ]
    return {
        "time_format": "hh:mm:ss",
        "project_date": "2026-11-20T09:00:00",
        "project_name": "Room 12 & friends",
        "project_description": "Two visits.",
        "project_format_version": version,
        "subjects_conf": {"0": {"key": "1", "name": "Peer A", "description": ""}},
        "behaviors_conf": {str(number): each for number, each in enumerate(behaviours)},
        "behavioral_categories": ["Move", "Talk"],
        "independent_variables": {
            "0": {
                "label": "Class size",
                "type": "numeric",
                "description": "",
                "default value": "",
                "possible values": "",
            },
            "1": {"label": "Room", "type": "value from set", "description": "", "possible values": "lab,hall"},
        },
        "coding_map": {},
        "converters": {},
        "observations": {"visit one": observation()},
        **more,
    }


def observation(events: list[list[Any]] | None = None, **more: Any) -> dict[str, Any]:
    plain = [
        [1.0, "", "Walk", "", ""],
        [4.5, "", "Walk", "", ""],
        [4.5, "", "Sit", "", ""],
        [6.0, "Peer A", "Ask", "high|one,all|2.5|None", "why?"],
        [9.25, "", "Sit", "", ""],
    ]
    return {
        "type": "LIVE", "date": "2026-11-20T09:10:00", "description": "After lunch", "time offset": 0.0, "file": [],
        "events": plain if events is None else events, "independent_variables": {"Class size": "24", "Room": "lab"},
        **more,
    }  # fmt: skip


def read(raw: dict[str, Any]) -> BorisProject:
    return read_boris(json.dumps(raw), "file")


def timeline_of(found: BorisProject, at: int = 0) -> Timeline:
    lesson = found.lessons[at]
    items = [read_evidence(f"{n:04}", cast(dict[str, object], each)) for n, each in enumerate(lesson.evidence)]
    return make_timeline(found.protocol, {}, items, lesson.ended_ms)


@pytest.mark.parametrize("version", ["4.0", "5.0", "6.0", "7.0"])
def test_an_ethogram_becomes_a_protocol_that_lint_passes(version: str) -> None:
    protocol = read(project(version)).protocol
    errors = [each for each in lint_file(write_toml(protocol).encode(), "x") if each.severity == "error"]
    assert errors == []
    assert protocol["id"] == "room-12-friends"
    assert {code["id"]: code["kind"] for code in protocol["codes"]} == {
        "Walk": "state",
        "Stand-still": "state",
        "Sit": "state",
        "Ask": "event",
        "Cafe": "state",
    }


def test_categories_are_groups_and_one_that_excludes_itself_is_exclusive() -> None:
    protocol = read(project()).protocol
    assert [(group["label"]["en"], group["exclusive"]) for group in protocol["groups"]] == [
        ("Move", True),
        ("Talk", False),
    ]
    assert {code["id"]: code.get("stops") for code in protocol["codes"]}["Cafe"] == ["Sit"]


def test_modifiers_of_every_kind_come_along() -> None:
    found = read(project())
    kinds = [(modifier["label"]["en"], modifier["kind"]) for modifier in found.protocol["modifiers"]]
    assert kinds == [("Level", "one"), ("To whom", "many"), ("Seconds", "number"), ("Probe", "number")]
    asked = next(item for item in found.lessons[0].evidence if item["code"] == "Ask")
    assert asked["modifiers"] == {"ask-level": "high", "ask-to-whom": ["one", "all"], "ask-seconds": 2.5}
    assert (asked["subject"], asked["note"]) == ("peer-a", "why?")
    assert any("file that gives values to the modifier Probe" in what for what in found.left_out)


def test_toggles_become_spans_and_variables_become_context() -> None:
    found = read(project())
    lesson = found.lessons[0]
    figures = compute_measures(found.protocol, timeline_of(found))["codes"]
    assert (figures["Walk"]["seconds"], figures["Sit"]["seconds"], figures["Ask"]["count"]) == (3.5, 4.75, 1)
    assert lesson.context == {"class-size": 24, "room": "lab"}
    assert (lesson.name, lesson.notes, lesson.ended_ms) == ("visit one", "After lunch", 9250)


def test_a_state_without_partner_is_shown_open_and_told() -> None:
    events = [[1, "", "Walk", "", ""], [2, "", "Walk", "", ""], [3, "", "Walk", "", ""], [5, "", "Ask", "", ""]]
    found = read(project(observations={"visit": observation(events)}))
    assert [(span.start_ms, span.end_ms, span.open) for span in timeline_of(found).spans] == [
        (1000, 2000, False),
        (3000, 3000, True),
    ]
    assert any("partner of Walk at 3 s" in what for what in found.left_out)


def test_media_lengths_and_chosen_stretches_end_an_observation() -> None:
    media: dict[str, Any] = {
        "type": "MEDIA",
        "file": {"1": ["a.mp4", "b.mp4"], "2": []},
        "media_info": {"length": {"a.mp4": 60.0, "b.mp4": 30.5}},
    }
    found = read(project(observations={"m": observation(**media)}))
    assert found.lessons[0].ended_ms == 90_500
    assert "the media files of m" in found.left_out
    chosen = read(project(observations={"m": observation(None, **{"observation time interval": [0, 20]})}))
    assert chosen.lessons[0].ended_ms == 20_000


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (project(coding_map={"map": {}}), "coding map of the project"),
        (project(converters={"c": {}}), "converters of the project"),
        (project(observations={"v": observation([["NA", "", "Ask", "", ""]])}), "event 1 of v"),
        (project(observations={"v": observation([[-3, "", "Ask", "", ""]])}), "event 1 of v"),
        (project(observations={"v": observation([[1, "", "Swim", "", ""]])}), "behaviour Swim"),
        (project(observations={"v": observation([[1, "", "Ask", "purple", ""]])}), "the value purple"),
        (project(observations={"v": observation([], **{"time offset": 12.0})}), "time offset of v"),
        (project(observations={"v": observation([], independent_variables={"Room": "moon"})}), "Room = moon"),
        (
            project(observations={"v": observation([[1, "", "Ask", "low", ""], [2, "", "Ask", "low|one|1|2|3", ""]])}),
            "modifiers of Ask beyond its sets",
        ),
    ],
)
def test_what_cannot_be_carried_is_told(raw: dict[str, Any], told: str) -> None:
    assert any(told in what for what in read(raw).left_out), read(raw).left_out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: not JSON"),
        ('{\n"a": }', "line 2: not JSON"),
        ("[1, 2]", "no BORIS project"),
        ('{"observations": {}}', "no BORIS project"),
        (json.dumps(project("3.0")), "3.0 is not from 4 to 7"),
        (json.dumps(project("12.1")), "12.1 is not from 4 to 7"),
        (json.dumps(project(behaviors_conf={})), "no behaviour"),
        ("[" * 100_000, "nested too deeply"),
        ('{"behaviors_conf": {}, "n": ' + "9" * 5000 + "}", "a number that is none"),
    ],
)
def test_what_is_no_project_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(BorisError, match=says):
        read_boris(text, "file")

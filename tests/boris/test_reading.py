"""Reading BORIS projects of formats 4 to 7: what becomes what, and what is told to be left out."""

import json
from datetime import UTC, datetime
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
    assert asked["modifiers"] == {"level": "high", "to-whom": ["one", "all"], "seconds": 2.5}
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
        (project(observations={"v": observation([[True, "", "Ask", "", ""]])}), "event 1 of v"),
        (project(observations={"v": observation([[-3, "", "Ask", "", ""]])}), "the clock of v: its times count from"),
        (project(observations={"v": observation([[0, "", "Ask", "", ""], [1e6, "", "Ask", "", ""]])}), "length of v"),
        (project(observations={"v": 3}), "the observation v"),
        (project(observations={"v": observation(cast(Any, "x"))}), "the events of v, which are no list"),
        (project(observations=[1]), "the observations, which are not in the form"),
        (project(observations={"v": observation([], date="soon")}), "the date soon of v"),
        (project(observations={"v": observation([], plot_data={"0": {}})}), "the data files of v"),
        (project(observations={"v": observation([], scan_sampling_time=30)}), "the scan sampling of v"),
        (project(observations={"v": observation([], visualize_waveform=True)}), "settings of the player of v"),
        (project(observations={"v": observation([], mood="good")}), "mood of v"),
        (project(observations={"v": observation([["NA", "", "Ask", "", "", 1, "a.jpg"]], type="IMAGES")}), "event 1"),
        (project(future={"a": 1}), "future of the project"),
        (project(behavioral_categories=["Move", "Talk", "Rest"]), "the category Rest, which no behaviour has"),
        (project(project_description="x" * 3000), "the end of a text of 3000 characters (project_description)"),
        (project(observations={"v": observation([[1, "", "Swim", "", ""]])}), "behaviour Swim"),
        (project(observations={"v": observation([[1, "", "Ask", "low|one|many", ""]])}), "the value many"),
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
        ('{"behaviors_conf": {}, "behaviors_conf": {}}', "behaviors_conf stands twice"),
        ("[" * 100_000, "nested too deeply"),
        ('{"behaviors_conf": {}, "n": ' + "9" * 5000 + "}", "a number that is none"),
    ],
)
def test_what_is_no_project_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(BorisError, match=says):
        read_boris(text, "file")


def one_behaviour(events: list[list[Any]], type: str = "State event", **more: Any) -> BorisProject:
    return read(project(behaviors_conf={"0": behaviour("Act", type, **more)}, observations={"v": observation(events)}))


def test_a_value_that_the_set_does_not_have_comes_along() -> None:
    found = one_behaviour([[1, "", "Act", "purple", ""]], "Point event", modifiers={"0": {**SETS["0"]}})
    assert [option["id"] for option in found.protocol["modifiers"][0]["options"]] == ["low", "high", "purple"]
    assert found.lessons[0].evidence[0]["modifiers"] == {"level": "purple"}


def test_sets_that_are_alike_are_one_modifier() -> None:
    behaviours = {str(n): behaviour(f"B{n}", "Point event", modifiers={"0": SETS["0"]}) for n in range(30)}
    protocol = read(project(behaviors_conf=behaviours, observations={})).protocol
    assert [modifier["id"] for modifier in protocol["modifiers"]] == ["level"]
    assert all(code["modifiers"] == ["level"] for code in protocol["codes"])


@pytest.mark.parametrize(
    ("events", "more", "starts_at", "spans"),
    [
        ([["1.5", "", "Act", "", ""], ["4", "", "Act", "", ""]], {}, "2026-11-20T09:10:00", [(1500, 4000)]),
        ([[-3, "", "Act", "", ""], [10, "", "Act", "", ""]], {}, "2026-11-20T09:10:00", [(0, 13_000)]),
        (
            [[36_000.5, "", "Act", "", ""], [36_010, "", "Act", "", ""]],
            {"start_from_current_time": True},
            "2026-11-20T10:00:00.500000",
            [(0, 9500)],
        ),
        (
            [[1_763_629_200, "", "Act", "", ""], [1_763_629_260, "", "Act", "", ""]],
            {"start_from_current_epoch_time": True},
            "2025-11-20T09:00:00",
            [(0, 60_000)],
        ),
    ],
)
def test_times_count_from_where_the_lesson_begins(
    events: list[list[Any]], more: dict[str, Any], starts_at: str, spans: list[tuple[int, int]]
) -> None:
    raw = project(
        behaviors_conf={"0": behaviour("Act", "State event")}, observations={"v": observation(events, **more)}
    )
    found = read(raw)
    assert found.lessons[0].started_at == datetime.fromisoformat(starts_at).replace(tzinfo=UTC)
    assert [(span.start_ms, span.end_ms) for span in timeline_of(found).spans] == spans


def test_the_longest_player_and_the_chosen_stretch_bound_a_lesson() -> None:
    files = {"type": "MEDIA", "file": {"1": ["a"], "2": ["b"]}, "media_info": {"length": {"a": 50, "b": 70}}}
    assert read(project(observations={"v": observation(None, **files)})).lessons[0].ended_ms == 70_000
    limited = observation([[30, "", "Ask", "", ""]], **{"observation time interval": [20, 60]})
    lesson = read(project(observations={"v": limited})).lessons[0]
    assert (lesson.ended_ms, lesson.not_observed) == (60_000, [(0, 20_000)])


def test_behaviours_that_were_recorded_at_once_do_not_end_each_other() -> None:
    events = [[0, "", "Walk", "", ""], [5, "", "Sit", "", ""], [9, "", "Walk", "", ""], [12, "", "Sit", "", ""]]
    found = read(project(observations={"v": observation(events)}))
    assert [(span.code, span.start_ms, span.end_ms, span.open) for span in timeline_of(found).spans] == [
        ("Walk", 0, 9000, False),
        ("Sit", 5000, 12_000, False),
    ]
    assert "that Sit excludes Walk: they were recorded at once" in found.left_out
    assert not any(group["exclusive"] for group in found.protocol["groups"])


def test_too_many_behaviours_lose_those_that_nobody_recorded() -> None:
    many = {str(n): behaviour(f"B{n}", "Point event") for n in range(90)}
    found = read(project(behaviors_conf=many, observations={"v": observation([[1, "", "B89", "", ""]])}))
    assert len(found.protocol["codes"]) == 80
    assert "B89" in found.codes
    assert "the behaviour B88: a protocol has at most 80" in found.left_out


def test_too_many_recorded_behaviours_are_refused() -> None:
    many = {str(n): behaviour(f"B{n}", "Point event") for n in range(90)}
    events = [[n, "", f"B{n}", "", ""] for n in range(90)]
    with pytest.raises(BorisError, match="90 behaviours were recorded"):
        read(project(behaviors_conf=many, observations={"v": observation(events)}))


def test_observations_that_would_be_called_alike_stay_two() -> None:
    found = read(project(observations={"v": observation([]), "v ": observation([])}))
    assert [lesson.name for lesson in found.lessons] == ["v", "v 2"]

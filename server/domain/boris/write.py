"""A protocol and lessons → a BORIS project of format 7, which BORIS 7 and later open."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from server.domain.boris.raw import NOT_OBSERVED, POINT, STATE, Left
from server.domain.boris.write_events import Written, list_choices, show_choice, write_events
from server.domain.json_values import Json, JsonObject
from server.domain.protocol import Code, ContextField, Modifier, Protocol, ended_by
from server.domain.ranges import Range, subtract, unite
from server.domain.timeline import is_excluded

__all__ = ["Written", "write_boris"]

_SETS = {"one": 0, "many": 1, "number": 2, "subject": 0}
_KINDS_OF_VARIABLE = {"number": "numeric", "text": "text", "choice": "value from set"}


def write_boris(protocol: Protocol, lessons: Sequence[Written]) -> tuple[JsonObject, list[str]]:
    """Write a project and say what of the lessons it does not carry."""
    left = Left()
    note = _name_notes(protocol)
    events = {lesson.name: write_events(protocol, lesson, note, left) for lesson in lessons}
    has_notes = any(row[2] == note for rows in events.values() for row in rows)
    subjects = sorted({str(row[1]) for rows in events.values() for row in rows if row[1]})
    stretches = {lesson.name: _find_not_observed(protocol, lesson) for lesson in lessons}
    project: JsonObject = {
        "time_format": "hh:mm:ss",
        "project_date": lessons[0].started_at[:19] if lessons else "",
        "project_name": protocol["title"]["en"],
        "project_description": protocol["summary"]["en"],
        "project_format_version": "7.0",
        "subjects_conf": _number({"key": "", "name": name, "description": ""} for name in subjects),
        "behaviors_conf": _number([*_behaviours(protocol), *([_note_behaviour(note)] if has_notes else [])]),
        "observations": {
            lesson.name: _observation(protocol, lesson, events[lesson.name], stretches[lesson.name])
            for lesson in lessons
        },
        "behavioral_categories": [group["label"]["en"] for group in protocol["groups"]],
        "behavioral_categories_config": {},
        "independent_variables": _number(_variables(protocol, has_stretches=any(stretches.values()))),
        "coding_map": {},
        "behaviors_coding_map": [],
        "converters": {},
    }
    for lesson in lessons:
        _tell_rest(lesson, left)
    return project, left.told


def _number(rows: Iterable[JsonObject]) -> JsonObject:
    return {str(number): row for number, row in enumerate(rows)}


def _behaviours(protocol: Protocol) -> Iterator[JsonObject]:
    categories = {group["id"]: group["label"]["en"] for group in protocol["groups"]}
    is_continuous = protocol["sampling"]["method"] == "continuous"
    for code in protocol["codes"]:
        yield {
            # What holds in an interval or was counted in a sweep has no duration: for BORIS it is a point.
            "type": STATE if code["kind"] == "state" and is_continuous else POINT,
            "key": code.get("key", ""),
            "code": code["id"],
            "description": f"{code['label']['en']}: {code['look_for']['en']}",
            "color": "",
            "category": categories.get(code["group"], ""),
            "modifiers": _number(_set(protocol, each) for each in list_choices(protocol, code)),
            "excluded": ",".join(_excluded(protocol, code)) if is_continuous else "",
            "coding map": "",
        }


def _excluded(protocol: Protocol, code: Code) -> list[str]:
    return sorted(ended_by(protocol, code))


def _name_notes(protocol: Protocol) -> str:
    taken = {code["id"] for code in protocol["codes"]}
    return next(name for name in ("NOTE", *(f"NOTE-{number}" for number in range(2, 99))) if name not in taken)


def _note_behaviour(name: str) -> JsonObject:
    return {
        "type": POINT, "key": "", "code": name, "description": "A note of the observer; its words are the comment.",
        "color": "", "category": "", "modifiers": {}, "excluded": "", "coding map": "",
    }  # fmt: skip


def _set(protocol: Protocol, modifier: Modifier) -> JsonObject:
    subjects = [subject["id"] for subject in protocol["subjects"]]
    options = [option["id"] for option in modifier.get("options", ())]
    values: list[Json] = [*(subjects if modifier["kind"] == "subject" else options)]
    return {
        "name": modifier["label"]["en"],
        "description": "",
        "type": _SETS[modifier["kind"]],
        "ask at stop": modifier.get("ask") == "stop",
        "values": values,
    }


def _variables(protocol: Protocol, *, has_stretches: bool) -> Iterator[JsonObject]:
    for field in protocol["context"]:
        yield _variable(field)
    if has_stretches:
        about = "Stretches of the lesson that nobody watched, in seconds from its start."
        yield {"label": NOT_OBSERVED, "description": about, "type": "text", "default value": "", "possible values": ""}


def _variable(field: ContextField) -> JsonObject:
    return {
        "label": field["id"],
        "description": field["label"]["en"],
        "type": _KINDS_OF_VARIABLE[field["kind"]],
        "default value": "",
        "possible values": ",".join(option["id"] for option in field.get("options", ())),
    }


def _observation(
    protocol: Protocol, lesson: Written, events: Sequence[Sequence[Json]], stretches: Sequence[Range]
) -> JsonObject:
    fields = {field["id"] for field in protocol["context"]}
    context: Mapping[str, Json] = {
        name: show_choice(value) for name, value in lesson.timeline.context.items() if name in fields
    }
    not_observed = "; ".join(f"{start / 1000:.3f}-{end / 1000:.3f}" for start, end in stretches)
    return {
        "file": {},
        "type": "LIVE",
        "date": lesson.started_at[:19],
        "description": lesson.notes,
        "time offset": 0.0,
        "events": cast(Json, events),
        "observation time interval": [0, lesson.ended_ms / 1000],
        "independent_variables": {**context, **({NOT_OBSERVED: not_observed} if stretches else {})},
        "visualize_spectrogram": False,
        "visualize_waveform": False,
        "close_behaviors_between_videos": False,
        "scan_sampling_time": 0,
        "start_from_current_time": False,
        "start_from_current_epoch_time": False,
        "media_info": {"offset": {}},
    }


def _find_not_observed(protocol: Protocol, lesson: Written) -> list[Range]:
    """Pauses and breaks; time that a code takes out stands in the events of that code."""
    excluded = [span.range for span in lesson.timeline.spans if is_excluded(protocol, span.code)]
    watched = unite([*lesson.timeline.observed, *excluded])
    return subtract([(0, lesson.ended_ms)] if lesson.ended_ms > 0 else [], watched)


def _tell_rest(lesson: Written, left: Left) -> None:
    timeline = lesson.timeline
    if timeline.ratings:
        left.tell(f"the ratings and checks of {lesson.name}")
    if timeline.observed_ms < lesson.ended_ms:
        left.tell(f"that parts of {lesson.name} were not observed: to BORIS they are part of its length")
    if timeline.unread:
        left.tell(f"items of {lesson.name} that its protocol cannot read")

"""A protocol and lessons → a BORIS project of format 7, which BORIS 7 and later open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from server.domain.boris.raw import POINT, STATE, Left
from server.domain.intervals import Mark
from server.domain.json_values import Json, JsonObject
from server.domain.protocol import Code, ContextField, Modifier, Protocol, ended_by
from server.domain.ranges import unite
from server.domain.scans import Sighting
from server.domain.spans import Span
from server.domain.timeline import TimedEvent, Timeline

_SETS = {"one": 0, "many": 1, "number": 2, "subject": 0}
_NOTE = "NOTE"
_NO_CHOICE = "None"


@dataclass(frozen=True, slots=True)
class Written:
    """One lesson to write; `started_at` in ISO 8601."""

    name: str
    started_at: str
    ended_ms: int
    notes: str
    timeline: Timeline


def write_boris(protocol: Protocol, lessons: Sequence[Written]) -> tuple[JsonObject, list[str]]:
    """Write a project and say what of the lessons it does not carry."""
    left = Left()
    subjects = sorted({name for lesson in lessons for name in _subjects_of(lesson.timeline)})
    project: JsonObject = {
        "time_format": "hh:mm:ss",
        "project_date": lessons[0].started_at[:19] if lessons else "",
        "project_name": protocol["title"]["en"],
        "project_description": protocol["summary"]["en"],
        "project_format_version": "7.0",
        "subjects_conf": _number({"key": "", "name": name, "description": ""} for name in subjects),
        "behaviors_conf": _number(_behaviours(protocol, lessons)),
        "observations": {lesson.name: _observation(protocol, lesson, left) for lesson in lessons},
        "behavioral_categories": [group["label"]["en"] for group in protocol["groups"]],
        "behavioral_categories_config": {},
        "independent_variables": _number(_variable(field) for field in protocol["context"]),
        "coding_map": {},
        "behaviors_coding_map": [],
        "converters": {},
    }
    return project, left.told


def _number(rows: Iterator[JsonObject]) -> JsonObject:
    return {str(number): row for number, row in enumerate(rows)}


def _subjects_of(timeline: Timeline) -> Iterator[str]:
    sightings = (one for sweep in timeline.sweeps for one in sweep.sightings)
    recorded: list[Span | TimedEvent | Mark | Sighting] = [
        *timeline.spans,
        *timeline.events,
        *timeline.marks,
        *sightings,
    ]
    yield from (each.subject for each in recorded if each.subject is not None)


def _behaviours(protocol: Protocol, lessons: Sequence[Written]) -> Iterator[JsonObject]:
    categories = {group["id"]: group["label"]["en"] for group in protocol["groups"]}
    for code in protocol["codes"]:
        yield {
            "type": STATE if _is_state(protocol, code) else POINT,
            "key": code.get("key", ""),
            "code": code["id"],
            "description": f"{code['label']['en']}: {code['look_for']['en']}",
            "color": "",
            "category": categories.get(code["group"], ""),
            "modifiers": _number(_set(protocol, each) for each in _sets_of(protocol, code)),
            "excluded": ",".join(sorted(ended_by(protocol, code))) if _is_state(protocol, code) else "",
            "coding map": "",
        }
    if any(_is_plain_note(protocol, note.code) for lesson in lessons for note in lesson.timeline.notes):
        yield _note_behaviour()


def _note_behaviour() -> JsonObject:
    return {
        "type": POINT, "key": "", "code": _NOTE, "description": "A note of the observer; its words are the comment.",
        "color": "", "category": "", "modifiers": {}, "excluded": "", "coding map": "",
    }  # fmt: skip


def _is_state(protocol: Protocol, code: Code) -> bool:
    """What is marked for an interval or counted in a sweep has no duration: for BORIS it is a point."""
    return code["kind"] == "state" and protocol["sampling"]["method"] == "continuous"


def _sets_of(protocol: Protocol, code: Code) -> list[Modifier]:
    by_id = {modifier["id"]: modifier for modifier in protocol["modifiers"]}
    return [by_id[name] for name in code.get("modifiers", ())]


def _set(protocol: Protocol, modifier: Modifier) -> JsonObject:
    subjects = [subject["id"] for subject in protocol["subjects"]]
    options = [option["id"] for option in modifier.get("options", ())]
    values: list[Json] = [*(subjects if modifier["kind"] == "subject" else options)]
    return {"name": modifier["label"]["en"], "description": "", "type": _SETS[modifier["kind"]], "values": values}


def _variable(field: ContextField) -> JsonObject:
    kinds = {"number": "numeric", "text": "text", "choice": "value from set"}
    return {
        "label": field["id"],
        "description": field["label"]["en"],
        "type": kinds[field["kind"]],
        "default value": "",
        "possible values": ",".join(option["id"] for option in field.get("options", ())),
    }


def _observation(protocol: Protocol, lesson: Written, left: Left) -> JsonObject:
    rows = sorted(_rows(protocol, lesson, left), key=lambda row: (row[0], row[1]))
    fields = {field["id"] for field in protocol["context"]}
    context = {name: _show(value) for name, value in lesson.timeline.context.items() if name in fields}
    return {
        "file": {},
        "type": "LIVE",
        "date": lesson.started_at[:19],
        "description": lesson.notes,
        "time offset": 0.0,
        "events": [[t_ms / 1000, *cells] for t_ms, _, cells in rows],
        "observation time interval": [0, lesson.ended_ms / 1000],
        "independent_variables": cast(Json, context),
        "visualize_spectrogram": False,
        "visualize_waveform": False,
        "close_behaviors_between_videos": False,
        "scan_sampling_time": 0,
        "start_from_current_time": False,
        "start_from_current_epoch_time": False,
        "media_info": {"offset": {}},
    }


# Moment, stops before starts, then subject, code, modifiers, comment.
_Row = tuple[int, int, list[Json]]


def _rows(protocol: Protocol, lesson: Written, left: Left) -> Iterator[_Row]:
    timeline = lesson.timeline
    comments = {note.item: note.text for note in timeline.notes}
    yield from _state_rows(protocol, lesson, comments, left)
    for event in timeline.events:
        cells = _cells(protocol, event.code, event.subject, event.modifiers, comments.get(event.item, ""))
        yield event.t_ms, 1, cells
        if event.to_subject is not None:
            left.tell(f"to whom links go in {lesson.name}")
    for mark in timeline.marks:
        left.tell(f"the intervals of {lesson.name}: each mark is a point at the moment of its tap")
        yield mark.t_ms, 1, _cells(protocol, mark.code, mark.subject, mark.modifiers, comments.get(mark.item, ""))
    for sweep in timeline.sweeps:
        left.tell(f"the numbers counted in sweeps of {lesson.name}: each is a comment")
        for one in sweep.sightings:
            yield sweep.t_ms, 1, _cells(protocol, one.code, one.subject, one.modifiers, f"{one.n:g}")
    for note in timeline.notes:
        if _is_plain_note(protocol, note.code):
            yield note.t_ms, 1, ["", _NOTE, "", note.text]
    _tell_rest(lesson, left)


def _is_plain_note(protocol: Protocol, code: str | None) -> bool:
    return code is None or all(each["id"] != code for each in protocol["codes"])


def _state_rows(protocol: Protocol, lesson: Written, comments: Mapping[str, str], left: Left) -> Iterator[_Row]:
    """A start and a stop for each bout; touching spans with the same modifiers are one bout."""
    spans = sorted(lesson.timeline.spans, key=lambda span: _kind_of(protocol, span))
    for _, group in groupby(spans, key=lambda span: _kind_of(protocol, span)):
        same = list(group)
        first = same[0]
        words = {span.start_ms: comments.get(span.items[0], "") for span in same}
        if any(span.open for span in same):
            left.tell(f"that {first.code} is open in {lesson.name}: BORIS needs a start and a stop")
        for start, end in unite(span.range for span in same):
            cells = _cells(protocol, first.code, first.subject, first.modifiers, words.get(start, ""))
            yield start, 1 if start < end else 0, cells
            yield end, 0, [*cells[:3], ""]


def _kind_of(protocol: Protocol, span: Span) -> tuple[str, str, str]:
    return span.code, span.subject or "", _modifiers(protocol, span.code, span.modifiers)


def _cells(
    protocol: Protocol, code: str, subject: str | None, modifiers: Mapping[str, object], comment: str
) -> list[Json]:
    return [subject or "", code, _modifiers(protocol, code, modifiers), comment]


def _modifiers(protocol: Protocol, code: str, modifiers: Mapping[str, object]) -> str:
    """One part a set, in order; nothing at all for a code without sets."""
    found = next((each for each in protocol["codes"] if each["id"] == code), None)
    sets = _sets_of(protocol, found) if found else []
    return "|".join(_show(modifiers.get(each["id"])) or _NO_CHOICE for each in sets)


def _show(value: object) -> str:
    match value:
        case None:
            return ""
        case list():
            return ",".join(_show(each) for each in value)
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def _tell_rest(lesson: Written, left: Left) -> None:
    if lesson.timeline.ratings:
        left.tell(f"the ratings and checks of {lesson.name}")
    if lesson.timeline.observed_ms < lesson.ended_ms:
        left.tell(f"that parts of {lesson.name} were not observed")
    if lesson.timeline.unread:
        left.tell(f"items of {lesson.name} that its protocol cannot read")

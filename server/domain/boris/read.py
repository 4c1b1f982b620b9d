"""A BORIS project → a protocol and lessons."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from server.domain.boris.behaviours import read_behaviours
from server.domain.boris.ethogram import Ethogram, Parts, make_ethogram, pick_behaviours
from server.domain.boris.events import Step
from server.domain.boris.exclusion import find_exclusions
from server.domain.boris.modifiers import make_choices, read_modifiers
from server.domain.boris.raw import Left, parse_project, text_of
from server.domain.boris.recordings import Recording, read_recordings
from server.domain.boris.variables import read_context, read_variables
from server.domain.json_values import JsonObject
from server.domain.protocol import Protocol
from server.domain.ranges import Range

_MAX_COMMENT = 16_000


@dataclass(frozen=True, slots=True)
class BorisLesson:
    """One observation of a project; `evidence` are the fields of its items in order."""

    name: str
    started_at: datetime | None
    ended_ms: int
    evidence: Sequence[JsonObject]
    context: JsonObject = field(default_factory=dict)
    notes: str = ""
    not_observed: Sequence[Range] = ()


@dataclass(frozen=True, slots=True)
class BorisProject:
    """What a project holds: `codes` by their foreign names, and in words what could not be carried."""

    protocol: Protocol
    codes: Mapping[str, str]
    lessons: Sequence[BorisLesson]
    left_out: Sequence[str]


def read_boris(text: str, name: str) -> BorisProject:
    """Read a project; `name` stands in for a project without one. Raises BorisError."""
    project = parse_project(text)
    left = Left()
    behaviours = read_behaviours(project, left)
    recordings = list(read_recordings(project, behaviours, left))
    events = [step.event for recording in recordings for step in recording.steps]
    kept = pick_behaviours(behaviours, (event.code for event in events), left)
    exclusions = find_exclusions(kept, (recording.steps for recording in recordings), left)
    parts = Parts(kept, exclusions, make_choices(kept, events, left), read_variables(project, left))
    subjects = list(dict.fromkeys(event.subject for event in events if event.subject))
    ethogram = make_ethogram(project, text_of(project, "project_name") or name, parts, subjects, left)
    lessons = [_make_lesson(recording, ethogram, parts, left) for recording in recordings]
    return BorisProject(ethogram.protocol, ethogram.codes, lessons, left.told)


def _make_lesson(recording: Recording, ethogram: Ethogram, parts: Parts, left: Left) -> BorisLesson:
    return BorisLesson(
        name=recording.name,
        started_at=recording.started_at,
        ended_ms=recording.ended_ms,
        evidence=list(_make_items(recording, ethogram, parts, left)),
        context=read_context(recording.name, recording.raw.get("independent_variables"), parts.variables, left),
        notes=recording.notes,
        not_observed=recording.not_observed,
    )


def _make_items(recording: Recording, ethogram: Ethogram, parts: Parts, left: Left) -> Iterator[JsonObject]:
    for step in recording.steps:
        event = step.event
        item: JsonObject = {"t_ms": event.t_ms, "action": step.action, "code": ethogram.codes[event.code]}
        if modifiers := _choose(step, parts, left):
            item["modifiers"] = modifiers
        if event.subject:
            item["subject"] = ethogram.subjects.give(event.subject)
        if event.comment:
            item["note"] = event.comment[:_MAX_COMMENT]
        if len(event.comment) > _MAX_COMMENT:
            left.tell(f"the end of a comment of {recording.name}")
        yield item


def _choose(step: Step, parts: Parts, left: Left) -> JsonObject:
    """A stop says again what its start said; only one without a start says it for itself."""
    if step.action == "stop" and not step.is_alone:
        return {}
    return read_modifiers(step.event, parts.choices, left)

"""A BORIS project → a protocol and lessons."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite
from typing import cast

from server.domain.boris.ethogram import Behaviour, Ethogram, read_ethogram, read_value
from server.domain.boris.raw import Left, clean, parse_project, text_of
from server.domain.json_values import Json, JsonObject
from server.domain.protocol import Modifier, Protocol

_DAY_MS = 24 * 3600 * 1000
_MAX_ITEMS = 10_000
_EMPTY = ("", "None", "NA", "NaN", None)
_PARTS_OF_THE_SCREEN = ("coding_map", "behaviors_coding_map", "converters")


@dataclass(frozen=True, slots=True)
class BorisLesson:
    """One observation of a project; `evidence` are the fields of its items in order."""

    name: str
    started_at: datetime | None
    ended_ms: int
    evidence: Sequence[JsonObject]
    context: JsonObject = field(default_factory=dict)
    notes: str = ""


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
    _tell_parts(project, left)
    ethogram = read_ethogram(project, text_of(project, "project_name") or name, left)
    observations = project.get("observations")
    rows = observations.items() if isinstance(observations, dict) else ()
    lessons = [_read_lesson(clean(str(key)), row, ethogram, left) for key, row in rows if isinstance(row, dict)]
    codes = {foreign: behaviour.code for foreign, behaviour in ethogram.behaviours.items()}
    return BorisProject(ethogram.protocol, codes, lessons, left.told)


def _tell_parts(project: Mapping[str, object], left: Left) -> None:
    for part in _PARTS_OF_THE_SCREEN:
        if project.get(part):
            left.tell(f"{part.replace('_', ' ')} of the project")


def _read_lesson(name: str, row: Mapping[str, object], ethogram: Ethogram, left: Left) -> BorisLesson:
    events = sorted(_read_events(name, row, left), key=lambda event: event.t_ms)
    evidence = list(_read_items(name, events, ethogram, left))
    if row.get("type") == "MEDIA" and any(cast(dict[str, object], row.get("file") or {}).values()):
        left.tell(f"the media files of {name}")
    if row.get("time offset"):
        left.tell(f"the time offset of {name}: times count from the start of the recording")
    return BorisLesson(
        name=name,
        started_at=_read_date(text_of(row, "date")),
        ended_ms=_find_end(row, events),
        evidence=evidence,
        context=_read_context(name, row, ethogram, left),
        notes=text_of(row, "description"),
    )


@dataclass(frozen=True, slots=True)
class _Event:
    t_ms: int
    subject: str
    code: str
    modifiers: str
    comment: str


def _read_events(name: str, row: Mapping[str, object], left: Left) -> Iterator[_Event]:
    rows = row.get("events")
    for number, event in enumerate(rows if isinstance(rows, list) else (), 1):
        if number > _MAX_ITEMS:
            left.tell(f"events of {name} beyond the first {_MAX_ITEMS}")
            return
        t_ms = _read_time(event[0]) if isinstance(event, list) and len(event) >= 3 else None
        if t_ms is None:
            left.tell(f"event {number} of {name}, which has no time of a lesson")
            continue
        cells = [clean(cell) if isinstance(cell, str) else "" for cell in (*event[1:5], "", "")]
        yield _Event(t_ms, *cells[:4])


def _read_time(value: object) -> int | None:
    """Seconds, or hh:mm:ss where a project was edited by hand, as milliseconds; None when it is no time of a day."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    t_ms = round(value * 1000)
    return t_ms if 0 <= t_ms < _DAY_MS else None


def _read_items(name: str, events: Sequence[_Event], ethogram: Ethogram, left: Left) -> Iterator[JsonObject]:
    """BORIS writes a start and a stop alike; what comes in odd places starts, the last odd one has no partner."""
    toggles = Counter((event.code, event.subject, event.modifiers) for event in events)
    seen: Counter[tuple[str, str, str]] = Counter()
    running: dict[tuple[str, str], str] = {}
    for event in events:
        behaviour = ethogram.behaviours.get(event.code)
        if behaviour is None:
            left.tell(f"events of {name} with the behaviour {event.code or '?'}, which the project does not define")
            continue
        key = (event.code, event.subject, event.modifiers)
        seen[key] += 1
        action = _action(behaviour, seen[key], toggles[key])
        if action == "stop" and seen[key] % 2:
            left.tell(f"the partner of {event.code} at {event.t_ms / 1000:g} s in {name}: shown as open")
        if action == "start" and running.get((event.code, event.subject), event.modifiers) != event.modifiers:
            left.tell(
                f"that {event.code} ran twice at once with different modifiers at {event.t_ms / 1000:g} s in {name}"
            )
        _note_running(running, event, action)
        yield _make_item(event, behaviour, action, ethogram, left)


def _note_running(running: dict[tuple[str, str], str], event: _Event, action: str) -> None:
    if action == "start":
        running[event.code, event.subject] = event.modifiers
    elif action == "stop":
        running.pop((event.code, event.subject), None)


def _action(behaviour: Behaviour, place: int, places: int) -> str:
    """A toggle without a partner is written as a stop without a start: the timeline shows it open."""
    if not behaviour.is_state:
        return "tap"
    return "start" if place % 2 and place < places else "stop"


def _make_item(event: _Event, behaviour: Behaviour, action: str, ethogram: Ethogram, left: Left) -> JsonObject:
    item: JsonObject = {"t_ms": event.t_ms, "action": action, "code": behaviour.code}
    modifiers = _read_modifiers(event.modifiers, behaviour, left)
    if modifiers:
        item["modifiers"] = modifiers
    if event.subject and event.subject != "No focal subject":
        item["subject"] = ethogram.subjects.give(event.subject)
    if event.comment:
        item["note"] = event.comment
    return item


def _read_modifiers(text: str, behaviour: Behaviour, left: Left) -> JsonObject:
    """`left|a,b|3`: one part a set, in order; None where nothing was chosen."""
    found: JsonObject = {}
    for part, modifier in zip(text.split("|"), behaviour.sets, strict=False):
        value = part.strip()
        if value in _EMPTY:
            continue
        chosen = _read_choice(value, modifier)
        if chosen is None:
            left.tell(f"the value {value} of a modifier of {behaviour.foreign}, which is not among its values")
        else:
            found[modifier["id"]] = chosen
    if text and len(text.split("|")) > max(1, len(behaviour.sets)):
        left.tell(f"modifiers of {behaviour.foreign} beyond its sets")
    return found


def _read_choice(value: str, modifier: Modifier) -> Json:
    if modifier["kind"] == "number":
        try:
            number = float(value)
        except ValueError:
            return None
        return number if isfinite(number) else None
    by_label = {option["label"]["en"]: option["id"] for option in modifier.get("options", ())}
    if modifier["kind"] == "one":
        return by_label.get(read_value(value))
    parts = [by_label.get(read_value(part)) for part in value.split(",")]
    return None if None in parts else cast(Json, parts)


def _read_date(text: str) -> datetime | None:
    """BORIS writes the local time without its zone; it is taken as it stands."""
    try:
        return datetime.fromisoformat(text[:19]).replace(tzinfo=UTC)
    except ValueError:
        return None


def _find_end(row: Mapping[str, object], events: Sequence[_Event]) -> int:
    """The end of the chosen stretch or of the first player's media, but never before the last event."""
    last = max((event.t_ms for event in events), default=0)
    interval = row.get("observation time interval")
    chosen = _read_time(interval[1]) if isinstance(interval, list) and len(interval) == 2 else None
    return max(last, chosen or _media_ms(row))


def _media_ms(row: Mapping[str, object]) -> int:
    files, info = row.get("file"), row.get("media_info")
    lengths = info.get("length") if isinstance(info, dict) else None
    first = files.get("1") if isinstance(files, dict) else None
    if not isinstance(lengths, dict) or not isinstance(first, list):
        return 0
    times = [_read_time(lengths.get(file)) or 0 for file in first if isinstance(file, str)]
    return min(sum(times), _DAY_MS - 1)


def _read_context(name: str, row: Mapping[str, object], ethogram: Ethogram, left: Left) -> JsonObject:
    values = row.get("independent_variables")
    context: JsonObject = {}
    for label, value in values.items() if isinstance(values, dict) else ():
        found = ethogram.context.get(clean(str(label)))
        shown = clean(str(value)) if isinstance(value, str | int | float) else ""
        if not shown:
            continue
        read = None if found is None else _read_choice_of(found["kind"], shown, found.get("options", ()))
        if found is None or read is None:
            left.tell(f"{label} = {shown[:40]} of {name}, which does not fit the project's variables")
        else:
            context[found["id"]] = read
    return context


def _read_choice_of(kind: str, shown: str, options: Sequence[Mapping[str, object]]) -> Json:
    if kind == "text":
        return shown[:2000]
    if kind == "choice":
        return next((str(each["id"]) for each in options if cast(dict[str, str], each["label"])["en"] == shown), None)
    try:
        number = float(shown)
    except ValueError:
        return None
    return number if isfinite(number) else None

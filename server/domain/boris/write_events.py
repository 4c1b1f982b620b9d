"""A timeline → the rows of a BORIS observation: a row for a point, two for a state."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from server.domain.boris.raw import Left, show_seconds
from server.domain.intervals import Mark
from server.domain.json_values import Json
from server.domain.picks import plain
from server.domain.protocol import Code, Modifier, Protocol, find_code
from server.domain.ranges import unite
from server.domain.scans import Sighting, Sweep
from server.domain.spans import Span
from server.domain.timeline import TimedEvent, Timeline

_NO_CHOICE = "None"
_MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Written:
    """One lesson to write; `started_at` in ISO 8601."""

    name: str
    started_at: str
    ended_ms: int
    notes: str
    timeline: Timeline


class _Row(NamedTuple):
    """`order` puts stops before starts of the same moment."""

    t_ms: int
    order: int
    subject: str
    code: str
    modifiers: str
    comment: str


def write_events(protocol: Protocol, lesson: Written, note: str, left: Left) -> list[list[Json]]:
    """Write the rows of a lesson in order of time; a note that belongs to no code becomes the behaviour `note`."""
    rows = sorted(_make_rows(protocol, lesson, note, left), key=lambda row: (row.t_ms, row.order))
    return [[row.t_ms / 1000, row.subject, row.code, row.modifiers, row.comment] for row in rows]


def _make_rows(protocol: Protocol, lesson: Written, note: str, left: Left) -> Iterator[_Row]:
    timeline = lesson.timeline
    comments = {each.item: each.text for each in timeline.notes}
    match protocol["sampling"]["method"]:
        case "interval":
            yield from _write_intervals(protocol, lesson, comments, left)
        case "sweep":
            yield from _write_sweeps(protocol, lesson, comments, left)
        case "continuous":
            yield from _write_states(protocol, lesson, comments, left)
            yield from _write_points(protocol, lesson, comments, left)
    for each in timeline.notes:
        if find_code(protocol, each.code or "") is None:
            yield _Row(each.t_ms, 1, "", note, "", each.text)


def _write_points(protocol: Protocol, lesson: Written, comments: Mapping[str, str], left: Left) -> Iterator[_Row]:
    for event in lesson.timeline.events:
        _tell_modifiers(protocol, event, lesson, left)
        if event.to_subject is not None:
            left.tell(f"to whom links go in {lesson.name}")
        if event.counted:
            yield _point(protocol, event, event.t_ms, comments.get(event.item, ""))
        else:
            left.tell(f"{event.code} at {show_seconds(event.t_ms)} in {lesson.name}, which was not observed then")


def _point(protocol: Protocol, one: TimedEvent | Mark | Sighting, t_ms: int, comment: str) -> _Row:
    return _Row(t_ms, 1, one.subject or "", one.code, _write_choices(protocol, one.code, one.modifiers), comment)


def _write_states(protocol: Protocol, lesson: Written, comments: Mapping[str, str], left: Left) -> Iterator[_Row]:
    """A start and a stop for each bout; touching spans with the same modifiers are one bout, as in our counts."""
    spans = sorted(lesson.timeline.spans, key=lambda span: (*_kind_of(protocol, span), span.start_ms))
    for (code, subject, modifiers), group in groupby(spans, key=lambda span: _kind_of(protocol, span)):
        same = list(group)
        for span in same:
            _tell_modifiers(protocol, span, lesson, left)
            if span.open:
                left.tell(
                    f"that {code} is open at {show_seconds(span.start_ms)} in {lesson.name}: "
                    "BORIS needs a start and a stop"
                )
        for start, end in unite(span.range for span in same):
            inside = [span for span in same if start <= span.start_ms and span.end_ms <= end]
            first, last = _comment(inside, comments, 0), _comment(inside, comments, -1)
            yield _Row(start, 1 if start < end else 0, subject, code, modifiers, first)
            yield _Row(end, 0, subject, code, modifiers, last)
    _tell_changes(lesson, left)


def _kind_of(protocol: Protocol, span: Span) -> tuple[str, str, str]:
    return span.code, span.subject or "", _write_choices(protocol, span.code, span.modifiers)


def _comment(spans: Sequence[Span], comments: Mapping[str, str], end: int) -> str:
    """Join what was written at the starts of spans, or at their stops."""
    items = dict.fromkeys(span.items[end] for span in spans if end == 0 or len(span.items) > 1)
    own = {span.items[0] for span in spans} if end else set()
    return " / ".join(comments[item] for item in items if item in comments and item not in own)


def _tell_changes(lesson: Written, left: Left) -> None:
    """A state whose modifier changes while it lasts is one bout to us, and several to BORIS."""
    spans = sorted(lesson.timeline.spans, key=lambda span: (span.code, span.subject or "", span.start_ms))
    for before, after in pairwise(spans):
        is_same = (before.code, before.subject) == (after.code, after.subject)
        if is_same and before.end_ms == after.start_ms and before.modifiers != after.modifiers:
            left.tell(f"that {after.code} goes on with another modifier in {lesson.name}: BORIS counts it anew")


def _write_intervals(protocol: Protocol, lesson: Written, comments: Mapping[str, str], left: Left) -> Iterator[_Row]:
    """One point for each code of each observed interval, so that BORIS counts intervals as we do."""
    by_item: dict[str, Mark | TimedEvent | Span] = {
        **{mark.item: mark for mark in lesson.timeline.marks},
        **{event.item: event for event in lesson.timeline.events},
        **{span.items[0]: span for span in lesson.timeline.spans},
    }
    for interval in lesson.timeline.intervals:
        for code, items in interval.codes.items():
            if not interval.observed_ms:
                left.tell(f"{code} in interval {interval.index + 1} of {lesson.name}, which was not observed")
                continue
            left.tell(f"the intervals of {lesson.name}: each code is a point at the start of its interval")
            first = by_item[items[0]]
            comment = " / ".join(comments[item] for item in items if item in comments)
            choices = _write_choices(protocol, code, first.modifiers)
            yield _Row(interval.start_ms, 1, first.subject or interval.subject or "", code, choices, comment)


def _write_sweeps(protocol: Protocol, lesson: Written, comments: Mapping[str, str], left: Left) -> Iterator[_Row]:
    """One point for each person, so that BORIS counts people as we do."""
    for sweep in lesson.timeline.sweeps:
        left.tell(f"the sweeps of {lesson.name}: each person who was counted is a point")
        for one in sweep.sightings:
            for number in range(_count_people(one, sweep, lesson, left)):
                yield _point(protocol, one, sweep.t_ms, "" if number else comments.get(one.item, ""))


def _count_people(one: Sighting, sweep: Sweep, lesson: Written, left: Left) -> int:
    n = round(one.n)
    if n != one.n or n > _MOST_PEOPLE:
        left.tell(f"{plain(one.n)} times {one.code} at {show_seconds(sweep.t_ms)} in {lesson.name}")
    return min(max(0, n), _MOST_PEOPLE)


def list_choices(protocol: Protocol, code: Code) -> list[Modifier]:
    """Give the modifiers of a code in the order in which BORIS has them."""
    by_id = {modifier["id"]: modifier for modifier in protocol["modifiers"]}
    return [by_id[name] for name in code.get("modifiers", ())]


def _write_choices(protocol: Protocol, code: str, modifiers: Mapping[str, object]) -> str:
    """One part a set, in order; nothing at all for a code without sets."""
    return "|".join(show_choice(modifiers.get(name)) or _NO_CHOICE for name in _names(protocol, code))


def _names(protocol: Protocol, code: str) -> Iterable[str]:
    found = find_code(protocol, code)
    return [modifier["id"] for modifier in list_choices(protocol, found)] if found else []


def _tell_modifiers(protocol: Protocol, one: TimedEvent | Span, lesson: Written, left: Left) -> None:
    for name in set(one.modifiers) - set(_names(protocol, one.code)):
        left.tell(f"the modifier {name} of {one.code} in {lesson.name}")


def show_choice(value: object) -> str:
    match value:
        case None:
            return ""
        case list():
            return ",".join(map(show_choice, value))
        case float():
            return str(plain(value))
        case _:
            return str(value)

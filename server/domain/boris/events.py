"""What was recorded in an observation: moments, and which of two equal toggles starts and which stops."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Literal, TypeAlias

from server.domain.boris.behaviours import Behaviour
from server.domain.boris.raw import Left, clean, show

MAX_EVENTS = 10_000
_NOBODY = "No focal subject"
_MILLISECOND = Decimal(".001")
_LATEST = Decimal(2**31)
_COLUMNS = 5
# Who did what, in which way: BORIS pairs what is alike in all three.
Key: TypeAlias = tuple[str, str, str]
Action: TypeAlias = Literal["tap", "start", "stop"]


@dataclass(frozen=True, slots=True)
class Event:
    """One row of an observation; `subject` is empty for nobody in particular."""

    t_ms: int
    subject: str
    code: str
    modifiers: str
    comment: str

    @property
    def key(self) -> Key:
        return self.subject, self.code, self.modifiers


@dataclass(frozen=True, slots=True)
class Step:
    """An event and what it does; `until_ms` is when the state that it starts stops."""

    event: Event
    action: Action
    is_alone: bool = False
    until_ms: int | None = None


def read_events(name: str, rows: object, behaviours: Mapping[str, Behaviour], left: Left) -> list[Event]:
    """Read the events of an observation in order of time, as BORIS keeps them, on BORIS's own clock."""
    if rows and not isinstance(rows, list):
        left.tell(f"the events of {name}, which are no list")
    found = list(_read_rows(name, rows if isinstance(rows, list) else [], behaviours, left))
    return sorted(found, key=lambda event: event.t_ms)


def _read_rows(name: str, rows: Sequence[object], behaviours: Mapping[str, Behaviour], left: Left) -> Iterator[Event]:
    for number, row in enumerate(rows, 1):
        if number > MAX_EVENTS:
            left.tell(f"events of {name} beyond the first {MAX_EVENTS}")
            return
        cells: list[object] = [*row, "", ""] if isinstance(row, list) else []
        t_ms = read_ms(cells[0]) if len(cells) >= _COLUMNS else None
        if t_ms is None:
            left.tell(f"event {number} of {name}, which has no time of a lesson")
            continue
        subject, code, modifiers, comment = map(_read_cell, cells[1:_COLUMNS])
        if code not in behaviours:
            left.tell(f"events of {name} with the behaviour {show(code) or '?'}, which the project does not define")
        else:
            yield Event(t_ms, "" if subject == _NOBODY else subject, code, modifiers, comment)


def _read_cell(cell: object) -> str:
    return clean(cell) if isinstance(cell, str) else ""


def read_ms(value: object) -> int | None:
    """Give milliseconds of seconds, a number or its text, rounded as BORIS does; None when they are no time."""
    if isinstance(value, bool) or not isinstance(value, int | float | str) or len(str(value)) > 40:
        return None
    try:
        seconds = Decimal(value)
        if not abs(seconds) < _LATEST:
            return None
        return int(seconds.quantize(_MILLISECOND, ROUND_HALF_EVEN) * 1000)
    except InvalidOperation:
        return None


def shift_events(events: Sequence[Event], by_ms: int) -> list[Event]:
    return [replace(event, t_ms=event.t_ms + by_ms) for event in events]


def pair_events(events: Sequence[Event], behaviours: Mapping[str, Behaviour]) -> list[Step]:
    """Say which toggles start and which stop.

    BORIS writes both alike: what comes in odd places starts, and the last odd one has no partner. It becomes a stop
    without a start, which the timeline shows as open.
    """
    toggles = Counter(event.key for event in events)
    seen: Counter[Key] = Counter()
    places: dict[Key, int] = {}
    steps: list[Step] = []
    for event in events:
        seen[event.key] += 1
        is_odd = seen[event.key] % 2 == 1
        if not behaviours[event.code].is_state:
            steps.append(Step(event, "tap"))
        elif is_odd and seen[event.key] < toggles[event.key]:
            places[event.key] = len(steps)
            steps.append(Step(event, "start"))
        else:
            steps.append(Step(event, "stop", is_alone=is_odd))
            if not is_odd:
                steps[places[event.key]] = replace(steps[places[event.key]], until_ms=event.t_ms)
    return steps

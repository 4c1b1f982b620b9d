"""Which month an activity counts in, and what is counted of it: as it stood when that month was closed.

A month closes on the eighth of the next one. What reaches the office later counts in the month that is open then, and
what is changed later changes no figure: a report and the one before it differ by whole months, never by one activity.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from server.domain.activity import Entry
from server.domain.changes import Change, merge_record
from server.domain.clock import read_instant, write_instant
from server.domain.json_values import JsonObject

#: The services that every district begins with; the app has their names.
SERVICES = (
    "planning", "demonstration", "co-teaching", "observation", "reflection", "data", "strengths", "development",
    "rounds", "environment", "collaboration", "resources",
)  # fmt: skip
#: What stands for a service that no menu has, for several schools at once, and for none.
OTHER, SEVERAL, NONE = "other", "several", "none"
_GRACE = timedelta(days=7)
_MOST_MINUTES = 1440


class Past(NamedTuple):
    """The histories of records, each in commit order: of people and of activities, by id."""

    people: Mapping[str, Sequence[Change]]
    activities: Mapping[str, Sequence[Change]]


def list_entries(past: Past, services: Collection[str], *, now: datetime) -> Iterator[Entry]:
    """Give every activity of the months that are closed."""
    for history in past.activities.values():
        month = _count_in(history[0])
        closed_at = close_of(month)
        if closed_at > now:
            continue
        fields = _stand(history, closed_at)
        if fields is not None:
            yield _make_entry(past, month, history[0].by, fields, services)


def close_of(month: str) -> datetime:
    """Say when a month (YYYY-MM) closes: seven days after its end."""
    first = datetime.fromisoformat(f"{month}-01").replace(tzinfo=UTC)
    return (first + timedelta(days=32)).replace(day=1) + _GRACE


def _count_in(creation: Change) -> str:
    """Name the month an activity counts in: its own, or the one that was open when it came."""
    open_then = read_instant(creation.received_at) - _GRACE
    return max(str((creation.fields or {}).get("on"))[:7], open_then.isoformat()[:7])


def _make_entry(past: Past, month: str, coach: str, fields: JsonObject, services: Collection[str]) -> Entry:
    closed_at, people = close_of(month), fields.get("people")
    named = {one for one in people if isinstance(one, str)} if isinstance(people, list) else set()
    # Only who teaches here counts: nobody makes five of one by naming people that are not there.
    teachers = {id: known for id in named if (known := _find_teacher(past, id, closed_at)) is not None}
    schools = {str(known.get("school") or NONE) for known in teachers.values()}
    school = schools.pop() if len(schools) == 1 else SEVERAL if schools else NONE
    service, minutes = str(fields.get("service")), fields.get("minutes")
    told = service if service in services else OTHER
    length = min(minutes, _MOST_MINUTES) if isinstance(minutes, int) else 0
    return Entry(month, school, told, coach, frozenset(teachers), length)


def _find_teacher(past: Past, id: str, at: datetime) -> JsonObject | None:
    fields = _stand(past.people.get(id, ()), at)
    roles = fields.get("roles") if fields else None
    return fields if isinstance(roles, list) and "teacher" in roles else None


def _stand(history: Sequence[Change], at: datetime) -> JsonObject | None:
    """Give the fields of a record as they stood at a moment; None for what was not there."""
    until = write_instant(at)
    steps = [change.to_step() for change in history if change.received_at < until]
    if not steps:
        return None
    merged = merge_record(history[0].kind, steps)
    return None if merged.deleted else merged.fields

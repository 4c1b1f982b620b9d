"""What the demo's coaches logged in the months before: enough for an administrator to be told how much there was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from server.domain.changes import Draft
from server.domain.ids import make_scope
from server.domain.json_values import Json, JsonObject

MONTHS = 3
_FIRST, _SECOND, _THIRD = (1, 2, 3, 4, 5, 6), (3, 5, 6, 7, 8), (1, 3, 4, 7, 8)


class _Kind(NamedTuple):
    """What a coach does every month: with each of some teachers alone, or with all of them together."""

    coach: str
    service: str
    minutes: int
    teachers: tuple[int, ...]
    is_together: bool = False


_EVERY_MONTH = (
    _Kind("coach", "observation", 45, _FIRST),
    _Kind("coach", "reflection", 30, _FIRST),
    _Kind("coach", "development", 90, _FIRST, is_together=True),
    _Kind("coach2", "observation", 45, _SECOND),
    _Kind("coach2", "planning", 25, _SECOND),
    _Kind("coach3", "collaboration", 50, _THIRD, is_together=True),
    _Kind("coach3", "observation", 45, _THIRD),
)


class Logged(NamedTuple):
    """What one coach had logged by the end of a month."""

    coach: str
    at: datetime
    drafts: list[Draft]


def draft_months(ids: Mapping[str, str], now: datetime) -> Iterator[Logged]:
    """Make the log of the months that ended before this one, the earliest first."""
    ends = [now.replace(day=1) - timedelta(days=1)]
    while len(ends) < MONTHS:
        ends.insert(0, ends[0].replace(day=1) - timedelta(days=1))
    for number, end in enumerate(ends):
        for kind in _EVERY_MONTH:
            yield Logged(kind.coach, end, list(_draft(kind, ids, end, number)))


def _draft(kind: _Kind, ids: Mapping[str, str], end: datetime, number: int) -> Iterator[Draft]:
    people = [ids["teacher" if each == 1 else f"teacher{each}"] for each in kind.teachers]
    groups = [people] if kind.is_together else [[one] for one in people[number:]] + [[one] for one in people]
    for place, group in enumerate(groups):
        said: list[Json] = [*group]
        on = end.replace(day=1) + timedelta(days=2 * place + 1)
        fields: JsonObject = {"service": kind.service, "minutes": kind.minutes, "on": on.date().isoformat()}
        yield Draft("activity", make_scope("user", ids[kind.coach]), {**fields, "people": said})

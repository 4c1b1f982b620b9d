"""Notices: of what people are told, when they want to be left in peace, and what causes one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple, TypeGuard, get_args
from zoneinfo import ZoneInfo, available_timezones

from server.domain.changes import Change
from server.domain.clock import is_instant, read_instant
from server.domain.desk import Grant
from server.domain.ids import split_scope
from server.domain.json_values import JsonObject

NoticeKind = Literal["observation_shared", "reflection_added", "conference_tomorrow", "check_back", "unsent"]
NOTICE_KINDS: tuple[NoticeKind, ...] = get_args(NoticeKind)
# A push that a switched-off tablet has not taken by then is no use any more; the list in the app still has it.
PUSHED_FOR = timedelta(hours=24)
KEPT_FOR = timedelta(days=60)
# Who is told that an observation was shared: those who were given it to read, not those who record with its owner.
_READERS = ("teacher", "reader")


class Telling(NamedTuple):
    """One person is to be told one thing; `thing` is a record that they must be able to see (of `unsent`, a device)."""

    user: str
    kind: NoticeKind
    thing: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person wants pushed, and when not: between `quiet_from` and `quiet_until` in their time zone."""

    muted: frozenset[str] = frozenset()
    quiet_from: time | None = time(19, 0)
    quiet_until: time | None = time(7, 0)
    time_zone: str = "UTC"


UNCHOSEN = Choice()


def is_notice_kind(text: str) -> TypeGuard[NoticeKind]:
    return text in NOTICE_KINDS


@lru_cache(1)
def _list_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_time_zone(name: str) -> bool:
    """Tell whether a name is one of the IANA time zones."""
    return name in _list_zones()


def read_clock_time(text: str) -> time:
    """Read HH:MM; raises ValueError for any other form."""
    if len(text) != 5:
        raise ValueError(f"{text!r} is no time of day")
    return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007  # a time of day has no zone


def find_day(choice: Choice, now: datetime) -> date:
    """Say which day it is where the person is."""
    return now.astimezone(ZoneInfo(choice.time_zone)).date()


def wait_for_peace(choice: Choice, now: datetime) -> datetime:
    """Give the first moment from `now` on at which the person may be disturbed."""
    start, end = choice.quiet_from, choice.quiet_until
    if start is None or end is None or start == end:
        return now
    here = now.astimezone(ZoneInfo(choice.time_zone))
    clock = here.time().replace(tzinfo=None)
    is_quiet = start <= clock < end if start < end else clock >= start or clock < end
    if not is_quiet:
        return now
    day = here.date() if clock < end else here.date() + timedelta(days=1)
    return datetime.combine(day, end, ZoneInfo(choice.time_zone)).astimezone(UTC)


def find_tellings(
    changes: Iterable[Change], grants: Iterable[Grant], roles: Mapping[tuple[str, str], str]
) -> Iterator[Telling]:
    """Find who is to be told of what these changes did; `roles` are the memberships after them, by user and scope."""
    applied = list(changes)
    for grant in grants:
        kind, id = split_scope(grant.scope) or ("", "")
        is_told = grant.is_new and grant.role in _READERS and applied[grant.place].by != grant.user
        if kind == "observation" and is_told:
            yield Telling(grant.user, "observation_shared", id)
    for change in applied:
        if change.kind == "reflection" and change.creates:
            yield from _tell_of_reflection(change, roles)


def _tell_of_reflection(change: Change, roles: Mapping[tuple[str, str], str]) -> Iterator[Telling]:
    """Tell the other party of a cycle; what is written in one's own journal is nobody's."""
    kind, id = split_scope(change.scope) or ("", "")
    if kind != "cycle":
        return
    for (user, scope), role in roles.items():
        if scope == change.scope and role in ("owner", "teacher") and user != change.by:
            yield Telling(user, "reflection_added", id)


def is_check_back(choice: Choice, fields: JsonObject, now: datetime) -> bool:
    """Tell whether a next step is due on the day that it is where the person is, and still open."""
    is_open = fields.get("state") in ("open", None) and not fields.get("done_on")
    return is_open and fields.get("due_on") == find_day(choice, now).isoformat()


def is_conference_tomorrow(choice: Choice, fields: JsonObject, now: datetime) -> bool:
    """Tell whether a conference that nobody has begun is on the day after today, where the person is."""
    at = fields.get("at")
    if not isinstance(at, str) or not is_instant(at) or fields.get("started_at") or fields.get("ended_at"):
        return False
    return find_day(choice, read_instant(at)) == find_day(choice, now) + timedelta(days=1)


def is_unsent_since_yesterday(choice: Choice, *, unsent: int | None, seen_at: datetime, now: datetime) -> bool:
    """Tell whether a tablet said that it still has something, and has not been heard of since a day before this one."""
    return bool(unsent) and find_day(choice, seen_at) < find_day(choice, now)

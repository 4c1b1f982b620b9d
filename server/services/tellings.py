"""What makes notices: a change, in its own transaction; or a day that has come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection

from server.domain.clock import read_instant, write_instant
from server.domain.desk import Desk
from server.domain.notices import (
    UNCHOSEN,
    Choice,
    Telling,
    find_day,
    find_tellings,
    is_check_back,
    is_conference_tomorrow,
    is_unsent_since_yesterday,
    wait_for_peace,
)
from server.storage.dated import Contact, Dated, list_contacts, list_dated
from server.storage.db import in_transaction, reading
from server.storage.memberships import find_members
from server.storage.notices import Notice, delete_notices_of, find_choices, insert_notices
from server.storage.spaces import find_spaces

MakeId = Callable[[], str]


def tell_of_changes(connection: Connection, desk: Desk) -> None:
    """Note whom the changes on a desk give something to know, and take back what a revocation closed."""
    for grant in desk.grants:
        if grant.role is None:
            delete_notices_of(connection, desk.space_id, user=grant.user, scope=grant.scope)
    told = list(find_tellings(desk.applied, desk.grants, desk.roles))
    if told:
        # Of changes that were held and are let go now, only the one that did it is of now.
        now = read_instant(max(change.received_at for change in desk.applied))
        _tell(connection, desk.space_id, told, make_id=desk.make_id, now=now)


def tell_of_the_day(make_id: MakeId, *, now: datetime) -> None:
    """Note what the day of each person brings; doing it again on that day changes nothing."""
    with reading() as connection:
        spaces = find_spaces(connection)
    for space in spaces:
        with reading() as connection:
            told = [*_find_dated(connection, space.space_id, now), *_find_unsent(connection, space.space_id, now)]
        if told:
            in_transaction(partial(_tell, space_id=space.space_id, told=told, make_id=make_id, now=now))


def _tell(connection: Connection, space_id: str, told: Sequence[Telling], *, make_id: MakeId, now: datetime) -> None:
    choices = find_choices(connection, space_id, {one.user for one in told})
    made = []
    for one in dict.fromkeys(told):
        choice = choices.get(one.user, UNCHOSEN)
        due_at = None if one.kind in choice.muted else write_instant(wait_for_peace(choice, now))
        day = find_day(choice, now).isoformat()
        made.append(Notice(space_id, make_id(), one.user, one.kind, one.thing, day, write_instant(now), None, due_at))
    insert_notices(connection, made)


def _find_dated(connection: Connection, space_id: str, now: datetime) -> Iterable[Telling]:
    """Find the conferences of tomorrow and the next steps of today, for both who are in their cycle."""
    dated = [one for one in list_dated(connection, space_id) if _is_near(one, now)]
    members = find_members(connection, space_id, {one.scope for one in dated})
    choices = find_choices(connection, space_id, {member.user for member in members})
    for one in dated:
        for member in members:
            choice = choices.get(member.user, UNCHOSEN)
            if member.scope == one.scope and member.role in ("owner", "teacher"):
                yield from _tell_of_dated(member.user, one, choice, now)


def _tell_of_dated(user: str, one: Dated, choice: Choice, now: datetime) -> Iterable[Telling]:
    if one.kind == "conference" and is_conference_tomorrow(choice, one.fields, now):
        yield Telling(user, "conference_tomorrow", one.id)
    if one.kind == "next_step" and is_check_back(choice, one.fields, now):
        yield Telling(user, "check_back", one.id)


def _is_near(one: Dated, now: datetime) -> bool:
    """Leave out what is no matter anywhere on the earth today, before anybody's time zone is asked for."""
    said = one.fields.get("at" if one.kind == "conference" else "due_on")
    if not isinstance(said, str):
        return False
    days = (now.toordinal() + shift for shift in range(-1, 4))
    return said[:10] in {date.fromordinal(day).isoformat() for day in days}


def _find_unsent(connection: Connection, space_id: str, now: datetime) -> Iterable[Telling]:
    contacts = list_contacts(connection, space_id)
    choices = find_choices(connection, space_id, {one.user for one in contacts})
    for one in contacts:
        if _is_waiting(one, choices.get(one.user, UNCHOSEN), now):
            yield Telling(one.user, "unsent", one.device)


def _is_waiting(one: Contact, choice: Choice, now: datetime) -> bool:
    return is_unsent_since_yesterday(choice, unsent=one.unsent, seen_at=read_instant(one.seen_at), now=now)

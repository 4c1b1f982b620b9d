"""The people of a district as its administrators see them: record and account, and nothing that they recorded."""

from __future__ import annotations

from typing import NamedTuple

import orjson
from sqlalchemy import Connection, and_, func, select, update

from server.domain.json_values import JsonObject
from server.storage.tables.people import account, session
from server.storage.tables.sync import membership, record


class Member(NamedTuple):
    """A person of a space; without an account `email` is empty, `has_come` once a password was chosen."""

    id: str
    fields: JsonObject
    email: str
    has_come: bool
    sourced_id: str
    seen_at: str | None


_OF_RECORD = and_(account.c.space_id == record.c.space_id, account.c.user_id == record.c.id)
_SEEN = (
    select(func.max(session.c.seen_at))
    .where(session.c.space_id == record.c.space_id, session.c.user_id == record.c.id)
    .scalar_subquery()
)
_MEMBERS = (
    select(record.c.id, record.c.fields, account.c.email, account.c.password, account.c.sourced_id, _SEEN)
    .select_from(record.outerjoin(account, _OF_RECORD))
    .where(record.c.kind == "person", record.c.deleted.is_(False))
)


def list_members(connection: Connection, space_id: str) -> list[Member]:
    """Give everybody in the order in which they were added."""
    rows = connection.execute(_MEMBERS.where(record.c.space_id == space_id).order_by(record.c.id))
    return [_read(*row) for row in rows]


def find_member(connection: Connection, space_id: str, user_id: str) -> Member | None:
    row = connection.execute(_MEMBERS.where(record.c.space_id == space_id, record.c.id == user_id)).first()
    return None if row is None else _read(*row)


def _read(
    id: str, fields: str, email: str | None, password: str | None, sourced_id: str | None, seen_at: str | None
) -> Member:
    return Member(id, orjson.loads(fields), email or "", bool(password), sourced_id or "", seen_at)


def list_schools(connection: Connection, space_id: str) -> dict[str, str]:
    """Give the schools of a space, their names by id."""
    wanted = select(record.c.id, record.c.fields).where(
        record.c.space_id == space_id, record.c.kind == "school", record.c.deleted.is_(False)
    )
    return {id: str(orjson.loads(fields).get("name", "")) for id, fields in connection.execute(wanted)}


def has_memberships(connection: Connection, space_id: str, user_id: str) -> bool:
    """Tell whether anything is shared with a person."""
    theirs = select(membership.c.scope).where(membership.c.space_id == space_id, membership.c.user_id == user_id)
    return connection.execute(theirs.limit(1)).first() is not None


def list_with_memberships(connection: Connection, space_id: str) -> set[str]:
    """Give the people of a space with whom anything is shared."""
    wanted = select(membership.c.user_id).where(membership.c.space_id == space_id).distinct()
    return set(connection.execute(wanted).scalars())


def update_email(connection: Connection, space_id: str, user_id: str, email: str) -> None:
    """Store another folded address."""
    _update(connection, space_id, user_id, {"email": email})


def update_sourced_id(connection: Connection, space_id: str, user_id: str, sourced_id: str) -> None:
    """Note under which id another program knows a person."""
    _update(connection, space_id, user_id, {"sourced_id": sourced_id})


def _update(connection: Connection, space_id: str, user_id: str, values: dict[str, str]) -> None:
    theirs = and_(account.c.space_id == space_id, account.c.user_id == user_id)
    connection.execute(update(account).where(theirs).values(values))

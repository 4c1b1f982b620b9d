"""Memberships that are granted now: the index that every read of the feed goes through."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, select, update

from server.domain.desk import Grant
from server.storage.bulk import write_rows
from server.storage.lookup import make_lookup
from server.storage.tables.sync import membership


class Membership(NamedTuple):
    """A granted membership; `since` is the number of the change that granted it."""

    user: str
    scope: str
    role: str
    since: int


_COLUMNS = (membership.c.user_id, membership.c.scope, membership.c.role, membership.c.since)


_MEMBERS = make_lookup(_COLUMNS, membership.c.scope)


def find_members(connection: Connection, space_id: str, scopes: Collection[str]) -> Sequence[Membership]:
    return [Membership._make(row) for row in _MEMBERS.find(connection, space_id, scopes)]


def find_membership(connection: Connection, space_id: str, *, user: str, scope: str) -> Membership | None:
    query = select(*_COLUMNS).where(
        membership.c.space_id == space_id, membership.c.user_id == user, membership.c.scope == scope
    )
    found = connection.execute(query).one_or_none()
    return None if found is None else Membership(*found)


_HELD_BY = make_lookup(_COLUMNS, membership.c.user_id)


def list_held_by(connection: Connection, space_id: str, users: Collection[str]) -> Sequence[Membership]:
    """Give all that some people are members of."""
    return [Membership._make(row) for row in _HELD_BY.find(connection, space_id, users)]


def follow_grants(connection: Connection, space_id: str, first: int, grants: Sequence[Grant]) -> None:
    """Bring the index after the grants and revocations, in their order; there are few of them in a push."""
    for grant in grants:
        this = (
            membership.c.space_id == space_id,
            membership.c.user_id == grant.user,
            membership.c.scope == grant.scope,
        )
        if grant.role is None:
            connection.execute(delete(membership).where(*this))
        elif grant.is_new:
            row = (space_id, grant.user, grant.scope, grant.role, first + grant.place)
            write_rows(connection, membership, [row], "replace")
        else:
            connection.execute(update(membership).where(*this).values(role=grant.role))

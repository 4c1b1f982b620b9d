"""Invitations and ways to a new password, as they stand in the database."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, and_, delete, insert, select

from server.storage.tables.people import ticket


class Ticket(NamedTuple):
    """A link that was sent; `id` is the seal of its token, `roles` those of the person when it was made."""

    space_id: str
    id: str
    user_id: str
    purpose: str
    email: str
    roles: str
    made_at: str
    expires_at: str


_COLUMNS = tuple(ticket.c[name] for name in Ticket._fields)


def insert_ticket(connection: Connection, made: Ticket) -> None:
    connection.execute(insert(ticket).values(made._asdict()))


def find_ticket(connection: Connection, id: str, *, purpose: str) -> Ticket | None:
    """Look a link up, whether it is over or not."""
    found = connection.execute(select(*_COLUMNS).where(ticket.c.id == id, ticket.c.purpose == purpose)).first()
    return None if found is None else Ticket._make(found)


def use_ticket(connection: Connection, id: str) -> bool:
    """Take a link away; True for the one who did, so that of two at once only one has used it."""
    return connection.execute(delete(ticket).where(ticket.c.id == id)).rowcount == 1


def delete_tickets(connection: Connection, space_id: str, user_id: str, *, purpose: str | None = None) -> int:
    """Take the links of a person away: all, or those of one purpose. Gives how many there were."""
    theirs = and_(ticket.c.space_id == space_id, ticket.c.user_id == user_id)
    found = theirs if purpose is None else and_(theirs, ticket.c.purpose == purpose)
    return connection.execute(delete(ticket).where(found)).rowcount


def list_tickets(connection: Connection, space_id: str, *, purpose: str) -> list[Ticket]:
    wanted = select(*_COLUMNS).where(ticket.c.space_id == space_id, ticket.c.purpose == purpose)
    return [Ticket._make(row) for row in connection.execute(wanted.order_by(ticket.c.made_at))]

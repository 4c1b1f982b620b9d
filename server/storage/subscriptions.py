"""Browsers that take push notices: each of one user, and only as long as its session lasts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from server.storage.feed import Reader
from server.storage.tables.notices import subscription
from server.storage.tables.people import session


class Subscription(NamedTuple):
    """Where a browser takes notices and with which keys, base64url; `sha256` is of the endpoint. As in the table."""

    space_id: str
    id: str
    user_id: str
    session_id: str
    sha256: str
    endpoint: str
    p256dh: str
    auth: str
    renewed_at: str


def find_id(connection: Connection, reader: Reader, sha256: str) -> str | None:
    """Give the id under which this user has an endpoint already."""
    return connection.execute(
        select(subscription.c.id).where(*_of(reader), subscription.c.sha256 == sha256)
    ).scalar_one_or_none()


def save_subscription(connection: Connection, made: Subscription) -> None:
    """Add or renew one; whoever signed in to that browser before gets nothing there any more."""
    connection.execute(delete(subscription).where(subscription.c.sha256 == made.sha256))
    connection.execute(insert(subscription).values(made._asdict()))


def delete_beyond(connection: Connection, reader: Reader, most: int) -> None:
    """Keep the `most` that were renewed last; nobody uses more browsers, and a notice goes to each."""
    kept = (
        select(subscription.c.id)
        .where(*_of(reader))
        .order_by(subscription.c.renewed_at.desc(), subscription.c.id.desc())
    )
    ids = list(connection.execute(kept.limit(most)).scalars())
    connection.execute(delete(subscription).where(*_of(reader), subscription.c.id.not_in(ids)))


def list_live(connection: Connection, reader: Reader, *, seen_since: str) -> Sequence[Subscription]:
    """Give a user's subscriptions whose session is not over."""
    wanted = select(*subscription.c).join(session, _IN_SESSION).where(*_of(reader), session.c.seen_at >= seen_since)
    return [Subscription(*row) for row in connection.execute(wanted)]


def delete_subscription(connection: Connection, reader: Reader, id: str) -> bool:
    """Take one away, and say whether it was there."""
    found = connection.execute(delete(subscription).where(*_of(reader), subscription.c.id == id))
    return found.rowcount > 0


def delete_dead(connection: Connection) -> None:
    """Take away all whose session has ended."""
    lives = select(session.c.id).where(_IN_SESSION)
    connection.execute(delete(subscription).where(~lives.exists()))


_IN_SESSION = (
    (session.c.space_id == subscription.c.space_id)
    & (session.c.id == subscription.c.session_id)
    & (session.c.user_id == subscription.c.user_id)
)


def _of(reader: Reader) -> tuple[ColumnElement[bool], ...]:
    return (subscription.c.space_id == reader.space_id, subscription.c.user_id == reader.user_id)

"""The sessions of one person, as they are listed; and which tablet uses which."""

from typing import NamedTuple

from sqlalchemy import Connection, and_, delete, select, update

from server.storage.tables.people import session


class Listed(NamedTuple):
    id: str
    browser: str | None
    made_at: str
    seen_at: str


def list_sessions(connection: Connection, space_id: str, user_id: str) -> list[Listed]:
    """Give a person's sessions, the one used last first."""
    columns = (session.c.id, session.c.browser, session.c.made_at, session.c.seen_at)
    theirs = and_(session.c.space_id == space_id, session.c.user_id == user_id)
    rows = connection.execute(select(*columns).where(theirs).order_by(session.c.seen_at.desc(), session.c.id))
    return [Listed._make(row) for row in rows]


def note_device(connection: Connection, id: str, device: str) -> None:
    """Note which tablet uses a session."""
    connection.execute(update(session).where(session.c.id == id).values(device=device))


def end_sessions_of_device(connection: Connection, space_id: str, user_id: str, device: str) -> int:
    """End a person's sessions on a tablet; gives how many there were."""
    theirs = and_(session.c.space_id == space_id, session.c.user_id == user_id, session.c.device == device)
    return connection.execute(delete(session).where(theirs)).rowcount

"""The addresses of calendars: one a person, found by what is secret in it."""

from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from server.storage.tables.calendars import calendar_feed


class Feed(NamedTuple):
    """Whose calendar it is, and whether it names people."""

    space_id: str
    user_id: str
    names: bool
    made_at: str


_COLUMNS = (calendar_feed.c.space_id, calendar_feed.c.user_id, calendar_feed.c.names, calendar_feed.c.made_at)


def replace_feed(connection: Connection, feed: Feed, *, sha256: str) -> None:
    """Give a person an address, in place of the one before."""
    delete_feed(connection, feed.space_id, feed.user_id)
    connection.execute(insert(calendar_feed).values(**feed._asdict(), sha256=sha256))


def delete_feed(connection: Connection, space_id: str, user_id: str) -> None:
    connection.execute(
        delete(calendar_feed).where(calendar_feed.c.space_id == space_id, calendar_feed.c.user_id == user_id)
    )


def find_feed_of(connection: Connection, space_id: str, user_id: str) -> Feed | None:
    query = select(*_COLUMNS).where(calendar_feed.c.space_id == space_id, calendar_feed.c.user_id == user_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else Feed(row[0], row[1], bool(row[2]), row[3])


def find_feed(connection: Connection, sha256: str) -> Feed | None:
    row = connection.execute(select(*_COLUMNS).where(calendar_feed.c.sha256 == sha256)).one_or_none()
    return None if row is None else Feed(row[0], row[1], bool(row[2]), row[3])

"""The keys of people's tablets, as they stand in the database."""

from __future__ import annotations

from sqlalchemy import Connection, and_, delete, func, select
from sqlalchemy.sql import ColumnElement

from server.storage.bulk import write_rows
from server.storage.factors import Owner
from server.storage.tables.tablet_keys import tablet_key


def put_key(connection: Connection, of: Owner, id: str, *, key: str, at: str) -> None:
    """Keep a person's key; one that is kept under this id already stays as it is."""
    write_rows(connection, tablet_key, [(of.space_id, of.user_id, id, key, at)], "ignore")


def find_key(connection: Connection, of: Owner, id: str) -> str | None:
    """Give a person's key."""
    return connection.execute(select(tablet_key.c.key).where(_theirs(of), tablet_key.c.id == id)).scalar()


def count_keys(connection: Connection, of: Owner) -> int:
    """Count a person's keys."""
    return int(connection.execute(select(func.count()).select_from(tablet_key).where(_theirs(of))).scalar_one())


def delete_key(connection: Connection, of: Owner, id: str) -> bool:
    """Let go of a person's key; tells whether there was one."""
    return connection.execute(delete(tablet_key).where(_theirs(of), tablet_key.c.id == id)).rowcount > 0


def _theirs(of: Owner) -> ColumnElement[bool]:
    return and_(tablet_key.c.space_id == of.space_id, tablet_key.c.user_id == of.user_id)

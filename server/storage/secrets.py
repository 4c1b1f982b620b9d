"""Secrets of this installation, made at first need and kept in the database."""

from collections.abc import Callable

from sqlalchemy import Connection, insert, select

from server.storage.tables.sync import installation


def find_secret(connection: Connection, name: str) -> bytes | None:
    query = select(installation.c.value).where(installation.c.name == name)
    return connection.execute(query).scalar_one_or_none()


def keep_secret(connection: Connection, name: str, make: Callable[[], bytes]) -> bytes:
    """Give the secret of that name, made and stored if this is the first time; `in_transaction` settles two at once."""
    found = find_secret(connection, name)
    if found is None:
        found = make()
        connection.execute(insert(installation).values(name=name, value=found))
    return found

"""Every row of every table, out of one snapshot and into an empty database."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from typing import cast
from uuid import uuid4

from sqlalchemy import Connection, LargeBinary, MetaData, Table, insert, select, text

from server.domain.json_values import Json
from server.storage.db import Base, db
from server.storage.tables.sync import space

_CHUNK = 500
# What ends with a restore: who was signed out since the backup must not be signed in again.
_LEFT_OUT = frozenset({"session", "sign_in_step", "sign_in_failure"})


def list_tables() -> Sequence[str]:
    """Name the tables that a backup holds, in an order in which they can be filled."""
    return [table.name for table in Base.metadata.sorted_tables if table.name not in _LEFT_OUT]


def read_rows(connection: Connection, name: str) -> Iterator[list[Json]]:
    """Give the rows of a table as JSON values, bytes in base64, first of all the names of its columns."""
    table = Base.metadata.tables[name]
    yield [column.name for column in table.columns]
    found = connection.execution_options(yield_per=_CHUNK).execute(select(table))
    for row in found:
        yield [b64encode(value).decode() if isinstance(value, bytes | memoryview) else value for value in row]


def check_source(connection: Connection) -> str | None:
    """Say what is wrong with the database file itself, or None."""
    if connection.dialect.name != "sqlite":
        return None
    found = connection.execute(text("PRAGMA integrity_check(1)")).scalar_one()
    return None if found == "ok" else str(found)


def is_empty(connection: Connection) -> bool:
    """Tell whether a database has no district yet."""
    return connection.execute(select(space.c.space_id).limit(1)).first() is None


class Filling:
    """Fills tables as the schema of this very moment has them, which may be older than this version's."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._found = MetaData()
        self._found.reflect(bind=connection)

    def fill(self, name: str, columns: Sequence[str], rows: Iterator[list[Json]]) -> int:
        """Insert rows and say how many there were; raises KeyError for a table that is not there."""
        table, count = self._found.tables[name], 0
        for chunk in _cut(rows):
            made = [dict(zip(columns, _read(table, columns, row), strict=True)) for row in chunk]
            self._connection.execute(insert(table), made)
            count += len(chunk)
        return count


def renew_gens(connection: Connection) -> None:
    """Give every space a new generation, by which tablets learn that the office is not where they left it."""
    for found in connection.execute(select(space.c.space_id)).scalars().all():
        connection.execute(space.update().where(space.c.space_id == found).values(gen=str(uuid4())))


def refresh_statistics() -> None:
    """Let PostgreSQL look at its new rows once, as it would do by itself some minutes later."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))


def _read(table: Table, columns: Sequence[str], row: Sequence[Json]) -> Iterator[object]:
    for name, value in zip(columns, row, strict=True):
        is_bytes = isinstance(table.c[name].type, LargeBinary) and value is not None
        yield b64decode(cast(str, value)) if is_bytes else value


def _cut(rows: Iterator[list[Json]]) -> Iterator[list[list[Json]]]:
    chunk: list[list[Json]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk

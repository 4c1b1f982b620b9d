"""Many rows in one statement, on either database."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, Protocol

import orjson
from sqlalchemy import Boolean, Column, Connection, Table

from server.storage.tables.columns import NUMBER

Row = Sequence[object]
OnConflict = Literal["fail", "ignore", "replace"]


def write_rows(connection: Connection, table: Table, rows: Sequence[Row], on_conflict: OnConflict = "fail") -> None:
    """Insert rows given in the order of the table's columns; `replace` overwrites the row of the same key."""
    prepare_rows(connection, table, rows, on_conflict).write(0)


def prepare_rows(
    connection: Connection, table: Table, rows: Sequence[Row], on_conflict: OnConflict = "fail"
) -> "Prepared":
    """Do all the work on rows whose `seq` is still a place, so that nothing but the writing is left."""
    if connection.dialect.name == "postgresql":
        names = [str(column.name) for column in table.columns]
        records = orjson.dumps([dict(zip(names, row, strict=True)) for row in rows]).decode()
        return _Recordset(connection, _make_recordset_insert(table, on_conflict), records if rows else "")
    return _Many(connection, _make_insert(table, on_conflict), rows)


class Prepared(Protocol):
    """Rows on the brink of being written."""

    def write(self, first: int) -> None:
        """Write them, `first` being the number of place 0."""


class _Recordset(NamedTuple):
    connection: Connection
    sql: str
    records: str

    def write(self, first: int) -> None:
        if self.records:
            self.connection.exec_driver_sql(self.sql.format(first=int(first)), (self.records,))


class _Many(NamedTuple):
    connection: Connection
    sql: str
    rows: Sequence[Row]

    def write(self, first: int) -> None:
        if self.rows:
            self.connection.exec_driver_sql(self.sql.format(first=int(first)), list(map(tuple, self.rows)))


@lru_cache
def _make_insert(table: Table, on_conflict: OnConflict) -> str:
    marks = ", ".join("? + {first}" if column.name == "seq" else "?" for column in table.columns)
    return f"INSERT INTO {table.name} ({_names(table)}) VALUES ({marks}){_make_conflict(table, on_conflict)}"


@lru_cache
def _make_recordset_insert(table: Table, on_conflict: OnConflict) -> str:
    types = ", ".join(f"{column.name} {_type_of(column)}" for column in table.columns)
    return (
        f"INSERT INTO {table.name} ({_names(table)}) SELECT {_names(table).replace(' seq,', ' seq + {first},')}"
        f" FROM json_to_recordset(%s::json) AS row({types}){_make_conflict(table, on_conflict)}"
    )


def _names(table: Table) -> str:
    return ", ".join(column.name for column in table.columns)


def _type_of(column: Column[object]) -> str:
    if isinstance(column.type, Boolean):
        return "boolean"
    return "bigint" if isinstance(column.type, type(NUMBER)) else "text"


def _make_conflict(table: Table, on_conflict: OnConflict) -> str:
    if on_conflict == "fail":
        return ""
    if on_conflict == "ignore":
        return " ON CONFLICT DO NOTHING"
    keys = ", ".join(column.name for column in table.primary_key)
    others = ", ".join(f"{column.name} = excluded.{column.name}" for column in table.columns if not column.primary_key)
    return f" ON CONFLICT ({keys}) DO UPDATE SET {others}"

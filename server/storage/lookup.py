"""Rows of many keys in one statement, each key looked up by its index.

`IN` and `= ANY` leave it to the planner, who without statistics would rather read the whole space; a join that is
told its order does not.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import orjson
from sqlalchemy import Column, Connection, Row, Table, TextClause, text


class Lookup(NamedTuple):
    """A statement that gives columns of the rows whose `key` is one of many; written for each database."""

    on_sqlite: TextClause
    on_postgresql: TextClause

    def find(
        self, connection: Connection, space_id: str, keys: Collection[str], **values: str
    ) -> Sequence[Row[*tuple[object, ...]]]:
        """Give the rows of the keys; of no keys there are none, and nothing is asked."""
        if not keys:
            return []
        if connection.dialect.name == "postgresql":
            return connection.execute(self.on_postgresql, {"space": space_id, "keys": sorted(keys), **values}).all()
        listed = orjson.dumps(list(keys)).decode()
        return connection.execute(self.on_sqlite, {"space": space_id, "keys": listed, **values}).all()


def make_lookup(
    columns: Sequence[Column[object]], key: Column[str], *, also: str = "", order: str = "", locks: bool = False
) -> Lookup:
    """Write a lookup by `key`; `also` is a further condition on `t`, `locks` keeps the rows until the commit."""
    table = key.table
    assert isinstance(table, Table)
    given = ", ".join(f"t.{column.name}" for column in columns)
    condition = f"t.space_id = :space {also}"
    last = f"ORDER BY {order}" if order else ""
    ending = "FOR UPDATE" if locks else "OFFSET 0"
    return Lookup(
        text(
            f"SELECT {given} FROM json_each(:keys) AS key CROSS JOIN {table.name} AS t"
            f" WHERE {condition} AND t.{key.name} = key.value {last}"
        ),
        text(
            f"SELECT {given} FROM unnest(CAST(:keys AS text[])) AS key(value) CROSS JOIN LATERAL"
            f" (SELECT * FROM {table.name} AS t WHERE {condition} AND t.{key.name} = key.value {ending}) AS t {last}"
        ),
    )

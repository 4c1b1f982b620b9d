"""What a tablet keeps on its disk, in one SQLite file for each user: changes, rows and a few facts.

Every method writes inside the transaction that its caller opened with `atomically`; what must not come apart stands in
one of them.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, cast

from tests.wire import Change, Result, Row

_TABLES = """
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS change (
  place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, device TEXT NOT NULL, n INTEGER NOT NULL, body TEXT NOT NULL,
  fate TEXT, dropped INTEGER NOT NULL DEFAULT 0, UNIQUE (device, n));
CREATE TABLE IF NOT EXISTS pulled (
  record TEXT PRIMARY KEY, seq INTEGER NOT NULL, scope TEXT NOT NULL, body TEXT NOT NULL);
"""
Which = Literal["waiting", "held", "all"]
_WHICH = {
    "waiting": "fate IS NULL",
    "held": "json_extract(fate, '$.status') = 'held'",
    "all": "TRUE",
}


class Store:
    """A tablet's file; without a path it lasts as long as the object, which is what dies with the tablet."""

    def __init__(self, path: Path | None = None) -> None:
        self._connection = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        self._connection.executescript("PRAGMA synchronous = FULL;" + _TABLES)

    @contextmanager
    def atomically(self) -> Iterator[None]:
        """All or nothing; a transaction inside another is part of it."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    # --- facts: the device, its counter, the cursor, the generation

    def find(self, name: str) -> str | None:
        row = self._connection.execute("SELECT value FROM fact WHERE name = ?", [name]).fetchone()
        return None if row is None else str(row[0])

    def note(self, name: str, value: str | int | None) -> None:
        self._connection.execute("DELETE FROM fact WHERE name = ?", [name])
        if value is not None:
            self._connection.execute("INSERT INTO fact VALUES (?, ?)", [name, str(value)])

    # --- changes: the outbox and the shadow log are one table

    def add(self, device: str, change: Change) -> None:
        columns = (change["id"], device, change["n"], json.dumps(change))
        self._connection.execute("INSERT INTO change (id, device, n, body) VALUES (?, ?, ?, ?)", columns)

    def list_changes(self, which: Which, *, device: str | None = None) -> list[Change]:
        """Give changes in the order in which they were made."""
        sql = f"SELECT body FROM change WHERE {_WHICH[which]} AND (?1 IS NULL OR device = ?1) ORDER BY place"
        return [cast(Change, json.loads(body)) for (body,) in self._connection.execute(sql, [device])]

    def list_devices(self) -> list[str]:
        """Give the device ids under which changes were made, the oldest first."""
        found = self._connection.execute("SELECT device FROM change GROUP BY device ORDER BY min(place)")
        return [str(device) for (device,) in found]

    def find_fates(self) -> dict[str, Result]:
        found = self._connection.execute("SELECT id, fate FROM change WHERE fate IS NOT NULL")
        return {id: cast(Result, json.loads(fate)) for id, fate in found}

    def has_fate_between(self, device: str, low: int, high: int) -> bool:
        """Whether the office has answered for any of these numbers."""
        sql = "SELECT 1 FROM change WHERE device = ? AND n BETWEEN ? AND ? AND fate IS NOT NULL LIMIT 1"
        return self._connection.execute(sql, [device, low, high]).fetchone() is not None

    def note_fate(self, id: str, fate: Result) -> None:
        """A change that is held again, as after a restore, is no longer a dropped one."""
        self._connection.execute(
            "UPDATE change SET fate = ?1, dropped = dropped AND ?2 WHERE id = ?3", [json.dumps(fate), "seq" in fate, id]
        )

    def list_laid_over(self) -> list[Change]:
        """Give the changes that lie over what was pulled: waiting, held, and applied beyond the pulled row."""
        found = self._connection.execute(
            """SELECT c.body FROM change c LEFT JOIN pulled p ON p.record = json_extract(c.body, '$.record')
               WHERE NOT c.dropped AND (c.fate IS NULL OR json_extract(c.fate, '$.status') = 'held'
                 OR coalesce(json_extract(c.fate, '$.seq') > coalesce(p.seq, 0), FALSE)) ORDER BY c.place"""
        )
        return [cast(Change, json.loads(body)) for (body,) in found]

    # --- the replica: rows that were pulled

    def list_rows(self) -> dict[str, Row]:
        found = self._connection.execute("SELECT record, body FROM pulled")
        return {record: cast(Row, json.loads(body)) for record, body in found}

    def take(self, row: Row) -> None:
        """Keep a row if it is newer than the one that is there."""
        self._connection.execute(
            """INSERT INTO pulled VALUES (?, ?, ?, ?) ON CONFLICT (record) DO UPDATE
               SET seq = excluded.seq, scope = excluded.scope, body = excluded.body WHERE excluded.seq > pulled.seq""",
            [row["record"], row["seq"], row["scope"], json.dumps(row)],
        )

    def swap(self, rows: Sequence[Row]) -> None:
        """Put a fresh replica in the place of the old one; changes are no part of it."""
        self._connection.execute("DELETE FROM pulled")
        for row in rows:
            self.take(row)

    def drop_scope(self, scope: str, *, but: str) -> None:
        """Drop the rows of a scope, the memberships that name it, and applied changes there; `but` stays."""
        self._connection.execute(
            "DELETE FROM pulled WHERE (scope = ?1 OR json_extract(body, '$.fields.scope') = ?1) AND record <> ?2",
            [scope, but],
        )
        self._connection.execute(
            """UPDATE change SET dropped = 1 WHERE json_extract(fate, '$.seq') IS NOT NULL AND
               (json_extract(body, '$.scope') = ?1 OR json_extract(body, '$.fields.scope') = ?1)""",
            [scope],
        )

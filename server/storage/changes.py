"""Changes: applied, held or quarantined, each kept for good."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, Row, delete, or_, select

from server.domain.changes import Change
from server.storage.bulk import Prepared, among, prepare_rows, write_rows
from server.storage.tables.sync import change, held, quarantine


class Applied(NamedTuple):
    seq: int
    change: Change


class Quarantined(NamedTuple):
    """A change that cannot be applied. `raw` is the text of what was sent, in ASCII; None once erased."""

    by: str
    sha256: str
    id: str | None
    code: str
    device: str
    n: int | None
    received_at: str
    raw: str | None


_COLUMNS = (
    change.c.seq, change.c.id, change.c.n, change.c.record, change.c.kind, change.c.v, change.c.op, change.c.scope,
    change.c.base, change.c.at, change.c.fields, change.c.by_user, change.c.device, change.c.received_at,
)  # fmt: skip


def find_applied(connection: Connection, space_id: str, ids: Collection[str]) -> Iterator[Applied]:
    query = select(*_COLUMNS).where(change.c.space_id == space_id, among(connection, change.c.id, ids))
    return map(_read_applied, connection.execute(query))


def find_histories(connection: Connection, space_id: str, records: Collection[str]) -> Iterator[Applied]:
    """Give every change of the records, in commit order."""
    query = select(*_COLUMNS).where(change.c.space_id == space_id, among(connection, change.c.record, records))
    return map(_read_applied, connection.execute(query.order_by(change.c.seq)))


def _read_applied(row: Row[tuple[object, ...]]) -> Applied:
    seq, *sent, fields, by, device, received_at = row
    words = None if fields is None else orjson.loads(fields)
    return Applied(seq, Change(*sent, words, by, device, received_at))


def prepare_changes(connection: Connection, space_id: str, changes: Iterable[Change]) -> Prepared:
    """Prepare applied changes, to be stored under consecutive numbers in their order."""
    rows = [
        (
            space_id, one.id, place, one.record, one.kind, one.v, one.op, one.scope, one.base, one.at, one.by,
            one.device, one.n, one.received_at, None if one.fields is None else orjson.dumps(one.fields).decode(),
        )
        for place, one in enumerate(changes)
    ]  # fmt: skip
    return prepare_rows(connection, change, rows)


_HELD = (held.c.by_user, held.c.device, held.c.received_at, held.c.raw)


def find_held(connection: Connection, space_id: str, ids: Collection[str]) -> Iterator[Change]:
    query = select(*_HELD).where(held.c.space_id == space_id, among(connection, held.c.id, ids))
    return map(_read_held, connection.execute(query))


def find_waiting(
    connection: Connection, space_id: str, *, scopes: Collection[str], records: Collection[str]
) -> Iterator[Change]:
    """Give held changes that wait for one of the scopes, or for one of the records."""
    waits = or_(among(connection, held.c.waits_for, scopes), among(connection, held.c.record, records))
    return map(_read_held, connection.execute(select(*_HELD).where(held.c.space_id == space_id, waits)))


def _read_held(row: Row[tuple[str, str, str, str]]) -> Change:
    by, device, received_at, raw = row
    sent = orjson.loads(raw)
    return Change(**({"fields": None} | sent), by=by, device=device, received_at=received_at)


def insert_held(connection: Connection, space_id: str, waiting: Iterable[tuple[str, Change]]) -> None:
    rows = [
        (
            space_id, one.id, scope, one.record, one.by, one.device, one.n, one.received_at,
            orjson.dumps(one.as_sent()).decode(),
        )
        for scope, one in waiting
    ]  # fmt: skip
    write_rows(connection, held, rows)


def delete_held(connection: Connection, space_id: str, ids: Collection[str]) -> None:
    if ids:
        connection.execute(delete(held).where(held.c.space_id == space_id, among(connection, held.c.id, ids)))


_QUARANTINE = (
    quarantine.c.by_user, quarantine.c.sha256, quarantine.c.id, quarantine.c.code, quarantine.c.device,
    quarantine.c.n, quarantine.c.received_at, quarantine.c.raw,
)  # fmt: skip


def find_quarantined(
    connection: Connection, space_id: str, *, ids: Collection[str], hashes: Collection[str]
) -> Sequence[Quarantined]:
    """Give quarantined changes of these ids or with these contents."""
    wanted = or_(among(connection, quarantine.c.id, ids), among(connection, quarantine.c.sha256, hashes))
    query = select(*_QUARANTINE).where(quarantine.c.space_id == space_id, wanted)
    return [Quarantined(*row) for row in connection.execute(query)]


def insert_quarantined(connection: Connection, space_id: str, refused: Iterable[Quarantined]) -> None:
    rows = [
        (space_id, one.by, one.sha256, one.id, one.code, one.device, one.n, one.received_at, one.raw) for one in refused
    ]
    write_rows(connection, quarantine, rows, "ignore")

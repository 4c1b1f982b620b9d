"""Changes: applied, held or quarantined, each kept for good."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, cast

import orjson
from sqlalchemy import Connection, delete

from server.domain.changes import SENT_NAMES, Change
from server.domain.json_values import JsonObject
from server.storage.bulk import Prepared, prepare_rows, write_rows
from server.storage.lookup import make_lookup
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


_APPLIED = make_lookup(_COLUMNS, change.c.id)
_HISTORIES = make_lookup(_COLUMNS, change.c.record, order="t.seq")


def find_applied(connection: Connection, space_id: str, ids: Collection[str]) -> Iterator[Applied]:
    return map(_read_applied, _APPLIED.find(connection, space_id, ids))


def find_histories(connection: Connection, space_id: str, records: Collection[str]) -> Iterator[Applied]:
    """Give every change of the records, in commit order."""
    return map(_read_applied, _HISTORIES.find(connection, space_id, records))


def _read_applied(row: Sequence[object]) -> Applied:
    seq, *sent, fields, by, device, received_at = row
    words = None if fields is None else orjson.loads(cast(str, fields))
    return Applied(cast(int, seq), Change._make([*sent, words, by, device, received_at]))


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


_HELD = (held.c.id, held.c.by_user, held.c.device, held.c.received_at, held.c.raw)
_HELD_OF_ID = make_lookup(_HELD, held.c.id)
_HELD_FOR_SCOPE = make_lookup(_HELD, held.c.waits_for)
_HELD_FOR_RECORD = make_lookup(_HELD, held.c.record)


def find_held(connection: Connection, space_id: str, ids: Collection[str]) -> Iterator[Change]:
    return map(_read_held, _HELD_OF_ID.find(connection, space_id, ids))


def find_waiting(
    connection: Connection, space_id: str, *, scopes: Collection[str], records: Collection[str]
) -> Iterator[Change]:
    """Give held changes that wait for one of the scopes, or for one of the records."""
    for_scopes = _HELD_FOR_SCOPE.find(connection, space_id, scopes)
    for_records = _HELD_FOR_RECORD.find(connection, space_id, records)
    return map(_read_held, {row[0]: row for row in (*for_scopes, *for_records)}.values())


def _read_held(row: Sequence[object]) -> Change:
    _, by, device, received_at, raw = row
    sent: JsonObject = {"fields": None, **orjson.loads(cast(str, raw))}
    return Change._make([*(sent[name] for name in SENT_NAMES), by, device, received_at])


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
    """Take changes out of waiting; there are few at a time."""
    for id in ids:
        connection.execute(delete(held).where(held.c.space_id == space_id, held.c.id == id))


_QUARANTINE = (
    quarantine.c.by_user, quarantine.c.sha256, quarantine.c.id, quarantine.c.code, quarantine.c.device,
    quarantine.c.n, quarantine.c.received_at, quarantine.c.raw,
)  # fmt: skip
_QUARANTINED_AS_ID = make_lookup(_QUARANTINE, quarantine.c.id)
_QUARANTINED_AS_WORDS = make_lookup(_QUARANTINE, quarantine.c.sha256, also="AND t.by_user = :by")


def find_quarantined(
    connection: Connection, space_id: str, *, ids: Collection[str], by: str, hashes: Collection[str]
) -> Sequence[Quarantined]:
    """Give quarantined changes of these ids, and those of one author with these contents."""
    of_ids = _QUARANTINED_AS_ID.find(connection, space_id, ids)
    of_words = _QUARANTINED_AS_WORDS.find(connection, space_id, hashes, by=by)
    return [Quarantined._make(row) for row in (*of_ids, *of_words)]


def insert_quarantined(connection: Connection, space_id: str, refused: Iterable[Quarantined]) -> None:
    rows = [
        (space_id, one.by, one.sha256, one.id, one.code, one.device, one.n, one.received_at, one.raw) for one in refused
    ]
    write_rows(connection, quarantine, rows, "ignore")

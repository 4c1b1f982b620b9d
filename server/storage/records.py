"""Records as they stand: read one by one to be changed, written together. Reading for people is in `feed`."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, or_, select, update

from server.domain.desk import Entry
from server.domain.json_values import JsonObject
from server.domain.records import KINDS
from server.storage.bulk import Prepared, among, prepare_rows
from server.storage.changes import find_histories
from server.storage.tables.sync import record


class Place(NamedTuple):
    """Where a record is and what it is, fixed at its creation; and the change applied to it last."""

    id: str
    kind: str
    scope: str
    names: str | None
    author: str
    rev: str


_PLACE = (record.c.id, record.c.kind, record.c.scope, record.c.names, record.c.author, record.c.rev)


def find_places(connection: Connection, space_id: str, ids: Collection[str], *, locks: bool = False) -> Sequence[Place]:
    """Read where records are; with `locks` in one order of ids for everybody, locked until the commit."""
    if not ids:
        return []
    query = select(*_PLACE).where(record.c.space_id == space_id, among(connection, record.c.id, ids))
    if locks:
        query = query.order_by(record.c.id).with_for_update()
    return [Place(*row) for row in connection.execute(query)]


def find_entries(connection: Connection, space_id: str, ids: Collection[str]) -> dict[str, Entry]:
    """Lock records and read them with all their changes."""
    places = find_places(connection, space_id, ids, locks=True)
    entries = {place.id: Entry(place.kind, place.scope, place.author, place.names, []) for place in places}
    if entries:
        for _, change in find_histories(connection, space_id, entries):
            entries[change.record].steps.append(change.to_step())
    return entries


def prepare_entries(connection: Connection, space_id: str, entries: Iterable[tuple[str, Entry]]) -> Prepared:
    """Prepare changed records, to be stored under the number of their last change; new and old ones alike."""
    rows = [_make_row(space_id, id, entry) for id, entry in entries]
    return prepare_rows(connection, record, rows, "replace")


def _make_row(space_id: str, id: str, entry: Entry) -> tuple[object, ...]:
    merged = entry.merged()
    versions = None
    if merged.versions:
        kept = {name: [version._asdict() for version in said] for name, said in merged.versions.items()}
        versions = orjson.dumps(kept).decode()
    return (
        space_id, id, entry.place, entry.kind, KINDS[entry.kind].version, entry.scope, entry.names, entry.author,
        entry.steps[-1].id, orjson.dumps(merged.fields).decode(), versions, merged.deleted, merged.revived,
    )  # fmt: skip


def list_resent(connection: Connection, space_id: str, *, scopes: Collection[str], named: Collection[str]) -> list[str]:
    """List, in feed order, the records of some scopes and the memberships that name some."""
    if not scopes and not named:
        return []
    wanted = or_(among(connection, record.c.scope, scopes), among(connection, record.c.names, named))
    query = select(record.c.id).where(record.c.space_id == space_id, wanted).order_by(record.c.seq)
    return list(connection.execute(query).scalars())


def send_again(connection: Connection, space_id: str, ids: Sequence[str], first: int) -> None:
    """Give records new consecutive numbers in the feed; their changes keep theirs."""
    rows = [{"space": space_id, "this": id, "number": number} for number, id in enumerate(ids, first)]
    if rows:
        connection.execute(_SEND_AGAIN, rows)


_SEND_AGAIN = (
    update(record)
    .where(record.c.space_id == bindparam("space"), record.c.id == bindparam("this"))
    .values(seq=bindparam("number"))
)


def find_people(connection: Connection, space_id: str, ids: Collection[str]) -> Iterator[tuple[str, JsonObject]]:
    """Give the fields of person records by id."""
    query = select(record.c.id, record.c.fields).where(
        record.c.space_id == space_id, among(connection, record.c.id, ids), record.c.kind == "person"
    )
    for id, fields in connection.execute(query):
        yield id, orjson.loads(fields)

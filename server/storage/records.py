"""Records as they stand: read one by one to be changed, written together. Reading for people is in `feed`."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, and_, or_, select

from server.domain.entries import Entry
from server.domain.json_values import JsonObject
from server.domain.kinds import KINDS
from server.storage.bulk import Prepared, prepare_rows
from server.storage.changes import find_histories
from server.storage.lookup import make_lookup
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
_PLACES = make_lookup(_PLACE, record.c.id)
_LOCKED_PLACES = make_lookup(_PLACE, record.c.id, locks=True)


def find_places(connection: Connection, space_id: str, ids: Collection[str], *, locks: bool = False) -> Sequence[Place]:
    """Read where records are; with `locks` in one order of ids for everybody, locked until the commit."""
    return [Place._make(row) for row in (_LOCKED_PLACES if locks else _PLACES).find(connection, space_id, ids)]


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


def find_outdated(connection: Connection, space_id: str, versions: Mapping[str, int], *, most: int) -> list[str]:
    """Find records that were written in an older shape of their kind than `versions` says."""
    is_older = or_(*(and_(record.c.kind == kind, record.c.v < version) for kind, version in versions.items()))
    wanted = select(record.c.id).where(record.c.space_id == space_id, is_older).order_by(record.c.id).limit(most)
    return [str(id) for id in connection.execute(wanted).scalars()]


_OF_SCOPE = make_lookup((record.c.id, record.c.seq), record.c.scope)
_NAMING_SCOPE = make_lookup((record.c.id, record.c.seq), record.c.names, also="AND t.names IS NOT NULL")


def list_resent(connection: Connection, space_id: str, *, scopes: Collection[str], named: Collection[str]) -> list[str]:
    """List, in feed order, the records of some scopes and the memberships that name some."""
    found = (*_OF_SCOPE.find(connection, space_id, scopes), *_NAMING_SCOPE.find(connection, space_id, named))
    return [str(id) for id, _ in sorted(found, key=itemgetter(1))]


_CONSENTS = make_lookup((record.c.id,), record.c.scope, also="AND t.kind = 'consent'")
_NAMING = make_lookup((record.c.id,), record.c.names, also="AND t.names IS NOT NULL")


def list_words(connection: Connection, space_id: str, scopes: Collection[str]) -> set[str]:
    """List the records by which somebody let others into some scopes: consents, and memberships that name them."""
    found = (*_CONSENTS.find(connection, space_id, scopes), *_NAMING.find(connection, space_id, scopes))
    return {str(id) for (id,) in found}


def send_again(connection: Connection, space_id: str, ids: Sequence[str], first: int) -> None:
    """Give records new consecutive numbers in the feed; their changes keep theirs."""
    if not ids:
        return
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_SEND_AGAIN_ARRAY, (first, list(ids), space_id))
        return
    connection.exec_driver_sql(_SEND_AGAIN, [(number, space_id, id) for number, id in enumerate(ids, first)])


_SEND_AGAIN = "UPDATE record SET seq = ? WHERE space_id = ? AND id = ?"
_SEND_AGAIN_ARRAY = (
    "UPDATE record SET seq = %s + again.place - 1"
    " FROM unnest(%s::text[]) WITH ORDINALITY AS again(id, place)"
    " WHERE record.space_id = %s AND record.id = again.id"
)


_PEOPLE = make_lookup((record.c.id, record.c.fields), record.c.id, also="AND t.kind = 'person'")


def find_people(connection: Connection, space_id: str, ids: Collection[str]) -> Iterator[tuple[str, JsonObject]]:
    """Give the fields of person records by id."""
    for id, fields in _PEOPLE.find(connection, space_id, ids):
        yield str(id), orjson.loads(str(fields))

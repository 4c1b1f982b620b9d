"""After an upgrade: records whose kind has a new shape are made anew from their changes, and go out to everybody again.

Changes are never rewritten. What a record is, is always what today's rules make of them.
"""

from __future__ import annotations

from sqlalchemy import Connection

from server.domain.kinds import KINDS
from server.storage.db import in_transaction, reading, turn
from server.storage.records import find_entries, find_outdated, find_places, prepare_entries
from server.storage.spaces import find_spaces, lock_scopes, raise_head

_AT_ONCE = 500


def bring_records() -> int:
    """Bring every record to today's shape of its kind; gives how many were not. Stopped half-way, it can go on."""
    with reading() as connection:
        spaces = [space.space_id for space in find_spaces(connection)]
    return sum(_bring_space(space_id) for space_id in spaces)


def _bring_space(space_id: str) -> int:
    count = 0
    while brought := _bring_some(space_id):
        count += brought
    return count


def _bring_some(space_id: str) -> int:
    with turn():
        return in_transaction(lambda connection: _make_anew(connection, space_id))


def _make_anew(connection: Connection, space_id: str) -> int:
    versions = {kind.name: kind.version for kind in KINDS.values() if kind.version > 1}
    ids = find_outdated(connection, space_id, versions, most=_AT_ONCE) if versions else []
    if not ids:
        return 0
    scopes = {place.scope for place in find_places(connection, space_id, ids)}
    lock_scopes(connection, space_id, shared=scopes, exclusive=())
    entries = sorted(find_entries(connection, space_id, ids).items())
    for place, (_, entry) in enumerate(entries):
        entry.place = place
    prepared = prepare_entries(connection, space_id, entries)
    prepared.write(raise_head(connection, space_id, len(entries)))
    return len(entries)

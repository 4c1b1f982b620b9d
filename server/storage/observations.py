"""Cycles, observations and their evidence, as records have them now."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, select

from server.domain.ids import make_scope
from server.domain.json_values import JsonObject
from server.storage.lookup import make_lookup
from server.storage.tables.sync import record


class StoredRecord(NamedTuple):
    """A live record with its fields."""

    space_id: str
    id: str
    author: str
    fields: JsonObject


_COLUMNS = (record.c.space_id, record.c.id, record.c.author, record.c.fields)


def find_observation(connection: Connection, id: str) -> StoredRecord | None:
    """Look an observation up by its id alone, in whichever space it is."""
    wanted = select(*_COLUMNS).where(
        record.c.id == id, record.c.kind == "observation", record.c.scope == make_scope("observation", id)
    )
    row = connection.execute(wanted.where(record.c.deleted.is_(False))).first()
    return _read(*row) if row else None


_OBSERVATIONS = make_lookup((record.c.id, record.c.fields), record.c.id, also="AND t.kind = 'observation'")


def find_teachers(connection: Connection, space_id: str, ids: Collection[str]) -> dict[str, str]:
    """Say whose lessons some observations are, deleted ones too."""
    found = _OBSERVATIONS.find(connection, space_id, ids)
    return {str(id): str(orjson.loads(str(fields)).get("teacher")) for id, fields in found}


def list_evidence(connection: Connection, observation: StoredRecord) -> list[StoredRecord]:
    """Give the evidence of an observation, in order of making."""
    wanted = select(*_COLUMNS).where(
        record.c.space_id == observation.space_id,
        record.c.scope == make_scope("observation", observation.id),
        record.c.kind == "evidence",
        record.c.deleted.is_(False),
    )
    return [_read(*row) for row in connection.execute(wanted.order_by(record.c.id))]


def list_cycles(connection: Connection, space_id: str) -> list[StoredRecord]:
    """Give all cycles of a space, the oldest first."""
    wanted = select(*_COLUMNS).where(
        record.c.space_id == space_id, record.c.kind == "cycle", record.c.deleted.is_(False)
    )
    return [_read(*row) for row in connection.execute(wanted.order_by(record.c.id))]


def _read(space_id: str, id: str, author: str, fields: str) -> StoredRecord:
    return StoredRecord(space_id, id, author, orjson.loads(fields))

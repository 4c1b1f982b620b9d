"""What coaches logged, and who is who, with all that was ever said of it."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from sqlalchemy import Connection, select

from server.domain.changes import Change
from server.domain.ids import make_scope
from server.domain.json_values import JsonObject
from server.storage.changes import find_histories
from server.storage.tables.sync import record


def find_histories_of_kind(connection: Connection, space_id: str, kind: str) -> dict[str, Sequence[Change]]:
    """Give the histories of all records of a kind, by record, each in commit order."""
    wanted = select(record.c.id).where(record.c.space_id == space_id, record.c.kind == kind)
    found: dict[str, list[Change]] = {}
    for _, change in find_histories(connection, space_id, list(connection.execute(wanted).scalars())):
        found.setdefault(change.record, []).append(change)
    return {**found}


def find_templates(connection: Connection, space_id: str) -> list[JsonObject]:
    """Give what a district made its own: the fields of its templates."""
    wanted = select(record.c.fields).where(
        record.c.space_id == space_id,
        record.c.scope == make_scope("space", space_id),
        record.c.kind == "template",
        record.c.deleted.is_(False),
    )
    return [orjson.loads(fields) for fields in connection.execute(wanted.order_by(record.c.id)).scalars()]

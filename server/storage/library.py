"""What a space has for everybody in it: protocols, standards."""

from __future__ import annotations

from typing import NamedTuple

import orjson
from sqlalchemy import Connection, select

from server.domain.ids import make_scope
from server.domain.json_values import JsonObject
from server.storage.tables.sync import record


class SharedRow(NamedTuple):
    """A record of the space's own scope."""

    record: str
    fields: JsonObject


def list_protocols(connection: Connection, space_id: str) -> list[SharedRow]:
    """Give every protocol version of a space, in order of arrival."""
    return _list(connection, space_id, "protocol")


def list_standards(connection: Connection, space_id: str) -> list[SharedRow]:
    """Give every standard of a space, retired ones too, in order of arrival."""
    return _list(connection, space_id, "standard")


def _list(connection: Connection, space_id: str, kind: str) -> list[SharedRow]:
    wanted = (
        select(record.c.id, record.c.fields)
        .where(record.c.space_id == space_id, record.c.scope == make_scope("space", space_id))
        .where(record.c.kind == kind, record.c.deleted.is_(False))
        .order_by(record.c.seq)
    )
    return [SharedRow(row[0], orjson.loads(row[1])) for row in connection.execute(wanted)]

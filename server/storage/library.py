"""The protocols of a space."""

from __future__ import annotations

from typing import NamedTuple

import orjson
from sqlalchemy import Connection, select

from server.domain.ids import make_scope
from server.domain.json_values import JsonObject
from server.storage.tables.sync import record


class ProtocolRow(NamedTuple):
    """One version of a protocol, as its record has it."""

    record: str
    fields: JsonObject


def list_protocols(connection: Connection, space_id: str) -> list[ProtocolRow]:
    """Give every protocol version of a space, in order of arrival."""
    wanted = (
        select(record.c.id, record.c.fields)
        .where(record.c.space_id == space_id, record.c.scope == make_scope("space", space_id))
        .where(record.c.kind == "protocol", record.c.deleted.is_(False))
        .order_by(record.c.seq)
    )
    return [ProtocolRow(row[0], orjson.loads(row[1])) for row in connection.execute(wanted)]

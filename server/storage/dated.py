"""What a day brings: conferences and next steps with their dates, and tablets that still have something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, select

from server.domain.json_values import JsonObject
from server.storage.tables.sync import device, record


class Dated(NamedTuple):
    """A conference or next step that is not deleted."""

    id: str
    kind: str
    scope: str
    fields: JsonObject


class Contact(NamedTuple):
    """A tablet that said it still has changes of a user, and when it was heard of last."""

    device: str
    user: str
    unsent: int
    seen_at: str


def list_dated(connection: Connection, space_id: str) -> Sequence[Dated]:
    return [
        Dated(row.id, row.kind, row.scope, orjson.loads(row.fields))
        for row in connection.execute(_DATED, {"space": space_id})
    ]


# Both kinds written out, so that the index of dated records is used.
_DATED = select(record.c.id, record.c.kind, record.c.scope, record.c.fields).where(
    record.c.kind.in_(("conference", "next_step")),
    record.c.space_id == bindparam("space"),
    record.c.deleted.is_(False),
)


def find_dated(connection: Connection, space_id: str, id: str) -> Dated | None:
    found = connection.execute(_DATED.where(record.c.id == id), {"space": space_id}).one_or_none()
    return None if found is None else Dated(found.id, found.kind, found.scope, orjson.loads(found.fields))


def list_contacts(connection: Connection, space_id: str) -> Sequence[Contact]:
    wanted = select(device.c.device, device.c.user_id, device.c.unsent, device.c.seen_at)
    return [
        Contact(*row) for row in connection.execute(wanted.where(device.c.space_id == space_id, device.c.unsent > 0))
    ]


def find_contact(connection: Connection, space_id: str, *, device_id: str, user: str) -> Contact | None:
    wanted = select(device.c.device, device.c.user_id, device.c.unsent, device.c.seen_at).where(
        device.c.space_id == space_id, device.c.device == device_id, device.c.user_id == user, device.c.unsent > 0
    )
    row = connection.execute(wanted).one_or_none()
    return None if row is None else Contact(*row)

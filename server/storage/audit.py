"""The audit table, in which there is only adding and reading."""

from collections.abc import Sequence
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, insert, select

from server.domain.json_values import JsonObject
from server.storage.tables.audit import audit


class Act(NamedTuple):
    """Something an operator did, to what concerns the user `about`; `told` are figures, never content."""

    id: str
    at: str
    by: str
    act: str
    about: str
    told: JsonObject


def insert_act(connection: Connection, space_id: str, act: Act) -> None:
    row = {**act._asdict(), "told": orjson.dumps(act.told).decode()}
    connection.execute(insert(audit).values(space_id=space_id, **row))


def list_acts(connection: Connection, space_id: str) -> Sequence[Act]:
    """Give the acts of a space in the order in which they were done."""
    columns = (audit.c.id, audit.c.at, audit.c.by, audit.c.act, audit.c.about, audit.c.told)
    rows = connection.execute(select(*columns).where(audit.c.space_id == space_id).order_by(audit.c.id))
    return [Act(row.id, row.at, row.by, row.act, row.about, orjson.loads(row.told)) for row in rows]


def list_latest(connection: Connection, space_id: str, *, before: str | None, limit: int) -> Sequence[Act]:
    """Give the acts of a space, the latest first, of those before an act all that fit."""
    columns = (audit.c.id, audit.c.at, audit.c.by, audit.c.act, audit.c.about, audit.c.told)
    wanted = select(*columns).where(audit.c.space_id == space_id)
    if before is not None:
        wanted = wanted.where(audit.c.id < before)
    rows = connection.execute(wanted.order_by(audit.c.id.desc()).limit(limit))
    return [Act(row.id, row.at, row.by, row.act, row.about, orjson.loads(row.told)) for row in rows]

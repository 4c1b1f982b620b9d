"""What a tablet pushes after school: a visit and its evidence, as changes."""

from __future__ import annotations

import gzip
import os
import time

import orjson

from server.domain.ids import make_uuid7
from server.domain.json_values import Json, JsonObject

_CODES = ("AD", "LT", "LQ", "LR", "SQ", "SR", "CQ", "ST", "SD", "FB")


def make_id() -> str:
    return make_uuid7(time.time_ns() // 1_000_000, os.urandom(10))


def make_day(changes: int, *, teacher: str, first_n: int) -> list[Json]:
    """Make a visit with so many changes: its creation, and a start every ten seconds."""
    observation = make_id()
    visit: JsonObject = {
        "protocol": "fill-plus",
        "protocol_version": 1,
        "protocol_hash": "0" * 64,
        "teacher": teacher,
        "started_at": "2026-03-03T09:00:00.000Z",
        "time_zone": "Europe/Madrid",
    }
    items = [_make_item(place) for place in range(changes - 1)]
    made = [_make_change(observation, observation, kind="observation", fields=visit)]
    made += [_make_change(make_id(), observation, kind="evidence", fields=item) for item in items]
    return [{**change, "n": first_n + place} for place, change in enumerate(made)]


def pack_push(changes: list[Json], *, user: str, device: str) -> bytes:
    """Make the gzipped body of a push."""
    envelope = {
        "proto": 1,
        "user": user,
        "device": device,
        "app": "1.0.0",
        "device_name": "Tablet of the bench",
        "changes": changes,
    }
    return gzip.compress(orjson.dumps(envelope), compresslevel=6)


def _make_item(place: int) -> JsonObject:
    return {"t_ms": 10_000 * place + place % 997, "action": "start", "code": _CODES[place * 7 % len(_CODES)]}


def _make_change(record: str, observation: str, *, kind: str, fields: JsonObject) -> JsonObject:
    return {
        "id": record,
        "record": record,
        "kind": kind,
        "v": 1,
        "op": "put",
        "scope": f"observation:{observation}",
        "base": None,
        "at": "2026-03-03T09:02:11.480Z",
        "fields": fields,
    }

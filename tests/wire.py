"""What travels between a tablet and the server, as SYNC.md has it; nothing here is the server's."""

import os
import time
import uuid
from typing import Literal, NotRequired, TypeAlias, TypedDict

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Fields = dict[str, Json]


class Change(TypedDict):
    id: str
    n: int
    record: str
    kind: str
    v: int
    op: str
    scope: str
    base: str | None
    at: str
    fields: NotRequired[Fields]


class Result(TypedDict):
    id: str | None
    status: Literal["applied", "duplicate", "held", "quarantined"]
    seq: NotRequired[int]
    code: NotRequired[str]


class Account(TypedDict):
    contiguous: int
    highest: int
    missing: list[list[int]]
    forked: bool


class PushAnswer(TypedDict):
    proto: int
    gen: str
    received_at: str
    results: list[Result]
    device: Account


class Version(TypedDict):
    rev: str
    value: Json
    by: str
    at: str


class Row(TypedDict):
    seq: int
    record: str
    kind: str
    v: int
    rev: str
    scope: str
    fields: Fields
    versions: NotRequired[dict[str, list[Version]]]
    deleted: NotRequired[bool]
    revived: NotRequired[bool]


class Digest(TypedDict):
    count: int
    sha256: str


class Page(TypedDict):
    proto: int
    user: str
    gen: str
    records: list[Row]
    cursor: str
    more: bool
    digests: NotRequired[dict[str, Digest]]


class Told(TypedDict):
    """One entry of a history."""

    seq: int
    by: str
    device: str | None
    id: str
    op: str
    fields: NotRequired[Fields]
    stood: NotRequired[bool]


class Missing(TypedDict):
    gen: str
    missing: list[list[int]]
    forked: bool


def make_id() -> str:
    """Make a UUIDv7."""
    value = int(time.time() * 1000) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 7 << 76
    return str(uuid.UUID(int=value & ~(3 << 62) | 2 << 62))


def membership_id(user: str, scope: str) -> str:
    return str(uuid.uuid5(uuid.UUID(user), scope))


def write_instant(unix_seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.", time.gmtime(unix_seconds)) + f"{int(unix_seconds * 1000) % 1000:03d}Z"


def make_observation(teacher: str, **fields: Json) -> Fields:
    """Make the fields of an observation that has just begun."""
    return {
        "protocol": "fill-plus", "protocol_version": 1, "protocol_hash": "ab" * 32, "teacher": teacher,
        "started_at": "2026-11-22T10:00:00.000Z", "time_zone": "America/Chicago", **fields,
    }  # fmt: skip

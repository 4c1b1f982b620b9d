"""Identities: UUIDs in lower case with hyphens, and the names of scopes."""

import re
from uuid import UUID, uuid5

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
is_uuid = _UUID.fullmatch

SCOPE_KINDS = ("space", "cycle", "observation", "user")


def make_uuid7(unix_ms: int, randomness: bytes) -> str:
    """Make a UUIDv7 of a time in milliseconds since 1970 and ten random bytes (RFC 9562, 5.7)."""
    if len(randomness) != 10:
        raise ValueError("a UUIDv7 takes ten random bytes")
    value = (unix_ms & (1 << 48) - 1) << 80 | int.from_bytes(randomness)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(UUID(int=value))


def read_uuid7(id: str) -> int:
    """Read the milliseconds since 1970 that a UUIDv7 was made with."""
    return UUID(id).int >> 80


def make_membership_id(user_id: str, scope: str) -> str:
    """Name the one membership record of a user in a scope."""
    return str(uuid5(UUID(user_id), scope))


def make_scope(kind: str, id: str) -> str:
    return f"{kind}:{id}"


def split_scope(scope: str) -> tuple[str, str] | None:
    """Give kind and id of a scope's name, or None if it is no such name."""
    kind, _, id = scope.partition(":")
    return (kind, id) if kind in SCOPE_KINDS and is_uuid(id) else None

"""A change: one edit of one record by one device, immutable; and how one is read from outside."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Literal, NamedTuple, cast

import orjson

from server.domain.clock import is_instant
from server.domain.ids import is_uuid, split_scope
from server.domain.json_values import MAX_INTEGER, JsonObject
from server.domain.kinds import KINDS
from server.domain.merge import Merged, Step, merge
from server.domain.records import PROSE, find_field_fault, upcast

QuarantineCode = Literal[
    "forbidden",
    "unknown_kind",
    "unknown_version",
    "bad_change",
    "bad_fields",
    "bad_text",
    "id_reuse",
    "erased",
    "revoked_device",
]
Status = Literal["applied", "duplicate", "held", "quarantined"]


class Change(NamedTuple):
    """A change that can be read; `fields` is None for a delete, device and n are None if the server made it."""

    id: str
    n: int | None
    record: str
    kind: str
    v: int
    op: str
    scope: str
    base: str | None
    at: str
    fields: JsonObject | None
    by: str
    device: str | None
    received_at: str

    @property
    def creates(self) -> bool:
        return self.record == self.id

    def to_step(self) -> Step:
        """Give what merging needs: today's shape of the fields, the time no later than the receipt."""
        fields = None if self.fields is None else upcast(self.kind, self.v, self.fields)
        return Step(self.id, self.by, self.device, self.n, self.base, min(self.at, self.received_at), fields)

    def as_sent(self) -> JsonObject:
        """Give the JSON object that the tablet sent."""
        sent: JsonObject = {
            "id": self.id, "n": self.n, "record": self.record, "kind": self.kind, "v": self.v, "op": self.op,
            "scope": self.scope, "base": self.base, "at": self.at,
        }  # fmt: skip
        return sent if self.fields is None else sent | {"fields": self.fields}


class Sender(NamedTuple):
    """Whose push it is, from which device, and when it came."""

    user: str
    device: str
    received_at: str


class Draft(NamedTuple):
    """A change that the server is about to make. Without `record` it creates one, under `id` if that is given."""

    kind: str
    scope: str
    fields: JsonObject | None
    record: str | None = None
    id: str | None = None
    at: datetime | None = None


MAX_CHANGE_BYTES = 256 * 1024
_KEYS = ("id", "n", "record", "kind", "v", "op", "scope", "base", "at")
SENT_NAMES = (*_KEYS, "fields")
_take = itemgetter(*_KEYS)
_split = lru_cache(4096)(split_scope)


def is_too_long(raw: object) -> bool:
    """Whether a change is longer than a tablet may make one; a deep one is told by its depth instead."""
    try:
        return len(orjson.dumps(raw)) > MAX_CHANGE_BYTES
    except TypeError:
        return False


def read_change(raw: object, sender: Sender) -> Change | QuarantineCode:
    """Read one change as it was sent, or say why it can never be applied."""
    if not isinstance(raw, dict):
        return "bad_change"
    try:
        change = Change._make((*_take(raw), raw.get("fields"), *sender))
    except KeyError:
        return "bad_change"
    if not _has_good_keys(raw) or not _has_good_shape(change):
        return "bad_change"
    return _find_kind_fault(change) or change


def _has_good_keys(raw: JsonObject) -> bool:
    if raw["op"] == "put":
        return len(raw) == len(_KEYS) + 1 and isinstance(raw.get("fields"), dict)
    return raw["op"] == "delete" and len(raw) == len(_KEYS)


def _has_good_shape(change: Change) -> bool:
    base = change.base
    return (
        is_id(change.id)
        and (change.creates or is_id(change.record))
        and is_count(change.n)
        and (base is None or (is_id(base) and base != change.id and not change.creates))
        and isinstance(change.kind, str)
        and is_count(change.v)
        and isinstance(change.scope, str)
        and _split(change.scope) is not None
        and isinstance(change.at, str)
        and is_instant(change.at)
    )


def is_id(value: object) -> bool:
    return isinstance(value, str) and is_uuid(value) is not None


def is_count(value: object) -> bool:
    return type(value) is int and 1 <= value <= MAX_INTEGER


def _find_kind_fault(change: Change) -> QuarantineCode | None:
    kind = KINDS.get(change.kind)
    if kind is None:
        return "unknown_kind"
    if change.v > kind.version:
        return "unknown_version"
    scope_kind, scope_id = cast(tuple[str, str], _split(change.scope))
    if scope_kind not in kind.scopes or (kind.makes_scope and scope_id != change.record):
        return "bad_change"
    if change.fields is None:
        return "bad_change" if change.creates or kind.name == "membership" else None
    return find_field_fault(kind.name, upcast(kind.name, change.v, change.fields), creates=change.creates)


def merge_record(kind: str, steps: Sequence[Step]) -> Merged:
    """Merge a record by the rules of its kind: of who may see what, the last committed word holds."""
    return merge(steps, PROSE[kind], by_commit=kind in ("membership", "consent"))

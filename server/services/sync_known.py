"""What is known already of the changes of a push: resent equal they have the fate they have today."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection

from server.domain.changes import Change, QuarantineCode, Sender, Status, is_count, is_id
from server.domain.json_values import Json, are_equal
from server.storage.changes import Quarantined, find_applied, find_held, find_quarantined
from server.storage.devices import Pair


class Stored(NamedTuple):
    """One stored change as it was sent; `change` is set while it is held and may be asked again."""

    by: str
    sent: Json
    status: Status
    seq: int | None = None
    code: str | None = None
    change: Change | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    by_id: dict[str, list[Stored]]
    by_hash: dict[str, list[Stored]]

    def has(self, id: str | None) -> bool:
        return id in self.by_id

    def find_same(self, id: str | None, raw: Json, sha256: str, user: str) -> Stored | None:
        """Find what this author sent before with the same content."""
        for stored in self.by_id.get(id, ()) if id else self.by_hash.get(sha256, ()):
            if stored.by == user and _is_same(stored, raw, sha256):
                return stored
        return None


def _is_same(stored: Stored, raw: Json, sha256: str) -> bool:
    if stored.sha256:
        return stored.sha256 == (sha256 or hash_raw(raw)) or are_equal(stored.sent, raw)
    return are_equal(stored.sent, raw)


def find_known(connection: Connection, pair: Pair, *, ids: Collection[str], hashes: Collection[str]) -> Known:
    """Look up what was stored under these ids, by whomever, and what this user sent with these contents."""
    known, space_id = Known({}, {}), pair.space_id
    for seq, change in find_applied(connection, space_id, ids):
        _add(known.by_id, change.id, Stored(change.by, change.as_sent(), "duplicate", seq))
    for change in find_held(connection, space_id, ids):
        _add(known.by_id, change.id, Stored(change.by, change.as_sent(), "held", change=change))
    for refused in find_quarantined(connection, space_id, ids=ids, by=pair.user, hashes=hashes):
        sent = None if refused.raw is None else json.loads(refused.raw)
        stored = Stored(refused.by, sent, "quarantined", None, refused.code, None, refused.sha256)
        _add(known.by_hash, refused.sha256, stored)
        if refused.id:
            _add(known.by_id, refused.id, stored)
    return known


def _add(known: dict[str, list[Stored]], key: str, stored: Stored) -> None:
    known.setdefault(key, []).append(stored)


def make_quarantined(sender: Sender, raw: Json, code: QuarantineCode) -> Quarantined:
    """Make what is kept of a change that cannot be applied: all of it, in ASCII, whatever it holds."""
    id, n = (raw.get("id"), raw.get("n")) if isinstance(raw, dict) else (None, None)
    return Quarantined(
        by=sender.user,
        sha256=hash_raw(raw),
        id=id if isinstance(id, str) and is_id(id) else None,
        code=code,
        device=sender.device,
        n=n if isinstance(n, int) and is_count(n) else None,
        received_at=sender.received_at,
        raw=_write_raw(raw),
    )


def hash_raw(raw: Json) -> str:
    return sha256(_write_raw(raw).encode()).hexdigest()


def _write_raw(raw: Json) -> str:
    """Write any value as ASCII, even what strict JSON cannot hold: NaN and lone surrogates."""
    return json.dumps(raw, sort_keys=True, separators=(",", ":"))

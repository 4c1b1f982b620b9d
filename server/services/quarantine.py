"""The quarantine: its author sees the words, everybody who administers sees that there is something and why.

A repair sends a change once more through the same judgement as a push, under its own id and author: after an upgrade
that knows its kind, or after a right was granted. What cannot be applied then stays, with today's reason.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from server.domain.changes import Change, QuarantineCode, Sender, is_too_long, read_change
from server.domain.json_values import JsonObject
from server.domain.kinds import KINDS
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.services.acts import note_act_of_space
from server.services.sync_apply import Batch, apply_batch
from server.storage import quarantine as stored
from server.storage.changes import Quarantined as Quarantined
from server.storage.changes import find_applied, find_held
from server.storage.db import in_transaction, reading, turn
from server.storage.quarantine import Key
from server.storage.spaces import Space, find_spaces

# What a newer version may understand by itself; the rest is for an operator, who knows what has changed.
UPGRADABLE = ("unknown_kind", "unknown_version")
REPLAYABLE = (*UPGRADABLE, "forbidden", "bad_change", "bad_fields", "bad_text")
MOST = 500
_AT_ONCE = 200


class Kept(NamedTuple):
    """A part of a quarantine, the newest first, and how many there are altogether."""

    changes: Sequence[Quarantined]
    total: int


class KeptAt(NamedTuple):
    """A quarantined change with the district it belongs to."""

    district: str
    change: Quarantined


def list_own(actor: SignedIn, *, skip: int = 0) -> Kept:
    """Give a person's own quarantined changes with their words."""
    return _list(actor.space_id, by=actor.user_id, skip=skip)


def list_for_administrator(actor: SignedIn, *, skip: int = 0) -> Kept:
    """Give everybody's, for metadata only: whoever shows them keeps `raw` to themselves. Raises Problem forbidden."""
    if "administrator" not in actor.roles:
        raise Problem("forbidden")
    return _list(actor.space_id, by=None, skip=skip)


def list_all() -> Sequence[KeptAt]:
    """Give what the quarantines of all districts hold, for an operator."""
    with reading() as connection:
        return [
            KeptAt(space.name, change)
            for space in find_spaces(connection)
            for change in stored.list_quarantined(connection, space.space_id, most=1_000_000)
        ]


def name_kind(one: Quarantined) -> str | None:
    """Name the kind if it is one of ours: in a broken change anything may stand in its place, words too."""
    raw = json.loads(one.raw or "null")
    kind = raw.get("kind") if isinstance(raw, dict) else None
    return kind if isinstance(kind, str) and kind in KINDS else None


def replay(
    operator: str, *, now: datetime, codes: Collection[str] = REPLAYABLE, names: Collection[str] = ()
) -> Mapping[str, int]:
    """Decide quarantined changes anew, by code and, if any are named, by id or hash; gives how many became what."""
    counts: Counter[str] = Counter()
    for space in _list_spaces():
        with reading() as connection:
            keys = stored.list_keys(connection, space.space_id, codes=codes, names=names)
        for start in range(0, len(keys), _AT_ONCE):
            counts.update(_replay_some(space, keys[start : start + _AT_ONCE], operator, now=now))
    return counts


def erase(operator: str, names: Collection[str], *, now: datetime) -> int:
    """Forget the words of quarantined changes with these ids or hashes; raises Problem not_found if there are none."""
    count = sum(_erase_in(space, names, operator, now=now) for space in _list_spaces())
    if not count:
        raise Problem("not_found", "The quarantine holds no words of that id or hash")
    return count


def _list(space_id: str, *, by: str | None, skip: int) -> Kept:
    with reading() as connection:
        found = stored.list_quarantined(connection, space_id, by=by, skip=skip, most=MOST)
        return Kept(found, stored.count_quarantined(connection, space_id, by=by))


def _list_spaces() -> Sequence[Space]:
    with reading() as connection:
        return find_spaces(connection)


def _erase_in(space: Space, names: Collection[str], operator: str, *, now: datetime) -> int:
    def work(connection: Connection) -> int:
        count = len(stored.erase_quarantined(connection, space.space_id, names))
        if count:
            told: JsonObject = {"changes": count}
            note_act_of_space(connection, space.space_id, "quarantine_erased", now=now, by=operator, told=told)
        return count

    return in_transaction(work)


def _replay_some(space: Space, keys: Sequence[Key], operator: str, *, now: datetime) -> Counter[str]:
    def work(connection: Connection) -> Counter[str]:
        counts = _decide_anew(connection, space.space_id, stored.take_quarantined(connection, space.space_id, keys))
        note_act_of_space(connection, space.space_id, "quarantine_replayed", now=now, by=operator, told={**counts})
        return counts

    with turn():
        return in_transaction(work)


def _decide_anew(connection: Connection, space_id: str, kept: Sequence[Quarantined]) -> Counter[str]:
    taken = _find_taken_ids(connection, space_id, kept)
    changes: list[Change] = []
    leaving: list[Key] = []
    counts: Counter[str] = Counter()
    for one in kept:
        read = _read(one)
        if isinstance(read, Change) and read.id not in taken:
            taken.add(read.id)
            changes.append(read)
            leaving.append((one.by, one.sha256))
            continue
        counts["quarantined"] += 1
        code = "id_reuse" if isinstance(read, Change) else read
        if code != one.code:
            stored.recode_quarantined(connection, space_id, (one.by, one.sha256), code)
    stored.delete_quarantined(connection, space_id, leaving)
    fates = apply_batch(connection, Batch(space_id, changes)).fates if changes else {}
    return counts + Counter(fates[change.id].status for change in changes)


def _find_taken_ids(connection: Connection, space_id: str, kept: Sequence[Quarantined]) -> set[str]:
    """Find the ids that are in use: of one id only one content is ever applied."""
    ids = {one.id for one in kept if one.id}
    applied = {change.id for _, change in find_applied(connection, space_id, ids)}
    return applied | {change.id for change in find_held(connection, space_id, ids)}


def _read(one: Quarantined) -> Change | QuarantineCode:
    raw = json.loads(one.raw or "null")
    return "bad_change" if is_too_long(raw) else read_change(raw, Sender(one.by, one.device, one.received_at))

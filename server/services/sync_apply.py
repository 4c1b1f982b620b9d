"""Applies changes inside an open transaction: lock, read, decide on the desk, take numbers, write."""

import os
import time
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from server.domain.changes import Change, Sender
from server.domain.desk import Desk, Fate
from server.domain.ids import make_uuid7, split_scope
from server.domain.kinds import KINDS
from server.services.sync_known import make_quarantined
from server.services.tellings import tell_of_changes
from server.storage import changes as stored_changes
from server.storage.memberships import find_members, follow_grants
from server.storage.records import (
    Place,
    find_entries,
    find_people,
    find_places,
    list_resent,
    prepare_entries,
    send_again,
)
from server.storage.spaces import lock_scopes, raise_head


class Batch(NamedTuple):
    """Changes to decide together; `waiting` are those of them that are already stored as held."""

    space_id: str
    changes: Sequence[Change]
    waiting: Sequence[Change] = ()


class Applied(NamedTuple):
    """What became of each change by id; a fate's seq is `first` + its place."""

    fates: dict[str, Fate]
    first: int


def new_id() -> str:
    """Make a UUIDv7 of now."""
    return make_uuid7(time.time_ns() // 1_000_000, os.urandom(10))


def apply_batch(connection: Connection, batch: Batch) -> Applied:
    """Decide and store changes; after the head is raised nothing is read and nothing computed but numbers."""
    desk, stored = _lay_desk(connection, batch)
    for change in batch.changes:
        desk.decide(change)
    _write_waiting(connection, desk, stored)
    return Applied(desk.fates, _write_feed(connection, desk) if desk.applied else 0)


# --- before: locks and reading


class _Reach(NamedTuple):
    """What changes touch: the scopes to lock, the records they edit, the records they create."""

    shared: set[str]
    exclusive: set[str]
    edited: set[str]
    created: set[str]


def _lay_desk(connection: Connection, batch: Batch) -> tuple[Desk, dict[str, Change]]:
    every = [*batch.changes, *batch.waiting]
    reach = _measure(connection, batch.space_id, every)
    lock_scopes(connection, batch.space_id, shared=reach.shared, exclusive=reach.exclusive)
    scopes = reach.shared | reach.exclusive
    stored = {
        change.id: change
        for change in stored_changes.find_waiting(
            connection, batch.space_id, scopes=reach.exclusive, records=reach.created
        )
    } | {change.id: change for change in batch.waiting}
    everything = [*every, *stored.values()]
    desk = Desk(
        batch.space_id,
        _find_roles_of_people(connection, batch.space_id, everything),
        find_entries(connection, batch.space_id, reach.edited | {change.record for change in stored.values()}),
        {
            (member.user, member.scope): member.role
            for member in find_members(connection, batch.space_id, scopes | {one.scope for one in stored.values()})
        },
        new_id,
    )
    asked = {change.id for change in batch.changes}
    desk.await_release(change for change in stored.values() if change.id not in asked)
    return desk, stored


def _measure(connection: Connection, space_id: str, changes: Iterable[Change]) -> _Reach:
    """Find out what to lock. A record's scope never changes, so it may be read before the lock."""
    reach = _Reach(set(), set(), set(), set())
    for change in changes:
        if change.creates:
            reach.created.add(change.record)
        else:
            reach.edited.add(change.record)
    places = {place.id: place for place in find_places(connection, space_id, reach.edited)}
    for change in changes:
        _reach_out(reach, change, places.get(change.record))
    reach.shared.difference_update(reach.exclusive)
    return reach


def _reach_out(reach: _Reach, change: Change, place: Place | None) -> None:
    if change.kind == "membership":
        named = (change.fields or {}).get("scope", place.names if place else None)
        reach.exclusive.add(named if isinstance(named, str) else change.scope)
    elif change.creates and KINDS[change.kind].makes_scope:
        reach.exclusive.add(change.scope)
    elif not change.creates and place is None:
        # What it edits may just be being created: whoever comes second must see the other.
        reach.exclusive.add(change.scope)
    else:
        reach.shared.update((change.scope, place.scope if place else change.scope))


def _find_roles_of_people(
    connection: Connection, space_id: str, changes: Iterable[Change]
) -> dict[str, frozenset[str]]:
    ids = {change.by for change in changes}
    ids.update(parts[1] for one in changes if one.kind == "membership" and (parts := split_scope(one.scope)))
    return {id: _read_roles(fields.get("roles")) for id, fields in find_people(connection, space_id, ids)}


def _read_roles(roles: object) -> frozenset[str]:
    return frozenset(role for role in roles if isinstance(role, str)) if isinstance(roles, list) else frozenset()


# --- after: writing


def _write_waiting(connection: Connection, desk: Desk, stored: dict[str, Change]) -> None:
    stored_changes.delete_held(connection, desk.space_id, stored.keys() - desk.held.keys())
    new = [(desk.waits_for(change), change) for id, change in desk.held.items() if id not in stored]
    stored_changes.insert_held(connection, desk.space_id, new)
    stored_changes.insert_quarantined(
        connection,
        desk.space_id,
        [
            make_quarantined(Sender(change.by, change.device or "", change.received_at), change.as_sent(), code)
            for change, code in desk.refused
        ],
    )


def _write_feed(connection: Connection, desk: Desk) -> int:
    changed = [(id, entry) for id, entry in sorted(desk.records.items(), key=_by_id) if entry.place is not None]
    again = _list_again(connection, desk, [id for id, entry in changed if entry.scope in desk.resend])
    changes = stored_changes.prepare_changes(connection, desk.space_id, desk.applied)
    entries = prepare_entries(connection, desk.space_id, changed)
    tell_of_changes(connection, desk)
    first = raise_head(connection, desk.space_id, len(desk.applied) + len(again))
    changes.write(first)
    entries.write(first)
    follow_grants(connection, desk.space_id, first, desk.grants)
    send_again(connection, desk.space_id, again, first + len(desk.applied))
    return first


def _by_id(item: tuple[str, object]) -> str:
    return item[0]


def _list_again(connection: Connection, desk: Desk, new: Collection[str]) -> list[str]:
    """List what a grant sends out again, with what this same push wrote before it."""
    old = list_resent(connection, desk.space_id, scopes=desk.resend, named=desk.resend_memberships)
    return list(dict.fromkeys([*old, *new]))

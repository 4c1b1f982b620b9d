"""Applies changes inside an open transaction: lock, read, decide on the desk, take numbers, write."""

import os
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from server.domain.changes import Change, Sender
from server.domain.consents import promotes, talked_about
from server.domain.desk import Desk, Fate
from server.domain.entries import Entry
from server.domain.ids import make_uuid7, split_scope
from server.domain.json_values import JsonObject
from server.domain.kinds import KINDS
from server.services.sync_known import make_quarantined
from server.services.tellings import tell_of_changes
from server.storage import changes as stored_changes
from server.storage.blobs import drop_photos
from server.storage.memberships import find_members, follow_grants, list_held_by
from server.storage.records import (
    Place,
    find_entries,
    find_people,
    find_places,
    list_resent,
    list_words,
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
    desk.settle()
    _write_waiting(connection, desk, stored)
    return Applied(desk.fates, _write_feed(connection, desk) if desk.applied else 0)


# --- before: locks and reading


class _Reach(NamedTuple):
    """What changes touch: the scopes to lock, the records they edit and create, the scopes they let somebody into."""

    shared: set[str]
    exclusive: set[str]
    edited: set[str]
    created: set[str]
    talked_about: set[str]


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
    edited = reach.edited | {change.record for change in stored.values()}
    entries = find_entries(connection, batch.space_id, edited | _find_said(connection, batch.space_id, reach))
    desk = Desk(
        batch.space_id,
        _find_roles_of_people(connection, batch.space_id, everything, entries.values()),
        entries,
        {
            (member.user, member.scope): member.role
            for member in find_members(connection, batch.space_id, scopes | {one.scope for one in stored.values()})
        },
        new_id,
    )
    asked = {change.id for change in batch.changes}
    desk.await_release(change for change in stored.values() if change.id not in asked)
    return desk, stored


def _find_said(connection: Connection, space_id: str, reach: _Reach) -> set[str]:
    """Find what says who may see some scopes: the words of both sides, memberships, and whose lesson it is."""
    roots = {parts[1] for scope in reach.talked_about if (parts := split_scope(scope))}
    return roots | list_words(connection, space_id, reach.talked_about) if roots else set()


def _measure(connection: Connection, space_id: str, changes: Iterable[Change]) -> _Reach:
    """Find out what to lock. A record's scope never changes, so it may be read before the lock."""
    reach = _Reach(set(), set(), set(), set(), set())
    for change in changes:
        if change.creates:
            reach.created.add(change.record)
        else:
            reach.edited.add(change.record)
    places = {place.id: place for place in find_places(connection, space_id, reach.edited)}
    promoted = {change.record for change in changes if promotes(change)}
    for member in list_held_by(connection, space_id, promoted):
        reach.talked_about.add(member.scope)
    for change in changes:
        _reach_out(reach, change, places.get(change.record))
    reach.exclusive.update(reach.talked_about)
    reach.shared.difference_update(reach.exclusive)
    return reach


def _reach_out(reach: _Reach, change: Change, place: Place | None) -> None:
    if change.kind == "membership":
        named = (change.fields or {}).get("scope", place.names if place else None)
        reach.exclusive.add(named if isinstance(named, str) else change.scope)
        reach.talked_about.update({named} if isinstance(named, str) else ())
    elif (scope := talked_about(change)) is not None:
        reach.talked_about.add(scope)
    elif change.creates and KINDS[change.kind].makes_scope:
        reach.exclusive.add(change.scope)
    elif not change.creates and place is None:
        # What it edits may just be being created: whoever comes second must see the other.
        reach.exclusive.add(change.scope)
    else:
        reach.shared.update((change.scope, place.scope if place else change.scope))


def _find_roles_of_people(
    connection: Connection, space_id: str, changes: Iterable[Change], entries: Iterable[Entry]
) -> dict[str, frozenset[str]]:
    changes = list(changes)
    ids = {change.by for change in changes} | {change.record for change in changes if change.kind == "person"}
    ids.update(parts[1] for one in changes if one.kind == "membership" and (parts := split_scope(one.scope)))
    ids.update(_list_readers(one.fields for one in changes if one.kind == "consent"))
    ids.update(_list_readers(step.fields for one in entries if one.kind == "consent" for step in one.steps))
    return {id: _read_roles(fields.get("roles")) for id, fields in find_people(connection, space_id, ids)}


def _list_readers(said: Iterable[JsonObject | None]) -> Iterator[str]:
    """List whom consents are about."""
    for fields in said:
        reader = (fields or {}).get("reader")
        if isinstance(reader, str):
            yield reader


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
    drop_photos(connection, desk.space_id, _list_deleted_photos(changed))
    tell_of_changes(connection, desk)
    first = raise_head(connection, desk.space_id, len(desk.applied) + len(again))
    changes.write(first)
    entries.write(first)
    follow_grants(connection, desk.space_id, first, desk.grants)
    send_again(connection, desk.space_id, again, first + len(desk.applied))
    return first


def _list_deleted_photos(changed: Iterable[tuple[str, Entry]]) -> list[str]:
    return [id for id, entry in changed if entry.kind == "attachment" and entry.merged().deleted]


def _by_id(item: tuple[str, object]) -> str:
    return item[0]


def _list_again(connection: Connection, desk: Desk, new: Collection[str]) -> list[str]:
    """List what a grant sends out again, with what this same push wrote before it."""
    old = list_resent(connection, desk.space_id, scopes=desk.resend, named=desk.resend_memberships)
    return list(dict.fromkeys([*old, *new]))

"""Changes that the server itself makes, in the name of the person whose act caused them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from server.domain.changes import Change, Draft
from server.domain.clock import write_instant
from server.domain.kinds import KINDS
from server.domain.records import find_field_fault
from server.services.sync_apply import Applied, Batch, apply_batch, new_id
from server.storage.db import in_transaction
from server.storage.records import Place, find_places


class Author(NamedTuple):
    """In whose name the server acts, in which space, and when."""

    space_id: str
    by: str
    now: datetime


class Made(NamedTuple):
    """A change the server made: its record, its id and its number."""

    record: str
    id: str
    seq: int


def commit_changes(space_id: str, by: str, drafts: Sequence[Draft], now: datetime) -> list[Made]:
    """Make the changes in a transaction of their own."""
    return in_transaction(lambda connection: make_changes(connection, Author(space_id, by, now), drafts))


def make_changes(connection: Connection, author: Author, drafts: Sequence[Draft]) -> list[Made]:
    """Make the changes inside an open transaction, which should commit soon: it holds the space's head.

    Asks nobody's leave: who may do it was asked before. Raises ValueError for a draft that no client could send.
    """
    edited = {draft.record for draft in drafts if draft.record is not None}
    places = {place.id: place for place in find_places(connection, author.space_id, edited)}
    revs = {place.id: place.rev for place in places.values()}
    changes = []
    for draft in drafts:
        change = _make_change(author, draft, revs)
        _check(change, places.get(change.record))
        revs[change.record] = change.id
        changes.append(change)
    applied = apply_batch(connection, Batch(author.space_id, changes))
    return [_get_made(change, applied) for change in changes]


def _get_made(change: Change, applied: Applied) -> Made:
    fate = applied.fates[change.id]
    if fate.place is None:
        raise ValueError(f"{change.kind} {change.fields} is {fate.status}: {fate.code}")
    return Made(change.record, change.id, applied.first + fate.place)


def _make_change(author: Author, draft: Draft, revs: dict[str, str]) -> Change:
    """Make a change whose base is what the record is now, so that it has seen all there is to see."""
    id, received_at = draft.id or new_id(), write_instant(author.now)
    record = draft.record or id
    kind = KINDS[draft.kind]
    op = "delete" if draft.fields is None else "put"
    at = received_at if draft.at is None else write_instant(draft.at)
    return Change(
        id, None, record, kind.name, kind.version, op, draft.scope, revs.get(record), at, draft.fields, author.by,
        None, received_at,
    )  # fmt: skip


def _check(change: Change, place: Place | None) -> None:
    if place and (place.kind, place.scope) != (change.kind, change.scope):
        raise ValueError(f"record {change.record} is a {place.kind} of {place.scope}")
    if change.fields is None:
        return
    creates = change.base is None
    if fault := find_field_fault(change.kind, change.fields, creates=creates):
        raise ValueError(f"{change.kind} {change.fields} is refused: {fault}")

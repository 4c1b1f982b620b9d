"""The history of one record: every change, as far back as the reader may look."""

from typing import NamedTuple

from sqlalchemy import Connection

from server.domain.changes import Change, merge_record
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.storage.changes import Applied, find_histories
from server.storage.db import reading
from server.storage.feed import FeedRow, Reader, find_visible
from server.storage.memberships import find_membership


class Told(NamedTuple):
    """One entry of a history; `stood` marks how the record stood when the reader's grant began."""

    seq: int
    change: Change
    stood: bool = False


def get_history(actor: SignedIn, id: str) -> list[Told]:
    """Give a record's changes in commit order; raises Problem not_found for an invisible record too.

    Owners and the author get all. A reader who came by a grant gets what followed it, after one entry that says how
    the record stood then.
    """
    with reading() as connection:
        row = find_visible(connection, Reader(actor.space_id, actor.user_id), id)
        if row is None:
            raise Problem("not_found")
        since = _find_since(connection, actor, row)
        history = list(find_histories(connection, actor.space_id, [id]))
    return _tell(history, since)


def _find_since(connection: Connection, actor: SignedIn, row: FeedRow) -> int:
    """Give the number of the grant by which the reader came, 0 for those who may see all."""
    if row.author == actor.user_id:
        return 0
    member = find_membership(connection, actor.space_id, user=actor.user_id, scope=row.names or row.scope)
    return 0 if member is None or member.role == "owner" else member.since


def _tell(history: list[Applied], since: int) -> list[Told]:
    later = [Told(seq, change) for seq, change in history if seq > since]
    earlier = [change for seq, change in history if seq <= since]
    if not earlier:
        return later
    last = earlier[-1]
    stood = merge_record(last.kind, [change.to_step() for change in earlier])
    state = last._replace(op="put", fields=stood.fields, base=None)
    if stood.deleted:
        state = last._replace(op="delete", fields=None, base=None)
    return [Told(since, state, stood=True), *later]

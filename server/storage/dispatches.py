"""What waits to leave the machine: added with its cause, taken under a lease, and done with once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, update

from server.storage.tables.notices import dispatch

Channel = Literal["mail", "push"]
State = Literal["waiting", "sent", "failed"]


class Dispatch(NamedTuple):
    """One letter or push; a letter has `body` (JSON), a push the ids of its notice and subscription."""

    space_id: str
    id: str
    channel: Channel
    notice: str | None
    subscription: str | None
    body: str | None
    expires_at: str
    tries: int


_COLUMNS = (
    dispatch.c.space_id, dispatch.c.id, dispatch.c.channel, dispatch.c.notice, dispatch.c.subscription,
    dispatch.c.body, dispatch.c.expires_at, dispatch.c.tries,
)  # fmt: skip


def insert_dispatches(connection: Connection, made: Sequence[Dispatch], *, due_at: str) -> None:
    if made:
        connection.execute(insert(dispatch), [{**one._asdict(), "state": "waiting", "due_at": due_at} for one in made])


def is_any_due(connection: Connection, now: str) -> bool:
    return connection.execute(select(dispatch.c.id).where(_is_due(now)).limit(1)).first() is not None


def take_due(connection: Connection, *, now: str, until: str, lease: str, most: int) -> Sequence[Dispatch]:
    """Take what is due and what nobody else holds, for this worker alone until `until`; each taking counts as a try."""
    wanted = select(*_COLUMNS).where(_is_due(now)).order_by(dispatch.c.due_at, dispatch.c.id).limit(most)
    # SQLite has one writer, and its compiler leaves the lock out.
    taken = [Dispatch(*row) for row in connection.execute(wanted.with_for_update(skip_locked=True))]
    for one in taken:
        values = {"lease": lease, "leased_until": until, "tries": one.tries + 1}
        connection.execute(update(dispatch).where(*_this(one)).values(values))
    return [one._replace(tries=one.tries + 1) for one in taken]


def finish(connection: Connection, done: Dispatch, *, lease: str, state: State, at: str, why: str | None) -> None:
    """Note the end of a dispatch that is still this worker's; a letter's words, and the link in them, go with it."""
    values = {"state": state, "done_at": at, "why": why, "body": None, "lease": None, "leased_until": None}
    connection.execute(update(dispatch).where(*_this(done), dispatch.c.lease == lease).values(values))


def put_off(connection: Connection, later: Dispatch, *, lease: str, due_at: str, why: str | None) -> None:
    """Let a dispatch that is still this worker's be tried again."""
    values = {"due_at": due_at, "why": why, "lease": None, "leased_until": None}
    connection.execute(update(dispatch).where(*_this(later), dispatch.c.lease == lease).values(values))


def drop(connection: Connection, one: Dispatch, *, lease: str) -> None:
    """Forget a dispatch that nobody is to have any more."""
    connection.execute(delete(dispatch).where(*_this(one), dispatch.c.lease == lease))


def delete_old(connection: Connection, *, before: str) -> None:
    """Forget what was done with before an instant."""
    connection.execute(delete(dispatch).where(dispatch.c.state != "waiting", dispatch.c.done_at < before))


class Counts(NamedTuple):
    """Of all spaces: what waits, what of it is late, what was sent or given up lately, when the oldest was due."""

    waiting: int
    late: int
    sent: int
    failed: int
    oldest: str | None


def count(connection: Connection, *, late_before: str) -> Counts:
    by_state = {
        str(state): int(number)
        for state, number in connection.execute(select(dispatch.c.state, func.count()).group_by(dispatch.c.state))
    }
    waits = dispatch.c.state == "waiting"
    late = connection.execute(select(func.count()).where(waits, dispatch.c.due_at < late_before)).scalar_one()
    oldest = connection.execute(select(func.min(dispatch.c.due_at)).where(waits)).scalar_one()
    return Counts(by_state.get("waiting", 0), late, by_state.get("sent", 0), by_state.get("failed", 0), oldest)


def _is_due(now: str) -> ColumnElement[bool]:
    is_free = or_(dispatch.c.leased_until.is_(None), dispatch.c.leased_until < now)
    return and_(dispatch.c.state == "waiting", dispatch.c.due_at <= now, is_free)


def _this(one: Dispatch) -> tuple[ColumnElement[bool], ...]:
    return (dispatch.c.space_id == one.space_id, dispatch.c.id == one.id)

"""Notices as they stand in the database, and what people chose; none is given out that its person cannot see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import time
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, delete, insert, select, text, update

from server.domain.notices import Choice, read_clock_time
from server.storage.bulk import write_rows
from server.storage.feed import Reader
from server.storage.tables.notices import notice, notice_choice
from server.storage.tables.sync import record


class Notice(NamedTuple):
    """One person's notice; `day` is a date, the others are instants as text. Columns in the order of the table."""

    space_id: str
    id: str
    user_id: str
    kind: str
    thing: str
    day: str
    made_at: str
    read_at: str | None
    due_at: str | None


class Listed(NamedTuple):
    """A notice as its person is shown it, with the scope in which its thing is (None of `unsent`)."""

    id: str
    kind: str
    thing: str
    scope: str | None
    made_at: str
    read_at: str | None


def insert_notices(connection: Connection, made: Sequence[Notice]) -> None:
    """Add notices; who has one of that kind and thing today keeps it."""
    write_rows(connection, notice, made, "ignore")


def delete_notices_of(connection: Connection, space_id: str, *, user: str, scope: str) -> None:
    """Take from a person the notices of things in a scope that they do not see any more."""
    is_there = select(record.c.id).where(
        record.c.space_id == space_id, record.c.id == notice.c.thing, record.c.scope == scope
    )
    connection.execute(delete(notice).where(notice.c.space_id == space_id, notice.c.user_id == user, is_there.exists()))


# The scope of a thing stands in the join: what it does not let through, nobody is told.
_VISIBLE = """
    SELECT n.id, n.kind, n.thing, r.scope, n.made_at, n.read_at FROM notice n
    LEFT JOIN record r ON r.space_id = n.space_id AND r.id = n.thing AND NOT r.deleted AND (
      r.scope IN (:library, :self)
      OR EXISTS (SELECT 1 FROM membership m WHERE m.space_id = r.space_id AND m.user_id = :user AND m.scope = r.scope)
    )
    WHERE n.space_id = :space AND n.user_id = :user AND (n.kind = 'unsent' OR r.id IS NOT NULL)
"""
_LIST = text(f"{_VISIBLE} ORDER BY n.made_at DESC, n.id DESC LIMIT :most")
_ONE = text(f"{_VISIBLE} AND n.id = :id")


def list_notices(connection: Connection, reader: Reader, *, most: int) -> Sequence[Listed]:
    """Give a person's notices, the newest first."""
    return [Listed(*row) for row in connection.execute(_LIST, {**_make_parameters(reader), "most": most})]


def find_visible_notice(connection: Connection, reader: Reader, id: str) -> Listed | None:
    row = connection.execute(_ONE, {**_make_parameters(reader), "id": id}).one_or_none()
    return None if row is None else Listed(*row)


def mark_read(connection: Connection, reader: Reader, ids: Collection[str], *, at: str) -> None:
    is_theirs = (notice.c.space_id == reader.space_id, notice.c.user_id == reader.user_id)
    unread = (notice.c.read_at.is_(None), notice.c.id.in_(list(ids)))
    # What was read needs no push any more.
    connection.execute(update(notice).where(*is_theirs, *unread).values(read_at=at, due_at=None))


def is_any_notice_due(connection: Connection, now: str) -> bool:
    return connection.execute(select(notice.c.id).where(notice.c.due_at <= now).limit(1)).first() is not None


def take_due_notices(connection: Connection, *, now: str, most: int) -> Sequence[Notice]:
    """Lock notices that are to be given to their people's devices, past those that another worker has."""
    wanted = select(notice).where(notice.c.due_at <= now).order_by(notice.c.due_at, notice.c.id).limit(most)
    return [Notice(*row) for row in connection.execute(wanted.with_for_update(skip_locked=True))]


def find_notice(connection: Connection, space_id: str, id: str) -> Notice | None:
    row = connection.execute(select(notice).where(notice.c.space_id == space_id, notice.c.id == id)).one_or_none()
    return None if row is None else Notice(*row)


def set_due(connection: Connection, one: Notice, due_at: str | None) -> None:
    connection.execute(
        update(notice).where(notice.c.space_id == one.space_id, notice.c.id == one.id).values(due_at=due_at)
    )


def delete_old_notices(connection: Connection, *, before: str) -> None:
    connection.execute(delete(notice).where(notice.c.made_at < before))


# --- what people chose


def find_choices(connection: Connection, space_id: str, users: Collection[str]) -> dict[str, Choice]:
    """Give what some people chose; who chose nothing is missing."""
    wanted = select(notice_choice).where(
        notice_choice.c.space_id == space_id, notice_choice.c.user_id.in_(sorted(users))
    )
    return {row.user_id: _read_choice(row) for row in connection.execute(wanted)}


def save_choice(connection: Connection, reader: Reader, choice: Choice) -> None:
    this = (notice_choice.c.space_id == reader.space_id, notice_choice.c.user_id == reader.user_id)
    connection.execute(delete(notice_choice).where(*this))
    connection.execute(
        insert(notice_choice).values(
            space_id=reader.space_id,
            user_id=reader.user_id,
            muted=orjson.dumps(sorted(choice.muted)).decode(),
            quiet_from=_write_time(choice.quiet_from),
            quiet_until=_write_time(choice.quiet_until),
            time_zone=choice.time_zone,
        )
    )


class _ChoiceRow(NamedTuple):
    space_id: str
    user_id: str
    muted: str
    quiet_from: str | None
    quiet_until: str | None
    time_zone: str


def _read_choice(row: Sequence[object]) -> Choice:
    found = _ChoiceRow._make(row)
    return Choice(
        frozenset(orjson.loads(found.muted)), _read_time(found.quiet_from), _read_time(found.quiet_until),
        found.time_zone,
    )  # fmt: skip


def _read_time(text: str | None) -> time | None:
    return None if text is None else read_clock_time(text)


def _write_time(clock: time | None) -> str | None:
    return None if clock is None else clock.strftime("%H:%M")


def _make_parameters(reader: Reader) -> dict[str, object]:
    return {
        "space": reader.space_id,
        "user": reader.user_id,
        "library": f"space:{reader.space_id}",
        "self": f"user:{reader.user_id}",
    }

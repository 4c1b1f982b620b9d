"""The feed of a reader: every query here starts from what the reader may see now, and gives nothing else."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, text

from server.domain.ids import make_scope


class Reader(NamedTuple):
    space_id: str
    user_id: str


class FeedRow(NamedTuple):
    """A record's current state; `fields` and `versions` are JSON text."""

    seq: int
    id: str
    kind: str
    v: int
    scope: str
    names: str | None
    author: str
    rev: str
    fields: str
    versions: str | None
    deleted: bool
    revived: bool


# What a reader sees: their own scopes, those they are a member of, and the memberships of those they own.
_SEEN = """
    SELECT r.seq, r.scope, r.id, r.rev, r.deleted FROM record r
    WHERE r.space_id = :space AND r.scope IN (:library, :self) AND r.seq > :after
  UNION ALL
    SELECT r.seq, r.scope, r.id, r.rev, r.deleted FROM membership m
    JOIN record r ON r.space_id = m.space_id AND r.scope = m.scope
    WHERE m.space_id = :space AND m.user_id = :user AND r.seq > :after
  UNION ALL
    SELECT r.seq, r.scope, r.id, r.rev, r.deleted FROM membership m
    JOIN record r ON r.space_id = m.space_id AND r.names = m.scope AND r.names IS NOT NULL
    WHERE m.space_id = :space AND m.user_id = :user AND m.role = 'owner' AND r.scope <> :self AND r.seq > :after
"""
_ROW = """
    r.seq, r.id, r.kind, r.v, r.scope, r.names, r.author, r.rev, r.fields, r.versions, r.deleted, r.revived
"""
_PAGE = text(f"""
    SELECT {_ROW} FROM (SELECT seq, scope FROM ({_SEEN}) AS seen ORDER BY seq LIMIT :limit) AS page
    JOIN record r ON r.space_id = :space AND r.scope = page.scope AND r.seq = page.seq
    ORDER BY r.seq
""")
_PAGE_OF_SCOPE = text(f"""
    SELECT {_ROW} FROM (SELECT seq, scope FROM ({_SEEN}) AS seen WHERE scope = :scope ORDER BY seq LIMIT :limit) AS page
    JOIN record r ON r.space_id = :space AND r.scope = page.scope AND r.seq = page.seq
    ORDER BY r.seq
""")
_LIVE = text(f"SELECT scope, id, rev FROM ({_SEEN}) AS seen WHERE NOT deleted ORDER BY scope, id")
_KINDS = text(f"""
    SELECT {_ROW} FROM (SELECT seq, scope FROM ({_SEEN}) AS seen WHERE NOT deleted) AS live
    JOIN record r ON r.space_id = :space AND r.scope = live.scope AND r.seq = live.seq
    WHERE r.kind IN :kinds ORDER BY r.id
""").bindparams(bindparam("kinds", expanding=True))
_ONE = text(f"""
    SELECT {_ROW} FROM record r WHERE r.space_id = :space AND r.id = :id AND (
      r.scope IN (:library, :self)
      OR EXISTS (SELECT 1 FROM membership m WHERE m.space_id = r.space_id AND m.user_id = :user AND m.scope = r.scope)
      OR EXISTS (SELECT 1 FROM membership m WHERE m.space_id = r.space_id AND m.user_id = :user
                 AND m.scope = r.names AND m.role = 'owner')
    )
""")


def find_page(
    connection: Connection, reader: Reader, *, after: int, limit: int, scope: str | None = None
) -> Sequence[FeedRow]:
    """Give the reader's records whose number is above `after`, in the order of numbers; of one `scope` if asked."""
    asked: dict[str, object] = {**_make_parameters(reader), "after": after, "limit": limit}
    if scope is None:
        rows = connection.execute(_PAGE, asked)
    else:
        rows = connection.execute(_PAGE_OF_SCOPE, {**asked, "scope": scope})
    return [_read(row) for row in rows]


def find_live(connection: Connection, reader: Reader) -> Sequence[tuple[str, str, str]]:
    """Give (scope, record, rev) of everything the reader has that is not deleted, ordered."""
    rows = connection.execute(_LIVE, {**_make_parameters(reader), "after": -1})
    return [(row[0], row[1], row[2]) for row in rows]


def find_of_kinds(connection: Connection, reader: Reader, kinds: Collection[str]) -> Sequence[FeedRow]:
    """Give every live record of some kinds that the reader may see, in order of making."""
    rows = connection.execute(_KINDS, {**_make_parameters(reader), "after": -1, "kinds": list(kinds)})
    return [_read(row) for row in rows]


def find_visible(connection: Connection, reader: Reader, id: str) -> FeedRow | None:
    """Give one record, or None alike if it does not exist or is not for this reader."""
    found = connection.execute(_ONE, {**_make_parameters(reader), "id": id}).one_or_none()
    return None if found is None else _read(found)


def _make_parameters(reader: Reader) -> dict[str, object]:
    return {
        "space": reader.space_id,
        "user": reader.user_id,
        "library": make_scope("space", reader.space_id),
        "self": make_scope("user", reader.user_id),
    }


def _read(row: Sequence[object]) -> FeedRow:
    *head, deleted, revived = row
    return FeedRow._make((*head, bool(deleted), bool(revived)))

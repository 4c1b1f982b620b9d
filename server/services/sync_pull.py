"""Pull: what the reader may see now, in the order of commits, from a cursor on."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from server.domain.json_values import JsonObject
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.services.cursors import get_key, open_cursor, seal_cursor
from server.storage.db import reading
from server.storage.feed import FeedRow, Reader, find_live, find_page
from server.storage.spaces import get_space

MAX_ROWS = 1000
MAX_PAGE_BYTES = 1024 * 1024


class PullQuery(NamedTuple):
    user: str
    cursor: str | None = None
    limit: int = MAX_ROWS
    digests: bool = False
    scope: str | None = None


class Page(NamedTuple):
    """Rows, the cursor behind them, and whether to ask again at once; digests come with the last page if asked."""

    gen: str
    rows: Sequence[FeedRow]
    cursor: str
    more: bool
    digests: JsonObject | None


def pull(actor: SignedIn, query: PullQuery) -> Page:
    """Read one page in one snapshot, of one scope alone if asked; raises Problem wrong_user or resync."""
    if query.user != actor.user_id:
        raise Problem("wrong_user")
    reader = Reader(actor.space_id, actor.user_id)
    key = get_key()
    with reading() as connection:
        space = get_space(connection, actor.space_id)
        after = open_cursor(key, reader, space.gen, query.cursor, query.scope) if query.cursor else 0
        if after > space.head:
            # Nobody was handed a number that is not committed: this one went with a restore that forgot the generation.
            raise Problem("resync")
        # Whoever asks again and again, while a review is open, mostly hears that nothing has happened in the space.
        wanted = query.limit + 1
        found = (
            find_page(connection, reader, after=after, limit=wanted, scope=query.scope) if after < space.head else []
        )
        rows = _cut(found[: query.limit])
        more = len(rows) < len(found)
        # Only an empty page may move the cursor to the head: it is of the same snapshot, so nothing lies between.
        reached = rows[-1].seq if rows else space.head
        live = find_live(connection, reader) if query.digests and not more else None
    kept = query.cursor if query.cursor and reached == after else None
    cursor = kept or seal_cursor(key, reader, space.gen, reached, query.scope)
    if live is not None and query.scope is not None:
        live = [row for row in live if row[0] == query.scope]
    return Page(space.gen, rows, cursor, more, None if live is None else make_digests(live))


def _cut(rows: Sequence[FeedRow]) -> Sequence[FeedRow]:
    """Keep as many rows as fit a page, at least one."""
    size = 0
    for count, row in enumerate(rows):
        size += len(row.fields) + len(row.versions or "") + 250
        if size > MAX_PAGE_BYTES and count:
            return rows[:count]
    return rows


def make_digests(live: Iterable[tuple[str, str, str]]) -> JsonObject:
    """Sum up (scope, record, rev) ordered by scope and record: a count and a SHA-256 for each scope."""
    digests: JsonObject = {}
    for scope, rows in groupby(live, key=lambda row: row[0]):
        lines = [f"{record} {rev}\n" for _, record, rev in rows]
        digests[scope] = {"count": len(lines), "sha256": sha256("".join(sorted(lines)).encode()).hexdigest()}
    return digests

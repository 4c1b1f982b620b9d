"""Spaces, their generation and their head: the last number given out in commit order."""

from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, text

from server.storage.tables.sync import space


class Space(NamedTuple):
    space_id: str
    name: str
    gen: str
    head: int


def insert_space(connection: Connection, new: Space) -> None:
    connection.execute(insert(space).values(new._asdict()))


def get_space(connection: Connection, space_id: str) -> Space:
    """Read a space as this snapshot has it; its head covers exactly the rows that the snapshot shows."""
    return Space._make(connection.execute(_ONE, {"space": space_id}).one())


def find_spaces(connection: Connection) -> Sequence[Space]:
    return [Space._make(found) for found in connection.execute(_ALL)]


_ALL = select(space.c.space_id, space.c.name, space.c.gen, space.c.head).order_by(space.c.name)
_ONE = _ALL.where(space.c.space_id == bindparam("space"))


def raise_head(connection: Connection, space_id: str, count: int) -> int:
    """Take `count` numbers and give the first. From here to the commit no other writer of the space can take any."""
    head: int = connection.execute(_RAISE, {"space": space_id, "count": count}).scalar_one()
    return head - count + 1


_RAISE = text("UPDATE space SET head = head + :count WHERE space_id = :space RETURNING head")


def lock_scopes(connection: Connection, space_id: str, *, shared: Collection[str], exclusive: Collection[str]) -> None:
    """Lock scopes until the commit, in one order for everybody; SQLite's writers are alone anyway."""
    if connection.dialect.name != "postgresql":
        return
    keys = sorted({(_make_lock_key(space_id, scope), scope in exclusive) for scope in {*shared, *exclusive}})
    # A function in the select list runs row by row in the order of the subquery.
    connection.execute(_LOCK, {"keys": [key for key, _ in keys], "alone": [alone for _, alone in keys]}).all()


_LOCK = text(
    "SELECT CASE WHEN alone THEN pg_advisory_xact_lock(key) ELSE pg_advisory_xact_lock_shared(key) END"
    " FROM unnest(CAST(:keys AS bigint[]), CAST(:alone AS boolean[])) WITH ORDINALITY AS wanted(key, alone, place)"
)


def _make_lock_key(space_id: str, scope: str) -> int:
    digest = sha256(f"{space_id} {scope}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)

"""The quarantine as it is looked at, replayed and erased; push itself only adds to it and asks it (`changes.py`)."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, true, tuple_, update

from server.storage.changes import Quarantined
from server.storage.tables.sync import quarantine

Key = tuple[str, str]
"""Author and hash of the content, by which a quarantined change is kept."""

_COLUMNS = (
    quarantine.c.by_user, quarantine.c.sha256, quarantine.c.id, quarantine.c.code, quarantine.c.device,
    quarantine.c.n, quarantine.c.received_at, quarantine.c.raw,
)  # fmt: skip
_NEWEST = (quarantine.c.received_at.desc(), quarantine.c.by_user, quarantine.c.sha256)
_IN_ORDER = (quarantine.c.by_user, quarantine.c.device, quarantine.c.n, quarantine.c.sha256)


def list_quarantined(
    connection: Connection, space_id: str, *, by: str | None = None, skip: int = 0, most: int
) -> Sequence[Quarantined]:
    """Give the newest of a space, or of one author, after the first `skip`."""
    wanted = select(*_COLUMNS).where(_of(space_id, by)).order_by(*_NEWEST).offset(skip).limit(most)
    return [Quarantined._make(row) for row in connection.execute(wanted)]


def count_quarantined(connection: Connection, space_id: str, *, by: str | None = None) -> int:
    counted = select(func.count()).select_from(quarantine).where(_of(space_id, by))
    return int(connection.execute(counted).scalar_one())


def list_keys(connection: Connection, space_id: str, *, codes: Collection[str], names: Collection[str]) -> list[Key]:
    """Give what is not erased of these codes, and of these ids or hashes if any are named, as it was numbered."""
    wanted = (
        select(quarantine.c.by_user, quarantine.c.sha256)
        .where(quarantine.c.space_id == space_id, quarantine.c.raw.is_not(None), quarantine.c.code.in_(codes))
        .where(_named(names) if names else true())
        .order_by(*_IN_ORDER)
    )
    return [(by, sha256) for by, sha256 in connection.execute(wanted)]


def take_quarantined(connection: Connection, space_id: str, keys: Collection[Key]) -> Sequence[Quarantined]:
    """Give what still stands under the keys, in the order of its numbers, and keep it from others until the commit."""
    wanted = select(*_COLUMNS).where(_at(space_id, keys)).order_by(*_IN_ORDER).with_for_update()
    return [Quarantined._make(row) for row in connection.execute(wanted)]


def delete_quarantined(connection: Connection, space_id: str, keys: Collection[Key]) -> None:
    """Take changes out that are about to be decided anew."""
    if keys:
        connection.execute(delete(quarantine).where(_at(space_id, keys)))


def recode_quarantined(connection: Connection, space_id: str, key: Key, code: str) -> None:
    """Say anew why a change is kept out."""
    connection.execute(update(quarantine).where(_at(space_id, [key])).values(code=code))


def erase_quarantined(connection: Connection, space_id: str, names: Collection[str]) -> Sequence[Key]:
    """Forget the words of what has these ids or hashes; id, number and hash stay. Gives what was erased now."""
    erased = (
        update(quarantine)
        .where(quarantine.c.space_id == space_id, quarantine.c.raw.is_not(None), _named(names))
        .values(raw=None, code="erased")
        .returning(quarantine.c.by_user, quarantine.c.sha256)
    )
    return [(by, sha256) for by, sha256 in connection.execute(erased)]


def _of(space_id: str, by: str | None) -> ColumnElement[bool]:
    return and_(quarantine.c.space_id == space_id, true() if by is None else quarantine.c.by_user == by)


def _at(space_id: str, keys: Collection[Key]) -> ColumnElement[bool]:
    return and_(quarantine.c.space_id == space_id, tuple_(quarantine.c.by_user, quarantine.c.sha256).in_(list(keys)))


def _named(names: Collection[str]) -> ColumnElement[bool]:
    return quarantine.c.id.in_(list(names)) | quarantine.c.sha256.in_(list(names))

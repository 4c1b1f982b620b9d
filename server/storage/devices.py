"""The accounts of devices: which numbers of each pair of device and user have arrived."""

from collections.abc import Sequence
from typing import NamedTuple, cast

import orjson
from sqlalchemy import ColumnElement, Connection, and_, insert, select, text, update

from server.domain.account import Account
from server.storage.tables.sync import device


class Pair(NamedTuple):
    space_id: str
    device: str
    user: str


class Said(NamedTuple):
    """What a tablet says of itself; `unsent` is how many changes it still has after this push, if it tells."""

    name: str
    app: str
    unsent: int | None
    at: str


class Opened(NamedTuple):
    """A pair's account, and whether its device was revoked."""

    account: Account
    is_revoked: bool


def open_account(connection: Connection, pair: Pair, said: Said) -> Opened:
    """Read the pair's account, made if new, and lock it until the commit: pushes of a pair go one by one."""
    *account, revoked_at = connection.execute(_OPEN, {**pair._asdict(), **said._asdict()}).one()
    return Opened(_read(account), revoked_at is not None)


_OPEN = text(
    "INSERT INTO device (space_id, device, user_id, name, app, contiguous, highest, missing, forked, seen_at, unsent)"
    " VALUES (:space_id, :device, :user, :name, :app, 0, 0, '[]', false, :at, :unsent)"
    " ON CONFLICT (space_id, device, user_id) DO UPDATE"
    " SET name = :name, app = :app, seen_at = :at, unsent = :unsent"
    " RETURNING highest, missing, forked, revoked_at"
)


def find_account(connection: Connection, pair: Pair) -> Account:
    """Read the pair's account; one that never pushed has an empty one."""
    found = connection.execute(_FIND, pair._asdict()).one_or_none()
    return Account() if found is None else _read(found)


_FIND = text(
    "SELECT highest, missing, forked FROM device WHERE space_id = :space_id AND device = :device AND user_id = :user"
)


def save_account(connection: Connection, pair: Pair, account: Account) -> None:
    values = {
        "contiguous": account.contiguous,
        "highest": account.highest,
        "missing": orjson.dumps(account.missing).decode(),
        "forked": account.forked,
    }
    connection.execute(_SAVE, {**pair._asdict(), **values})


_SAVE = text(
    "UPDATE device SET contiguous = :contiguous, highest = :highest, missing = :missing, forked = :forked"
    " WHERE space_id = :space_id AND device = :device AND user_id = :user"
)


def _read(row: Sequence[object]) -> Account:
    highest, missing, forked = row
    ranges = ((int(first), int(last)) for first, last in orjson.loads(str(missing)))
    return Account(cast(int, highest), tuple(ranges), bool(forked))


class Seen(NamedTuple):
    """A device of a person as people see it; instants as text, `unsent` as it told last."""

    device: str
    user: str
    name: str
    app: str
    seen_at: str
    unsent: int | None
    revoked_at: str | None


_SEEN = (
    device.c.device, device.c.user_id, device.c.name, device.c.app, device.c.seen_at, device.c.unsent,
    device.c.revoked_at,
)  # fmt: skip


def list_devices(connection: Connection, space_id: str, *, user_id: str | None = None) -> list[Seen]:
    """Give the devices of a person, or of everybody in a space; the one heard of last first."""
    wanted = select(*_SEEN).where(device.c.space_id == space_id)
    if user_id is not None:
        wanted = wanted.where(device.c.user_id == user_id)
    return [Seen._make(row) for row in connection.execute(wanted.order_by(device.c.seen_at.desc(), device.c.device))]


def meet(connection: Connection, pair: Pair, said: Said) -> None:
    """Note a device that may never have pushed; what it told of unsent changes stays."""
    known = connection.execute(update(device).where(_is(pair)).values(name=said.name, app=said.app, seen_at=said.at))
    if known.rowcount:
        return
    empty = {"contiguous": 0, "highest": 0, "missing": "[]", "forked": False}
    keys = {"space_id": pair.space_id, "device": pair.device, "user_id": pair.user}
    connection.execute(insert(device).values(**keys, **empty, name=said.name, app=said.app, seen_at=said.at))


def mark_revoked(connection: Connection, pair: Pair, at: str | None) -> bool:
    """Revoke a pair's device, or with None allow it again; False if there is no such pair."""
    return connection.execute(update(device).where(_is(pair)).values(revoked_at=at)).rowcount == 1


def is_revoked(connection: Connection, pair: Pair) -> bool:
    found = connection.execute(select(device.c.revoked_at).where(_is(pair))).first()
    return found is not None and found[0] is not None


def _is(pair: Pair) -> ColumnElement[bool]:
    return and_(device.c.space_id == pair.space_id, device.c.device == pair.device, device.c.user_id == pair.user)

"""The accounts of devices: which numbers of each pair of device and user have arrived."""

from typing import NamedTuple

import orjson
from sqlalchemy import Connection, Row, select, text, update

from server.domain.account import Account
from server.storage.tables.sync import device


class Pair(NamedTuple):
    space_id: str
    device: str
    user: str


def open_account(connection: Connection, pair: Pair, *, name: str, app: str, at: str) -> Account:
    """Read the pair's account, made if new, and lock it until the commit: pushes of a pair go one by one."""
    values = {**pair._asdict(), "name": name, "app": app, "at": at}
    return _read(connection.execute(_OPEN, values).one())


_OPEN = text(
    "INSERT INTO device (space_id, device, user_id, name, app, contiguous, highest, missing, forked, seen_at)"
    " VALUES (:space_id, :device, :user, :name, :app, 0, 0, '[]', false, :at)"
    " ON CONFLICT (space_id, device, user_id) DO UPDATE SET name = :name, app = :app, seen_at = :at"
    " RETURNING highest, missing, forked"
)


def find_account(connection: Connection, pair: Pair) -> Account:
    """Read the pair's account; one that never pushed has an empty one."""
    query = select(device.c.highest, device.c.missing, device.c.forked).where(*_is_pair(pair))
    found = connection.execute(query).one_or_none()
    return Account() if found is None else _read(found)


def save_account(connection: Connection, pair: Pair, account: Account) -> None:
    values = {
        "contiguous": account.contiguous,
        "highest": account.highest,
        "missing": orjson.dumps(account.missing).decode(),
        "forked": account.forked,
    }
    connection.execute(update(device).where(*_is_pair(pair)).values(values))


def _is_pair(pair: Pair) -> tuple[bool, ...]:
    return (
        device.c.space_id == pair.space_id,
        device.c.device == pair.device,
        device.c.user_id == pair.user,
    )


def _read(row: Row[tuple[int, str, bool]]) -> Account:
    ranges = ((int(first), int(last)) for first, last in orjson.loads(row[1]))
    return Account(row[0], tuple(ranges), bool(row[2]))

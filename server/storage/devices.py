"""The accounts of devices: which numbers of each pair of device and user have arrived."""

from collections.abc import Sequence
from typing import NamedTuple, cast

import orjson
from sqlalchemy import Connection, text

from server.domain.account import Account


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


def open_account(connection: Connection, pair: Pair, said: Said) -> Account:
    """Read the pair's account, made if new, and lock it until the commit: pushes of a pair go one by one."""
    return _read(connection.execute(_OPEN, {**pair._asdict(), **said._asdict()}).one())


_OPEN = text(
    "INSERT INTO device (space_id, device, user_id, name, app, contiguous, highest, missing, forked, seen_at, unsent)"
    " VALUES (:space_id, :device, :user, :name, :app, 0, 0, '[]', false, :at, :unsent)"
    " ON CONFLICT (space_id, device, user_id) DO UPDATE"
    " SET name = :name, app = :app, seen_at = :at, unsent = :unsent"
    " RETURNING highest, missing, forked"
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

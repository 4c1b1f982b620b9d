"""Safekeeping of the keys under which tablets seal what they keep: nobody loses a lesson with a passphrase."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from server.domain.clock import write_instant
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.services.acts import note_act
from server.services.factors import require_fresh
from server.storage import tablet_keys as stored
from server.storage.db import in_transaction
from server.storage.factors import Owner

# Far more tablets than one person uses in a career.
_MOST = 200


def keep_key(who: SignedIn, id: str, key: str, *, now: datetime) -> None:
    """Keep the key of one of one's own tablets; a second key under its id changes nothing.

    Raises Problem `keys_full` beyond 200 keys.
    """
    of = Owner(who.space_id, who.user_id)

    def keep(connection: Connection) -> None:
        if stored.find_key(connection, of, id) is not None:
            return
        if stored.count_keys(connection, of) >= _MOST:
            raise Problem("keys_full", f"Let go of one: the office keeps the keys of {_MOST} tablets for one person.")
        stored.put_key(connection, of, id, key=key, at=write_instant(now))

    in_transaction(keep)


def fetch_key(who: SignedIn, id: str, *, now: datetime) -> str:
    """Give the key of one of one's own tablets; raises Problem `not_fresh` and `not_found`."""

    def fetch(connection: Connection) -> str:
        require_fresh(connection, who, now=now)
        key = stored.find_key(connection, Owner(who.space_id, who.user_id), id)
        if key is None:
            raise Problem("not_found")
        note_act(connection, who, "tablet key fetched", now=now, told={"key": id})
        return key

    return in_transaction(fetch)


def forget_key(who: SignedIn, id: str) -> None:
    """Let go of the key of one of one's own tablets; raises Problem `not_found`."""

    def forget(connection: Connection) -> None:
        if not stored.delete_key(connection, Owner(who.space_id, who.user_id), id):
            raise Problem("not_found")

    in_transaction(forget)

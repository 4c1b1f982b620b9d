"""What a person does with their notices: read them, say what is pushed and when not, and let a browser take them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from server.domain.clock import write_instant
from server.domain.notices import UNCHOSEN, Choice
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.domain.pushes import are_keys
from server.outbound.push_guard import is_push_service
from server.outbound.vapid import read_or_make_public_key
from server.services.sync_apply import new_id
from server.storage import notices as stored
from server.storage import subscriptions
from server.storage.db import in_transaction, reading
from server.storage.feed import Reader
from server.storage.notices import Listed
from server.storage.subscriptions import Subscription

# More than two months bring to one person.
MOST_LISTED = 200
MOST_BROWSERS = 10


class Wish(NamedTuple):
    """What a browser sends of its subscription, and in which time zone it is."""

    endpoint: str
    p256dh: str
    auth: str
    time_zone: str


def list_notices(who: SignedIn) -> Sequence[Listed]:
    """Give what a person was told of things that they can see now, the newest first."""
    with reading() as connection:
        return stored.list_notices(connection, _reader(who), most=MOST_LISTED)


def mark_read(who: SignedIn, ids: Collection[str], *, now: datetime) -> None:
    """Note that a person has read some; an id that is none of theirs is no fault, it may be long gone."""
    in_transaction(lambda connection: stored.mark_read(connection, _reader(who), ids, at=write_instant(now)))


def get_choice(who: SignedIn) -> Choice:
    with reading() as connection:
        return _find_choice(connection, who) or UNCHOSEN


def set_choice(who: SignedIn, choice: Choice) -> None:
    in_transaction(lambda connection: stored.save_choice(connection, _reader(who), choice))


def subscribe(who: SignedIn, wish: Wish, *, now: datetime) -> str:
    """Let a browser take a person's notices until this session ends; gives the subscription's id.

    Asked again it renews. Raises Problem `bad_request` for an address that is no push service's, or keys that are none.
    """
    if not is_push_service(wish.endpoint):
        raise _refuse("endpoint", "This is not the address of a push service that Backrow knows")
    if not are_keys(wish.p256dh, wish.auth):
        raise _refuse("keys", "These are not the keys of a browser")

    def save(connection: Connection) -> str:
        reader, digest = _reader(who), sha256(wish.endpoint.encode()).hexdigest()
        id = subscriptions.find_id(connection, reader, digest) or new_id()
        subscriptions.save_subscription(
            connection,
            Subscription(
                who.space_id, id, who.user_id, who.session_id, digest, wish.endpoint, wish.p256dh, wish.auth,
                write_instant(now),
            ),
        )  # fmt: skip
        subscriptions.delete_beyond(connection, reader, MOST_BROWSERS)
        if _find_choice(connection, who) is None:
            stored.save_choice(connection, reader, replace(UNCHOSEN, time_zone=wish.time_zone))
        return id

    return in_transaction(save)


def unsubscribe(who: SignedIn, id: str) -> None:
    """Push nothing more to a browser; raises Problem `not_found` if it is none of this person's."""
    if not in_transaction(lambda connection: subscriptions.delete_subscription(connection, _reader(who), id)):
        raise Problem("not_found")


@lru_cache(8)
def get_push_key(folder: Path) -> str:
    """Give the key that browsers subscribe with, making the pair if there is none."""
    return read_or_make_public_key(folder)


def _find_choice(connection: Connection, who: SignedIn) -> Choice | None:
    return stored.find_choices(connection, who.space_id, {who.user_id}).get(who.user_id)


def _reader(who: SignedIn) -> Reader:
    return Reader(who.space_id, who.user_id)


def _refuse(at: str, says: str) -> Problem:
    return Problem("bad_request", errors=[{"at": at, "says": says}])

"""Calendars: the address under which a person's appointments can be read, and single ones to take along."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from server.domain.appointments import list_appointments
from server.domain.clock import write_instant
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.outbound.calendar import Entry, write_calendar
from server.services.readable import Item, Shelf, get_item, read_shelf
from server.services.sessions import find_person
from server.storage import calendars as stored
from server.storage.calendars import Feed
from server.storage.db import in_transaction, reading

_KINDS = ("cycle", "conference", "next_step")


def make_feed(actor: SignedIn, *, names: bool, now: datetime) -> str:
    """Make a secret for the address of the person's calendar, ending the one before; it is told this once."""
    secret = secrets.token_urlsafe(32)
    feed = Feed(actor.space_id, actor.user_id, names, write_instant(now))
    in_transaction(lambda connection: stored.replace_feed(connection, feed, sha256=_seal(secret)))
    return secret


def find_feed(actor: SignedIn) -> Feed | None:
    """Say whether the person's calendar has an address, since when, and whether it names people."""
    with reading() as connection:
        return stored.find_feed_of(connection, actor.space_id, actor.user_id)


def end_feed(actor: SignedIn) -> None:
    """End the address of the person's calendar."""
    in_transaction(lambda connection: stored.delete_feed(connection, actor.space_id, actor.user_id))


def read_feed(secret: str, *, address: str) -> bytes:
    """Write the calendar that a secret opens, with what its owner may see now; raises Problem `not_found`."""
    with reading() as connection:
        feed = stored.find_feed(connection, _seal(secret))
    actor = None if feed is None else find_person(feed.space_id, feed.user_id)
    if feed is None or actor is None:
        raise Problem("not_found")
    shelf = read_shelf(actor, _KINDS)
    entries = [entry for kind in _KINDS for item in shelf.of(kind) for entry in _enter(shelf, item, actor, feed.names)]
    return write_calendar(entries, language=actor.language, address=address)


def take_along(actor: SignedIn, id: str, *, address: str) -> bytes:
    """Write the appointments of one visible record; raises Problem `not_found`, also where it makes none."""
    item = get_item(actor, id, *_KINDS)
    entries = _enter(read_shelf(actor, ("cycle",)), item, actor, names=True)
    if not entries:
        raise Problem("not_found")
    return write_calendar(entries, language=actor.language, address=address)


def _enter(shelf: Shelf, item: Item, actor: SignedIn, names: bool) -> Sequence[Entry]:
    appointments = list_appointments(item.kind, item.id, item.rev, item.scope, item.fields)
    words = _name_others(shelf, item, actor) if names and appointments else ""
    return [Entry(appointment, words) for appointment in appointments]


def _name_others(shelf: Shelf, item: Item, actor: SignedIn) -> str:
    """Name the people of the cycle that it belongs to, without the one who reads it."""
    for cycle in shelf.of("cycle", item.scope):
        teachers = cycle.fields.get("teachers")
        people = [cycle.author, *(teachers if isinstance(teachers, list) else [])]
        return ", ".join(filter(None, (shelf.name(user) for user in people if user != actor.user_id)))
    return ""


def _seal(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()

"""The viewer log: who opened what was shared of a lesson, for the teacher whose lesson it is and for nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection

from server.domain.clock import write_instant
from server.domain.ids import make_membership_id, make_scope, split_scope
from server.domain.people import SignedIn
from server.storage.db import in_transaction, reading
from server.storage.memberships import Membership, find_members, list_held_by
from server.storage.observations import find_teachers
from server.storage.openings import Opening, find_openings, insert_openings
from server.storage.records import find_places

# What the app says was opened; the server itself notes files and photos that it gave out.
TOLD = ("review", "report", "conference", "prepare", "trends")


class Said(NamedTuple):
    """What an app says was opened, and when; it may have been hours ago, without a network."""

    observation: str
    what: str
    at: str


class Visit(NamedTuple):
    """A lesson of the asker: who may see it now, and who opened it, the latest first."""

    observation: str
    members: Sequence[Membership]
    openings: Sequence[Opening]


def note_openings(actor: SignedIn, said: Iterable[Said], *, now: datetime) -> None:
    """Note what somebody opened of lessons that are, or were, shown to them and that their teacher can see.

    Whatever else is named is passed over without a word: it looks like a lesson that is not there.
    """
    latest = write_instant(now)
    asked = [one._replace(at=min(one.at, latest)) for one in said]
    with reading() as connection:
        shown = _list_noted(connection, actor, {one.observation for one in asked})
    noted = [Opening(one.observation, actor.user_id, one.what, one.at) for one in asked if one.observation in shown]
    if noted:
        in_transaction(partial(insert_openings, space_id=actor.space_id, openings=noted))


def note_given_out(actor: SignedIn, scopes: Iterable[str], what: str, *, now: datetime) -> None:
    """Note a file or photo that the server itself gave out."""
    named = [parts[1] for scope in scopes if (parts := split_scope(scope)) and parts[0] == "observation"]
    note_openings(actor, [Said(one, what, write_instant(now)) for one in named], now=now)


def note_photo(actor: SignedIn, attachment: str, *, now: datetime) -> None:
    """Note a photo that was given out."""
    with reading() as connection:
        places = find_places(connection, actor.space_id, {attachment})
    note_given_out(actor, [place.scope for place in places], "photo", now=now)


def list_viewers(actor: SignedIn) -> list[Visit]:
    """Give the lessons that are shared with their teacher, to that teacher."""
    with reading() as connection:
        held = [
            _id_of(one.scope)
            for one in list_held_by(connection, actor.space_id, {actor.user_id})
            if one.role == "teacher" and one.scope.startswith("observation:")
        ]
        # Another teacher who was let in is a viewer like others: the log is for whose lesson it is.
        teachers = find_teachers(connection, actor.space_id, held)
        own = [make_scope("observation", id) for id in held if teachers.get(id) == actor.user_id]
        members = find_members(connection, actor.space_id, own)
        openings = find_openings(connection, actor.space_id, [_id_of(scope) for scope in own])
    return [_make_visit(scope, members, openings) for scope in own]


def _make_visit(scope: str, members: Iterable[Membership], openings: Iterable[Opening]) -> Visit:
    id = _id_of(scope)
    return Visit(
        id,
        sorted((one for one in members if one.scope == scope), key=lambda one: (one.since, one.user)),
        [one for one in openings if one.observation == id],
    )


def _list_noted(connection: Connection, actor: SignedIn, observations: set[str]) -> set[str]:
    """List the lessons of which an opening is noted: another's, shared with them, and shown to the actor some time."""
    teachers = find_teachers(connection, actor.space_id, observations)
    scopes = {make_scope("observation", id): id for id, teacher in teachers.items() if teacher != actor.user_id}
    members = find_members(connection, actor.space_id, scopes)
    shared = {one.scope for one in members if one.role == "teacher" and one.user == teachers[scopes[one.scope]]}
    held = {make_membership_id(actor.user_id, scope): scope for scope in shared}
    return {scopes[held[place.id]] for place in find_places(connection, actor.space_id, set(held))}


def _id_of(scope: str) -> str:
    return scope.partition(":")[2]

"""What comes in from another program: a protocol of its own, and the lessons observed with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, count
from typing import cast

from sqlalchemy import Connection

from server.domain.changes import Draft
from server.domain.protocol import Protocol, hash_protocol
from server.services.observations import Lesson, draft_observation
from server.services.protocols import make_protocol_draft
from server.services.sync_drafts import Author, make_changes
from server.storage.db import in_transaction
from server.storage.library import list_protocols
from server.storage.people import Account


def import_lessons(
    coach: Account, teacher: Account, protocol: Protocol, lessons: Sequence[Lesson], *, now: datetime
) -> tuple[Protocol, list[str]]:
    """Store a protocol, unless the district has it, and its lessons, in one transaction.

    Gives the protocol as it was stored, which is the next version where the source has one of that name, and the ids
    of the observations.
    """

    def store(connection: Connection) -> tuple[Protocol, list[str]]:
        stored, drafts = _find_or_draft(connection, coach.space_id, protocol)
        author = Author(coach.space_id, coach.user_id, now)
        make_changes(connection, author, drafts)
        # One by one: a year of lessons at once would fill the memory several times over.
        drafted = (draft_observation(teacher.user_id, replace(lesson, protocol=stored)) for lesson in lessons)
        return stored, [make_changes(connection, author, of_lesson)[0].record for of_lesson in drafted]

    return in_transaction(store)


def _find_or_draft(connection: Connection, space_id: str, protocol: Protocol) -> tuple[Protocol, list[Draft]]:
    bodies = [cast(Protocol, row.fields["body"]) for row in list_protocols(connection, space_id)]
    named: Protocol = {**protocol, "id": _find_name(protocol, bodies)}
    same = [body for body in bodies if body["id"] == named["id"]]
    for body in same:
        if hash_protocol({**body, "version": named["version"]}) == hash_protocol(named):
            return body, []
    version = max((body["version"] for body in same), default=0) + 1
    new: Protocol = {**named, "version": version}
    return new, [make_protocol_draft(space_id, new)]


def _find_name(protocol: Protocol, bodies: Sequence[Protocol]) -> str:
    """Give a name that no protocol from elsewhere has: a project called COPUS makes no new version of COPUS."""
    foreign = {body["id"] for body in bodies if body["source"]["url"] != protocol["source"]["url"]}
    names = chain([protocol["id"]], (f"{protocol['id'][:40]}-{number}" for number in count(2)))
    return next(name for name in names if name not in foreign)

"""The schools of a district: adding one, calling one differently. Everybody reads them by sync."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from server.domain.changes import Draft
from server.domain.ids import make_scope
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.services.administration import administer
from server.services.sync_drafts import Author, make_changes
from server.storage import staff


def add_school(who: SignedIn, name: str, *, now: datetime) -> str:
    """Add a school and give its id; raises Problem `bad_request` for a name that is there."""
    return administer(who, lambda connection: enter_school(connection, who, name, now=now))


def rename_school(who: SignedIn, id: str, name: str, *, now: datetime) -> None:
    """Give a school another name; raises Problem `not_found`, `bad_request`."""

    def rename(connection: Connection) -> None:
        schools = staff.list_schools(connection, who.space_id)
        if id not in schools:
            raise Problem("not_found")
        _check(name, {other for known, other in schools.items() if known != id})
        draft = Draft("school", make_scope("space", who.space_id), {"name": name.strip()}, record=id)
        make_changes(connection, Author(who.space_id, who.user_id, now), [draft])

    administer(who, rename)


def enter_school(connection: Connection, who: SignedIn, name: str, *, now: datetime) -> str:
    """Add a school inside an open transaction."""
    _check(name, set(staff.list_schools(connection, who.space_id).values()))
    draft = Draft("school", make_scope("space", who.space_id), {"name": name.strip()})
    [made] = make_changes(connection, Author(who.space_id, who.user_id, now), [draft])
    return made.record


def _check(name: str, taken: set[str]) -> None:
    if not name.strip():
        raise Problem("bad_request", "A school needs a name")
    if name.strip().casefold() in {one.casefold() for one in taken}:
        raise Problem("bad_request", "A school has this name already")

"""The audit: what was done to an installation and to who may get in, by whom; never content."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import Connection

from server.domain.clock import write_instant
from server.domain.json_values import JsonObject
from server.services.sync_apply import new_id
from server.storage.audit import Act, insert_act, list_acts, list_latest
from server.storage.db import reading
from server.storage.spaces import find_spaces


class Told(NamedTuple):
    """An act with the district in which it was done."""

    district: str
    act: Act


class Concerned(Protocol):
    """Whoever an act is about: a signed-in person, or just somebody's ids."""

    @property
    def space_id(self) -> str: ...
    @property
    def user_id(self) -> str: ...


class Concern(NamedTuple):
    """Whom an act is about, by ids alone."""

    space_id: str
    user_id: str


def note_act(
    connection: Connection, about: Concerned, act: str, *, now: datetime, by: str = "", told: JsonObject | None = None
) -> None:
    """Note an act inside the transaction that does it; without `by` the person did it themselves."""
    made = Act(new_id(), write_instant(now), by or f"user:{about.user_id}", act, about.user_id, told or {})
    insert_act(connection, about.space_id, made)


def note_act_of_space(
    connection: Connection, space_id: str, act: str, *, now: datetime, by: str, told: JsonObject
) -> None:
    """Note an act that concerns a whole district."""
    insert_act(connection, space_id, Act(new_id(), write_instant(now), by, act, space_id, told))


def list_all_acts(*, since: str = "") -> Sequence[Told]:
    """Give the acts of every district in the order in which they were done, from an instant on."""
    with reading() as connection:
        told = [
            Told(space.name, act) for space in find_spaces(connection) for act in list_acts(connection, space.space_id)
        ]
    return sorted((one for one in told if one.act.at >= since), key=lambda one: (one.act.at, one.act.id))


PAGE = 100


def list_acts_of(who: Concerned, *, before: str | None) -> tuple[Sequence[Act], bool]:
    """Give a page of the acts of one's district, the latest first, and whether there are older ones."""
    with reading() as connection:
        found = list_latest(connection, who.space_id, before=before, limit=PAGE + 1)
    return found[:PAGE], len(found) > PAGE

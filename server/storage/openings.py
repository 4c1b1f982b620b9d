"""The viewer log, in which there is only adding and reading."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from server.storage.bulk import write_rows
from server.storage.lookup import make_lookup
from server.storage.tables.openings import opening


class Opening(NamedTuple):
    """Somebody opened something of an observation at an instant."""

    observation: str
    user: str
    what: str
    at: str


def insert_openings(connection: Connection, space_id: str, openings: Sequence[Opening]) -> None:
    """Add openings; of one person, thing and hour the first that came stays."""
    rows = {(space_id, one.observation, one.at[:13], one.user, one.what): one.at for one in reversed(openings)}
    write_rows(connection, opening, [(*key, at) for key, at in sorted(rows.items())], "ignore")


_COLUMNS = (opening.c.observation, opening.c.user_id, opening.c.what, opening.c.at)
_OPENINGS = make_lookup(_COLUMNS, opening.c.observation)


def find_openings(connection: Connection, space_id: str, observations: Collection[str]) -> list[Opening]:
    """Give the openings of some observations, the latest first."""
    found = [Opening._make(map(str, row)) for row in _OPENINGS.find(connection, space_id, observations)]
    return sorted(found, key=lambda one: (one.at, one.user, one.what), reverse=True)

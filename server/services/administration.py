"""Who may administer a district, and one at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from server.domain.ids import make_scope
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.storage.db import in_transaction
from server.storage.spaces import lock_scopes

Result = TypeVar("Result")


def administer(who: SignedIn, act: Callable[[Connection], Result]) -> Result:
    """Do something to people, one administrator at a time, so that two cannot take away the last one's role."""
    require_administrator(who)

    def alone(connection: Connection) -> Result:
        lock_scopes(connection, who.space_id, shared=(), exclusive=(make_scope("space", who.space_id),))
        return act(connection)

    return in_transaction(alone)


def require_administrator(who: SignedIn) -> None:
    if "administrator" not in who.roles:
        raise Problem("forbidden")

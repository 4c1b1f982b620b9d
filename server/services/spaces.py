"""Spaces: making one, and which generation it is of."""

from uuid import uuid4

from sqlalchemy import Connection

from server.services.sync_apply import new_id
from server.storage.db import reading
from server.storage.spaces import Space, get_space, insert_space


def make_space(connection: Connection, name: str) -> Space:
    """Make an empty space inside an open transaction."""
    space = Space(new_id(), name, str(uuid4()), 0)
    insert_space(connection, space)
    return space


def get_gen(space_id: str) -> str:
    with reading() as connection:
        return get_space(connection, space_id).gen

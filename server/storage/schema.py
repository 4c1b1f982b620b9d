"""Which schema the database has, and how it is brought to this version's."""

from __future__ import annotations

import logging
from typing import Literal

from alembic.command import upgrade
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection

from server.storage.db import reading

SchemaState = Literal["absent", "older", "current", "newer"]


def find_schema_state() -> SchemaState:
    """Compare the database's schema with the one that this version knows."""
    known = ScriptDirectory.from_config(_config())
    revision = find_revision()
    if revision is None:
        return "absent"
    if revision == known.get_current_head():
        return "current"
    return "older" if revision in {script.revision for script in known.walk_revisions()} else "newer"


def find_revision() -> str | None:
    """Name the last migration that the database has had, if any."""
    with reading() as connection:
        return _read_revision(connection)


def is_known(revision: str) -> bool:
    """Tell whether a migration is one of this version's."""
    return revision in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def migrate_schema(to: str = "head") -> None:
    """Run the migrations that the database has not had, each in its own transaction."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade(_config(), to)


def _read_revision(connection: Connection) -> str | None:
    heads = MigrationContext.configure(connection).get_current_heads()
    return heads[0] if heads else None


def _config() -> Config:
    return current_app.extensions["migrate"].migrate.get_config()  # type: ignore[no-any-return]  # no stubs

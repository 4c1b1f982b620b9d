"""Is this installation fit to serve? Its database, its schema, its spaces."""

from __future__ import annotations

from pathlib import Path
from typing import assert_never

from sqlalchemy.engine import make_url

from server.domain.problems import Problem
from server.storage.db import DatabaseError as DatabaseError
from server.storage.db import check_database, db
from server.storage.schema import find_schema_state, migrate_schema


def prepare_database(url: str) -> None:
    """Make the database if there is none, and leave one that exists as it is."""
    make_database_folder(url)
    if find_schema_state() == "absent":
        migrate_schema()


def upgrade_database(url: str) -> bool:
    """Bring the schema to this version's, and say whether that took anything; raises DatabaseError if it is newer."""
    make_database_folder(url)
    state = find_schema_state()
    if state == "newer":
        raise DatabaseError(_NEWER)
    if state != "current":
        migrate_schema()
    return state != "current"


def check_installation(url: str) -> None:
    """Make sure that work can begin; raises DatabaseError with what to do in one line."""
    if not _may_exist(url):
        raise DatabaseError(_ABSENT)
    check_database()
    match find_schema_state():
        case "current":
            return
        case "absent":
            raise DatabaseError(_ABSENT)
        case "older":
            raise DatabaseError(_OLDER)
        case "newer":
            raise DatabaseError(_NEWER)
        case state:
            assert_never(state)


def close_database() -> None:
    """Let go of every connection."""
    db.engine.dispose()


def check_ready() -> None:
    """Make sure that a request would be served; raises Problem `busy`."""
    if find_schema_state() != "current":
        raise Problem("busy", "The database does not have the schema of this version", retry_after=30)


def make_database_folder(url: str) -> None:
    """Make the folder of an SQLite file, and the file itself, readable by nobody else."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite" and parts.database:
        Path(parts.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # An empty file is an empty database; the files beside it get its rights.
        Path(parts.database).touch(mode=0o600)


def _may_exist(url: str) -> bool:
    """Tell whether an SQLite file is there, so that asking for it does not make an empty one."""
    parts = make_url(url)
    return parts.get_backend_name() != "sqlite" or not parts.database or Path(parts.database).exists()


_ABSENT = "DATABASE_URL: there is no database yet. `backrow user add` makes one; `backrow demo` makes one to play with"
_NEWER = "DATABASE_URL: the database was made by a newer Backrow than this one. Install that version or a later one"
_OLDER = "DATABASE_URL: the database is not at the schema of this version. Run: backrow db upgrade"

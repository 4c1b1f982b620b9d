"""The database: one engine, its rules, and the two ways into it: `transaction()` and `reading()`."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from random import uniform
from time import sleep
from typing import TYPE_CHECKING, TypeVar

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, MetaData, event, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

from server.storage.lock import FairLock

if TYPE_CHECKING:
    from sqlite3 import Connection as SqliteConnection

    from psycopg import Connection as PostgresqlConnection

BUSY_TIMEOUT_MS = 10_000
# Deadlock, serialisation failure, and two pushes creating the same row: the whole transaction is done again.
_AGAIN = frozenset({"40001", "40P01", "23505"})
_ATTEMPTS = 6
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
}

Result = TypeVar("Result")


class DatabaseError(Exception):
    """The database is not as it must be; the message is one line."""


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=_NAMES)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)
migrate = Migrate()
_lock = FairLock()
_turn = FairLock()


def bind_database(app: Flask, url: str, migrations: str) -> None:
    """Give the app its engine and its migrations; the rules of the engine are set on every connection."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", _engine_options(url))
    db.init_app(app)
    migrate.init_app(app, db, directory=migrations)
    with app.app_context():
        _set_rules(db.engine)


def _engine_options(url: str) -> dict[str, object]:
    # What somebody wrote stands in the parameters, and an error must not carry it into a log.
    shared: dict[str, object] = {"hide_parameters": True}
    if url.startswith("sqlite"):
        return shared | {"connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000}, "pool_size": 32}
    return shared | {"connect_args": {"prepare_threshold": 3}, "pool_size": 32, "pool_pre_ping": True}


def _set_rules(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
        return
    event.listen(engine, "connect", _on_postgresql_connect)


def _on_sqlite_connect(connection: "SqliteConnection", _entry: ConnectionPoolEntry) -> None:
    # The driver's own begin is deferred and loses updates: we write every BEGIN ourselves.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _on_sqlite_begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get("backrow_reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _on_postgresql_connect(connection: "PostgresqlConnection", _entry: ConnectionPoolEntry) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
    connection.commit()


@contextmanager
def transaction() -> Iterator[Connection]:
    """Open the transaction of one use case; it commits at the end and rolls back on any exception."""
    fairly = _lock.held() if db.engine.dialect.name == "sqlite" else nullcontext()
    with fairly, db.engine.connect() as connection, connection.begin():
        yield connection


def turn() -> AbstractContextManager[None]:
    """Wait for one's turn with work that needs the processor and then the one writer of SQLite.

    Threads that think while another writes take the interpreter from it at every row: fifty pushes at once took twice
    as long as one after the other. PostgreSQL has its own processes, and as many writers as there are scopes.
    """
    return _turn.held() if db.engine.dialect.name == "sqlite" else nullcontext()


@contextmanager
def reading() -> Iterator[Connection]:
    """Open one snapshot to read from; whatever happens meanwhile is not seen."""
    options: dict[str, object] = {"backrow_reads": True}
    if db.engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with db.engine.connect() as connection:
        connection.execution_options(**options)
        with connection.begin():
            yield connection


def in_transaction(work: Callable[[Connection], Result]) -> Result:
    """Do `work` in a transaction of its own, again and whole when the database asks for it."""
    for attempt in range(1, _ATTEMPTS):
        try:
            with transaction() as connection:
                return work(connection)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in _AGAIN:
                raise
            sleep(uniform(0, 0.02 * 2**attempt))
    with transaction() as connection:
        return work(connection)


def check_database() -> None:
    """Make sure that a database promises what the acknowledgement of a push rests on; raises DatabaseError."""
    wanted = _SQLITE_RULES if db.engine.dialect.name == "sqlite" else _POSTGRESQL_RULES
    with reading() as connection:
        for question, answers in wanted.items():
            found = str(connection.execute(text(question)).scalar_one())
            if found not in answers:
                raise DatabaseError(f"DATABASE_URL: {question} gives {found}, but must be {' or '.join(answers)}")


_SQLITE_RULES = {
    "PRAGMA journal_mode": ("wal",),
    "PRAGMA synchronous": ("2",),
    "PRAGMA foreign_keys": ("1",),
    "PRAGMA busy_timeout": (str(BUSY_TIMEOUT_MS),),
}
_POSTGRESQL_RULES = {
    "SHOW synchronous_commit": ("on",),
    "SHOW fsync": ("on",),
    "SHOW server_encoding": ("UTF8",),
}

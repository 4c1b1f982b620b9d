"""Migrations that are killed at any step go on where they were, on both databases; a newer schema is left alone."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from server.storage.db import Base, db
from tests.conftest import make_app, run_alone, with_database

# Upgrades the database, and is killed without a word at the statement whose number is given; prints how many there are.
UPGRADE = """
import os, signal, sys
from sqlalchemy import event
from server.app import create_app
from server.config import Settings
from server.services import installation
from server.storage.db import db

left = int(sys.argv[1])

def step(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

settings = Settings.from_environment(os.environ)
app = create_app(settings)
with app.app_context():
    installation.make_database_folder(settings.database_url)
    commit = db.engine.dialect.do_commit
    event.listen(db.engine, "before_cursor_execute", step)
    event.listen(db.engine, "after_cursor_execute", step)
    def commit_in_steps(connection):
        step(); commit(connection); step()
    db.engine.dialect.do_commit = commit_in_steps
    installation.upgrade_database(settings.database_url)
print(-left)
"""
#: How far apart the steps at which it is killed are; BACKROW_EVERY_KILL=1 takes every single one.
APART = int(os.environ.get("BACKROW_EVERY_KILL", "17"))


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / 'backrow.sqlite3'}"
        return
    server: str = request.getfixturevalue("postgres_server")
    run_alone(server, "CREATE DATABASE to_migrate")
    yield with_database(server, "to_migrate")
    run_alone(server, "DROP DATABASE to_migrate WITH (FORCE)")


def start_over(url: str) -> None:
    if url.startswith("sqlite"):
        for path in Path(url.removeprefix("sqlite:///")).parent.glob("*"):
            path.unlink()
        return
    with psycopg.connect(url) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def upgrade(url: str, kill_at: int) -> subprocess.CompletedProcess[str]:
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", UPGRADE, str(kill_at)],
        env=environment | {"DATABASE_URL": url}, cwd=Path(__file__).parents[2],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def is_whole(url: str, folder: Path) -> bool:
    app = make_app(url, folder)
    with app.app_context():
        with db.engine.connect() as connection:
            difference = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        db.engine.dispose()
    return bool(not difference)


@pytest.mark.slow
def test_a_migration_that_is_killed_goes_on_where_it_was(empty: str, tmp_path: Path) -> None:
    whole = upgrade(empty, 0)
    assert whole.returncode == 0, whole.stderr
    steps = int(whole.stdout)
    assert steps > 100
    start_over(empty)
    # The database is kept over the kills: each goes on with what the one before left, and begins anew when it is whole.
    for step in range(1 + APART // 2, steps, APART):
        killed = upgrade(empty, step)
        assert killed.returncode in (0, -signal.SIGKILL), killed.stderr
        if killed.returncode == 0:
            assert is_whole(empty, tmp_path)
            start_over(empty)
    done = upgrade(empty, 0)
    assert done.returncode == 0, done.stderr
    assert is_whole(empty, tmp_path)


def test_the_schema_of_a_newer_version_is_left_alone(empty: str, tmp_path: Path) -> None:
    assert upgrade(empty, 0).returncode == 0
    if empty.startswith("sqlite"):
        with sqlite3.connect(empty.removeprefix("sqlite:///")) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
    else:
        with psycopg.connect(empty) as server:
            server.execute("UPDATE alembic_version SET version_num = '9999'")
    for command in (("db", "upgrade"), ("serve",)):
        ran = subprocess.run(
            [sys.executable, "-m", "server", *command],
            env={**os.environ, "DATABASE_URL": empty, "BACKROW_DATA": str(tmp_path)},
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert (ran.returncode, ran.stderr.count("\n")) == (2, 1), ran.stderr
        assert "made by a newer Backrow" in ran.stderr

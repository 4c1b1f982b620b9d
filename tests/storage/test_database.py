"""What the acknowledgement of a push rests on."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Connection, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from server.config import Settings, SettingsError
from server.storage.db import Base, DatabaseError, check_database, db, in_transaction, reading, transaction
from tests.cast import Cast


def test_the_migrations_make_the_tables_that_the_queries_use(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_a_database_that_keeps_its_promises_passes(app: Flask) -> None:
    with app.app_context():
        check_database()


def test_a_database_that_might_forget_is_refused(app: Flask) -> None:
    is_sqlite = app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    weakening = "PRAGMA synchronous = OFF" if is_sqlite else "SET synchronous_commit = off"

    def weaken(connection: DBAPIConnection, *_: object) -> None:
        connection.cursor().execute(weakening)
        connection.commit()

    with app.app_context():
        event.listen(db.engine, "checkout", weaken)

        with pytest.raises(DatabaseError, match=r"^DATABASE_URL: .*synchronous.* must be"):
            check_database()


def test_counting_up_by_many_at_once_loses_nothing(app: Flask, cast: Cast) -> None:
    ours = {"id": cast.coach.space.space_id}

    def count_up(_turn: int) -> None:
        with app.app_context(), transaction() as connection:
            locks = "FOR UPDATE" if connection.dialect.name == "postgresql" else ""
            head = connection.execute(text(f"SELECT head FROM space WHERE space_id = :id {locks}"), ours).scalar_one()
            connection.execute(text("UPDATE space SET head = :head WHERE space_id = :id"), {"head": head + 1, **ours})

    with app.app_context(), reading() as connection:
        before = connection.execute(text("SELECT sum(head) FROM space")).scalar_one()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_up, range(80)))
    with app.app_context(), reading() as connection:
        assert connection.execute(text("SELECT sum(head) FROM space")).scalar_one() == before + 80


@pytest.mark.usefixtures("cast")
def test_a_failed_transaction_leaves_nothing(app: Flask) -> None:
    def fail(connection: Connection) -> None:
        connection.execute(text("UPDATE space SET head = 999"))
        raise ZeroDivisionError

    with app.app_context():
        with pytest.raises(ZeroDivisionError):
            in_transaction(fail)
        with reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM space WHERE head = 999")).scalar_one() == 0


def test_a_reader_sees_one_moment(app: Flask, cast: Cast) -> None:
    count = text("SELECT name FROM space WHERE space_id = :id")
    with app.app_context(), reading() as connection:
        before = connection.execute(count, {"id": cast.coach.space.space_id}).scalar_one()
        with transaction() as other:
            other.execute(text("UPDATE space SET name = 'Renamed'"))
        assert connection.execute(count, {"id": cast.coach.space.space_id}).scalar_one() == before


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_work_that_meets_a_deadlock_is_done_again(app: Flask) -> None:
    turns: list[int] = []

    def work(connection: Connection) -> int:
        turns.append(len(turns))
        if len(turns) < 3:
            connection.execute(text("DO $$ BEGIN RAISE EXCEPTION 'so' USING ERRCODE = '40P01'; END $$"))
        return len(turns)

    with app.app_context():
        assert in_transaction(work) == 3


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "0"),
        ("PORT", "eighty"),
        ("PORT", "65536"),
        ("DATABASE_URL", "mysql://host/db"),
        ("DATABASE_URL", "sqlite://"),
        ("BACKROW_PUBLIC_URL", "coaching.example.org"),
        ("BACKROW_PUBLIC_URL", "https://coaching.example.org/app"),
        ("BACKROW_LOG", "loud"),
    ],
)
def test_a_wrong_setting_names_its_variable(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{variable}: "):
        Settings.from_environment({variable: value})


def test_settings_are_what_was_set(tmp_path: Path) -> None:
    settings = Settings.from_environment({"BACKROW_DATA": str(tmp_path), "PORT": "9000"})

    assert settings.database_url == f"sqlite:///{tmp_path / 'backrow.sqlite3'}"
    assert settings.public_url == "http://localhost:9000"

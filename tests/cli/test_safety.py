"""A server that would not be safe does not start, and says in one line why and what to do."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import psycopg
import pytest

from server.config import Settings, SettingsError
from server.services.safety import check_settings
from tests.cli.conftest import Shell
from tests.conftest import with_database

SECURE = {"BACKROW_PUBLIC_URL": "https://coaching.example.org"}


@pytest.fixture
def office(district: Shell, tmp_path: Path) -> Shell:
    """An installation whose people are real; its files may be spoilt."""
    data = tmp_path / "office"
    made = Shell(data).run("user", "add", "ana@example.org", "--name", "Ana", "--role", "coach", "--generate")
    assert made.code == 0, made.err
    return Shell(data)


def refused(shell: Shell, command: str = "serve", **environment: str) -> str:
    """Give the one line with which a server refuses to start."""
    with socket.socket() as taken:
        # It must not come so far as to listen: if it did, it would say that the port is taken.
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = shell.run(command, **{"PORT": str(taken.getsockname()[1])} | environment)
    assert (ran.code, ran.err.count("\n")) == (2, 1), ran.err
    assert not ran.err.startswith("PORT"), ran.err
    return ran.err


def test_passwords_in_the_clear(office: Shell) -> None:
    said = refused(office, BACKROW_PUBLIC_URL="http://coaching.example.org")
    assert said.startswith("BACKROW_PUBLIC_URL: passwords would travel in the clear")
    assert "https" in said


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "backrow.local"])
def test_a_demo_where_others_reach_it(district: Shell, host: str) -> None:
    assert refused(district, "demo", HOST=host).startswith("HOST: everybody knows the passwords of a demo")


def test_a_demos_database_served_to_others(district: Shell) -> None:
    assert "whose passwords everybody knows" in refused(district, HOST="0.0.0.0", **SECURE)
    assert "whose passwords everybody knows" in refused(district, **SECURE)


@pytest.mark.parametrize(
    ("name", "value"), [("FLASK_DEBUG", "1"), ("BACKROW_LOG", "debug"), ("BACKROW_SECOND_FACTOR", "none")]
)
def test_what_is_for_this_machine_alone(office: Shell, name: str, value: str) -> None:
    for others in (SECURE, {"HOST": "0.0.0.0"}):
        assert refused(office, **others | {name: value}).startswith(f"{name}: ")
    settings = Settings.from_environment({"BACKROW_DATA": str(office.data), name: value})
    check_settings(settings, {name: value})


def test_a_second_factor_for_nobody_we_know(office: Shell) -> None:
    assert refused(office, BACKROW_SECOND_FACTOR="some").startswith("BACKROW_SECOND_FACTOR: 'some' is not one of")


def test_files_that_others_can_read(office: Shell) -> None:
    office.run("vapid")
    key = office.data / "vapid.pem"
    key.chmod(0o640)
    assert refused(office).endswith(f"Run: chmod 600 {key}\n")
    key.chmod(0o600)
    office.data.chmod(0o755)
    assert refused(office).endswith(f"Run: chmod 700 {office.data}\n")


def test_a_database_elsewhere_that_others_can_read(office: Shell, tmp_path: Path) -> None:
    elsewhere = tmp_path / "open"
    elsewhere.mkdir()
    elsewhere.chmod(0o755)
    shutil.copy(office.data / "backrow.sqlite3", elsewhere / "other.sqlite3")
    (elsewhere / "other.sqlite3").chmod(0o644)
    said = refused(office, DATABASE_URL=f"sqlite:///{elsewhere / 'other.sqlite3'}")
    assert said.startswith("DATABASE_URL: others than its owner can read")


def test_what_backrow_makes_itself_nobody_else_can_read(office: Shell) -> None:
    office.run("vapid")
    made = {path.name: oct(path.stat().st_mode & 0o777) for path in (office.data, *office.data.iterdir())}
    assert made.pop("office") == "0o700"
    assert set(made.values()) == {"0o600"}, made


def test_a_database_that_may_forget_what_it_acknowledged(
    postgres_server: str, postgres_database: str, office: Shell
) -> None:
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
        try:
            while connection.execute("SHOW fsync").fetchone() != ("off",):
                pass
            said = refused(office, DATABASE_URL=with_database(postgres_server, "test"))
        finally:
            connection.execute("ALTER SYSTEM RESET fsync")
            connection.execute("SELECT pg_reload_conf()")
            while connection.execute("SHOW fsync").fetchone() != ("on",):
                pass
    assert said.startswith("DATABASE_URL: SHOW fsync gives off, but must be on")


def test_a_server_of_another_program_is_held_to_the_same(monkeypatch: pytest.MonkeyPatch, office: Shell) -> None:
    monkeypatch.setattr(os, "environ", office.environment(BACKROW_PUBLIC_URL="http://coaching.example.org"))
    with pytest.raises(SettingsError, match="in the clear"):
        import server.wsgi  # noqa: F401

"""`backrow user` and `backrow db`: the way in, from nothing."""

from __future__ import annotations

import json
import sqlite3

from flask_migrate import upgrade

from server.app import create_app
from server.config import Settings
from server.storage.db import db
from tests.cli.conftest import Shell
from tests.conftest import make_app

ANA = ("user", "add", "ana@example.org", "--name", "Ana Ruiz", "--role", "coach")


def status_of_sign_in(shell: Shell, email: str, password: str) -> int:
    app = create_app(Settings.from_environment({"BACKROW_DATA": str(shell.data)}))
    body = {"email": email, "password": password}
    reply = app.test_client().post("/api/v1/session", json=body, headers={"X-Requested-With": "backrow"})
    return reply.status_code


def test_the_first_coach_brings_database_district_and_library(shell: Shell) -> None:
    ran = shell.run(*ANA, "--json")
    assert ran.code == 0, ran.err
    made = json.loads(ran.out)
    assert status_of_sign_in(shell, "ana@example.org", made["password"]) == 201
    with sqlite3.connect(shell.data / "backrow.sqlite3") as database:
        slugs = {
            row[0]
            for row in database.execute("select json_extract(fields, '$.slug') from record where kind = 'protocol'")
        }
    assert {"fill-plus", "copus", "opportunities-praise"} <= slugs
    assert (shell.data.stat().st_mode & 0o077) == 0


def test_a_password_is_read_from_standard_input(shell: Shell) -> None:
    ran = shell.run(*ANA, "--password-stdin", stdin="a heron over the gym\n")
    assert ran.code == 0, ran.err
    assert "heron" not in ran.out
    assert status_of_sign_in(shell, "ANA@example.org", "a heron over the gym") == 201


def test_a_weak_password_is_refused_and_nothing_is_made(shell: Shell) -> None:
    ran = shell.run(*ANA, "--password-stdin", stdin="Password2026!\n")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "guess" in ran.err
    assert shell.run(*ANA).code == 0


def test_an_address_has_one_account_in_the_whole_installation(shell: Shell) -> None:
    shell.run(*ANA)
    again = shell.run("user", "add", "ANA@Example.org", "--name", "A", "--role", "teacher", "--district", "Elsewhere")
    assert (again.code, again.err) == (2, "ana@example.org has an account already\n")


def test_a_second_district_is_made_by_its_name(shell: Shell) -> None:
    first = json.loads(shell.run(*ANA, "--json").out)
    person = ("user", "add", "bo@example.org", "--name", "Bo", "--role", "teacher", "--json")
    second = json.loads(shell.run(*person, "--district", "Elsewhere").out)
    assert first["space"] != second["space"]
    third = shell.run("user", "add", "cy@example.org", "--name", "Cy", "--role", "teacher")
    assert third.code == 2
    assert "--district" in third.err


def test_another_password_and_deactivation_take_effect(shell: Shell) -> None:
    shell.run(*ANA, "--password-stdin", stdin="a heron over the gym\n")
    assert (
        shell.run("user", "password", "ana@example.org", "--password-stdin", stdin="two herons, one fish\n").code == 0
    )
    assert status_of_sign_in(shell, "ana@example.org", "a heron over the gym") == 401
    assert status_of_sign_in(shell, "ana@example.org", "two herons, one fish") == 201
    assert shell.run("user", "deactivate", "ana@example.org").code == 0
    assert status_of_sign_in(shell, "ana@example.org", "two herons, one fish") == 401
    assert shell.run("user", "activate", "ana@example.org").code == 0
    assert status_of_sign_in(shell, "ana@example.org", "two herons, one fish") == 201


def test_another_address_ends_the_old_one_and_stands_in_the_audit(shell: Shell) -> None:
    password = json.loads(shell.run(*ANA, "--json").out)["password"]
    shell.run("user", "add", "bo@example.org", "--name", "Bo Lind", "--role", "teacher")
    for bad in ("bo@example.org", "no address"):
        refused = shell.run("user", "email", "ana@example.org", bad)
        assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert shell.run("user", "email", "nobody@example.org", "new@example.org").code == 2

    done = shell.run("user", "email", "Ana@example.org", "Ana.Ruiz@example.org")

    assert (done.code, done.out) == (0, "Ana@example.org signs in as Ana.Ruiz@example.org now.\n")
    assert status_of_sign_in(shell, "ana@example.org", password) == 401
    assert status_of_sign_in(shell, "ana.ruiz@example.org", password) == 201
    assert "email_changed" in shell.run("audit").out


def test_wrong_use_is_one_line_and_names_the_help(shell: Shell) -> None:
    for arguments in (
        ("user", "add", "ana@example.org"),
        ("user", "add", "no address", "--name", "A", "--role", "coach"),
        ("user", "add", "a@b.example", "--name", "A", "--role", "pope"),
        ("user", "deactivate", "nobody@example.org"),
        ("nonsense",),
        ("export",),
    ):
        ran = shell.run(*arguments)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1), ran


def test_a_wrong_setting_names_its_variable(shell: Shell) -> None:
    for name, value in (("PORT", "eight"), ("DATABASE_URL", "mysql://x"), ("BACKROW_LOG", "loud")):
        ran = shell.run("serve", **{name: value})
        assert ran.code == 2
        assert ran.err.startswith(f"{name}: ")
        assert ran.err.count("\n") == 1


def test_an_upgrade_says_whether_there_was_one(shell: Shell) -> None:
    assert "is now" in shell.run("db", "upgrade").out
    assert "already" in shell.run("db", "upgrade").out


def test_nothing_runs_without_a_database_and_none_is_made_by_asking(shell: Shell) -> None:
    for command in (("serve",), ("measures", "0198c0de-0000-7000-8000-000000000000")):
        ran = shell.run(*command)
        assert (ran.code, ran.err.count("\n")) == (2, 1), ran
        assert "no database" in ran.err
    assert not shell.data.exists()


def test_a_database_of_a_newer_version_is_left_alone(shell: Shell) -> None:
    shell.run(*ANA)
    with sqlite3.connect(shell.data / "backrow.sqlite3") as database:
        database.execute("update alembic_version set version_num = '9999'")
    for command in (("serve",), ("db", "upgrade"), ("user", "deactivate", "ana@example.org")):
        ran = shell.run(*command)
        assert (ran.code, ran.err.count("\n")) == (2, 1), ran
        assert "newer" in ran.err


def test_a_database_of_an_older_version_waits_for_its_upgrade(shell: Shell) -> None:
    shell.data.mkdir(mode=0o700)
    app = make_app(f"sqlite:///{shell.data / 'backrow.sqlite3'}", shell.data)
    with app.app_context():
        upgrade(revision="0001")
        db.engine.dispose()
    ran = shell.run("serve")
    assert ran.code == 2
    assert "backrow db upgrade" in ran.err
    assert shell.run("db", "upgrade").code == 0
    assert shell.run("user", "deactivate", "ana@example.org").err == "nobody has the e-mail address ana@example.org\n"

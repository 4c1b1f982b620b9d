"""`backrow quarantine`: an operator sees that there is something and why, mends it, and erases it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_outbox import make_tablet, save
from tests.newer import install_newer_version


@pytest.fixture
def doodle(district: Shell, tmp_path: Path) -> str:
    """The id of a drawing that came in and could not be applied."""
    tablet, scope = make_tablet(district)
    change = tablet.save("doodle", scope, {"text": "Mara asks Ben"})
    assert district.run("import", "outbox", str(save(tmp_path, tablet))).code == 0
    return change["id"]


def test_the_list_says_whose_and_why_and_never_what(district: Shell, doodle: str) -> None:
    ran = district.run("quarantine", "list")
    listed = [json.loads(line) for line in district.run("quarantine", "list", "--json").out.splitlines()]
    assert any(doodle in line and "unknown_kind" in line for line in ran.out.splitlines())
    assert [(one["code"], one["kind"], one["n"]) for one in listed if one["id"] == doodle] == [
        ("unknown_kind", None, 7)
    ]
    assert "Mara" not in ran.out + json.dumps(listed)


def test_an_upgrade_of_the_database_tries_again_by_itself(district: Shell, doodle: str) -> None:
    assert "kept in quarantine" in district.run("db", "upgrade").out
    with pytest.MonkeyPatch.context() as patch:
        install_newer_version(patch)
        ran = district.run("db", "upgrade")
    assert (ran.code, ran.err) == (0, "")
    assert "Tried again from quarantine: " in ran.out
    assert "applied" in ran.out
    assert doodle not in district.run("quarantine", "list").out


def test_an_operator_tries_again_what_they_name(district: Shell, doodle: str) -> None:
    assert district.run("quarantine", "replay", doodle).out == "Tried again: 1 kept in quarantine.\n"
    assert district.run("quarantine", "replay", "--code", "forbidden").out == "Tried again: nothing.\n"
    assert json.loads(district.run("quarantine", "replay", doodle, "--json").out) == {"quarantined": 1}


def test_erasing_asks_first_and_refuses_what_is_not_there(district: Shell, doodle: str) -> None:
    assert district.run("quarantine", "erase", doodle, stdin="n\n").code != 0
    assert district.run("quarantine", "erase", doodle, "--yes").out == "Erased the words of 1 change.\n"
    again = district.run("quarantine", "erase", doodle, "--yes")
    assert (again.code, again.err.count("\n")) == (2, 1)
    assert "no words of that id" in again.err

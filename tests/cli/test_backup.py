"""`backrow backup`, `restore` and `audit`, as an operator uses them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def copy(district: Shell, tmp_path: Path) -> Path:
    file = tmp_path / "backup.gz"
    made = district.run("backup", str(file))
    assert made.code == 0, made.err
    assert "is written and read back" in made.out
    return file


def count(shell: Shell, table: str) -> int:
    with sqlite3.connect(shell.data / "backrow.sqlite3") as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_district_moves_to_another_folder(district: Shell, copy: Path, tmp_path: Path) -> None:
    assert copy.stat().st_mode & 0o777 == 0o600
    other = Shell(tmp_path / "other")
    restored = other.run("restore", str(copy), "--json")
    assert restored.code == 0, restored.err
    told = json.loads(restored.out)
    for table in ("change", "record", "account", "membership"):
        assert told["rows"][table] == count(other, table) == count(district, table)
    assert count(other, "session") == 0
    again = other.run("restore", str(copy))
    assert (again.code, again.err.count("\n")) == (2, 1)
    assert "has people in it" in again.err


def test_the_audit_tells_both(district: Shell, copy: Path, tmp_path: Path) -> None:
    other = Shell(tmp_path / "other")
    assert other.run("restore", str(copy)).code == 0
    acts = [json.loads(line) for line in other.run("audit", "--json").out.splitlines()]
    assert acts[-1]["act"] == "restored"
    assert acts[-1]["told"]["rows"] > 1000
    assert "restored" in other.run("audit").out
    assert other.run("audit", "--since", "2999-01-01").out == ""
    wrong = other.run("audit", "--since", "yesterday")
    assert (wrong.code, wrong.err) == (2, "--since: 'yesterday' is no day. Write it like 2026-11-01\n")


def test_a_backup_is_checked_without_a_database(copy: Path, tmp_path: Path) -> None:
    nobody = Shell(tmp_path / "nobody")
    assert "is whole" in nobody.run("backup", "--check", str(copy)).out
    copy.write_bytes(copy.read_bytes()[:-100])
    refused = nobody.run("backup", "--check", str(copy))
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert nobody.run("restore", str(copy)).code == 2
    assert not (nobody.data / "backrow.sqlite3").exists()


def test_who_lost_every_factor_is_helped_on_the_machine(district: Shell) -> None:
    done = district.run("user", "forget-factors", "coach@demo.example")
    assert done.out == "coach@demo.example signs in without a second factor now; there were 0.\n"
    assert district.run("user", "forget-factors", "nobody@demo.example").code == 2
    assert "factors_forgotten" in district.run("audit").out

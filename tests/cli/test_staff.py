"""`backrow import staff`: what it says, line by line, and what it does."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Shell

ADA = ("user", "add", "ada@example.org", "--name", "Ada", "--role", "administrator")
ANA = ("user", "add", "ana@example.org", "--name", "Ana", "--role", "coach")


def write(folder: Path, text: str) -> str:
    file = folder / "staff.csv"
    file.write_text(text)
    return str(file)


def test_a_dry_run_says_what_would_be_done_and_the_import_does_it(shell: Shell, tmp_path: Path) -> None:
    shell.run(*ADA)
    file = write(tmp_path, "name,email,role\nRae,rae@example.org,coach\nNo One,,coach\n")
    dry = shell.run("import", "staff", file, "--as", "ada@example.org", "--dry-run")
    assert (dry.code, dry.out) == (0, "Would add 1, update 0, leave 0 as they are; 1 refused.\n")
    assert dry.err == "staff.csv:3: there is no e-mail address. Add one, it is how people sign in (No One)\n"
    done = shell.run("import", "staff", file, "--as", "ada@example.org", "--json")
    assert [one["email"] for one in json.loads(done.out)["adds"]] == ["rae@example.org"]
    again = shell.run("import", "staff", file, "--as", "ada@example.org")
    assert again.out == "Added 0, update 0, leave 1 as they are; 1 refused.\n"


def test_who_left_loses_the_way_in_only_when_asked(shell: Shell, tmp_path: Path) -> None:
    shell.run(*ADA)
    both = "name,email,role\nRae,rae@example.org,coach\nKit,kit@example.org,teacher\n"
    shell.run("import", "staff", write(tmp_path, both), "--as", "ada@example.org")
    file = write(tmp_path, "name,email,role\nKit,kit@example.org,teacher\n")
    told = shell.run("import", "staff", file, "--as", "ada@example.org", "--deactivate-left")
    assert "Not in the files any more: Rae (rae@example.org)" in told.out
    assert "Rae" not in shell.run("import", "staff", file, "--as", "ada@example.org").out


def test_it_refuses_in_one_line(shell: Shell, tmp_path: Path) -> None:
    shell.run(*ADA)
    shell.run(*ANA)
    file = write(tmp_path, "a,b\n1,2\n")
    ran = shell.run("import", "staff", file, "--as", "ada@example.org")
    assert (ran.code, ran.err) == (
        2,
        "staff.csv: names nobody: OneRoster has a users.csv, a table the columns name, email and role\n",
    )
    assert shell.run("import", "staff", file, "--as", "ana@example.org").code == 2
    assert shell.run("import", "staff", str(tmp_path / "none.csv"), "--as", "ada@example.org").code == 2

"""`backrow import boris` and `export boris`: a project comes in, a project goes out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from server.domain.boris.raw import MAX_BYTES
from tests.cli.conftest import Shell

PROJECT: dict[str, Any] = {
    "project_name": "Group work",
    "project_format_version": "7.0",
    "subjects_conf": {},
    "behaviors_conf": {
        "0": {"type": "State event", "key": "t", "code": "talk", "category": "", "modifiers": {}, "excluded": ""},
        "1": {"type": "Point event", "key": "h", "code": "hand up", "category": "", "modifiers": {}, "excluded": ""},
    },
    "independent_variables": {},
    "observations": {
        "monday": {
            "type": "LIVE",
            "date": "2026-11-16T09:00:00",
            "description": "",
            "events": [[1.5, "", "talk", "", ""], [3, "", "hand up", "", "Ana"], [61.5, "", "talk", "", ""]],
        },
        "tuesday": {"type": "LIVE", "date": "2026-11-17T09:00:00", "events": [[2.0, "", "hand up", "", ""]]},
    },
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    file = tmp_path / "group-work.boris"
    file.write_text(json.dumps(PROJECT))
    return file


def bring_in(district: Shell, project: Path, *more: str) -> dict[str, Any]:
    ran = district.run("import", "boris", str(project), "--json", *more)
    assert ran.code == 0, ran.err
    told: dict[str, Any] = json.loads(ran.out)
    return told


def test_a_project_comes_in_under_its_own_names(district: Shell, project: Path) -> None:
    told = bring_in(district, project, "--coach", "coach2@demo.example", "--teacher", "teacher5@demo.example")
    assert set(told["observations"]) == {"monday", "tuesday"}
    assert (told["coach"], told["teacher"]) == ("coach2@demo.example", "teacher5@demo.example")
    figures = json.loads(district.run("measures", told["observations"]["monday"], "--json").out)["codes"]
    assert (figures["talk"]["seconds"], figures[told["codes"]["hand up"]]["count"]) == (60, 1)


def test_without_names_it_is_of_the_first_coach_and_teacher_and_says_so(district: Shell, project: Path) -> None:
    ran = district.run("import", "boris", str(project), "--json")
    told = json.loads(ran.out)
    assert (told["coach"], told["teacher"]) == ("coach@demo.example", "teacher@demo.example")
    assert ran.err == (
        "The observations are those of coach@demo.example, the lessons those of teacher@demo.example: "
        "without --coach or --teacher, the first of the district.\n"
    )


def test_with_names_there_is_nothing_to_say(district: Shell, project: Path) -> None:
    named = ("--coach", "coach2@demo.example", "--teacher", "teacher5@demo.example")
    assert district.run("import", "boris", str(project), "--json", *named).err == ""


def test_a_packed_project_comes_in_as_well(district: Shell, tmp_path: Path) -> None:
    file = tmp_path / "group-work.boris.gz"
    unnamed = {name: part for name, part in PROJECT.items() if name != "project_name"}
    file.write_bytes(gzip.compress(json.dumps(unnamed).encode()))
    told = bring_in(district, file)
    assert (told["protocol"], set(told["observations"])) == ("group-work", {"monday", "tuesday"})


def test_a_year_of_lessons_comes_in_at_once(district: Shell, tmp_path: Path) -> None:
    rows = [[second, "", "hand up", "", "in the third row, by the window"] for second in range(80)]
    lessons = {f"lesson {number}": {"type": "LIVE", "date": "", "events": rows} for number in range(60)}
    file = tmp_path / "year.boris"
    file.write_text(json.dumps({**PROJECT, "observations": lessons}))
    assert file.stat().st_size > 256 * 1024
    told = bring_in(district, file)
    figures = json.loads(district.run("measures", told["observations"]["lesson 59"], "--json").out)
    assert (len(told["observations"]), figures["codes"][told["codes"]["hand up"]]["count"]) == (60, 80)


def test_the_same_project_twice_makes_one_protocol(district: Shell, project: Path) -> None:
    first, second = bring_in(district, project), bring_in(district, project)
    assert (first["protocol"], first["version"]) == (second["protocol"], second["version"])
    assert first["observations"] != second["observations"]


def test_a_project_named_as_a_library_protocol_makes_no_version_of_it(district: Shell, tmp_path: Path) -> None:
    file = tmp_path / "copus.boris"
    file.write_text(json.dumps({**PROJECT, "project_name": "COPUS"}))
    told = bring_in(district, file)
    assert (told["protocol"], told["version"]) == ("copus-2", 1)


def test_what_came_in_goes_out_again(district: Shell, project: Path, tmp_path: Path) -> None:
    told = bring_in(district, project)
    file = tmp_path / "out.boris"
    ran = district.run("export", "boris", *told["observations"].values(), "-o", str(file))
    assert ran.code == 0, ran.err
    written = json.loads(file.read_text("utf-8"))
    assert written["project_format_version"] == "7.0"
    assert set(written["observations"]) == {"monday", "tuesday"}
    assert [event[:3] for event in written["observations"]["monday"]["events"]] == [
        [1.5, "", "talk"],
        [3.0, "", told["codes"]["hand up"]],
        [61.5, "", "talk"],
    ]


def test_a_project_with_a_fault_brings_nothing_in(district: Shell, tmp_path: Path) -> None:
    file = tmp_path / "bad.boris"
    packed = gzip.compress(json.dumps(PROJECT).encode())
    for data, words in (
        (b"{", "line 1: not JSON"),
        (json.dumps({**PROJECT, "project_format_version": "3.1"}).encode(), "3.1 is not from 4 to 7"),
        (b"x" * (MAX_BYTES + 1), "larger than 16 MiB"),
        (gzip.compress(b" " * (MAX_BYTES + 1)), "larger than 16 MiB"),
        (packed[:-9], "the gzip is damaged"),
        (packed[:30] + b"?" + packed[31:], "the gzip is damaged"),
    ):
        file.write_bytes(data)
        ran = district.run("import", "boris", str(file))
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1), ran
        assert ran.err.startswith(f"{file}: ")
        assert words in ran.err


def test_a_district_of_nobody_is_told_whom_to_add(shell: Shell, project: Path) -> None:
    added = ("user", "add", "ada@example.org", "--name", "Ada", "--role", "administrator", "--password-stdin")
    made = shell.run(*added, stdin="a lesson seen from the back row\n")
    assert made.code == 0, made.err
    ran = shell.run("import", "boris", str(project))
    assert (ran.code, ran.err) == (2, "there is no coach yet. Add one with backrow user add\n")

"""`backrow import`, `measures`, `export`, `openapi`, `vapid`: what goes in and what comes out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

PAIR = ("--coach", "coach@demo.example", "--teacher", "teacher@demo.example")
LESSON = "time,code,comments\n00:00:00,NA,\n00:00:10,LT,=1+1\n00:01:00,LQ,\n00:01:05,SR,\n00:02:00,END,\n"


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    file = tmp_path / "lesson.csv"
    file.write_text(LESSON)
    return file


def bring_in(district: Shell, lesson: Path) -> str:
    ran = district.run("import", "timeline", str(lesson), "--protocol", "fill-plus", *PAIR)
    assert ran.code == 0, ran.err
    return ran.out.splitlines()[-1]


def test_a_lesson_comes_in_and_its_figures_come_out(district: Shell, lesson: Path) -> None:
    observation = bring_in(district, lesson)
    figures = json.loads(district.run("measures", observation, "--json").out)
    assert (figures["observation"], figures["protocol"]) == (observation, "fill-plus")
    assert figures["observed_seconds"] == 110
    assert figures["codes"]["LT"]["seconds"] == 50
    assert figures["codes"]["LQ"]["seconds"] == 5
    assert figures["codes"]["SR"]["seconds"] == 55


def test_an_export_holds_everything_in_order(district: Shell, lesson: Path) -> None:
    observation = bring_in(district, lesson)
    told = json.loads(district.run("export", observation).out)
    assert told["protocol"]["id"] == "fill-plus"
    assert [item["t_ms"] for item in told["evidence"]] == [10_000, 10_000, 60_000, 65_000]
    assert told["fields"]["pauses"] == [{"from_ms": 0, "to_ms": 10_000, "why": "not_observed"}]


def test_a_spreadsheet_sees_no_formula(district: Shell, lesson: Path, tmp_path: Path) -> None:
    observation = bring_in(district, lesson)
    file = tmp_path / "out.csv"
    assert district.run("export", observation, "--csv", "--output", str(file)).code == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    assert [row["time"] for row in rows] == ["00:00:10", "00:00:10", "00:01:00", "00:01:05"]
    assert "'=1+1" in [row["note"] for row in rows]


def test_a_bad_line_brings_nothing_in(district: Shell, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(LESSON.replace("00:01:05", "00:00:59"))
    ran = district.run("import", "timeline", str(file), "--protocol", "fill-plus", *PAIR)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(f"{file}: line 5: ")


def test_refusals_of_an_import_say_what_is_wrong(district: Shell, lesson: Path) -> None:
    for arguments, word in (
        (("--protocol", "nonsense", *PAIR), "nonsense"),
        (("--protocol", "fill-plus", *PAIR[:2], "--teacher", "nobody@demo.example"), "nobody@demo.example"),
        (("--protocol", "fill-plus", *PAIR[:2], "--teacher", "admin@demo.example"), "no teacher"),
    ):
        ran = district.run("import", "timeline", str(lesson), *arguments)
        assert (ran.code, ran.err.count("\n")) == (2, 1), ran
        assert word in ran.err


def test_an_unknown_observation_is_one_line(district: Shell) -> None:
    for command in ("measures", "export"):
        for id in ("nonsense", "0198c0de-0000-7000-8000-000000000000"):
            ran = district.run(command, id)
            assert (ran.code, ran.err) == (2, f"there is no observation {id}\n")


def test_the_interface_can_be_printed_without_a_database(shell: Shell) -> None:
    document = json.loads(shell.run("openapi").out)
    assert document["openapi"] == "3.1.0"
    assert "/api/v1/sync/push" in document["paths"]
    assert not shell.data.exists()


def test_the_key_for_push_is_made_once_and_kept_private(shell: Shell) -> None:
    first, second = shell.run("vapid"), shell.run("vapid", "--json")
    made = json.loads(second.out)
    assert first.out.strip() == made["public_key"]
    assert len(made["public_key"]) == 87
    assert (Path(made["file"]).stat().st_mode & 0o777) == 0o600


def test_a_broken_key_file_is_named(shell: Shell) -> None:
    shell.data.mkdir()
    (shell.data / "vapid.pem").write_text("nonsense")
    ran = shell.run("vapid")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert ran.err.startswith(str(shell.data / "vapid.pem"))


def test_every_command_teaches_by_an_example(shell: Shell) -> None:
    commands = ("serve", "demo", "db upgrade", "user add", "protocols lint", "protocols list", "protocols show",
                "import timeline", "measures", "agreement", "export", "openapi", "vapid")  # fmt: skip
    for command in commands:
        ran = shell.run(*command.split(), "--help")
        assert ran.code == 0
        assert f"  backrow {command}" in ran.out.replace("PORT=9000 BACKROW_PUBLIC_URL", ""), command

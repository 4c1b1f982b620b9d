"""`backrow protocols`, `import codes`, `export tidy` and a project of BORIS: a coach's own files, in and out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from server.cli.protocol_page import write_page
from server.domain.protocol import Protocol
from server.domain.protocol_files import read_checked
from server.domain.protocol_lint import lint_file
from server.domain.shipped import protocols_folder
from server.domain.toml_write import write_toml
from server.services.protocols import read_library
from tests.cli.conftest import Shell

PAIR = ("--coach", "coach@demo.example", "--teacher", "teacher@demo.example")
PROJECT = {
    "project_format_version": "7.0",
    "project_name": "Two visits",
    "behaviors_conf": {
        "0": {"code": "Explain", "type": "State event", "category": "Phase", "excluded": "Work", "modifiers": {}},
        "1": {"code": "Work", "type": "State event", "category": "Phase", "excluded": "Explain", "modifiers": {}},
        "2": {"code": "Ask", "type": "Point event", "category": "", "excluded": "", "modifiers": {}},
    },
    "subjects_conf": {},
    "coding_map": {"a map": {}},
    "observations": {
        "Monday": {
            "type": "LIVE",
            "date": "2026-11-16T10:00:00",
            "events": [
                [0, "", "Explain", "", ""],
                [2.5, "", "Ask", "", "why?"],
                [10, "", "Explain", "", ""],
                [10, "", "Work", "", ""],
                [30, "", "Work", "", ""],
            ],
        },
        "Tuesday": {"type": "LIVE", "date": "2026-11-17T10:00:00", "events": [[4, "", "Ask", "", ""]]},
    },
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    file = tmp_path / "visits.boris"
    file.write_text(json.dumps(PROJECT), "utf-8")
    return file


def test_lint_says_by_its_exit_code_whether_a_file_can_be_used(shell: Shell, tmp_path: Path) -> None:
    good = protocols_folder() / "library" / "copus.toml"
    advised, broken = tmp_path / "other.toml", tmp_path / "copus.toml"
    advised.write_text((protocols_folder() / "library" / "talk-ratio.toml").read_text("utf-8"), "utf-8")
    broken.write_text(good.read_text("utf-8").replace('id = "RtW"', 'id = "Lec"', 1), "utf-8")
    assert [shell.run("protocols", "lint", str(file)).code for file in (good, advised, broken)] == [0, 1, 2]
    said = shell.run("protocols", "lint", str(broken)).err
    assert 'twice: code "Lec" is defined twice (lines' in said
    assert said.splitlines()[0].startswith(f"{broken}:")


def test_lint_tells_programs_all_it_found(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    file.write_text('id = "broken"\nversion = "one"\n', "utf-8")
    ran = shell.run("protocols", "lint", "--json", str(file))
    [found] = json.loads(ran.out)
    assert (ran.code, found["file"]) == (2, str(file))
    version = next(row for row in found["findings"] if row["rule"] == "type")
    assert (version["line"], version["severity"]) == (2, "error")
    assert version["fix"] == "Write a number without a point."


def test_a_file_that_is_not_there_or_too_large_is_refused_in_one_line(shell: Shell, tmp_path: Path) -> None:
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (256 * 1024 + 1))
    for file, words in ((tmp_path / "none.toml", "No such file"), (large, "larger than 256 KiB")):
        ran = shell.run("protocols", "lint", str(file))
        assert (ran.code, ran.err.count("\n")) == (2, 1)
        assert words in ran.err


def test_the_library_is_listed_and_read_in_two_languages(shell: Shell) -> None:
    listed = json.loads(shell.run("protocols", "list", "--json").out)
    assert len(listed) == 22
    for row in listed:
        for language in ("en", "es"):
            page = shell.run("protocols", "show", row["id"], "--language", language)
            assert page.code == 0
            assert page.out.startswith(row["title"][language])
    assert shell.run("protocols", "show", "nothing").code == 2


def test_a_protocol_begins_as_a_copy(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "north-valley.toml"
    assert shell.run("protocols", "new", "north-valley", "--from", "copus", "--output", str(file)).code == 0
    assert shell.run("protocols", "lint", str(file)).code == 0
    version = json.loads(shell.run("protocols", "show", "copus", "--json").out)["version"]
    assert json.loads(shell.run("protocols", "show", str(file), "--json").out)["based_on"] == f"copus@{version}"
    assert shell.run("protocols", "new", "north-valley", "--from", "copus", "--output", str(file)).code == 2


def test_a_copy_without_a_name_is_called_mine(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shell.run("protocols", "new", "--from", "talk-ratio").code == 0
    assert json.loads(shell.run("protocols", "show", "my-talk-ratio.toml", "--json").out)["id"] == "my-talk-ratio"
    assert shell.run("protocols", "lint", "my-talk-ratio.toml").code == 0


def test_a_copy_cannot_take_the_name_of_a_protocol_of_the_library(shell: Shell) -> None:
    ran = shell.run("protocols", "new", "copus", "--from", "talk-ratio")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


@pytest.mark.parametrize("protocol", read_library(), ids=lambda protocol: str(protocol["id"]))
def test_a_library_protocol_can_be_written_and_read_again(protocol: Protocol) -> None:
    copy: Protocol = {**protocol, "id": "copy", "version": 1, "based_on": f"{protocol['id']}@{protocol['version']}"}
    text = write_toml(copy)
    assert read_checked(text) == copy
    assert lint_file(text.encode(), "copy.toml") == []


def test_a_boris_project_comes_in_by_its_own_names(district: Shell, project: Path) -> None:
    told = json.loads(district.run("import", "boris", str(project), *PAIR, "--json").out)
    assert (told["protocol"], list(told["observations"])) == ("two-visits", ["Monday", "Tuesday"])
    assert told["left_out"] == ["coding map of the project"]
    figures = json.loads(district.run("measures", told["observations"]["Monday"], "--json").out)
    assert {code: each["seconds"] for code, each in figures["codes"].items()} == {
        "Explain": 10,
        "Work": 20,
        "Ask": None,
    }
    again = json.loads(district.run("import", "boris", str(project), *PAIR, "--json").out)
    assert (again["protocol"], again["version"]) == ("two-visits", told["version"])


def test_what_is_no_boris_project_changes_nothing(district: Shell, tmp_path: Path) -> None:
    file = tmp_path / "no.boris"
    file.write_text('{"behaviors_conf": 3\n', "utf-8")
    ran = district.run("import", "boris", str(file), *PAIR)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "line" in ran.err


def test_an_observation_goes_out_as_a_boris_project_and_as_tidy_data(district: Shell, project: Path) -> None:
    told = json.loads(district.run("import", "boris", str(project), *PAIR, "--json").out)
    ids = list(told["observations"].values())
    written = json.loads(district.run("export", "boris", *ids).out)
    assert written["project_format_version"] == "7.0"
    assert next(iter(written["observations"].values()))["events"] == [
        [0.0, "", "Explain", "", ""],
        [2.5, "", "Ask", "", "why?"],
        [10.0, "", "Explain", "", ""],
        [10.0, "", "Work", "", ""],
        [30.0, "", "Work", "", ""],
    ]
    rows = list(csv.DictReader(io.StringIO(district.run("export", "tidy", *ids).out)))
    assert [(row["form"], row["code"], row["start_s"], row["stop_s"], row["note"]) for row in rows] == [
        ("span", "Explain", "0", "10", ""),
        ("event", "Ask", "2.5", "", "why?"),
        ("span", "Work", "10", "30", ""),
        ("event", "Ask", "4", "", ""),
    ]
    assert [row["observation"] for row in rows] == [ids[0]] * 3 + [ids[1]]


def test_a_spreadsheet_of_codes_becomes_a_draft(shell: Shell, tmp_path: Path) -> None:
    file, draft = tmp_path / "codes.csv", tmp_path / "my-codes.toml"
    file.write_text(
        "code;type;description;key;category;excluded\n"
        "Explain;state;The teacher explains;e;Phase;Work\n"
        "Work;state;Students work;w;Phase;Explain\n"
        "Ask;event;;a;;\n",
        "utf-8",
    )
    assert shell.run("import", "codes", str(file), "--name", "My codes", "--output", str(draft)).code == 0
    protocol = json.loads(shell.run("protocols", "show", str(draft), "--json").out)
    assert [(code["id"], code["kind"], code.get("key")) for code in protocol["codes"]] == [
        ("Explain", "state", "e"),
        ("Work", "state", "w"),
        ("Ask", "event", "a"),
    ]
    assert [group["exclusive"] for group in protocol["groups"]] == [True, False]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: there is no code"),
        ("name,kind\nA,state\n", "line 1: no column 'code'"),
        ("code,type\nA,thing\n", "line 2: 'thing' is no type"),
        ("code,type\nA,state\n,event\n", "line 3: the code is empty"),
        ("code,type\nA,state\nA,event\n", "line 3: 'A' stands in line 2 too"),
        ("code,type,excluded\nA,state,B\n", "line 2: it excludes 'B', which is no code"),
        ('code,type\n"A,state\n', "not CSV"),
    ],
)
def test_a_spreadsheet_with_a_fault_is_refused_with_its_line(
    shell: Shell, tmp_path: Path, text: str, says: str
) -> None:
    file = tmp_path / "codes.csv"
    file.write_text(text, "utf-8")
    ran = shell.run("import", "codes", str(file))
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert says in ran.err


def test_measures_of_a_part_and_by_the_minute(district: Shell, project: Path) -> None:
    told = json.loads(district.run("import", "boris", str(project), *PAIR, "--json").out)
    monday = told["observations"]["Monday"]
    part = json.loads(district.run("measures", monday, "--from", "00:05", "--to", "00:15", "--json").out)
    assert part["observed_seconds"] == 10
    assert (part["codes"]["Explain"]["seconds"], part["codes"]["Explain"]["count"]) == (5, 0)
    minutes = json.loads(district.run("measures", monday, "--by-minute", "--json").out)["minutes"]
    assert [(row["from_ms"], row["to_ms"], row["observed_seconds"]) for row in minutes] == [(0, 30_000, 30)]
    assert district.run("measures", monday, "--from", "20", "--json").code == 2


def test_measures_say_what_stands_out_in_the_lesson(district: Shell, tmp_path: Path) -> None:
    file = tmp_path / "lesson.csv"
    file.write_text("00:00:00,LT\n00:08:00,SD\n00:09:00,LT\n00:10:00,END\n")
    made = district.run("import", "timeline", str(file), "--protocol", "fill-plus", *PAIR, "--json")
    observation = json.loads(made.out)["observation"]
    noticed = json.loads(district.run("measures", observation, "--json").out)["noticings"]
    assert [(each["is"], each["code"]) for each in noticed] == [("longest", "LT"), ("first", "SD")]
    assert all(each["items"] for each in noticed)
    page = district.run("measures", observation, "--language", "es").out
    assert "El tramo más largo de LT Habla el docente duró 8:00, desde 0:00." in page


def test_measures_of_several_lessons_as_their_mean_and_as_one(district: Shell, project: Path) -> None:
    told = json.loads(district.run("import", "boris", str(project), *PAIR, "--json").out)["observations"]
    both = json.loads(district.run("measures", told["Monday"], told["Tuesday"], "--json").out)
    alone = [json.loads(district.run("measures", told[day], "--json").out) for day in ("Monday", "Tuesday")]
    assert both["observations"] == [told["Monday"], told["Tuesday"]]
    assert both["observed_seconds"] == sum(each["observed_seconds"] for each in alone)
    assert both["left_out"] == []
    for name, measured in both["measures"].items():
        assert measured["lessons"] == [each["measures"][name]["value"] for each in alone]
    said = district.run("measures", told["Monday"], told["Tuesday"], "--language", "es").out
    assert "Media de las clases" in said


def test_measures_of_lessons_that_can_not_be_put_together_are_refused(district: Shell, project: Path) -> None:
    told = json.loads(district.run("import", "boris", str(project), *PAIR, "--json").out)["observations"]
    twice = district.run("measures", told["Monday"], told["Monday"])
    assert (twice.code, twice.err.strip()) == (2, "an observation is named twice. Name each once.")
    by_minute = district.run("measures", told["Monday"], told["Tuesday"], "--by-minute")
    assert (by_minute.code, "--by-minute is for one observation" in by_minute.err) == (2, True)


def _texts(value: object, language: str) -> list[str]:
    """Every text of a protocol in a language, but for what stands on keys."""
    if isinstance(value, dict):
        if {"en", "es"} <= set(value):
            return [value[language]]
        return [text for name, part in value.items() if name != "short" for text in _texts(part, language)]
    return [text for part in value for text in _texts(part, language)] if isinstance(value, list) else []


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_of_a_protocol_holds_every_text_of_it(language: str) -> None:
    for protocol in read_library():
        page = " ".join(write_page(protocol, language).split()).lower()
        missing = [text for text in _texts(protocol, language) if " ".join(text.split()).lower() not in page]
        assert missing == [], protocol["id"]


@pytest.mark.parametrize(
    ("id", "says"),
    [
        ("at-task", "The room is swept: every 240 s"),
        ("on-task-intervals", "Intervals of 15 s, seen at any time in it."),
        ("on-task-intervals", "every 5th interval"),
        ("questioning-wait-time", "from the start of Q, to the start of A / T, line at 3 s"),
        ("verbal-flow", "a drag from seat to seat is S-S"),
        ("time-on-task-elements", "900 s, then 600 s for rating"),
    ],
)
def test_the_page_tells_how_time_is_looked_at_and_what_is_timed(shell: Shell, id: str, says: str) -> None:
    assert says in " ".join(shell.run("protocols", "show", id).out.split())

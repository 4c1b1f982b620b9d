"""`backrow import standards`: a list comes in once, each line that cannot be taken is told, nothing is taken away."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

CSV = "code,text,grades\nR.1,Reads aloud,4\n,Heading\nR.2,Predicts,4\n"


def write(folder: Path, text: str, name: str = "reading.csv") -> str:
    file = folder / name
    file.write_text(text, "utf-8")
    return str(file)


def standards_of(district: Shell, list_name: str) -> dict[str, str]:
    with sqlite3.connect(district.data / "backrow.sqlite3") as connection:
        rows = connection.execute("SELECT fields FROM record WHERE kind = 'standard'").fetchall()
    fields = [json.loads(row[0]) for row in rows]
    return {each["code"]: each["text"] for each in fields if each["list"] == list_name and not each.get("retired")}


def test_a_list_comes_in_and_a_second_time_changes_nothing(district: Shell, tmp_path: Path) -> None:
    file = write(tmp_path, CSV, "first.csv")

    first = district.run("import", "standards", file)
    again = district.run("import", "standards", file, "--json")

    assert (first.code, first.err) == (0, "")
    assert first.out.splitlines() == [
        "Left out: line 3 has no code: Heading",
        "2 standards are new, 0 are changed, 0 the same.",
    ]
    refused = [{"line": 3, "fault": "no_code", "list": "first", "code": "", "text": "Heading"}]
    assert json.loads(again.out) == {"new": 0, "changed": 0, "same": 2, "missing": 0, "refused": refused}
    assert standards_of(district, "first") == {"R.1": "Reads aloud", "R.2": "Predicts"}


def test_a_new_edition_changes_what_says_something_else_and_keeps_the_rest(district: Shell, tmp_path: Path) -> None:
    district.run("import", "standards", write(tmp_path, CSV), "--list", "Edition")
    ran = district.run("import", "standards", write(tmp_path, "code,text\nR.2,Predicts why\n"), "--list", "Edition")
    assert ran.out.splitlines() == [
        "0 standards are new, 1 are changed, 0 the same.",
        "1 stay, though the file has them no more (--retire).",
    ]
    assert standards_of(district, "Edition") == {"R.1": "Reads aloud", "R.2": "Predicts why"}


def test_what_a_list_has_no_more_is_retired_when_asked_and_comes_back_with_it(district: Shell, tmp_path: Path) -> None:
    whole, part = write(tmp_path, CSV), write(tmp_path, "code,text\nR.2,Predicts\n", "part.csv")
    district.run("import", "standards", whole, "--list", "Term")
    ran = district.run("import", "standards", part, "--list", "Term", "--retire")
    assert "1 are retired." in ran.out
    assert standards_of(district, "Term") == {"R.2": "Predicts"}
    assert "1 are changed, 1 the same" in district.run("import", "standards", whole, "--list", "Term").out
    assert len(standards_of(district, "Term")) == 2


def test_a_dry_run_takes_nothing_in(district: Shell, tmp_path: Path) -> None:
    ran = district.run("import", "standards", write(tmp_path, CSV), "--list", "Dry", "--dry-run")
    assert "2 standards would be new" in ran.out
    assert standards_of(district, "Dry") == {}


def test_a_package_goes_by_the_title_of_its_document(district: Shell, tmp_path: Path) -> None:
    items = [{"humanCodingScheme": f"S.{number}", "fullStatement": "Asks why"} for number in range(3)]
    package = {"CFDocument": {"title": "Science"}, "CFItems": [*items, {"fullStatement": "Practices"}]}
    ran = district.run("import", "standards", write(tmp_path, json.dumps(package), "case.json"))
    assert "Left out: item 4 has no code: Practices" in ran.out
    assert len(standards_of(district, "Science")) == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "no standard"), ("name\nAna\n", "code and text"), ("{", "not whole JSON"), ("{}", "CFItems")],
)
def test_another_file_is_refused_in_one_line(district: Shell, tmp_path: Path, text: str, says: str) -> None:
    ran = district.run("import", "standards", write(tmp_path, text))
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert says in ran.err


def test_somebody_who_is_no_administrator_is_refused(district: Shell, tmp_path: Path) -> None:
    ran = district.run("import", "standards", write(tmp_path, CSV), "--administrator", "coach@demo.example")
    assert (ran.code, "no administrator" in ran.err) == (2, True)

"""A spreadsheet of codes, as coaches keep them, becomes a draft that lint passes."""

import pytest

from server.domain.protocol_drafts import CodesDraft, CodesFileError, read_codes_file
from server.domain.protocol_lint import lint_file
from server.domain.toml_write import write_toml

SHEET = (
    "code,type,description,key,category,excluded\n"
    'Teacher talk,state,"Explains, shows",t,Floor,Quiet\n'
    "Quiet,state,,q,Floor,Teacher talk\n"
    "Question,event,,?,Moves,Quiet\n"
)


def read(text: str) -> CodesDraft:
    draft = read_codes_file(text, "My codes")
    errors = [found for found in lint_file(write_toml(draft.protocol).encode(), "x") if found.severity == "error"]
    assert errors == []
    return draft


def test_categories_types_keys_and_exclusion_come_along() -> None:
    draft = read(SHEET)
    assert [(group["label"]["en"], group["exclusive"]) for group in draft.protocol["groups"]] == [
        ("Floor", True),
        ("Moves", False),
    ]
    codes = {code["id"]: code for code in draft.protocol["codes"]}
    assert [(code["kind"], code.get("key"), code.get("stops")) for code in codes.values()] == [
        ("state", "t", None),
        ("state", "q", None),
        ("event", None, ["Quiet"]),
    ]
    assert codes["Teacher-talk"]["look_for"]["en"] == "Explains, shows"


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_any_delimiter_of_a_spreadsheet_will_do(delimiter: str) -> None:
    text = SHEET.replace('"Explains, shows"', "Explains").replace(",", delimiter)
    assert [code["id"] for code in read(text).protocol["codes"]] == ["Teacher-talk", "Quiet", "Question"]


@pytest.mark.parametrize(
    "header",
    [
        "Behavior code,Behavior type,Description,Key,Behavioral category,Excluded behaviors",
        "Código,Tipo,Descripción,Tecla,Categoría,Excluye",
        "\n\n\ufeffCODE,Type,DESCRIPTION,key,category,excluded".strip(),
    ],
)
def test_columns_have_other_names_too(header: str) -> None:
    rows = SHEET.split("\n", 1)[1]
    assert read(f"{header}\n{rows}").protocol == read(SHEET).protocol


def test_types_are_read_in_the_words_of_others() -> None:
    kinds = ("State event", "point event", "ESTADO", "evento", "Point")
    draft = read("code,type\n" + "".join(f"c{at},{kind}\n" for at, kind in enumerate(kinds)))
    assert [code["kind"] for code in draft.protocol["codes"]] == ["state", "event", "state", "event", "event"]


def test_what_is_left_out_is_told() -> None:
    sheet = "code,type,key,excluded,colour\nAsk,event,F1,Say,red\nSay,event,s,,blue,surplus\nSing,state,s,,\n"
    assert list(read(sheet).left_out) == [
        "the column colour",
        "cells of line 3 beyond the last column",
        "that Ask excludes Say, which is no state",
        "the key F1 of Ask",
        "the key s of Sing",
    ]


def test_names_that_would_be_written_alike_stay_two() -> None:
    draft = read("code,type\nTeacher talk,state\nteacher-talk,event\n")
    assert [code["id"] for code in draft.protocol["codes"]] == ["Teacher-talk", "teacher-talk-2"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("code,code,type\nA,B,event\n", "line 1: there are two columns 'code'"),
        ("code,type,category\n" + "".join(f"c{n},event,g{n}\n" for n in range(25)), "line 26: more than 24 categories"),
        ("code,type\n" + "".join(f"c{n},event\n" for n in range(81)), "line 82: more than 80 codes"),
        ("code,type,excluded\nA,state,Z\n", "line 2: it excludes 'Z'"),
    ],
)
def test_a_fault_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(CodesFileError, match=says):
        read_codes_file(text, "x")

"""The standards of a district, read from a file: rows of CSV, or a CASE package in JSON (1EdTech CASE 1.0, CFPackage).

`pwa/src/core/standards` reads the same; both pass the examples of `tests/vectors/standards.json`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import orjson

from server.domain.csv_rows import Row, read_rows
from server.domain.field_types import MAX_WORD, is_text
from server.domain.json_values import JsonObject

Fault = Literal["no_code", "no_text", "no_list", "too_long", "too_many_cells", "bad_text", "twice"]
FileFault = Literal["too_large", "too_many", "nothing", "no_columns", "bad_json", "not_case"]
MAX_BYTES = 8 * 1024 * 1024
MAX_STANDARDS = 5_000
_MAX_TEXT = 4_000
_SHOWN = 60
_BLANKS = re.compile("[ \t\r\n\u00a0]+")

# What the columns of a spreadsheet may be called, in either language.
_NAMES: Mapping[str, Sequence[str]] = {
    "list": ("list", "lista", "framework", "marco", "document"),
    "code": ("code", "código", "codigo", "identifier", "humancodingscheme"),
    "text": (
        "text", "texto", "statement", "standard", "estándar", "fullstatement", "description", "descripción",
    ),
    "subject": ("subject", "asignatura", "materia"),
    "grades": ("grades", "grade", "grados", "grado", "cursos", "educationlevel"),
    "source": ("source", "fuente", "url", "uri"),
}  # fmt: skip
_COLUMNS = {name: column for column, names in _NAMES.items() for name in names}
_MUST = ("list", "code", "text")


class StandardsFileError(ValueError):
    """A file is refused whole."""

    def __init__(self, fault: FileFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Refused:
    """A row or item that is not taken; `line` counts the lines of a CSV file, and the items of a package, from 1."""

    line: int
    fault: Fault
    list: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: each standard as the fields of its record, and what is not taken."""

    format: Literal["csv", "case"]
    standards: Sequence[Mapping[str, str]]
    refused: Sequence[Refused]


@dataclass(frozen=True, slots=True)
class _Found:
    line: int
    fields: Mapping[str, str]
    fault: Fault | None


def read_standards(text: str, name: str) -> Reading:
    """Read a file's text; `name` is what its list is called where the file does not say. Raises StandardsFileError."""
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise StandardsFileError("too_large")
    bare = text.removeprefix("\ufeff")
    start = bare.lstrip()
    if not start:
        raise StandardsFileError("nothing")
    return _read_case(bare, name) if start.startswith("{") else _read_csv(bare, name)


def _read_csv(text: str, name: str) -> Reading:
    rows = read_rows(text)
    columns = [_COLUMNS.get(_clean(cell).lower()) for cell in rows[0].cells] if rows else []
    if "code" not in columns or "text" not in columns:
        raise StandardsFileError("no_columns")
    return _sort("csv", [_read_row(row, columns, name) for row in rows[1:]])


def _read_row(row: Row, columns: Sequence[str | None], name: str) -> _Found:
    said: dict[str, str] = {}
    for place, column in enumerate(columns):
        if column is not None:
            said.setdefault(column, row.cells[place] if place < len(row.cells) else "")
    is_wide = any(map(_clean, row.cells[len(columns) :]))
    said["list"] = _clean(said.get("list", "")) or name
    return _find(row.line, said, "too_many_cells" if is_wide else None)


def _read_case(text: str, name: str) -> Reading:
    try:
        body: object = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise StandardsFileError("bad_json") from error
    outer = _as_object(body)
    root = _as_object(outer["CFPackage"]) if "CFPackage" in outer else outer
    items = root.get("CFItems")
    if not isinstance(items, list):
        raise StandardsFileError("not_case")
    head = _as_object(root.get("CFDocument"))
    return _sort("case", [_read_item(line, _as_object(item), head, name) for line, item in enumerate(items, 1)])


def _read_item(line: int, item: Mapping[str, object], head: Mapping[str, object], name: str) -> _Found:
    said = {
        "list": _clean(_say(head.get("title"))) or name,
        "code": _say(item.get("humanCodingScheme")),
        "text": _say(item.get("fullStatement")),
        "subject": _join(item.get("subject")) or _join(head.get("subject")),
        "grades": _join(item.get("educationLevel")),
        "source": _say(head.get("officialSourceURL")) or _say(item.get("uri")),
    }
    return _find(line, said)


def _find(line: int, said: Mapping[str, str], fault: Fault | None = None) -> _Found:
    cleaned = {name: _clean(said.get(name, "")) for name in _NAMES}
    fields = {name: text for name, text in cleaned.items() if text or name in _MUST}
    return _Found(line, fields, fault or _find_fault(fields))


def _find_fault(fields: Mapping[str, str]) -> Fault | None:
    faults: Mapping[str, Fault] = {"code": "no_code", "text": "no_text", "list": "no_list"}
    for name, fault in faults.items():
        if not fields[name]:
            return fault
    if any(len(text) > (_MAX_TEXT if name in ("text", "source") else MAX_WORD) for name, text in fields.items()):
        return "too_long"
    return None if all(map(is_text, fields.values())) else "bad_text"


def _sort(format: Literal["csv", "case"], found: Sequence[_Found]) -> Reading:
    """Part what is taken from what is not: of two with one code in one list, the first is."""
    if not found:
        raise StandardsFileError("nothing")
    if len(found) > MAX_STANDARDS:
        raise StandardsFileError("too_many")
    standards: dict[tuple[str, str], Mapping[str, str]] = {}
    refused = []
    for each in found:
        key = _key_of(each.fields)
        fault = each.fault or ("twice" if key in standards else None)
        if fault is None:
            standards[key] = each.fields
        else:
            of, code, text = (each.fields[name] for name in _MUST)
            refused.append(Refused(each.line, fault, of, _shorten(code, MAX_WORD), _shorten(text, _SHOWN)))
    return Reading(format, list(standards.values()), refused)


def _key_of(fields: Mapping[str, object]) -> tuple[str, str]:
    """Give what a standard is known by: its code within its list."""
    return str(fields["list"]), str(fields["code"])


@dataclass(frozen=True, slots=True)
class Intake:
    """What taking a file in comes to: new ones, fields to set by record, how many say what they said before.

    `missing` are records of the file's lists that it does not have. Whether they are retired is asked: the file may be
    a part of a list.
    """

    fresh: Sequence[Mapping[str, str]]
    changed: Mapping[str, JsonObject]
    same: int
    missing: Sequence[str]


def plan_intake(
    held: Sequence[tuple[str, JsonObject]], found: Sequence[Mapping[str, str]], refused: Sequence[Refused]
) -> Intake:
    """Compare by list and code; what a file does not say of a standard stays, and a retired one is offered again."""
    known = {_key_of(fields): (record, fields) for record, fields in held}
    fresh = [fields for fields in found if _key_of(fields) not in known]
    changed = {}
    for fields in found:
        record, before = known.get(_key_of(fields), ("", {}))
        if record and (said := _compare(before, fields)):
            changed[record] = said
    return Intake(fresh, changed, len(found) - len(fresh) - len(changed), _list_missing(held, found, refused))


def _list_missing(
    held: Sequence[tuple[str, JsonObject]], found: Sequence[Mapping[str, str]], refused: Sequence[Refused]
) -> list[str]:
    lists = {fields["list"] for fields in found}
    there = {_key_of(fields) for fields in found} | {(each.list, each.code) for each in refused}
    offered = [(record, fields) for record, fields in held if fields.get("retired") is not True]
    return [record for record, fields in offered if fields["list"] in lists and _key_of(fields) not in there]


def _compare(before: JsonObject, found: Mapping[str, str]) -> JsonObject:
    said: JsonObject = {name: text for name, text in found.items() if before.get(name) != text}
    return said | ({"retired": False} if before.get("retired") is True else {})


def _clean(text: str) -> str:
    """Take off what is no part of a text: blanks at its ends, and runs of them."""
    return _BLANKS.sub(" ", text).strip(" ")


def _shorten(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _as_object(value: object) -> Mapping[str, object]:
    return cast(Mapping[str, object], value) if isinstance(value, dict) else {}


def _say(value: object) -> str:
    return value if isinstance(value, str) else ""


def _join(value: object) -> str:
    if not isinstance(value, list):
        return _say(value)
    return ", ".join(one for one in value if isinstance(one, str) and one)

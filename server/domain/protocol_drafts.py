"""A protocol draft from a spreadsheet of codes."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import cast

from server.domain.boris.names import Names, to_code, to_slug
from server.domain.protocol import Code, Group, Protocol, Text

COLUMNS = ("code", "type", "description", "key", "category", "excluded")
_KINDS = {"state": "state", "state event": "state", "event": "event", "point": "event", "point event": "event"}
_KEY = re.compile(r"[a-z0-9]")
_MAX_CODES = 80


class CodesFileError(ValueError):
    """A spreadsheet is refused whole; the message begins with its line."""


def read_codes_file(text: str, name: str) -> Protocol:
    """Make a protocol of rows of code, type, description, key, category and excluded; raises CodesFileError."""
    rows = list(_read_rows(text))
    if not rows:
        raise CodesFileError(f"line 1: there is no code. Write columns {', '.join(COLUMNS)} and rows.")
    if len(rows) > _MAX_CODES:
        raise CodesFileError(f"line {rows[_MAX_CODES][0]}: more than {_MAX_CODES} codes. Take some out.")
    codes, groups = Names(to_code), Names(to_slug)
    kinds = {row["code"]: row["type"] for _, row in rows}
    taken: set[str] = set()
    made = [_make_code(line, row, (codes, groups), kinds, taken) for line, row in rows]
    return {
        "id": to_slug(name),
        "version": 1,
        "title": _both(name),
        "summary": _both(f"{len(rows)} codes from the spreadsheet {name}."),
        "source": {
            "citation": f"Spreadsheet {name}",
            "url": "https://example.org/",
            "note": _both("Say where it comes from."),
        },
        "licence": "all rights reserved",
        "sampling": {"method": "continuous"},
        "groups": _make_groups(rows, groups),
        "codes": made,
        "modifiers": [], "subjects": [], "timers": [], "scales": [], "items": [], "context": [], "exclude": [],
        "segments": [], "measures": [], "displays": [], "prompts": [],
    }  # fmt: skip


def _read_rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    first = text.removeprefix("\ufeff").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=True)
    header: list[str] = []
    seen: dict[str, int] = {}
    try:
        for cells in reader:
            line = reader.line_num
            if not header:
                header = _read_header(line, cells)
            elif any(cell.strip() for cell in cells):
                yield line, _read_row(line, dict(zip(header, cells, strict=False)), seen)
    except csv.Error as error:
        raise CodesFileError(f"line {reader.line_num}: not CSV: {error}. Close every quotation mark.") from error


def _read_header(line: int, cells: Sequence[str]) -> list[str]:
    header = [cell.strip().lower() for cell in cells]
    missing = [name for name in COLUMNS[:2] if name not in header]
    if missing:
        raise CodesFileError(f"line {line}: no column {missing[0]!r}. Begin with a row {', '.join(COLUMNS)}.")
    return header


def _read_row(line: int, cells: Mapping[str, str], seen: dict[str, int]) -> dict[str, str]:
    row = {name: cells.get(name, "").replace("\0", "").strip()[:2000] for name in COLUMNS}
    if not row["code"]:
        raise CodesFileError(f"line {line}: the code is empty. Give it a name or take the row away.")
    if row["code"] in seen:
        raise CodesFileError(f"line {line}: {row['code'][:40]!r} stands in line {seen[row['code']]} too. Rename one.")
    seen[row["code"]] = line
    if row["type"].lower() not in _KINDS:
        raise CodesFileError(f"line {line}: {row['type'][:40]!r} is no type. Write state or event.")
    return row


def _make_code(
    line: int, row: Mapping[str, str], names: tuple[Names, Names], kinds: Mapping[str, str], taken: set[str]
) -> Code:
    codes, groups = names
    code: Code = {
        "id": codes.give(row["code"]),
        "kind": cast(Code, {"kind": _KINDS[row["type"].lower()]})["kind"],
        "group": groups.give(row["category"] or "codes"),
        "label": _both(row["code"]),
        "look_for": _both(row["description"] or row["code"]),
    }
    key = row["key"].lower()
    if _KEY.fullmatch(key) and key not in taken:
        taken.add(key)
        code["key"] = key
    excluded = _excluded(row)
    unknown = [part for part in excluded if part not in kinds]
    if unknown:
        raise CodesFileError(f"line {line}: it excludes {unknown[0][:40]!r}, which is no code. Name others.")
    stops = [codes.give(part) for part in dict.fromkeys(excluded) if _is_stopped(part, row, kinds)]
    if stops:
        code["stops"] = stops
    return code


def _is_stopped(part: str, row: Mapping[str, str], kinds: Mapping[str, str]) -> bool:
    return part != row["code"] and _KINDS[kinds[part].lower()] == "state"


def _make_groups(rows: Sequence[tuple[int, Mapping[str, str]]], names: Names) -> list[Group]:
    categories = dict.fromkeys(row["category"] or "codes" for _, row in rows)
    return [
        {"id": names.give(each), "label": _both(each), "exclusive": _is_exclusive(rows, each)} for each in categories
    ]


def _is_exclusive(rows: Sequence[tuple[int, Mapping[str, str]]], category: str) -> bool:
    """Whether all of a category are states that exclude each other."""
    members = {row["code"]: row for _, row in rows if (row["category"] or "codes") == category}
    return len(members) > 1 and all(
        _KINDS[row["type"].lower()] == "state" and set(members) - {code} <= set(_excluded(row))
        for code, row in members.items()
    )


def _excluded(row: Mapping[str, str]) -> list[str]:
    return [part.strip() for part in re.split(r"[,;|]", row["excluded"]) if part.strip()]


def _both(text: str) -> Text:
    return {"en": text, "es": text}

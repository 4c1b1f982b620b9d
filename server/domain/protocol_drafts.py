"""A protocol draft from a spreadsheet of codes."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import permutations
from typing import Literal

from server.domain.boris.names import Names, to_code, to_slug
from server.domain.boris.raw import Left, clean, show
from server.domain.boris.texts import LONGEST, both
from server.domain.protocol import Code, Group, Protocol

COLUMNS = ("code", "type", "description", "key", "category", "excluded")
# How BORIS names the columns of an ethogram that it writes as a table.
_OTHER_NAMES = {
    "behavior code": "code",
    "behavior type": "type",
    "behavioral category": "category",
    "excluded behaviors": "excluded",
    "código": "code",
    "tipo": "type",
    "descripción": "description",
    "tecla": "key",
    "categoría": "category",
    "excluye": "excluded",
}
_KINDS: dict[str, Literal["event", "state"]] = {
    "state": "state",
    "state event": "state",
    "estado": "state",
    "event": "event",
    "point": "event",
    "point event": "event",
    "evento": "event",
}
_KEY = re.compile(r"[a-z0-9]")
_MAX_CODES, _MAX_GROUPS = 80, 24


class CodesFileError(ValueError):
    """A spreadsheet is refused whole; the message begins with its line."""


@dataclass(frozen=True, slots=True)
class CodesDraft:
    """The protocol, and in words what of the spreadsheet it does not have."""

    protocol: Protocol
    left_out: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    code: str
    kind: Literal["event", "state"]
    description: str
    key: str
    category: str
    excluded: tuple[str, ...]


def read_codes_file(text: str, name: str) -> CodesDraft:
    """Make a protocol of rows of code, type, description, key, category and excluded; raises CodesFileError."""
    left = Left()
    rows = list(_read_rows(text, left))
    if not rows:
        raise CodesFileError(f"line 1: there is no code. Write columns {', '.join(COLUMNS)} and rows.")
    _check_sizes(rows)
    _check_exclusions(rows, left)
    groups = _make_groups(rows)
    title = clean(name) or "codes"
    protocol: Protocol = {
        "id": to_slug(title),
        "version": 1,
        "title": both(title),
        "summary": both(f"{len(rows)} codes from the spreadsheet {title[:200]}."),
        "source": {
            "citation": f"Spreadsheet {title[:200]}",
            "url": "https://example.org/",
            "note": both("Say where it comes from."),
        },
        "licence": "all rights reserved",
        "sampling": {"method": "continuous"},
        "groups": list(groups.values()),
        "codes": _make_codes(rows, groups, left),
        "modifiers": [], "subjects": [], "timers": [], "scales": [], "items": [], "context": [], "exclude": [],
        "segments": [], "measures": [], "displays": [], "prompts": [],
    }  # fmt: skip
    return CodesDraft(protocol, left.told)


def _read_rows(text: str, left: Left) -> Iterator[_Row]:
    text = text.removeprefix("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    header: list[str] = []
    seen: dict[str, int] = {}
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if header:
                yield _read_row(reader.line_num, header, cells, seen, left)
            else:
                header = _read_header(reader.line_num, cells, left)
    except csv.Error as error:
        raise CodesFileError(f"line {reader.line_num}: not CSV: {error}. Close every quotation mark.") from error


def _read_header(line: int, cells: Sequence[str], left: Left) -> list[str]:
    names = [clean(cell).lower() for cell in cells]
    header = [_OTHER_NAMES.get(name, name) for name in names]
    for name in COLUMNS:
        if header.count(name) > 1:
            raise CodesFileError(f"line {line}: there are two columns {name!r}. Take one away.")
    missing = [name for name in COLUMNS[:2] if name not in header]
    if missing:
        raise CodesFileError(f"line {line}: no column {missing[0]!r}. Begin with a row {', '.join(COLUMNS)}.")
    for name in header:
        if name and name not in COLUMNS:
            left.tell(f"the column {show(name)}")
    return header


def _read_row(line: int, header: Sequence[str], raw: Sequence[str], seen: dict[str, int], left: Left) -> _Row:
    cells = {name: clean(cell) for name, cell in zip(header, raw, strict=False)}
    if any(cell.strip() for cell in raw[len(header) :]):
        left.tell(f"cells of line {line} beyond the last column")
    code, type = cells.get("code", ""), cells.get("type", "")
    if not code:
        raise CodesFileError(f"line {line}: the code is empty. Give it a name or take the row away.")
    if code in seen:
        raise CodesFileError(f"line {line}: {show(code)!r} stands in line {seen[code]} too. Rename one.")
    seen[code] = line
    if type.lower() not in _KINDS:
        raise CodesFileError(f"line {line}: {show(type)!r} is no type. Write state or event.")
    if any(len(cell) > LONGEST for cell in cells.values()):
        left.tell(f"the end of a text of line {line}, which is longer than {LONGEST} characters")
    excluded = [part.strip() for part in re.split(r"[,;|]", cells.get("excluded", ""))]
    return _Row(
        line=line,
        code=code,
        kind=_KINDS[type.lower()],
        description=cells.get("description", ""),
        key=cells.get("key", ""),
        category=cells.get("category", ""),
        excluded=tuple(dict.fromkeys(part for part in excluded if part and part != code)),
    )


def _check_sizes(rows: Sequence[_Row]) -> None:
    if len(rows) > _MAX_CODES:
        raise CodesFileError(f"line {rows[_MAX_CODES].line}: more than {_MAX_CODES} codes. Take some out.")
    categories: set[str] = set()
    for row in rows:
        categories.add(row.category)
        if len(categories) > _MAX_GROUPS:
            raise CodesFileError(f"line {row.line}: more than {_MAX_GROUPS} categories. Put some together.")


def _check_exclusions(rows: Sequence[_Row], left: Left) -> None:
    kinds = {row.code: row.kind for row in rows}
    for row in rows:
        for name in row.excluded:
            if name not in kinds:
                raise CodesFileError(
                    f"line {row.line}: it excludes {show(name)!r}, which is no code. Name a code of this file."
                )
            if kinds[name] != "state":
                left.tell(f"that {show(row.code)} excludes {show(name)}, which is no state")


def _make_groups(rows: Sequence[_Row]) -> dict[str, Group]:
    """A category is a group; one whose codes are all states that exclude each other is exclusive."""
    names = Names(to_slug)
    return {
        category: {
            "id": names.give(category or "codes"),
            "label": both(category) if category else {"en": "Codes", "es": "Códigos"},
            "exclusive": _is_exclusive([row for row in rows if row.category == category]),
        }
        for category in dict.fromkeys(row.category for row in rows)
    }


def _is_exclusive(rows: Sequence[_Row]) -> bool:
    return (
        len(rows) > 1
        and all(row.kind == "state" for row in rows)
        and all(other.code in row.excluded for row, other in permutations(rows, 2))
    )


def _make_codes(rows: Sequence[_Row], groups: Mapping[str, Group], left: Left) -> list[Code]:
    names = Names(to_code)
    ids = {row.code: names.give(row.code) for row in rows}
    by_code = {row.code: row for row in rows}
    keys: set[str] = set()
    codes = []
    for row in rows:
        group = groups[row.category]
        code: Code = {
            "id": ids[row.code],
            "kind": row.kind,
            "group": group["id"],
            "label": both(row.code),
            "look_for": both(row.description or row.code),
        }
        key = row.key.lower()
        if _KEY.fullmatch(key) and key not in keys:
            keys.add(key)
            code["key"] = key
        elif key:
            left.tell(f"the key {show(row.key)} of {show(row.code)}")
        others = [by_code[name] for name in row.excluded if by_code[name].kind == "state"]
        # An exclusive group ends its own states anyhow.
        stops = [ids[other.code] for other in others if not (group["exclusive"] and other.category == row.category)]
        if stops:
            code["stops"] = stops[:64]
        codes.append(code)
    return codes

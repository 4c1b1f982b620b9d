"""Files that say who works in a district: OneRoster 1.1 and 1.2 (CSV, zipped or not) and a plain table.

Nothing in them is trusted: sizes are bounded, encodings tried in a fixed order, and a row that does not fit is refused
with its place and its rule while the others go on. OneRoster: 1EdTech, "OneRoster CSV Tables", 1.1 and 1.2.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from server.domain.field_types import is_text
from server.domain.people import LANGUAGES, Role, fold_email, is_email

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 200_000
MAX_STAFF = 20_000
MAX_FILES = 50
_LONGEST = 200

Rule = Literal[
    "no_email", "bad_email", "no_name", "bad_name", "bad_school", "no_role", "unknown_role", "unknown_language",
    "twice", "bad_row", "elsewhere", "email_fixed",
]  # fmt: skip
FileFault = Literal["not_csv", "not_zip", "encoding", "too_large", "too_many_rows", "no_people", "no_roles"]


class StaffFileError(Exception):
    """A file cannot be read at all; `fault` says why, `file` which."""

    def __init__(self, fault: FileFault, file: str) -> None:
        super().__init__(f"{file}: {fault}")
        self.fault: FileFault = fault
        self.file = file


class Given(NamedTuple):
    """A file as it was given."""

    name: str
    content: bytes


class Refused(NamedTuple):
    """A row that is not taken: where it stands (lines from 1), which rule, and what stands there."""

    file: str
    line: int
    rule: Rule
    value: str = ""


class Staff(NamedTuple):
    """A person as a file has them; `source` names them in the program that the file is from."""

    file: str
    line: int
    source: str
    email: str
    name: str
    roles: frozenset[Role]
    school: str = ""
    language: str = ""


@dataclass(slots=True)
class Read:
    """What files hold: people, rows that are refused, and counts of those who are no staff of ours by their role."""

    kind: Literal["oneroster", "csv"]
    staff: list[Staff] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)


class _Row(NamedTuple):
    file: str
    line: int
    cells: Mapping[str, str]


class _Table(NamedTuple):
    """A file with a head; `broken` are lines with more cells than it."""

    file: str
    head: frozenset[str]
    rows: list[_Row]
    broken: list[int]


def read_staff(given: Sequence[Given]) -> Read:
    """Read the files together; raises StaffFileError."""
    tables = list(_read_tables(given))
    users = [table for table in tables if {"sourcedid", "givenname", "familyname"} <= table.head]
    if users:
        return _read_oneroster(users, tables)
    plain = [table for table in tables if {"name", "email", "role"} <= table.head]
    if not plain:
        raise StaffFileError("no_people", given[0].name if given else "")
    return _read_plain(plain)


# --- tables


def _read_tables(given: Sequence[Given]) -> Iterator[_Table]:
    rows = 0
    for name, content in _unpack(given):
        table = _read_table(name, _decode(name, content), MAX_ROWS - rows)
        rows += len(table.rows)
        yield table


def _unpack(given: Sequence[Given]) -> Iterator[Given]:
    left = MAX_BYTES
    for one in given:
        inside = _unzip(one, left) if one.content[:4] == b"PK\x03\x04" else [one]
        for file in inside:
            left -= len(file.content)
            if left < 0:
                raise StaffFileError("too_large", one.name)
            yield file


def _unzip(given: Given, most: int) -> Iterator[Given]:
    """Give the CSV files of an archive, never more bytes than `most` whatever its directory says."""
    try:
        with zipfile.ZipFile(io.BytesIO(given.content)) as archive:
            names = [info for info in archive.infolist() if info.filename.lower().endswith(".csv")]
            if len(names) > MAX_FILES:
                raise StaffFileError("too_large", given.name)
            for info in names:
                with archive.open(info) as file:
                    content = file.read(most + 1)
                if len(content) > most:
                    raise StaffFileError("too_large", given.name)
                most -= len(content)
                yield Given(info.filename.rsplit("/", 1)[-1][:_LONGEST], content)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        # A broken or locked archive, or one packed in a way that the library does not know.
        raise StaffFileError("not_zip", given.name) from error


def _decode(name: str, content: bytes) -> str:
    """Decode by the mark at the beginning, else as UTF-8, else as what Windows writes."""
    is_marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_marked else ["utf-8-sig", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise StaffFileError("encoding", name)


def _read_table(name: str, text: str, most: int) -> _Table:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    head: list[str] = []
    rows: list[_Row] = []
    broken: list[int] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not head:
                head = [_HEADS.get(cell.strip().casefold(), cell.strip().casefold()) for cell in cells]
            elif len(cells) > len(head) and any(cell.strip() for cell in cells[len(head) :]):
                broken.append(reader.line_num)
            else:
                rows.append(_Row(name, reader.line_num, dict(zip(head, map(_clean, cells), strict=False))))
            if len(rows) > most:
                raise StaffFileError("too_many_rows", name)
    except csv.Error as error:
        raise StaffFileError("not_csv", name) from error
    return _Table(name, frozenset(head), rows, broken)


def _clean(cell: str) -> str:
    """Take off blanks, and the shell with which spreadsheets keep a number a text: ="0012"."""
    text = cell.strip()
    return text[2:-1].strip() if text.startswith('="') and text.endswith('"') and len(text) > 2 else text


_HEADS = {
    "nombre": "name", "full name": "name", "correo": "email", "correo electrónico": "email", "e-mail": "email",
    "mail": "email", "rol": "role", "roles": "role", "función": "role", "escuela": "school", "centro": "school",
    "idioma": "language", "lengua": "language",
}  # fmt: skip


# --- OneRoster


def _read_oneroster(users: Sequence[_Table], tables: Sequence[_Table]) -> Read:
    schools = {
        row.cells.get("sourcedid", ""): row.cells.get("name", "")
        for table in tables
        if {"sourcedid", "name", "type"} <= table.head
        for row in table.rows
        if row.cells.get("type", "").casefold() == "school" and not _is_gone(row)
    }
    # 1.2 keeps roles in a file of their own, 1.1 in the user's row.
    assigned: dict[str, list[_Row]] = {}
    for table in tables:
        if {"usersourcedid", "role"} <= table.head:
            for row in table.rows:
                assigned.setdefault(row.cells.get("usersourcedid", ""), []).append(row)
    if not assigned and not any("role" in table.head for table in users):
        raise StaffFileError("no_roles", users[0].file)
    read = Read("oneroster")
    for table in users:
        read.refused += [Refused(table.file, line, "bad_row") for line in table.broken]
        for row in table.rows:
            theirs = [one for one in assigned.get(row.cells["sourcedid"], ()) if not _is_gone(one)]
            if not _is_gone(row):
                _take_user(read, row, theirs, schools)
    return _without_doubles(read)


def _is_gone(row: _Row) -> bool:
    is_off = row.cells.get("enableduser", "").casefold() == "false"
    return is_off or row.cells.get("status", "").casefold() in ("tobedeleted", "inactive")


def _take_user(read: Read, row: _Row, assigned: Sequence[_Row], schools: Mapping[str, str]) -> None:
    words = [one.cells.get("role", "") for one in assigned] or [row.cells.get("role", "")]
    if not any(word.casefold() == "teacher" for word in words):
        read.passed_over[words[0].casefold()[:_LONGEST] or "none"] += 1
        return
    teaching = [one for one in assigned if one.cells.get("role", "").casefold() == "teacher"]
    places = [one.cells.get("orgsourcedid", "") for one in teaching]
    places += row.cells.get("orgsourcedids", "").split(",")
    school = next((schools[place.strip()] for place in places if place.strip() in schools), "")
    name = " ".join(filter(None, (row.cells.get("givenname", ""), row.cells.get("familyname", ""))))
    source = f"oneroster:{row.cells['sourcedid'][:_LONGEST]}"
    _take(read, row, Staff(row.file, row.line, source, "", name, frozenset({"teacher"}), school))


# --- a plain table


def _read_plain(tables: Sequence[_Table]) -> Read:
    read = Read("csv")
    for table in tables:
        read.refused += [Refused(table.file, line, "bad_row") for line in table.broken]
        for row in table.rows:
            roles, unknown = _read_roles(row.cells.get("role", ""))
            language = row.cells.get("language", "").casefold()
            if unknown or not roles:
                read.refused.append(Refused(row.file, row.line, "unknown_role" if unknown else "no_role", unknown))
                continue
            if language and language[:2] not in LANGUAGES:
                read.refused.append(Refused(row.file, row.line, "unknown_language", language[:_LONGEST]))
                continue
            staff = Staff(
                row.file, row.line, "", "", row.cells.get("name", ""), roles, row.cells.get("school", ""), language[:2]
            )
            _take(read, row, staff)
    return _without_doubles(read)


def _read_roles(text: str) -> tuple[frozenset[Role], str]:
    """Read one or several roles; gives the first word that is none, too."""
    words = [word.strip().casefold() for word in text.replace(";", ",").replace("/", ",").replace("+", ",").split(",")]
    found: set[Role] = set()
    for word in filter(None, words):
        if word not in _ROLES:
            return frozenset(), word[:_LONGEST]
        found.add(_ROLES[word])
    return frozenset(found), ""


_ROLES: Mapping[str, Role] = {
    "coach": "coach", "instructional coach": "coach", "asesor": "coach", "asesora": "coach", "teacher": "teacher",
    "docente": "teacher", "maestro": "teacher", "maestra": "teacher", "profesor": "teacher", "profesora": "teacher",
    "administrator": "administrator", "admin": "administrator", "administrador": "administrator",
    "administradora": "administrator",
}  # fmt: skip


# --- what holds for both


def _take(read: Read, row: _Row, staff: Staff) -> None:
    email = fold_email(row.cells.get("email", ""))
    fault = _find_fault(email, staff)
    if fault:
        value = email if fault == "bad_email" else staff.school if fault == "bad_school" else staff.name
        shown = value if is_text(value) and value.isprintable() else ""
        read.refused.append(Refused(row.file, row.line, fault, shown[:_LONGEST]))
        return
    read.staff.append(staff._replace(email=email, source=staff.source or f"csv:{email}"))
    if len(read.staff) > MAX_STAFF:
        raise StaffFileError("too_many_rows", row.file)


def _find_fault(email: str, staff: Staff) -> Rule | None:
    if not email:
        return "no_email"
    if not is_email(email) or not email.isprintable() or not is_text(email):
        return "bad_email"
    if not staff.name:
        return "no_name"
    if not _is_name(staff.name):
        return "bad_name"
    return None if not staff.school or _is_name(staff.school) else "bad_school"


def _is_name(text: str) -> bool:
    """Tell a name from a formula, a control character or a novel."""
    return len(text) <= _LONGEST and text.isprintable() and is_text(text) and not text.startswith(("=", "+", "-", "@"))


def _without_doubles(read: Read) -> Read:
    seen: set[str] = set()
    kept = []
    for one in read.staff:
        if {one.email, one.source} & seen:
            read.refused.append(Refused(one.file, one.line, "twice", one.email))
            continue
        seen |= {one.email, one.source}
        kept.append(one)
    read.staff = kept
    read.refused.sort(key=lambda one: (one.file, one.line))
    return read


def is_of_kind(source: str, kind: str) -> bool:
    """Tell whether a person once came from this kind of file."""
    return source.startswith(f"{kind}:")

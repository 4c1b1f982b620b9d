"""Files that say who works in a district: OneRoster 1.1 and 1.2 (CSV, zipped or not) and a plain table.

Nothing in them is trusted: sizes are bounded, encodings tried in a fixed order, and a row that does not fit is refused
with its place and its rule while the others go on. OneRoster: 1EdTech, "OneRoster CSV Tables", 1.1 and 1.2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from server.domain.field_types import is_text
from server.domain.people import LANGUAGES, Role, fold_email, is_email
from server.domain.staff_tables import LONGEST, Given, Row, StaffFileError, Table, read_tables

MAX_STAFF = 20_000

Rule = Literal[
    "no_email", "bad_email", "no_name", "bad_name", "bad_school", "no_role", "unknown_role", "unknown_language",
    "twice", "bad_row", "elsewhere", "email_fixed",
]  # fmt: skip


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


def read_staff(given: Sequence[Given]) -> Read:
    """Read the files together; raises StaffFileError."""
    tables = list(read_tables(given))
    users = [table for table in tables if {"sourcedid", "givenname", "familyname"} <= table.head]
    if users:
        return _read_oneroster(users, tables)
    plain = [table for table in tables if {"name", "email", "role"} <= table.head]
    if not plain:
        raise StaffFileError("no_people", given[0].name if given else "")
    return _read_plain(plain)


# --- OneRoster


def _read_oneroster(users: Sequence[Table], tables: Sequence[Table]) -> Read:
    schools = {
        row.cells.get("sourcedid", ""): row.cells.get("name", "")
        for table in tables
        if {"sourcedid", "name", "type"} <= table.head
        for row in table.rows
        if row.cells.get("type", "").casefold() == "school" and not _is_gone(row)
    }
    # 1.2 keeps roles in a file of their own, 1.1 in the user's row.
    assigned: dict[str, list[Row]] = {}
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


def _is_gone(row: Row) -> bool:
    is_off = row.cells.get("enableduser", "").casefold() == "false"
    return is_off or row.cells.get("status", "").casefold() in ("tobedeleted", "inactive")


def _take_user(read: Read, row: Row, assigned: Sequence[Row], schools: Mapping[str, str]) -> None:
    words = [one.cells.get("role", "") for one in assigned] or [row.cells.get("role", "")]
    if not any(word.casefold() == "teacher" for word in words):
        read.passed_over[words[0].casefold()[:LONGEST] or "none"] += 1
        return
    teaching = [one for one in assigned if one.cells.get("role", "").casefold() == "teacher"]
    places = [one.cells.get("orgsourcedid", "") for one in teaching]
    places += row.cells.get("orgsourcedids", "").split(",")
    school = next((schools[place.strip()] for place in places if place.strip() in schools), "")
    name = " ".join(filter(None, (row.cells.get("givenname", ""), row.cells.get("familyname", ""))))
    source = f"oneroster:{row.cells['sourcedid'][:LONGEST]}"
    _take(read, row, Staff(row.file, row.line, source, "", name, frozenset({"teacher"}), school))


# --- a plain table


def _read_plain(tables: Sequence[Table]) -> Read:
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
                read.refused.append(Refused(row.file, row.line, "unknown_language", language[:LONGEST]))
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
            return frozenset(), word[:LONGEST]
        found.add(_ROLES[word])
    return frozenset(found), ""


_ROLES: Mapping[str, Role] = {
    "coach": "coach", "instructional coach": "coach", "asesor": "coach", "asesora": "coach", "teacher": "teacher",
    "docente": "teacher", "maestro": "teacher", "maestra": "teacher", "profesor": "teacher", "profesora": "teacher",
    "administrator": "administrator", "admin": "administrator", "administrador": "administrator",
    "administradora": "administrator",
}  # fmt: skip


# --- what holds for both


def _take(read: Read, row: Row, staff: Staff) -> None:
    email = fold_email(row.cells.get("email", ""))
    fault = _find_fault(email, staff)
    if fault:
        value = email if fault == "bad_email" else staff.school if fault == "bad_school" else staff.name
        shown = value if is_text(value) and value.isprintable() else ""
        read.refused.append(Refused(row.file, row.line, fault, shown[:LONGEST]))
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
    return len(text) <= LONGEST and text.isprintable() and is_text(text) and not text.startswith(("=", "+", "-", "@"))


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

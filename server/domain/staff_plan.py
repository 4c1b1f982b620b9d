"""What an import of staff would do, decided before anything is written: preview and deed are one plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from server.domain.people import Role
from server.domain.staff_files import Read, Refused, Staff, is_of_kind


class Known(NamedTuple):
    """Somebody of the district as they stand now; `may_move` when their address may be changed for them."""

    id: str
    email: str
    source: str
    name: str
    roles: frozenset[Role]
    school: str
    language: str
    is_active: bool
    may_move: bool


class Update(NamedTuple):
    """What of a person changes: `fields` by their names in the record, a school by its name."""

    known: Known
    staff: Staff
    roles: frozenset[Role]
    changes: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """Left and returned are only told: what becomes of them is said by whoever imports."""

    adds: list[Staff] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    same: int = 0
    returned: list[Known] = field(default_factory=list)
    left: list[Known] = field(default_factory=list)
    schools: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def plan_import(read: Read, known: Sequence[Known], schools: Mapping[str, str], taken: Collection[str]) -> Plan:
    """Compare files with the district; `schools` are names by folded name, `taken` addresses of other districts."""
    plan = Plan(refused=list(read.refused))
    by_source = {one.source: one for one in known if one.source}
    by_email = {one.email: one for one in known if one.email}
    found_ids = set()
    for staff in read.staff:
        same = by_source.get(staff.source) or by_email.get(staff.email)
        if same is None and staff.email in taken:
            plan.refused.append(Refused(staff.file, staff.line, "elsewhere", staff.email))
        elif same is None:
            plan.adds.append(staff)
        else:
            found_ids.add(same.id)
            _plan_update(plan, read, staff, same, by_email, taken)
    plan.schools = _find_new_schools(plan, schools)
    plan.left = [
        one for one in known if one.is_active and one.id not in found_ids and is_of_kind(one.source, read.kind)
    ]
    plan.refused.sort(key=lambda one: (one.file, one.line))
    return plan


def _plan_update(
    plan: Plan, read: Read, staff: Staff, known: Known, by_email: Mapping[str, Known], taken: Collection[str]
) -> None:
    if staff.email != known.email and (not known.may_move or staff.email in by_email or staff.email in taken):
        plan.refused.append(Refused(staff.file, staff.line, "email_fixed", staff.email))
        return
    if not known.is_active:
        plan.returned.append(known)
    roles = _choose_roles(read, staff, known)
    changes = tuple(
        name
        for name, differs in (
            ("name", staff.name != known.name),
            ("email", staff.email != known.email),
            ("roles", roles != known.roles),
            ("school", bool(staff.school) and staff.school.casefold() != known.school.casefold()),
            ("language", bool(staff.language) and staff.language != known.language),
        )
        if differs
    )
    if changes or staff.source != known.source:
        plan.updates.append(Update(known, staff, roles, changes))
    if not changes:
        plan.same += 1


def _choose_roles(read: Read, staff: Staff, known: Known) -> frozenset[Role]:
    """Add roles by OneRoster, which knows no coaches; take them as they stand in a table, but for administrators."""
    if read.kind == "oneroster":
        return known.roles | staff.roles
    return staff.roles | (known.roles & {"administrator"})


def _find_new_schools(plan: Plan, schools: Mapping[str, str]) -> list[str]:
    named = [staff.school for staff in [*plan.adds, *(update.staff for update in plan.updates)] if staff.school]
    return list({name.casefold(): name for name in named if name.casefold() not in schools}.values())

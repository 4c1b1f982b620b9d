"""Import of staff: a preview that writes nothing, and the same plan carried out in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from server.domain.changes import Draft
from server.domain.clock import write_instant
from server.domain.ids import make_scope
from server.domain.json_values import Json, JsonObject
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.domain.staff_files import Read, read_staff
from server.domain.staff_plan import Known, Plan, Update, plan_import
from server.domain.staff_tables import Given, StaffFileError
from server.services.acts import Concern, note_act
from server.services.administration import administer
from server.services.staff_records import activate, end_ways_in, roles_of
from server.services.sync_apply import new_id
from server.services.sync_drafts import Author, make_changes
from server.services.tickets import send_ticket
from server.storage import people as stored
from server.storage import staff as stored_staff
from server.storage.people import Account
from server.storage.spaces import get_space


@dataclass(frozen=True, slots=True)
class Order:
    """What to import, and what to do beyond it: `deactivates` and `activates` name people by id."""

    files: Sequence[Given]
    is_dry: bool = True
    invites: bool = False
    deactivates: Collection[str] = ()
    activates: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """The plan, and who was passed over by role; of a dry run nothing was done."""

    plan: Plan
    passed_over: Mapping[str, int]
    is_dry: bool


def import_staff(who: SignedIn, order: Order, *, site: str, now: datetime) -> Imported:
    """Import, or only say what it would do; raises Problem `bad_file` for what cannot be read at all."""
    try:
        read = read_staff(order.files)
    except StaffFileError as error:
        raise Problem("bad_file", str(error), fault=error.fault, file=error.file[:200]) from error

    def carry_out(connection: Connection) -> Imported:
        plan = _make_plan(connection, who, read)
        if not order.is_dry:
            _write(connection, who, plan, order, site=site, now=now)
        return Imported(plan, dict(read.passed_over), order.is_dry)

    return administer(who, carry_out)


def _make_plan(connection: Connection, who: SignedIn, read: Read) -> Plan:
    schools = stored_staff.list_schools(connection, who.space_id)
    members = stored_staff.list_members(connection, who.space_id)
    shared = stored_staff.list_with_memberships(connection, who.space_id)
    known = [
        Known(
            member.id,
            member.email,
            member.sourced_id,
            str(member.fields.get("name") or ""),
            frozenset(roles_of(member)),
            schools.get(str(member.fields.get("school")), ""),
            str(member.fields.get("language") or "en"),
            member.fields.get("active") is not False,
            not member.has_come and member.id not in shared,
        )
        for member in members
        if member.email
    ]
    own = {one.email for one in known}
    taken = {email for email in stored.list_taken(connection, {one.email for one in read.staff}) if email not in own}
    return plan_import(read, known, {name.casefold(): name for name in schools.values()}, taken)


def _write(connection: Connection, who: SignedIn, plan: Plan, order: Order, *, site: str, now: datetime) -> None:
    scope, author = make_scope("space", who.space_id), Author(who.space_id, who.user_id, now)
    schools = {name.casefold(): id for id, name in stored_staff.list_schools(connection, who.space_id).items()}
    drafts = []
    for name in plan.schools:
        schools[name.casefold()] = new_id()
        drafts.append(Draft("school", scope, {"name": name}, id=schools[name.casefold()]))
    new_ids = [new_id() for _ in plan.adds]
    for id, one in zip(new_ids, plan.adds, strict=True):
        roles: list[Json] = [*sorted(one.roles)]
        fields: JsonObject = {"name": one.name, "roles": roles, "language": one.language or "en", "active": True}
        if one.school:
            fields["school"] = schools[one.school.casefold()]
        drafts.append(Draft("person", scope, fields, id=id))
    for update in plan.updates:
        changed = _make_fields(update, schools)
        if changed:
            drafts.append(Draft("person", scope, changed, record=update.known.id))
    if drafts:
        make_changes(connection, author, drafts)
    _write_accounts(connection, who, plan, new_ids, now=now)
    _write_ways_in(connection, who, plan, order, new_ids, site=site, now=now)
    told: JsonObject = {"added": len(plan.adds), "updated": len(plan.updates), "refused": len(plan.refused)}
    about = Concern(who.space_id, who.user_id)
    note_act(connection, about, "staff imported", by=f"user:{who.user_id}", told=told, now=now)


def _make_fields(update: Update, schools: Mapping[str, str]) -> JsonObject:
    roles: list[Json] = [*sorted(update.roles)]
    staff = update.staff
    every: JsonObject = {
        "name": staff.name,
        "roles": roles,
        "school": schools.get(staff.school.casefold()),
        "language": staff.language,
    }
    return {name: value for name, value in every.items() if name in update.changes}


def _write_accounts(
    connection: Connection, who: SignedIn, plan: Plan, new_ids: Sequence[str], *, now: datetime
) -> None:
    space = get_space(connection, who.space_id)
    for id, one in zip(new_ids, plan.adds, strict=True):
        account = Account(who.space_id, id, one.email, "", {}, space.name, space.gen)
        stored.insert_account(connection, account, at=write_instant(now))
        stored_staff.update_sourced_id(connection, who.space_id, id, one.source)
    for update in plan.updates:
        if "email" in update.changes:
            stored_staff.update_email(connection, who.space_id, update.known.id, update.staff.email)
        stored_staff.update_sourced_id(connection, who.space_id, update.known.id, update.staff.source)
        if "roles" in update.changes:
            end_ways_in(connection, who.space_id, update.known.id)


def _write_ways_in(
    connection: Connection,
    who: SignedIn,
    plan: Plan,
    order: Order,
    new_ids: Sequence[str],
    *,
    site: str,
    now: datetime,
) -> None:
    """Invite the new, and do with those who left and came back as was said; never to whoever imports."""
    for id in new_ids if order.invites else ():
        account = stored.get_account(connection, space_id=who.space_id, user_id=id)
        send_ticket(connection, account, "invitation", site=site, now=now)
    for known in plan.left:
        if known.id in order.deactivates and known.id != who.user_id:
            activate(connection, who, known.id, is_active=False, now=now)
    for known in plan.returned:
        if known.id in order.activates:
            activate(connection, who, known.id, is_active=True, now=now)

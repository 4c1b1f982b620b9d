"""A person's record and account as administrators write them, inside the transaction of whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from server.domain.changes import Draft
from server.domain.clock import write_instant
from server.domain.ids import make_scope
from server.domain.json_values import Json, JsonObject
from server.domain.people import Role, SignedIn, fold_email, is_email, is_role
from server.domain.problems import Problem
from server.services.acts import Concern, note_act
from server.services.sync_apply import new_id
from server.services.sync_drafts import Author, make_changes
from server.storage import people as stored
from server.storage import staff, tickets
from server.storage.people import Account
from server.storage.spaces import get_space
from server.storage.staff import Member


@dataclass(frozen=True, slots=True)
class Wish:
    """How a person is to be; `email` None leaves the address."""

    name: str
    roles: frozenset[Role]
    email: str | None = None
    school: str | None = None
    language: str = "en"


def enter_person(connection: Connection, who: SignedIn, wish: Wish, *, now: datetime) -> str:
    """Add record and account, and give the id."""
    email = _check_email(connection, wish.email or "")
    fields = _make_fields(connection, who, wish) | {"active": True}
    id = new_id()
    draft = Draft(
        "person", make_scope("space", who.space_id), {k: v for k, v in fields.items() if v is not None}, id=id
    )
    make_changes(connection, Author(who.space_id, who.user_id, now), [draft])
    space = get_space(connection, who.space_id)
    account = Account(who.space_id, id, email, "", {}, space.name, space.gen)
    stored.insert_account(connection, account, at=write_instant(now))
    return id


def activate(connection: Connection, who: SignedIn, id: str, *, is_active: bool, now: datetime) -> None:
    """Take a person's way in, or give it back; raises Problem `last_administrator`."""
    before = get_member(connection, who, id)
    if (before.fields.get("active") is not False) == is_active:
        return
    if not is_active:
        keep_an_administrator(connection, who, without=id)
    draft = Draft("person", make_scope("space", who.space_id), {"active": is_active}, record=id)
    make_changes(connection, Author(who.space_id, who.user_id, now), [draft])
    end_ways_in(connection, who.space_id, id)
    note_act(
        connection,
        Concern(who.space_id, id),
        "activated" if is_active else "deactivated",
        by=f"user:{who.user_id}",
        now=now,
    )


def change_email(connection: Connection, who: SignedIn, before: Member, email: str | None) -> None:
    """Give somebody who has not come another address; the links sent to the old one are over by themselves."""
    if email is None or fold_email(email) == before.email:
        return
    if before.has_come or not before.email or staff.has_memberships(connection, who.space_id, before.id):
        raise Problem("email_fixed")
    staff.update_email(connection, who.space_id, before.id, _check_email(connection, email))


def keep_an_administrator(connection: Connection, who: SignedIn, *, without: str) -> None:
    """Raise Problem `last_administrator` if nobody else could administer the district."""
    members = staff.list_members(connection, who.space_id)
    able = [one.id for one in members if one.has_come and _is_active(one) and "administrator" in roles_of(one)]
    if able == [without]:
        raise Problem("last_administrator")


def end_ways_in(connection: Connection, space_id: str, id: str) -> None:
    """End a person's sessions and void their links."""
    account = stored.find_account_of(connection, space_id=space_id, user_id=id)
    if account is not None:
        stored.delete_sessions(connection, account)
        tickets.delete_tickets(connection, space_id, id)


def roles_of(member: Member) -> set[Role]:
    roles = member.fields.get("roles")
    return {role for role in roles if isinstance(role, str) and is_role(role)} if isinstance(roles, list) else set()


def get_member(connection: Connection, who: SignedIn, id: str) -> Member:
    member = staff.find_member(connection, who.space_id, id)
    if member is None:
        raise Problem("not_found")
    return member


def write_person(connection: Connection, who: SignedIn, before: Member, wish: Wish, *, now: datetime) -> bool:
    """Write what differs; tells whether the roles did."""
    fields = _make_fields(connection, who, wish)
    changed: JsonObject = {name: value for name, value in fields.items() if before.fields.get(name) != value}
    has_other_roles = roles_of(before) != wish.roles
    if not has_other_roles:
        changed.pop("roles", None)
    if changed:
        draft = Draft("person", make_scope("space", who.space_id), changed, record=before.id)
        make_changes(connection, Author(who.space_id, who.user_id, now), [draft])
    if has_other_roles:
        end_ways_in(connection, who.space_id, before.id)
    return has_other_roles


def _make_fields(connection: Connection, who: SignedIn, wish: Wish) -> JsonObject:
    if not wish.name.strip():
        raise Problem("bad_request", "A person needs a name")
    if not wish.roles:
        raise Problem("bad_request", "A person needs a role")
    if wish.school is not None and wish.school not in staff.list_schools(connection, who.space_id):
        raise Problem("bad_request", "There is no such school")
    roles: list[Json] = [*sorted(wish.roles)]
    return {"name": wish.name.strip(), "roles": roles, "school": wish.school, "language": wish.language}


def _check_email(connection: Connection, email: str) -> str:
    folded = fold_email(email)
    if not is_email(folded) or not folded.isprintable():
        raise Problem("bad_request", "This is no e-mail address", errors=[{"at": "email", "says": "no address"}])
    if stored.is_taken(connection, folded):
        raise Problem("email_taken")
    return folded


def _is_active(member: Member) -> bool:
    return member.fields.get("active") is not False

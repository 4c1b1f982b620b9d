"""What an administrator does with the people of the district; none of it shows or opens what they recorded.

Whoever may not administer gets Problem `forbidden`, whoever asks for nobody of this district `not_found`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, TypeVar

from sqlalchemy import Connection

from server.domain.changes import Draft
from server.domain.clock import write_instant
from server.domain.ids import make_scope
from server.domain.json_values import Json, JsonObject
from server.domain.people import Role, SignedIn, fold_email, is_email, is_role
from server.domain.problems import Problem
from server.domain.tickets import Purpose
from server.services.acts import Concern, note_act
from server.services.sync_apply import new_id
from server.services.sync_drafts import Author, make_changes
from server.services.tickets import send_ticket
from server.storage import people as stored
from server.storage import staff, tickets
from server.storage.db import in_transaction, reading
from server.storage.people import Account
from server.storage.spaces import get_space, lock_scopes
from server.storage.staff import Member

Result = TypeVar("Result")
# here: has chosen a password; invited, expired: a letter is under way, or was; added: none was; listed: no address.
Standing = Literal["here", "invited", "expired", "added", "listed"]


@dataclass(frozen=True, slots=True)
class Wish:
    """How a person is to be; `email` None leaves the address."""

    name: str
    roles: frozenset[Role]
    email: str | None = None
    school: str | None = None
    language: str = "en"


class Colleague(NamedTuple):
    """A person as the administrators see them; instants as text."""

    member: Member
    standing: Standing
    invited_until: str | None


def list_people(who: SignedIn, *, now: datetime) -> Sequence[Colleague]:
    """Give everybody of the district, the deactivated too."""
    require_administrator(who)
    with reading() as connection:
        invited = {one.user_id: one.expires_at for one in tickets.list_tickets(connection, who.space_id, purpose=_IN)}
        members = staff.list_members(connection, who.space_id)
    return [_show(member, invited.get(member.id), now) for member in members]


def add_person(who: SignedIn, wish: Wish, *, invites: bool, site: str, now: datetime) -> Colleague:
    """Add a person who has no password yet, and invite them if asked; raises Problem `email_taken`, `bad_request`."""

    def add(connection: Connection) -> Colleague:
        id = enter_person(connection, who, wish, now=now)
        if invites:
            send_ticket(connection, _get_account(connection, who, id), _IN, site=site, now=now)
        note_act(connection, Concern(who.space_id, id), "invited" if invites else "added", by=_by(who), now=now)
        return _get(connection, who, id, now=now)

    return administer(who, add)


def edit_person(who: SignedIn, id: str, wish: Wish, *, now: datetime) -> Colleague:
    """Change what a person is called and may do; other roles end their sessions and void their links.

    The e-mail address changes only before its person has come and while nothing is shared with them: whoever could
    point it at a mailbox of their own could walk in. Raises Problem `last_administrator`, `email_fixed`, `email_taken`.
    """

    def edit(connection: Connection) -> Colleague:
        before = _get_member(connection, who, id)
        if "administrator" not in wish.roles:
            keep_an_administrator(connection, who, without=id)
        change_email(connection, who, before, wish.email)
        if _write_person(connection, who, before, wish, now=now):
            note_act(connection, Concern(who.space_id, id), "roles changed", by=_by(who), now=now)
        return _get(connection, who, id, now=now)

    return administer(who, edit)


def set_active(who: SignedIn, id: str, *, is_active: bool, now: datetime) -> Colleague:
    """Take a person's way in, or give it back; records and memberships stay. Raises Problem `last_administrator`."""

    def change(connection: Connection) -> Colleague:
        activate(connection, who, id, is_active=is_active, now=now)
        return _get(connection, who, id, now=now)

    return administer(who, change)


def invite(who: SignedIn, id: str, *, site: str, now: datetime) -> Colleague:
    """Send an invitation, and void the one before; raises Problem `forbidden` for somebody who has come."""

    def send(connection: Connection) -> Colleague:
        account = _get_account(connection, who, id)
        if account.password or not account.is_active:
            raise Problem("forbidden", "Only who has not come yet is invited")
        send_ticket(connection, account, _IN, site=site, now=now)
        note_act(connection, account, "invited", by=_by(who), now=now)
        return _get(connection, who, id, now=now)

    return administer(who, send)


def withdraw(who: SignedIn, id: str, *, now: datetime) -> Colleague:
    """Void a person's invitation."""

    def take(connection: Connection) -> Colleague:
        account = _get_account(connection, who, id)
        if tickets.delete_tickets(connection, who.space_id, id, purpose=_IN):
            note_act(connection, account, "invitation withdrawn", by=_by(who), now=now)
        return _get(connection, who, id, now=now)

    return administer(who, take)


def send_reset(who: SignedIn, id: str, *, site: str, now: datetime) -> None:
    """Send a person the way to a new password, to their own address; whoever asked gets to see nothing of it."""

    def send(connection: Connection) -> None:
        account = _get_account(connection, who, id)
        if not account.password or not account.is_active:
            raise Problem("forbidden", "Who has not come yet is invited")
        send_ticket(connection, account, "reset", site=site, now=now)
        note_act(connection, account, "reset sent", by=_by(who), now=now)

    administer(who, send)


# --- what the import of staff does too, inside its own transaction


def administer(who: SignedIn, act: Callable[[Connection], Result]) -> Result:
    """Do something to people, one administrator at a time, so that two cannot take away the last one's role."""
    require_administrator(who)

    def alone(connection: Connection) -> Result:
        lock_scopes(connection, who.space_id, shared=(), exclusive=(make_scope("space", who.space_id),))
        return act(connection)

    return in_transaction(alone)


def require_administrator(who: SignedIn) -> None:
    if "administrator" not in who.roles:
        raise Problem("forbidden")


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
    """Do as `set_active` says."""
    before = _get_member(connection, who, id)
    if (before.fields.get("active") is not False) == is_active:
        return
    if not is_active:
        keep_an_administrator(connection, who, without=id)
    draft = Draft("person", make_scope("space", who.space_id), {"active": is_active}, record=id)
    make_changes(connection, Author(who.space_id, who.user_id, now), [draft])
    end_ways_in(connection, who.space_id, id)
    note_act(connection, Concern(who.space_id, id), "activated" if is_active else "deactivated", by=_by(who), now=now)


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


def _write_person(connection: Connection, who: SignedIn, before: Member, wish: Wish, *, now: datetime) -> bool:
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


def _get_member(connection: Connection, who: SignedIn, id: str) -> Member:
    member = staff.find_member(connection, who.space_id, id)
    if member is None:
        raise Problem("not_found")
    return member


def _get_account(connection: Connection, who: SignedIn, id: str) -> Account:
    account = stored.find_account_of(connection, space_id=who.space_id, user_id=id)
    if account is None:
        raise Problem("not_found")
    return account


def _get(connection: Connection, who: SignedIn, id: str, *, now: datetime) -> Colleague:
    invited = {one.user_id: one.expires_at for one in tickets.list_tickets(connection, who.space_id, purpose=_IN)}
    return _show(_get_member(connection, who, id), invited.get(id), now)


def _show(member: Member, until: str | None, now: datetime) -> Colleague:
    if member.has_come:
        return Colleague(member, "here", None)
    if not member.email:
        return Colleague(member, "listed", None)
    if until is None:
        return Colleague(member, "added", None)
    return Colleague(member, "invited" if until > write_instant(now) else "expired", until)


def _is_active(member: Member) -> bool:
    return member.fields.get("active") is not False


def _by(who: SignedIn) -> str:
    return f"user:{who.user_id}"


_IN: Purpose = "invitation"

"""What an administrator does with the people of the district; none of it shows or opens what they recorded.

Whoever may not administer gets Problem `forbidden`, whoever asks for nobody of this district `not_found`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import Connection

from server.domain.clock import write_instant
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.domain.tickets import Purpose
from server.services.acts import Concern, note_act
from server.services.administration import administer, require_administrator
from server.services.staff_records import (
    Wish,
    activate,
    change_email,
    enter_person,
    get_member,
    keep_an_administrator,
    write_person,
)
from server.services.tickets import send_ticket
from server.storage import people as stored
from server.storage import staff, tickets
from server.storage.db import reading
from server.storage.people import Account
from server.storage.staff import Member

# here: has chosen a password; invited, expired: a letter is under way, or was; added: none was; listed: no address.
Standing = Literal["here", "invited", "expired", "added", "listed"]


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
        before = get_member(connection, who, id)
        if "administrator" not in wish.roles:
            keep_an_administrator(connection, who, without=id)
        change_email(connection, who, before, wish.email)
        if write_person(connection, who, before, wish, now=now):
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


def _get_account(connection: Connection, who: SignedIn, id: str) -> Account:
    account = stored.find_account_of(connection, space_id=who.space_id, user_id=id)
    if account is None:
        raise Problem("not_found")
    return account


def _get(connection: Connection, who: SignedIn, id: str, *, now: datetime) -> Colleague:
    invited = {one.user_id: one.expires_at for one in tickets.list_tickets(connection, who.space_id, purpose=_IN)}
    return _show(get_member(connection, who, id), invited.get(id), now)


def _show(member: Member, until: str | None, now: datetime) -> Colleague:
    if member.has_come:
        return Colleague(member, "here", None)
    if not member.email:
        return Colleague(member, "listed", None)
    if until is None:
        return Colleague(member, "added", None)
    return Colleague(member, "invited" if until > write_instant(now) else "expired", until)


def _by(who: SignedIn) -> str:
    return f"user:{who.user_id}"


_IN: Purpose = "invitation"

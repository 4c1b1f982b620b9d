"""What a person does with their own account: name, language, password, sessions."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from server.domain.changes import Draft
from server.domain.clock import write_instant
from server.domain.ids import make_scope
from server.domain.people import Profile, SignedIn
from server.domain.problems import Problem
from server.services import budgets
from server.services.acts import note_act
from server.services.opening import make_profile
from server.services.passwords import hash_password, is_password
from server.services.seals import seal
from server.services.sync_drafts import Author, make_changes
from server.services.tickets import refuse_weak
from server.storage import own_sessions, tickets
from server.storage import people as stored
from server.storage.db import in_transaction, reading


class Seen(NamedTuple):
    """A signed-in browser as its person sees it; `id` names it and opens nothing."""

    id: str
    browser: str
    made_at: str
    seen_at: str
    is_this: bool


def change_profile(who: SignedIn, *, name: str, language: str, now: datetime) -> Profile:
    """Be called differently, or be spoken to in another language."""
    if not name.strip():
        raise Problem("bad_request", "A person needs a name")

    def change(connection: Connection) -> Profile:
        scope = make_scope("space", who.space_id)
        draft = Draft("person", scope, {"name": name.strip(), "language": language}, record=who.user_id)
        make_changes(connection, Author(who.space_id, who.user_id, now), [draft])
        return make_profile(stored.get_account(connection, space_id=who.space_id, user_id=who.user_id))

    return in_transaction(change)


def change_password(who: SignedIn, old: str, new: str, *, network: str, now: datetime) -> None:
    """Take a new password for the old one; every other session ends.

    Raises Problem `wrong_password`, `weak_password`, or `too_many` before any hashing is done.
    """
    with reading() as connection:
        account = stored.get_account(connection, space_id=who.space_id, user_id=who.user_id)
    budget = budgets.find_budget(account.email, network=network, device=None, proof="change ")
    budgets.spend(budget, now=now)
    if not is_password(account.password or None, old):
        raise Problem("wrong_password")
    refuse_weak(new, account.email)
    hashed = hash_password(new)

    def change(connection: Connection) -> None:
        stored.delete_failures(connection, budget=budget)
        stored.update_password(connection, account, password=hashed, at=write_instant(now))
        stored.delete_other_sessions(connection, account, but=who.session_id)
        tickets.delete_tickets(connection, who.space_id, who.user_id, purpose="reset")
        note_act(connection, account, "password changed", now=now)

    in_transaction(change)


def list_sessions(who: SignedIn) -> list[Seen]:
    """Give one's own sessions, the one used last first."""
    with reading() as connection:
        found = own_sessions.list_sessions(connection, who.space_id, who.user_id)
    return [Seen(seal(one.id), one.browser or "", one.made_at, one.seen_at, one.id == who.session_id) for one in found]


def end_session(who: SignedIn, id: str) -> None:
    """End one of one's own sessions; raises Problem `not_found` for any other."""

    def end(connection: Connection) -> None:
        found = own_sessions.list_sessions(connection, who.space_id, who.user_id)
        ended = [one.id for one in found if seal(one.id) == id]
        if not ended:
            raise Problem("not_found")
        stored.delete_session(connection, ended[0])

    in_transaction(end)


def end_other_sessions(who: SignedIn) -> None:
    """End every session of one's own but this one."""

    def end(connection: Connection) -> None:
        account = stored.get_account(connection, space_id=who.space_id, user_id=who.user_id)
        stored.delete_other_sessions(connection, account, but=who.session_id)

    in_transaction(end)

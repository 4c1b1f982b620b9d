"""Links in letters: making and sending one, looking at it, using it once."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from server.domain.changes import Draft
from server.domain.clock import write_instant
from server.domain.ids import make_scope
from server.domain.passwords import password_fault
from server.domain.people import LANGUAGES, Profile, fold_email
from server.domain.problems import Problem
from server.domain.tickets import LASTS, Purpose, Reader, make_link, write_letter
from server.services import budgets
from server.services.acts import note_act
from server.services.letters import post_letter
from server.services.opening import Browser, Opened, make_profile, open_session, write_roles
from server.services.passwords import hash_password
from server.services.seals import seal
from server.services.sync_drafts import Author, make_changes
from server.storage import people as stored
from server.storage import tickets
from server.storage.db import in_transaction, reading
from server.storage.people import Account
from server.storage.tickets import Ticket


def send_ticket(connection: Connection, account: Account, purpose: Purpose, *, site: str, now: datetime) -> None:
    """Make a link, void those before it, and put the letter down; the token is in the letter and nowhere else."""
    token = secrets.token_urlsafe(32)
    until = write_instant(now + LASTS[purpose])
    profile = make_profile(account)
    tickets.delete_tickets(connection, account.space_id, account.user_id, purpose=purpose)
    tickets.insert_ticket(
        connection,
        Ticket(
            account.space_id, seal(token), account.user_id, purpose, account.email, write_roles(account),
            write_instant(now), until,
        ),
    )  # fmt: skip
    to = Reader(account.email, profile.name, profile.language, account.space_name)
    letter = write_letter(purpose, to, make_link(site, purpose, token))
    post_letter(connection, account.space_id, letter, now=now, lasts=LASTS[purpose])


def open_ticket(token: str, purpose: Purpose, *, now: datetime) -> Profile:
    """Tell whom a link is for, without using it; raises Problem `link_over`."""
    with reading() as connection:
        return make_profile(_get_owner(connection, token, purpose, now=now))


def accept_invitation(token: str, password: str, language: str, browser: Browser, *, now: datetime) -> Opened:
    """Choose a first password, which uses the invitation and signs in; raises Problem `link_over`, `weak_password`."""
    hashed = _check_and_hash(token, "invitation", password, now=now)

    def accept(connection: Connection) -> Opened:
        account = _use(connection, token, "invitation", now=now)
        stored.update_password(connection, account, password=hashed, at=write_instant(now))
        note_act(connection, account, "invitation accepted", now=now)
        speaking = _choose_language(connection, account, language, now=now)
        return open_session(connection, speaking, browser, now=now)

    return in_transaction(accept)


def reset_password(token: str, password: str, *, now: datetime) -> None:
    """Choose a new password by a link, which ends all sessions; raises Problem `link_over`, `weak_password`."""
    hashed = _check_and_hash(token, "reset", password, now=now)

    def change(connection: Connection) -> None:
        account = _use(connection, token, "reset", now=now)
        stored.update_password(connection, account, password=hashed, at=write_instant(now))
        stored.delete_sessions(connection, account)
        note_act(connection, account, "password reset", now=now)

    in_transaction(change)


def ask_for_reset(email: str, *, network: str, site: str, now: datetime) -> None:
    """Send a letter if somebody has this address and may sign in; says to nobody whether it did.

    Raises Problem `too_many`.
    """
    folded = fold_email(email)
    budgets.spend(budgets.find_budget(folded, network=network, device=None, proof="reset "), now=now)

    def ask(connection: Connection) -> None:
        account = stored.find_account(connection, folded)
        if account is not None and account.is_active and account.password:
            send_ticket(connection, account, "reset", site=site, now=now)

    in_transaction(ask)


def refuse_weak(password: str, email: str) -> None:
    """Raise Problem `weak_password` for a password that is not taken."""
    if fault := password_fault(password, email=email):
        raise Problem("weak_password", fault=fault)


def _check_and_hash(token: str, purpose: Purpose, password: str, *, now: datetime) -> str:
    """Do what costs before the transaction, and only for a link that holds."""
    refuse_weak(password, open_ticket(token, purpose, now=now).email)
    return hash_password(password)


def _use(connection: Connection, token: str, purpose: Purpose, *, now: datetime) -> Account:
    account = _get_owner(connection, token, purpose, now=now)
    if not tickets.use_ticket(connection, seal(token)):
        raise Problem("link_over")
    tickets.delete_tickets(connection, account.space_id, account.user_id)
    return account


def _get_owner(connection: Connection, token: str, purpose: Purpose, *, now: datetime) -> Account:
    """Give the account of a link, if the link holds and the account is still what it was made for."""
    found = tickets.find_ticket(connection, seal(token), purpose=purpose)
    if found is None or found.expires_at <= write_instant(now):
        raise Problem("link_over")
    account = stored.find_account_of(connection, space_id=found.space_id, user_id=found.user_id)
    if account is None or not account.is_active or account.email != found.email:
        raise Problem("link_over")
    if write_roles(account) != found.roles:
        raise Problem("link_over")
    return account


def _choose_language(connection: Connection, account: Account, language: str, *, now: datetime) -> Account:
    if language not in LANGUAGES or account.fields.get("language") == language:
        return account
    author = Author(account.space_id, account.user_id, now)
    draft = Draft("person", make_scope("space", account.space_id), {"language": language}, record=account.user_id)
    make_changes(connection, author, [draft])
    return replace(account, fields={**account.fields, "language": language})

"""Sign in, stay signed in, sign out."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from server.domain.clock import read_instant, write_instant
from server.domain.factors import FactorPolicy, needs_factor
from server.domain.people import Profile, SignedIn, fold_email, idle_limit
from server.domain.problems import Problem
from server.services import budgets
from server.services.opening import Browser, Opened, make_profile, open_session, roles_of, write_roles
from server.services.passwords import hash_password, is_outdated, is_password
from server.services.seals import seal
from server.services.second_step import HalfOpened, begin_second_step
from server.storage import people as stored
from server.storage.db import in_transaction, reading
from server.storage.factors import Owner, has_factor
from server.storage.people import Account
from server.storage.people import Session as StoredSession

# A session is noted as used at most this often, so that reading does not write.
_TOUCH_EVERY_S = 300
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody's try at signing in."""

    email: str
    password: str
    browser: Browser


def sign_in(attempt: Attempt, *, now: datetime) -> Opened | HalfOpened:
    """Begin a session, or half of one where a second factor is still to be shown.

    Raises Problem `bad_credentials`, or `too_many` before any hashing is done.
    """
    email, browser = fold_email(attempt.email), attempt.browser
    budget = budgets.find_budget(email, network=browser.network, device=browser.device)
    budgets.spend(budget, now=now)
    with reading() as connection:
        account = stored.find_account(connection, email)
    fits = is_password(account.password if account else None, attempt.password)
    if account is None or not fits or not account.is_active:
        raise Problem("bad_credentials")
    renewed = hash_password(attempt.password) if is_outdated(account.password) else None

    def begin(connection: Connection) -> Opened | HalfOpened:
        stored.delete_failures(connection, budget=budget)
        if renewed:
            stored.update_password(connection, account, password=renewed, at=write_instant(now))
        return begin_session(connection, account, browser, now=now)

    return in_transaction(begin)


def begin_session(connection: Connection, account: Account, browser: Browser, *, now: datetime) -> Opened | HalfOpened:
    """Begin a session for somebody whose first proof was good; who has a second factor is asked for it."""
    if has_factor(connection, Owner(account.space_id, account.user_id)):
        return begin_second_step(connection, account, now=now)
    return open_session(connection, account, browser, now=now)


def find_signed_in(token: str, *, policy: FactorPolicy = "none", now: datetime) -> SignedIn | None:
    """Say who a session cookie stands for, with the roles of this moment; None if it is over or was none.

    A session is over, too, once its person has other roles than when it began.
    """
    with reading() as connection:
        session = stored.find_session(connection, seal(token))
        if session is None or not session.account.is_active or _has_other_roles(session):
            return None
        roles = roles_of(session.account)
        owner = Owner(session.account.space_id, session.account.user_id)
        must_enrol = needs_factor(roles, policy) and not has_factor(connection, owner)
    idle = now - read_instant(session.seen_at)
    if idle > idle_limit(roles):
        return None
    if idle.total_seconds() > _TOUCH_EVERY_S:
        _touch(session.id, now=now)
    return _make_signed_in(session.account, session.id, must_enrol=must_enrol, device=session.device)


def _has_other_roles(session: StoredSession) -> bool:
    return session.roles is not None and session.roles != write_roles(session.account)


def find_person(space_id: str, user_id: str) -> SignedIn | None:
    """Say who a person is without a session, for what is done on their behalf; None once their way in was taken."""
    with reading() as connection:
        account = stored.find_account_of(connection, space_id=space_id, user_id=user_id)
    return None if account is None or not account.is_active else _make_signed_in(account, "")


def _make_signed_in(account: Account, session: str, *, must_enrol: bool = False, device: str | None = None) -> SignedIn:
    profile = make_profile(account)
    return SignedIn(
        profile.user_id,
        profile.space_id,
        roles_of(account),
        session,
        profile.name,
        profile.language,
        must_enrol=must_enrol,
        device=device,
    )


def must_enrol(profile: Profile, policy: FactorPolicy) -> bool:
    """Tell whether somebody may do nothing yet but add a second factor."""
    if not needs_factor(frozenset(profile.roles), policy):
        return False
    with reading() as connection:
        return not has_factor(connection, Owner(profile.space_id, profile.user_id))


def sign_out(token: str) -> None:
    """End the session of a cookie; one that is over already stays so."""
    in_transaction(lambda connection: stored.delete_session(connection, seal(token)))


def get_profile(who: SignedIn) -> Profile:
    """Tell a signed-in person who they are."""
    with reading() as connection:
        return make_profile(stored.get_account(connection, space_id=who.space_id, user_id=who.user_id))


def _touch(id: str, *, now: datetime) -> None:
    try:
        in_transaction(lambda connection: stored.touch_session(connection, id=id, at=write_instant(now)))
    except OperationalError:
        # Reading goes on when the disk is full or the database busy; the next request tries again.
        _log.warning("The use of a session could not be noted", exc_info=True)

"""Sign in, stay signed in, sign out."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from server.domain.clock import read_instant, to_unix_ms, write_instant
from server.domain.ids import make_uuid7
from server.domain.json_values import Json
from server.domain.people import Profile, Role, SignedIn, fold_email, idle_limit, is_role
from server.domain.problems import Problem
from server.services.passwords import hash_password, is_outdated, is_password
from server.storage import people as stored
from server.storage.db import in_transaction, reading
from server.storage.people import Account

MOST_FAILURES = 10
FAILURES_COUNT_FOR = timedelta(minutes=15)
# A session is noted as used at most this often, so that reading does not write.
_TOUCH_EVERY = timedelta(minutes=5)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody's try at signing in; `device` is what the browser's device cookie holds, if it has one."""

    email: str
    password: str
    network: str
    device: str | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A session just begun: two secrets for two cookies, and whose it is."""

    session: str
    device: str
    profile: Profile


def sign_in(attempt: Attempt, *, replaces: str | None = None, now: datetime) -> Opened:
    """Begin a session, ending the one of the cookie that it replaces.

    Raises Problem `bad_credentials`, or `too_many` before any hashing is done.
    """
    email = fold_email(attempt.email)
    budget = _find_budget(email, attempt)
    _spend(budget, now=now)
    with reading() as connection:
        account = stored.find_account(connection, email)
    fits = is_password(account.password if account else None, attempt.password)
    if account is None or not fits or not account.is_active:
        raise Problem("bad_credentials")
    opened = Opened(secrets.token_urlsafe(32), attempt.device or secrets.token_urlsafe(32), _make_profile(account))
    renewed = hash_password(attempt.password) if is_outdated(account.password) else None

    def begin(connection: Connection) -> None:
        stored.delete_failures(connection, budget=budget)
        stored.delete_sessions(connection, account, unseen_since=write_instant(now - idle_limit(_roles_of(account))))
        if replaces:
            stored.delete_session(connection, _seal(replaces))
        stored.insert_session(connection, account, id=_seal(opened.session), at=write_instant(now))
        stored.remember_device(connection, account, sha256=_seal(opened.device), at=write_instant(now))
        if renewed:
            stored.update_password(connection, account, password=renewed, at=write_instant(now))

    in_transaction(begin)
    return opened


def find_signed_in(token: str, *, now: datetime) -> SignedIn | None:
    """Say who a session cookie stands for, with the roles of this moment; None if it is over or was none."""
    with reading() as connection:
        session = stored.find_session(connection, _seal(token))
    if session is None or not session.account.is_active:
        return None
    idle = now - read_instant(session.seen_at)
    roles = _roles_of(session.account)
    if idle > idle_limit(roles):
        return None
    if idle > _TOUCH_EVERY:
        _touch(session.id, now=now)
    return _make_signed_in(session.account, session.id)


def find_person(space_id: str, user_id: str) -> SignedIn | None:
    """Say who a person is without a session, for what is done on their behalf; None once their way in was taken."""
    with reading() as connection:
        account = stored.find_account_of(connection, space_id=space_id, user_id=user_id)
    return None if account is None or not account.is_active else _make_signed_in(account, "")


def _make_signed_in(account: Account, session: str) -> SignedIn:
    profile = _make_profile(account)
    return SignedIn(profile.user_id, profile.space_id, _roles_of(account), session, profile.name, profile.language)


def sign_out(token: str) -> None:
    """End the session of a cookie; one that is over already stays so."""
    in_transaction(lambda connection: stored.delete_session(connection, _seal(token)))


def get_profile(who: SignedIn) -> Profile:
    """Tell a signed-in person who they are."""
    with reading() as connection:
        return _make_profile(stored.get_account(connection, space_id=who.space_id, user_id=who.user_id))


def _find_budget(email: str, attempt: Attempt) -> str:
    """Name what an attempt is counted on: a browser known to the account, else account and network.

    So whoever guesses from elsewhere cannot lock out the tablet that its coach uses every day.
    """
    if attempt.device:
        device = _seal(attempt.device)
        with reading() as connection:
            if stored.is_known_device(connection, email=email, sha256=device):
                return _seal(f"device {device} {email}")
    return _seal(f"network {attempt.network} {email}")


def _spend(budget: str, *, now: datetime) -> None:
    """Count an attempt as failed until it succeeds: many at once cannot slip through between count and check."""
    since = now - FAILURES_COUNT_FOR

    def count(connection: Connection) -> Problem | None:
        stored.lock_budget(connection, budget)
        stored.delete_old_failures(connection, before=write_instant(since))
        failures = stored.list_failures(connection, budget=budget, since=write_instant(since))
        if len(failures) >= MOST_FAILURES:
            free_at = read_instant(failures[-MOST_FAILURES]) + FAILURES_COUNT_FOR
            return Problem("too_many", retry_after=max(1, -int((now - free_at).total_seconds() // 1)))
        id = make_uuid7(to_unix_ms(now), secrets.token_bytes(10))
        stored.insert_failure(connection, id=id, budget=budget, at=write_instant(now))
        return None

    refusal = in_transaction(count)
    if refusal:
        raise refusal


def _touch(id: str, *, now: datetime) -> None:
    try:
        in_transaction(lambda connection: stored.touch_session(connection, id=id, at=write_instant(now)))
    except OperationalError:
        # Reading goes on when the disk is full or the database busy; the next request tries again.
        _log.warning("The use of a session could not be noted", exc_info=True)


def _roles_of(account: Account) -> frozenset[Role]:
    roles = account.fields.get("roles")
    words = roles if isinstance(roles, list) else []
    return frozenset(word for word in words if isinstance(word, str) and is_role(word))


def _make_profile(account: Account) -> Profile:
    return Profile(
        user_id=account.user_id,
        name=_text(account.fields.get("name")),
        email=account.email,
        roles=tuple(sorted(_roles_of(account))),
        language=_text(account.fields.get("language")) or "en",
        space_id=account.space_id,
        space_name=account.space_name,
        gen=account.gen,
    )


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _seal(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()

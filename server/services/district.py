"""Sign-in by the district's own identity provider: for people who have an account here, and for nobody else."""

from __future__ import annotations

import logging
import secrets
from dataclasses import asdict
from datetime import datetime
from hmac import compare_digest
from typing import Literal, NamedTuple

from sqlalchemy import Connection

from server.config import OidcProvider
from server.domain.clock import write_instant
from server.domain.factors import STEP_LASTS
from server.domain.people import fold_email
from server.domain.problems import Problem
from server.outbound import oidc
from server.outbound.oidc import Identity, ProviderError, Secrets
from server.services.opening import Browser, Opened
from server.services.seals import seal
from server.services.second_step import HalfOpened
from server.services.sessions import begin_session
from server.storage import factors as stored
from server.storage import people
from server.storage.db import in_transaction, reading
from server.storage.factors import Step

Refused = Literal["unknown", "unverified", "failed"]
_PURPOSE = "district"
_log = logging.getLogger(__name__)


class Asked(NamedTuple):
    """Where a browser is sent, and the secret that it holds meanwhile."""

    address: str
    secret: str


class Answer(NamedTuple):
    """What came back with the browser."""

    provider: OidcProvider
    callback: str
    code: str
    state: str


def ask_provider(provider: OidcProvider, callback: str, *, now: datetime) -> Asked | None:
    """Begin a sign-in at a provider; None if it cannot be reached."""
    asked = Secrets(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    try:
        address = oidc.write_question(provider, callback, asked)
    except ProviderError as error:
        _log.warning("%s: %s", provider.id, error)
        return None
    secret = secrets.token_urlsafe(32)
    step = Step("", seal(secret), "", _PURPOSE, {**asdict(asked), "provider": provider.id}, write_instant(now))
    before = write_instant(now - STEP_LASTS)
    in_transaction(lambda connection: stored.put_step(connection, step, forget_before=before))
    return Asked(address, secret)


def take_answer(secret: str, answer: Answer, browser: Browser, *, now: datetime) -> Opened | HalfOpened | Refused:
    """Open the session of whoever the provider vouches for; a second factor is asked for as after a password."""
    asked = _take_step(secret, answer, now=now)
    if asked is None:
        return "failed"
    try:
        found = oidc.read_answer(answer.provider, answer.callback, answer.code, asked, now=now)
    except ProviderError as error:
        _log.warning("%s: %s", answer.provider.id, error)
        return "failed"
    return _open(found, browser, now=now)


def _open(found: Identity, browser: Browser, *, now: datetime) -> Opened | HalfOpened | Refused:
    if not found.is_verified:
        return "unverified"
    with reading() as connection:
        account = people.find_account(connection, fold_email(found.email))
    if account is None or not account.is_active:
        return "unknown"
    return in_transaction(lambda connection: begin_session(connection, account, browser, now=now))


def _take_step(secret: str, answer: Answer, *, now: datetime) -> Secrets | None:
    """Give what was asked, once, if this answer belongs to it."""
    since = write_instant(now - STEP_LASTS)

    def take(connection: Connection) -> Step | None:
        step = stored.find_step(connection, seal(secret), purpose=_PURPOSE, since=since)
        return step if step is not None and stored.delete_step(connection, step.id) else None

    step = in_transaction(take)
    if step is None or step.held["provider"] != answer.provider.id:
        return None
    asked = Secrets(str(step.held["state"]), str(step.held["nonce"]), str(step.held["verifier"]))
    return asked if compare_digest(asked.state.encode(), answer.state.encode()) else None


def get_provider(providers: tuple[OidcProvider, ...], id: str) -> OidcProvider:
    """Find a provider of the settings; raises Problem `not_found`."""
    found = next((one for one in providers if one.id == id), None)
    if found is None:
        raise Problem("not_found")
    return found

"""The second step of a sign-in: a code, a passkey, or a code from paper."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from server.domain.clock import write_instant
from server.domain.factors import STEP_LASTS, FactorKind, fold_code, is_totp_code
from server.domain.json_values import JsonObject
from server.domain.problems import Problem
from server.services import budgets, passkeys, totp
from server.services.opening import Browser, Opened, open_session
from server.services.passkeys import Passkey, Site
from server.services.seals import seal
from server.storage import factors as stored
from server.storage import people
from server.storage.db import in_transaction, reading
from server.storage.factors import Factor, Owner, Step
from server.storage.people import Account

_PURPOSE = "second"


@dataclass(frozen=True, slots=True)
class HalfOpened:
    """A sign-in whose first proof was good: a secret for a cookie, and the ways to go on."""

    secret: str
    kinds: tuple[FactorKind, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody shows: what they typed, or what their browser signed."""

    code: str = ""
    passkey: JsonObject | None = None


def begin_second_step(connection: Connection, account: Account, *, now: datetime) -> HalfOpened:
    """Note inside an open transaction that somebody's first proof was good."""
    secret = secrets.token_urlsafe(32)
    owner = Owner(account.space_id, account.user_id)
    held: JsonObject = {"challenge": passkeys.make_challenge()}
    step = Step(owner.space_id, seal(secret), owner.user_id, _PURPOSE, held, write_instant(now))
    stored.put_step(connection, step, forget_before=write_instant(now - STEP_LASTS))
    return HalfOpened(secret, _kinds(stored.list_factors(connection, owner)))


def describe_second_step(secret: str, site: Site, *, now: datetime) -> tuple[tuple[FactorKind, ...], JsonObject | None]:
    """Say how a half-done sign-in can go on, with what a browser is asked if passkeys are among it.

    Raises Problem `step_over`.
    """
    with reading() as connection:
        step = _get_step(connection, secret, now=now)
        factors = stored.list_factors(connection, Owner(step.space_id, step.user_id))
    known = [factor.credential for factor in factors if factor.credential]
    asked = passkeys.ask_to_prove(site, _challenge(step), known=known) if known else None
    return _kinds(factors), asked


def end_second_step(secret: str, proof: Proof, browser: Browser, site: Site, *, now: datetime) -> Opened:
    """Open the session of a half-done sign-in.

    Raises Problem `step_over`, `bad_code`, or `too_many` before anything is compared.
    """
    with reading() as connection:
        step = _get_step(connection, secret, now=now)
        account = people.get_account(connection, space_id=step.space_id, user_id=step.user_id)
    # A code is short, so its tries are counted on the account from wherever they come, but for its own devices.
    budget = budgets.find_budget(account.email, network="any", device=browser.device, proof="factor ")
    budgets.spend(budget, now=now)
    owner = Owner(step.space_id, step.user_id)

    def end(connection: Connection) -> Opened | None:
        account = people.get_account(connection, space_id=owner.space_id, user_id=owner.user_id)
        is_good = account.is_active and _use(connection, owner, proof, _Check(site, _challenge(step), now))
        if not is_good or not stored.delete_step(connection, step.id):
            return None
        people.delete_failures(connection, budget=budget)
        return open_session(connection, account, browser, now=now)

    opened = in_transaction(end)
    if opened is None:
        raise Problem("bad_code")
    return opened


@dataclass(frozen=True, slots=True)
class _Check:
    site: Site
    challenge: str
    now: datetime


def _use(connection: Connection, owner: Owner, proof: Proof, check: _Check) -> bool:
    """Tell whether a proof is good, and make sure that it is good only once."""
    factors = stored.list_factors(connection, owner)
    if proof.passkey is not None:
        return _use_passkey(connection, owner, [one for one in factors if one.kind == "passkey"], proof.passkey, check)
    code = fold_code(proof.code)
    if is_totp_code(code):
        return any(_use_code(connection, owner, one, code, check.now) for one in factors if one.kind == "totp")
    return stored.use_recovery_code(connection, owner, seal(code))


def _use_code(connection: Connection, owner: Owner, factor: Factor, code: str, now: datetime) -> bool:
    step = totp.find_time_step(factor.secret, code, after=factor.counter, now=now)
    return step is not None and stored.use_factor(connection, owner, factor, counter=step, at=write_instant(now))


def _use_passkey(
    connection: Connection, owner: Owner, factors: list[Factor], answer: JsonObject, check: _Check
) -> bool:
    factor = next((one for one in factors if one.credential == answer.get("id")), None)
    if factor is None or factor.credential is None:
        return False
    key = Passkey(factor.credential, factor.secret, factor.counter)
    count = passkeys.read_proof(check.site, check.challenge, answer, key)
    at = write_instant(check.now)
    return count is not None and stored.use_factor(connection, owner, factor, counter=count, at=at)


def _get_step(connection: Connection, secret: str, *, now: datetime) -> Step:
    step = stored.find_step(connection, seal(secret), purpose=_PURPOSE, since=write_instant(now - STEP_LASTS))
    if step is None:
        raise Problem("step_over")
    return step


def _challenge(step: Step) -> str:
    return str(step.held["challenge"])


def _kinds(factors: Sequence[Factor]) -> tuple[FactorKind, ...]:
    kinds = {one.kind for one in factors}
    ways: tuple[FactorKind, ...] = ("passkey", "totp")
    return tuple(kind for kind in ways if kind in kinds)

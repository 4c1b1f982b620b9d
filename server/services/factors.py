"""A person's own second factors: adding, listing, taking away; codes for the day when all are lost."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from server.domain.clock import read_instant, write_instant
from server.domain.factors import (
    FRESH_FOR,
    MOST_FACTORS,
    RECOVERY_CODES,
    STEP_LASTS,
    FactorPolicy,
    fold_code,
    needs_factor,
    write_recovery_code,
)
from server.domain.json_values import JsonObject
from server.domain.people import SignedIn, fold_email
from server.domain.problems import Problem
from server.services import passkeys, totp
from server.services.acts import note_act
from server.services.passkeys import Site
from server.services.seals import seal
from server.services.sync_apply import new_id
from server.storage import factors as stored
from server.storage import people
from server.storage.db import in_transaction, reading
from server.storage.factors import Factor as Factor
from server.storage.factors import Owner, Step


class Shown(NamedTuple):
    """What a person is shown of their factors."""

    factors: Sequence[Factor]
    recovery_left: int
    is_required: bool


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A factor just added, with new recovery codes if it is the person's first."""

    factor: Factor
    recovery_codes: tuple[str, ...]


class TotpOffer(NamedTuple):
    """A new shared secret, as text, as an address and as a drawing."""

    secret: str
    uri: str
    svg: str


def list_factors(who: SignedIn, policy: FactorPolicy) -> Shown:
    """Show somebody their own factors."""
    owner = _owner(who)
    with reading() as connection:
        factors = stored.list_factors(connection, owner)
        left = stored.count_recovery_codes(connection, owner)
    return Shown(factors, left, needs_factor(who.roles, policy))


def offer_totp(who: SignedIn, *, now: datetime) -> TotpOffer:
    """Begin to add an authenticator app; raises Problem `not_fresh`."""
    secret = totp.make_secret()
    email = _begin(who, "totp", {"secret": secret}, now=now)
    uri = totp.make_uri(secret, email)
    return TotpOffer(secret, uri, totp.draw(uri))


def add_totp(who: SignedIn, code: str, name: str, *, now: datetime) -> Enrolled:
    """Add the authenticator app that was begun, once it shows a right code.

    Raises Problem `step_over`, `bad_code` or `not_fresh`.
    """

    def make(held: JsonObject) -> Factor:
        secret = str(held["secret"])
        step = totp.find_time_step(secret, fold_code(code), after=0, now=now)
        if step is None:
            raise Problem("bad_code")
        return Factor(new_id(), "totp", name, None, secret, step, write_instant(now), None)

    return _add(who, "totp", make, now=now)


def offer_passkey(who: SignedIn, site: Site, *, now: datetime) -> JsonObject:
    """Begin to add a passkey: gives what the browser is asked; raises Problem `not_fresh`."""
    challenge = passkeys.make_challenge()
    email = _begin(who, "passkey", {"challenge": challenge}, now=now)
    with reading() as connection:
        factors = stored.list_factors(connection, _owner(who))
    known = [factor.credential for factor in factors if factor.credential]
    return passkeys.ask_to_make(site, challenge, user_id=who.user_id, email=email, known=known)


def add_passkey(who: SignedIn, answer: JsonObject, name: str, site: Site, *, now: datetime) -> Enrolled:
    """Add the passkey that the browser made; raises Problem `step_over`, `bad_code` or `not_fresh`."""

    def make(held: JsonObject) -> Factor:
        key = passkeys.read_made(site, str(held["challenge"]), answer)
        if key is None:
            raise Problem("bad_code", "The browser's answer does not prove a new passkey of this site")
        return Factor(new_id(), "passkey", name, key.credential, key.public_key, key.count, write_instant(now), None)

    return _add(who, "passkey", make, now=now)


def remove_factor(who: SignedIn, id: str, policy: FactorPolicy, *, now: datetime) -> None:
    """Take one of one's own factors away; the last one stays where one is required.

    Raises Problem `not_found`, `forbidden` or `not_fresh`.
    """
    owner = _owner(who)

    def remove(connection: Connection) -> None:
        require_fresh(connection, who, now=now)
        factors = stored.list_factors(connection, owner)
        if all(factor.id != id for factor in factors):
            raise Problem("not_found")
        if len(factors) == 1 and needs_factor(who.roles, policy):
            raise Problem("forbidden", "Your role needs a second factor: add another one before")
        stored.delete_factor(connection, owner, id)
        if len(factors) == 1:
            stored.replace_recovery_codes(connection, owner, ())
        note_act(connection, who, "factor_removed", now=now)

    in_transaction(remove)


def renew_recovery_codes(who: SignedIn, *, now: datetime) -> tuple[str, ...]:
    """Make new recovery codes in place of the old; raises Problem `not_fresh`, and `forbidden` without a factor."""
    owner = _owner(who)

    def renew(connection: Connection) -> tuple[str, ...]:
        require_fresh(connection, who, now=now)
        if not stored.has_factor(connection, owner):
            raise Problem("forbidden", "Recovery codes belong to a second factor: add one before")
        note_act(connection, who, "recovery_codes_renewed", now=now)
        return _make_codes(connection, owner)

    return in_transaction(renew)


def forget_factors(email: str, *, by: str, now: datetime) -> int:
    """Take every factor of somebody who lost them all, end their sessions, and say how many there were.

    Only an operator on the machine does it. Raises Problem `not_found`.
    """

    def forget(connection: Connection) -> int:
        account = people.find_account(connection, fold_email(email))
        if account is None:
            raise Problem("not_found", f"nobody has the e-mail address {fold_email(email)}")
        owner = Owner(account.space_id, account.user_id)
        count = stored.delete_factors(connection, owner)
        stored.delete_steps(connection, owner)
        people.delete_sessions(connection, account)
        note_act(connection, owner, "factors_forgotten", now=now, by=by, told={"factors": count})
        return count

    return in_transaction(forget)


def _begin(who: SignedIn, kind: str, held: JsonObject, *, now: datetime) -> str:
    """Note what is begun, one of each kind a session, and give the person's e-mail address."""

    def begin(connection: Connection) -> str:
        require_fresh(connection, who, now=now)
        step = Step(who.space_id, _step_id(who, kind), who.user_id, kind, held, write_instant(now))
        stored.put_step(connection, step, forget_before=write_instant(now - STEP_LASTS))
        return people.get_account(connection, space_id=who.space_id, user_id=who.user_id).email

    return in_transaction(begin)


def _add(who: SignedIn, kind: str, make: Callable[[JsonObject], Factor], *, now: datetime) -> Enrolled:
    owner = _owner(who)

    def add(connection: Connection) -> Enrolled:
        require_fresh(connection, who, now=now)
        since = write_instant(now - STEP_LASTS)
        step = stored.find_step(connection, _step_id(who, kind), purpose=kind, since=since)
        if step is None:
            raise Problem("step_over")
        factor = make(step.held)
        before = stored.list_factors(connection, owner)
        if len(before) >= MOST_FACTORS:
            raise Problem("forbidden", f"Nobody needs more than {MOST_FACTORS} ways to sign in")
        stored.delete_step(connection, step.id)
        stored.insert_factor(connection, owner, factor)
        note_act(connection, who, "factor_added", now=now, told={kind: 1})
        if before:
            return Enrolled(factor, ())
        # Whoever is signed in elsewhere got in with the password alone.
        account = people.get_account(connection, space_id=who.space_id, user_id=who.user_id)
        people.delete_other_sessions(connection, account, but=who.session_id)
        return Enrolled(factor, _make_codes(connection, owner))

    return in_transaction(add)


def require_fresh(connection: Connection, who: SignedIn, *, now: datetime) -> None:
    """Raise Problem `not_fresh` unless this session began a short while ago."""
    session = people.find_session(connection, who.session_id)
    if session is None:
        raise Problem("signed_out")
    if now - read_instant(session.made_at) > FRESH_FOR:
        raise Problem("not_fresh")


def _make_codes(connection: Connection, owner: Owner) -> tuple[str, ...]:
    codes = tuple(write_recovery_code(secrets.randbits(80)) for _ in range(RECOVERY_CODES))
    stored.replace_recovery_codes(connection, owner, [seal(fold_code(code)) for code in codes])
    return codes


def _step_id(who: SignedIn, kind: str) -> str:
    return seal(f"{kind} {who.session_id}")


def _owner(who: SignedIn) -> Owner:
    return Owner(who.space_id, who.user_id)

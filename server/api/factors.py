"""`/api/v1/session/factors`: a person's own second factors."""

from __future__ import annotations

from typing import Any

from flask import make_response
from flask.typing import ResponseReturnValue

from server.api import identity
from server.api.blueprints import Blueprint
from server.api.clock import now
from server.api.schemas.factors import (
    FactorAdded,
    FactorList,
    PasskeyMade,
    PasskeyOffered,
    RecoveryCodes,
    TotpOffered,
    TotpProof,
)
from server.domain.ids import is_uuid
from server.domain.json_values import JsonObject
from server.domain.problems import Problem
from server.services import factors
from server.services.factors import Enrolled, Factor

pages = Blueprint("factors", __name__, url_prefix="/api/v1/session/factors", description="Second factors")


@pages.get("")
@pages.response(200, FactorList)
def list_factors() -> JsonObject:
    """Give one's own ways to prove oneself beside the password."""
    shown = factors.list_factors(identity.signed_in_so_far(), identity.settings().factor_policy)
    return {
        "factors": [_show(factor) for factor in shown.factors],
        "recovery_left": shown.recovery_left,
        "required": shown.is_required,
    }


@pages.post("/totp")
@pages.response(201, TotpOffered)
def offer_totp() -> JsonObject:
    """Begin to add an authenticator app."""
    identity.require_safe_channel()
    return {**factors.offer_totp(identity.signed_in_so_far(), now=now())._asdict()}


@pages.put("/totp")
@pages.arguments(TotpProof)
@pages.response(201, FactorAdded)
def add_totp(proof: dict[str, str]) -> JsonObject:
    """Add the app that was begun, by a code that it shows."""
    who = identity.signed_in_so_far()
    return _show_added(factors.add_totp(who, proof["code"], proof["name"], now=now()))


@pages.post("/passkey")
@pages.response(201, PasskeyOffered)
def offer_passkey() -> JsonObject:
    """Begin to add a passkey: tells what the browser is to make."""
    return {"passkey": factors.offer_passkey(identity.signed_in_so_far(), identity.site(), now=now())}


@pages.put("/passkey")
@pages.arguments(PasskeyMade)
@pages.response(201, FactorAdded)
def add_passkey(made: dict[str, Any]) -> JsonObject:
    """Add the passkey that the browser made."""
    who = identity.signed_in_so_far()
    return _show_added(factors.add_passkey(who, made["passkey"], made["name"], identity.site(), now=now()))


@pages.delete("/<id>")
@pages.response(204)
def remove(id: str) -> ResponseReturnValue:
    """Take a factor away; where one is required the last one stays."""
    who = identity.signed_in_so_far()
    if not is_uuid(id):
        raise Problem("not_found")
    factors.remove_factor(who, id, identity.settings().factor_policy, now=now())
    return make_response("", 204)


@pages.post("/recovery")
@pages.response(201, RecoveryCodes)
def renew_recovery_codes() -> JsonObject:
    """Make new recovery codes; the ones before are worth nothing then."""
    identity.require_safe_channel()
    return {"recovery_codes": [*factors.renew_recovery_codes(identity.signed_in_so_far(), now=now())]}


def _show_added(added: Enrolled) -> JsonObject:
    return {"factor": _show(added.factor), "recovery_codes": [*added.recovery_codes]}


def _show(factor: Factor) -> JsonObject:
    return {
        "id": factor.id,
        "kind": factor.kind,
        "name": factor.name,
        "made_at": factor.made_at,
        "used_at": factor.used_at,
    }

"""`/api/v1/session`: sign in, who am I, sign out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, make_response
from flask.typing import ResponseReturnValue

from server.api import identity
from server.api.blueprints import Blueprint
from server.api.clock import now
from server.api.schemas.session import Credentials, HalfSession, SecondProof, SecondStep, Session
from server.domain.json_values import Json, JsonObject
from server.domain.people import Profile
from server.services import second_step, sessions
from server.services.opening import Opened
from server.services.second_step import HalfOpened, Proof

pages = Blueprint("session", __name__, url_prefix="/api/v1/session", description="Who is signed in")


@pages.post("")
@pages.arguments(Credentials)
@pages.response(201, Session)
@pages.alt_response(202, schema=HalfSession)
def sign_in(credentials: dict[str, str]) -> ResponseReturnValue:
    """Sign in by e-mail and password; answers with the session's cookie, or with 202 where a second proof is due."""
    identity.require_safe_channel()
    attempt = sessions.Attempt(credentials["email"], credentials["password"], identity.browser())
    begun = sessions.sign_in(attempt, now=now())
    if isinstance(begun, HalfOpened):
        ways: list[Json] = [*begun.kinds]
        response = make_response({"factors": ways}, 202)
        identity.set_step_cookie(response, begun.secret)
        return response
    return hand_over(begun)


@pages.get("/second")
@pages.response(200, SecondStep)
def show_second_step() -> JsonObject:
    """Tell how a half-done sign-in can go on."""
    kinds, asked = second_step.describe_second_step(identity.read_step_cookie(), identity.site(), now=now())
    return {"factors": [*kinds], "passkey": asked}


@pages.post("/second")
@pages.arguments(SecondProof)
@pages.response(201, Session)
def prove(shown: dict[str, Any]) -> ResponseReturnValue:
    """End a half-done sign-in by a code, a passkey's answer or a recovery code."""
    secret = identity.read_step_cookie()
    proof = Proof(shown["code"], shown["passkey"])
    opened = second_step.end_second_step(secret, proof, identity.browser(), identity.site(), now=now())
    response = hand_over(opened)
    identity.set_step_cookie(response, "", lasts=timedelta(0))
    return response


@pages.get("")
@pages.response(200, Session)
def who_am_i() -> JsonObject:
    """Tell who is signed in, or 401."""
    who = identity.signed_in_so_far()
    return show_session(sessions.get_profile(who), must_enrol=who.must_enrol)


@pages.delete("")
@pages.response(204)
def sign_out() -> ResponseReturnValue:
    """End the session; without one there is nothing to end, which is as well."""
    token = identity.read_session_cookie()
    if token:
        sessions.sign_out(token)
    response = make_response("", 204)
    identity.clear_session_cookie(response)
    return response


def hand_over(opened: Opened) -> Response:
    """Answer with a session that was just opened, and its cookies."""
    must_enrol = sessions.must_enrol(opened.profile, identity.settings().factor_policy)
    response = make_response(show_session(opened.profile, must_enrol=must_enrol), 201)
    identity.set_session_cookies(response, opened)
    return response


def show_session(profile: Profile, *, must_enrol: bool) -> JsonObject:
    """Show who is signed in."""
    return {
        "user": {
            "id": profile.user_id,
            "name": profile.name,
            "email": profile.email,
            "roles": list(profile.roles),
            "language": profile.language,
        },
        "space": {"id": profile.space_id, "name": profile.space_name, "gen": profile.gen},
        "must_enrol": must_enrol,
    }

"""`/api/v1/session`: sign in, who am I, sign out."""

from __future__ import annotations

from flask import make_response
from flask.typing import ResponseReturnValue

from server.api import identity
from server.api.blueprints import Blueprint
from server.api.clock import now
from server.api.schemas.session import Credentials, Session
from server.domain.json_values import JsonObject
from server.domain.people import Profile
from server.services import sessions

pages = Blueprint("session", __name__, url_prefix="/api/v1/session", description="Who is signed in")


@pages.post("")
@pages.arguments(Credentials)
@pages.response(201, Session)
def sign_in(credentials: dict[str, str]) -> ResponseReturnValue:
    """Sign in by e-mail and password; answers with the session's cookie."""
    identity.require_safe_channel()
    attempt = sessions.Attempt(
        email=credentials["email"],
        password=credentials["password"],
        network=identity.network_of_request(),
        device=identity.read_device_cookie(),
    )
    opened = sessions.sign_in(attempt, replaces=identity.read_session_cookie(), now=now())
    response = make_response(_show(opened.profile), 201)
    identity.set_session_cookies(response, opened)
    return response


@pages.get("")
@pages.response(200, Session)
def who_am_i() -> JsonObject:
    """Tell who is signed in, or 401."""
    return _show(sessions.get_profile(identity.signed_in()))


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


def _show(profile: Profile) -> JsonObject:
    return {
        "user": {
            "id": profile.user_id,
            "name": profile.name,
            "email": profile.email,
            "roles": list(profile.roles),
            "language": profile.language,
        },
        "space": {"id": profile.space_id, "name": profile.space_name, "gen": profile.gen},
    }

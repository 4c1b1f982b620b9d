"""`/api/v1/invitations`, `/api/v1/resets`: letting people in by what stands in a letter. Needs no session."""

from __future__ import annotations

from flask import Response, make_response
from flask.typing import ResponseReturnValue

from server.api import identity
from server.api.blueprints import Blueprint
from server.api.clock import now
from server.api.schemas.people import Acceptance, Forgotten, Invited, NewPassword, Token
from server.api.schemas.session import Session
from server.api.session import hand_over
from server.domain.json_values import JsonObject
from server.domain.people import Profile
from server.services import tickets

pages = Blueprint("links", __name__, url_prefix="/api/v1", description="Invitations and forgotten passwords")


@pages.post("/invitations/open")
@pages.arguments(Token)
@pages.response(200, Invited)
def open_invitation(shown: dict[str, str]) -> JsonObject:
    """Tell whom an invitation is for; it stays as good as it was."""
    return _show(tickets.open_ticket(shown["token"], "invitation", now=now()))


@pages.post("/invitations/accept")
@pages.arguments(Acceptance)
@pages.response(201, Session)
def accept(shown: dict[str, str]) -> Response:
    """Choose a password, which uses the invitation up and signs in."""
    identity.require_safe_channel()
    opened = tickets.accept_invitation(
        shown["token"], shown["password"], shown["language"], identity.browser(), now=now()
    )
    return hand_over(opened)


@pages.post("/resets")
@pages.arguments(Forgotten)
@pages.response(204)
def forget(said: dict[str, str]) -> ResponseReturnValue:
    """Send a letter to this address if it is somebody's; the answer is the same if not."""
    network = identity.network_of_request()
    tickets.ask_for_reset(said["email"], network=network, site=identity.settings().public_url, now=now())
    return make_response("", 204)


@pages.post("/resets/open")
@pages.arguments(Token)
@pages.response(200, Invited)
def open_reset(shown: dict[str, str]) -> JsonObject:
    """Tell for whom a new password can be chosen; the link stays as good as it was."""
    return _show(tickets.open_ticket(shown["token"], "reset", now=now()))


@pages.post("/resets/use")
@pages.arguments(NewPassword)
@pages.response(204)
def use_reset(shown: dict[str, str]) -> ResponseReturnValue:
    """Choose a new password, which uses the link up and ends every session."""
    identity.require_safe_channel()
    tickets.reset_password(shown["token"], shown["password"], now=now())
    return make_response("", 204)


def _show(profile: Profile) -> JsonObject:
    return {
        "name": profile.name,
        "email": profile.email,
        "roles": [*profile.roles],
        "language": profile.language,
        "district": profile.space_name,
    }

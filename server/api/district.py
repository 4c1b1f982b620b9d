"""`/api/v1/session/providers`: sign-in by the district's own identity provider."""

from __future__ import annotations

from datetime import timedelta

from flask import Response

from server.api import identity
from server.api.blueprints import Blueprint
from server.api.clock import now
from server.api.schemas.district import CallbackQuery, ProviderList
from server.domain.json_values import JsonObject
from server.services import district
from server.services.district import Answer
from server.services.opening import Opened
from server.services.second_step import HalfOpened

pages = Blueprint("district", __name__, url_prefix="/api/v1/session/providers", description="Sign-in by the district")

_AWAY = {302: {"description": "To the provider, or back to the sign-in page of the app"}}
_BACK = {303: {"description": "Back to the app, which says what came of it"}}


@pages.get("")
@pages.response(200, ProviderList)
def list_providers() -> JsonObject:
    """Name the providers by which people of this installation may sign in."""
    return {"providers": [{"id": one.id, "name": one.name} for one in identity.settings().oidc]}


@pages.get("/<id>")
@pages.doc(responses=_AWAY)
def go_away(id: str) -> Response:
    """Send the browser to a provider."""
    provider = district.get_provider(identity.settings().oidc, id)
    asked = district.ask_provider(provider, _callback(id), now=now())
    if asked is None:
        return _back("failed", 302)
    response = Response(status=302, headers={"Location": asked.address})
    identity.set_district_cookie(response, asked.secret)
    return response


@pages.get("/<id>/callback")
@pages.arguments(CallbackQuery, location="query")
@pages.doc(responses=_BACK)
def come_back(query: dict[str, str], id: str) -> Response:
    """Take the browser back from a provider, and begin the session of whom it vouches for."""
    provider = district.get_provider(identity.settings().oidc, id)
    secret = identity.read_district_cookie()
    if not secret or not query["code"]:
        return _back("failed")
    answer = Answer(provider, _callback(id), query["code"], query["state"])
    begun = district.take_answer(secret, answer, identity.browser(), now=now())
    if isinstance(begun, Opened):
        response = _back("in")
        identity.set_session_cookies(response, begun)
    elif isinstance(begun, HalfOpened):
        response = _back("second")
        identity.set_step_cookie(response, begun.secret)
    else:
        response = _back(begun)
    identity.set_district_cookie(response, "", lasts=timedelta(0))
    return response


def _callback(id: str) -> str:
    return f"{identity.settings().public_url}/api/v1/session/providers/{id}/callback"


def _back(what: str, status: int = 303) -> Response:
    return Response(status=status, headers={"Location": f"/sign-in?district={what}"})

"""`/api/v1/viewers`, `/api/v1/openings`: who opened what was shared."""

from __future__ import annotations

from flask import make_response
from flask.typing import ResponseReturnValue

from server.api.blueprints import Blueprint
from server.api.clock import now
from server.api.identity import signed_in
from server.api.schemas.viewers import Openings, Viewers
from server.domain.json_values import JsonObject
from server.services import viewers
from server.services.viewers import Said, Visit

pages = Blueprint("viewers", __name__, url_prefix="/api/v1", description="Who opened what was shared")


@pages.get("/viewers")
@pages.response(200, Viewers)
def list_viewers() -> JsonObject:
    """Give a teacher, of each lesson of theirs that is shared with them, who may see it and who opened it."""
    return {"visits": [_show(one) for one in viewers.list_viewers(signed_in())]}


@pages.post("/openings")
@pages.arguments(Openings)
@pages.response(204)
def note_openings(said: dict[str, list[dict[str, str]]]) -> ResponseReturnValue:
    """Note what was opened on a device; sent again, it is there once. What is not shared is passed over."""
    told = [Said(one["observation"], one["what"], one["at"]) for one in said["openings"]]
    viewers.note_openings(signed_in(), told, now=now())
    return make_response("", 204)


def _show(visit: Visit) -> JsonObject:
    return {
        "observation": visit.observation,
        "members": [{"user": one.user, "role": one.role} for one in visit.members],
        "openings": [{"user": one.user, "what": one.what, "at": one.at} for one in visit.openings],
    }

"""`/api/v1/calendar` and `/calendar`: appointments for the calendars of other programs."""

from __future__ import annotations

from typing import cast

import orjson
from flask import Blueprint as Pages
from flask import Response, current_app

from server.api.blueprints import Blueprint
from server.api.clock import now
from server.api.identity import signed_in
from server.api.schemas.calendars import FeedMade, FeedTold, FeedWanted
from server.config import Settings
from server.services import calendars

pages = Blueprint("calendars", __name__, url_prefix="/api/v1/calendar", description="Appointments")
feeds = Pages("calendar_feeds", __name__)

_TYPE = "text/calendar"
_CALENDAR = {
    200: {"description": "The calendar", "content": {_TYPE: {"schema": {"type": "string", "format": "binary"}}}}
}


@pages.get("")
@pages.response(200, FeedTold)
def tell() -> Response:
    """Tell whether the calendar has an address."""
    found = calendars.find_feed(signed_in())
    return _answer(
        {"made_at": None, "names": False} if found is None else {"made_at": found.made_at, "names": found.names}
    )


@pages.post("")
@pages.arguments(FeedWanted)
@pages.response(201, FeedMade)
def make(wanted: dict[str, bool]) -> Response:
    """Make an address for the calendar, in place of the one before."""
    who, moment = signed_in(), now()
    secret = calendars.make_feed(who, names=wanted["names"], now=moment)
    found = calendars.find_feed(who)
    made_at = None if found is None else found.made_at
    return _answer(
        {"made_at": made_at, "names": wanted["names"], "address": f"{_find_app()}/calendar/{secret}.ics"}, 201
    )


@pages.delete("")
@pages.response(204)
def end() -> Response:
    """End the address of the calendar."""
    calendars.end_feed(signed_in())
    return Response(status=204)


@pages.get("/<id>")
@pages.doc(responses=_CALENDAR)
def take_along(id: str) -> Response:
    """Give the appointments of one record: a cycle, a conference, a next step."""
    return _send(calendars.take_along(signed_in(), id, address=_find_app()))


@feeds.get("/calendar/<secret>.ics")
def read(secret: str) -> Response:
    """Give the calendar that a secret opens; no session is needed, since no calendar program has one."""
    return _send(calendars.read_feed(secret, address=_find_app()))


def _find_app() -> str:
    return cast(Settings, current_app.config["BACKROW_SETTINGS"]).public_url


def _answer(told: object, status: int = 200) -> Response:
    return Response(orjson.dumps(told), status, content_type="application/json")


def _send(calendar: bytes) -> Response:
    headers = {"Content-Disposition": 'attachment; filename="backrow.ics"'}
    return Response(calendar, headers=headers, content_type=f"{_TYPE}; charset=utf-8")

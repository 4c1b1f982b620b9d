"""`/api/v1/notices`: what a person was told, and what is pushed to which browser of theirs."""

from __future__ import annotations

from datetime import time
from typing import TypedDict, cast

from flask import current_app, make_response
from flask.typing import ResponseReturnValue

from server.api.blueprints import Blueprint
from server.api.clock import now
from server.api.identity import signed_in
from server.api.schemas.notices import (
    NoticeChoice,
    NoticeChoiceShown,
    NoticeList,
    ReadNotices,
    SubscriptionMade,
    SubscriptionWish,
)
from server.config import Settings
from server.domain.ids import is_uuid
from server.domain.json_values import JsonObject
from server.domain.notices import Choice, read_clock_time
from server.domain.problems import Problem
from server.services import notices

pages = Blueprint("notices", __name__, url_prefix="/api/v1/notices", description="What a person is told")


class _Quiet(TypedDict):
    from_: str
    until: str


class _Chosen(TypedDict):
    muted: list[str]
    quiet: _Quiet | None
    time_zone: str


class _Wish(TypedDict):
    endpoint: str
    keys: dict[str, str]
    time_zone: str


@pages.get("")
@pages.response(200, NoticeList)
def list_notices() -> JsonObject:
    """Give one's notices of the last two months, the newest first, of what one can still see."""
    found = notices.list_notices(signed_in())
    return {
        "notices": [
            {
                "id": one.id, "kind": one.kind, "thing": one.thing, "scope": one.scope, "at": one.made_at,
                "read": one.read_at is not None,
            }
            for one in found
        ]
    }  # fmt: skip


@pages.post("/read")
@pages.arguments(ReadNotices)
@pages.response(204)
def read(wanted: dict[str, list[str]]) -> ResponseReturnValue:
    """Note that one has read some of one's notices."""
    notices.mark_read(signed_in(), wanted["ids"], now=now())
    return make_response("", 204)


@pages.get("/choice")
@pages.response(200, NoticeChoiceShown)
def show_choice() -> JsonObject:
    """Tell what is pushed and when not, and the key that a browser subscribes with."""
    return _show(notices.get_choice(signed_in()))


@pages.put("/choice")
@pages.arguments(NoticeChoice)
@pages.response(200, NoticeChoiceShown)
def choose(chosen: _Chosen) -> JsonObject:
    """Say what is pushed and when not."""
    quiet = chosen["quiet"]
    start, end = (read_clock_time(quiet["from_"]), read_clock_time(quiet["until"])) if quiet else (None, None)
    choice = Choice(frozenset(chosen["muted"]), start, end, chosen["time_zone"])
    notices.set_choice(signed_in(), choice)
    return _show(choice)


@pages.post("/subscriptions")
@pages.arguments(SubscriptionWish)
@pages.response(201, SubscriptionMade)
def subscribe(wish: _Wish) -> tuple[JsonObject, int]:
    """Have notices pushed to this browser as long as its session lasts; asked again, it renews."""
    keys = wish["keys"]
    asked = notices.Wish(wish["endpoint"], keys["p256dh"], keys["auth"], wish["time_zone"])
    return {"id": notices.subscribe(signed_in(), asked, now=now())}, 201


@pages.delete("/subscriptions/<id>")
@pages.response(204)
def unsubscribe(id: str) -> ResponseReturnValue:
    """Have nothing more pushed to a browser."""
    who = signed_in()
    if not is_uuid(id):
        raise Problem("not_found")
    notices.unsubscribe(who, id)
    return make_response("", 204)


def _show(choice: Choice) -> JsonObject:
    settings = cast(Settings, current_app.config["BACKROW_SETTINGS"])
    has_quiet = choice.quiet_from is not None and choice.quiet_until is not None
    return {
        "muted": [*sorted(choice.muted)],
        "quiet": {"from_": _write(choice.quiet_from), "until": _write(choice.quiet_until)} if has_quiet else None,
        "time_zone": choice.time_zone,
        "push_key": notices.get_push_key(settings.data),
    }


def _write(clock: time | None) -> str:
    return clock.strftime("%H:%M") if clock else ""

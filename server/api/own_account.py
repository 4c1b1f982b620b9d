"""`/api/v1/me`: one's own profile, password, sessions, devices and the keys of tablets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import make_response
from flask.typing import ResponseReturnValue

from server.api.blueprints import Blueprint
from server.api.clock import now
from server.api.identity import network_of_request, require_safe_channel, signed_in
from server.api.people import show_device
from server.api.schemas import own_account as schemas
from server.api.schemas.people import Devices, DeviceWish
from server.api.schemas.session import Session
from server.api.session import show_session
from server.domain.json_values import JsonObject
from server.services import devices, own_account, tablet_keys

pages = Blueprint("me", __name__, url_prefix="/api/v1/me", description="One's own account")


@pages.before_request
def require_session() -> None:
    """Ask who it is before looking at what they say."""
    signed_in()


@pages.put("/profile")
@pages.arguments(schemas.ProfileWish)
@pages.response(200, Session)
def change_profile(said: dict[str, str]) -> JsonObject:
    """Be called differently, or be spoken to in another language."""
    profile = own_account.change_profile(signed_in(), name=said["name"], language=said["language"], now=now())
    return show_session(profile, must_enrol=False)


@pages.put("/password")
@pages.arguments(schemas.PasswordChange)
@pages.response(204)
def change_password(said: dict[str, str]) -> ResponseReturnValue:
    """Take a new password for the old one; every other session ends."""
    require_safe_channel()
    own_account.change_password(signed_in(), said["old"], said["new"], network=network_of_request(), now=now())
    return make_response("", 204)


@pages.get("/sessions")
@pages.response(200, schemas.Sessions)
def list_sessions() -> JsonObject:
    """Give the browsers in which one is signed in."""
    found = own_account.list_sessions(signed_in())
    return {
        "sessions": [
            {"id": one.id, "browser": one.browser, "made_at": one.made_at, "seen_at": one.seen_at, "this": one.is_this}
            for one in found
        ]
    }


@pages.delete("/sessions")
@pages.response(204)
def end_other_sessions() -> ResponseReturnValue:
    """End every session of one's own but this one."""
    own_account.end_other_sessions(signed_in())
    return make_response("", 204)


@pages.delete("/sessions/<string(length=64):id>")
@pages.response(204)
def end_session(id: str) -> ResponseReturnValue:
    """End one session of one's own."""
    own_account.end_session(signed_in(), id)
    return make_response("", 204)


@pages.get("/devices")
@pages.response(200, Devices)
def list_devices() -> JsonObject:
    """Give one's own devices."""
    return {"devices": [show_device(one) for one in devices.list_own(signed_in())]}


@pages.put("/devices")
@pages.arguments(schemas.DeviceMet)
@pages.response(204)
def meet_device(said: dict[str, str]) -> ResponseReturnValue:
    """Note that this tablet uses the session, so that it is in the list before it ever sends anything."""
    devices.note_device(signed_in(), said["device"], name=said["name"], app=said["app"], now=now())
    return make_response("", 204)


@pages.post("/devices")
@pages.arguments(DeviceWish)
@pages.response(204)
def revoke_device(said: dict[str, Any]) -> ResponseReturnValue:
    """Revoke a device of one's own, or allow it again."""
    devices.revoke(signed_in(), said["device"], is_revoked=said["revoked"], now=now())
    return make_response("", 204)


@pages.put("/keys/<uuid:id>")
@pages.arguments(schemas.TabletKey)
@pages.response(204)
def keep_key(said: dict[str, str], id: UUID) -> ResponseReturnValue:
    """Keep the key that seals what one of one's own tablets holds; one that is kept already stays."""
    require_safe_channel()
    tablet_keys.keep_key(signed_in(), str(id), said["key"], now=now())
    return make_response("", 204)


@pages.get("/keys/<uuid:id>")
@pages.response(200, schemas.TabletKey)
def fetch_key(id: UUID) -> JsonObject:
    """Give the key of one of one's own tablets, soon after a sign-in only."""
    require_safe_channel()
    return {"key": tablet_keys.fetch_key(signed_in(), str(id), now=now())}


@pages.delete("/keys/<uuid:id>")
@pages.response(204)
def forget_key(id: UUID) -> ResponseReturnValue:
    """Let go of the key of one of one's own tablets."""
    tablet_keys.forget_key(signed_in(), str(id))
    return make_response("", 204)

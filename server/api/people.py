"""`/api/v1/people`, `/api/v1/schools`, `/api/v1/audit`: what administrators do; everybody else is refused."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import make_response
from flask.typing import ResponseReturnValue

from server.api.blueprints import Blueprint
from server.api.clock import now
from server.api.identity import settings, signed_in
from server.api.schemas import people as schemas
from server.domain.json_values import Json, JsonObject
from server.services import acts, administration, devices, schools, staff
from server.services.devices import Seen
from server.services.staff import Colleague
from server.services.staff_records import Wish, roles_of

pages = Blueprint("people", __name__, url_prefix="/api/v1", description="People of the district, for administrators")


@pages.before_request
def require_administrator() -> None:
    """Ask who it is before looking at what they say."""
    administration.require_administrator(signed_in())


@pages.get("/people")
@pages.response(200, schemas.People)
def list_people() -> JsonObject:
    """Give everybody of the district."""
    return {"people": [_show(one) for one in staff.list_people(signed_in(), now=now())]}


@pages.post("/people")
@pages.arguments(schemas.NewPerson)
@pages.response(201, schemas.Colleague)
def add_person(said: dict[str, Any]) -> JsonObject:
    """Add a person, and send the invitation if asked."""
    invites = said.pop("invites")
    return _show(staff.add_person(signed_in(), _read(said), invites=invites, site=settings().public_url, now=now()))


@pages.put("/people/<uuid:id>")
@pages.arguments(schemas.PersonWish)
@pages.response(200, schemas.Colleague)
def edit_person(said: dict[str, Any], id: UUID) -> JsonObject:
    """Change name, roles, school and language; and the address of somebody who has not come."""
    return _show(staff.edit_person(signed_in(), str(id), _read(said), now=now()))


@pages.put("/people/<uuid:id>/active")
@pages.arguments(schemas.Activity)
@pages.response(200, schemas.Colleague)
def set_active(said: dict[str, bool], id: UUID) -> JsonObject:
    """Take a person's way in, or give it back."""
    return _show(staff.set_active(signed_in(), str(id), is_active=said["active"], now=now()))


@pages.post("/people/<uuid:id>/invitation")
@pages.response(200, schemas.Colleague)
def invite(id: UUID) -> JsonObject:
    """Send an invitation, once more if need be; the one before is void."""
    return _show(staff.invite(signed_in(), str(id), site=settings().public_url, now=now()))


@pages.delete("/people/<uuid:id>/invitation")
@pages.response(200, schemas.Colleague)
def withdraw(id: UUID) -> JsonObject:
    """Void an invitation."""
    return _show(staff.withdraw(signed_in(), str(id), now=now()))


@pages.post("/people/<uuid:id>/reset")
@pages.response(204)
def send_reset(id: UUID) -> ResponseReturnValue:
    """Send a person the way to a new password, to their own address."""
    staff.send_reset(signed_in(), str(id), site=settings().public_url, now=now())
    return make_response("", 204)


@pages.post("/people/<uuid:id>/devices")
@pages.arguments(schemas.DeviceWish)
@pages.response(204)
def revoke_device(said: dict[str, Any], id: UUID) -> ResponseReturnValue:
    """Revoke a device of a person, or allow it again."""
    devices.revoke(signed_in(), said["device"], of=str(id), is_revoked=said["revoked"], now=now())
    return make_response("", 204)


@pages.get("/devices")
@pages.response(200, schemas.Devices)
def list_devices() -> JsonObject:
    """Give the devices of the district: last contact, and what they told of unsent changes."""
    return {"devices": [show_device(one) for one in devices.list_all(signed_in())]}


@pages.post("/schools")
@pages.arguments(schemas.SchoolWish)
@pages.response(201, schemas.SchoolMade)
def add_school(said: dict[str, str]) -> JsonObject:
    """Add a school."""
    return {"id": schools.add_school(signed_in(), said["name"], now=now())}


@pages.put("/schools/<uuid:id>")
@pages.arguments(schemas.SchoolWish)
@pages.response(204)
def rename_school(said: dict[str, str], id: UUID) -> ResponseReturnValue:
    """Give a school another name."""
    schools.rename_school(signed_in(), str(id), said["name"], now=now())
    return make_response("", 204)


@pages.get("/audit")
@pages.arguments(schemas.AuditArguments, location="query")
@pages.response(200, schemas.Audit)
def show_audit(asked: dict[str, str | None]) -> JsonObject:
    """Give what was done to people and their ways in, the latest first; never what they recorded."""
    found, more = acts.list_acts_of(signed_in(), before=asked["before"])
    return {"acts": [{**act._asdict()} for act in found], "more": more}


def show_device(one: Seen) -> JsonObject:
    return {**one._asdict()}


def _read(said: dict[str, Any]) -> Wish:
    return Wish(said["name"], frozenset(said["roles"]), said["email"], said["school"], said["language"])


def _show(one: Colleague) -> JsonObject:
    member = one.member
    roles: list[Json] = [*sorted(roles_of(member))]
    return {
        "id": member.id,
        "name": str(member.fields.get("name") or ""),
        "email": member.email,
        "roles": roles,
        "school": member.fields.get("school"),
        "language": str(member.fields.get("language") or "en"),
        "active": member.fields.get("active") is not False,
        "standing": one.standing,
        "invited_until": one.invited_until,
        "seen_at": member.seen_at,
    }

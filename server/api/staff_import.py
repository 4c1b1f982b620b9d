"""`/api/v1/people/import`: staff from files, first as a preview."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error
from typing import Any, cast

from server.api.blueprints import Blueprint
from server.api.bodies import read_json
from server.api.clock import now
from server.api.identity import settings, signed_in
from server.api.schemas.staff_import import StaffImport, StaffImported
from server.domain.json_values import Json, JsonObject
from server.domain.problems import Problem
from server.domain.staff_plan import Known, Plan
from server.domain.staff_tables import Given
from server.services import staff_import
from server.services.administration import require_administrator
from server.services.staff_import import Imported, Order

# Of the body; base64 makes four bytes of three. A district's students are in the file too, and zipped it is small.
MAX_IMPORT_BYTES = 12 * 1024 * 1024

pages = Blueprint("staff_import", __name__, url_prefix="/api/v1/people", description="Import of staff")
_schema = StaffImport()


@pages.post("/import")
@pages.doc(requestBody={"required": True, "content": {"application/json": {"schema": StaffImport}}})
@pages.response(200, StaffImported)
def import_staff() -> JsonObject:
    """Import staff from OneRoster or a table, or with `dry_run` only say what would be done."""
    who = signed_in()
    require_administrator(who)
    said = cast(dict[str, Any], _schema.load(cast(Any, read_json(MAX_IMPORT_BYTES))))
    files = [Given(file["name"], _read_bytes(file["base64"])) for file in said["files"]]
    order = Order(files, said["dry_run"], said["invites"], frozenset(said["deactivate"]), frozenset(said["activate"]))
    return show_import(staff_import.import_staff(who, order, site=settings().public_url, now=now()))


def show_import(done: Imported) -> JsonObject:
    """Show what an import did or would do."""
    plan = done.plan
    return {
        "dry_run": done.is_dry,
        "adds": [
            {"name": one.name, "email": one.email, "roles": [*sorted(one.roles)], "school": one.school}
            for one in plan.adds
        ],
        "updates": [
            {"id": one.known.id, "name": one.staff.name, "changes": [*one.changes]}
            for one in plan.updates
            if one.changes
        ],
        "same": plan.same,
        "returned": [_name(one) for one in plan.returned],
        "left": [_name(one) for one in plan.left],
        "schools": [*plan.schools],
        "refused": _show_refused(plan),
        "passed_over": dict(done.passed_over),
    }


def _show_refused(plan: Plan) -> list[Json]:
    return [{"file": one.file, "line": one.line, "rule": one.rule, "value": one.value} for one in plan.refused]


def _name(one: Known) -> Json:
    return {"id": one.id, "name": one.name}


def _read_bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (Error, ValueError) as error:
        raise Problem("bad_request", "A file is not in base64") from error

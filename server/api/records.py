"""`/api/v1/records`: the history of one record."""

import orjson
from flask import Response

from server.api.blueprints import Blueprint
from server.api.identity import signed_in
from server.api.schemas.records import History
from server.domain.ids import is_uuid
from server.domain.json_values import JsonObject
from server.domain.problems import Problem
from server.services.records import Told, get_history

pages = Blueprint("records", __name__, url_prefix="/api/v1/records", description="Single records")


@pages.get("/<id>/history")
@pages.response(200, History)
def history(id: str) -> Response:
    """Give every change of a record in commit order, as far back as the reader may look."""
    who = signed_in()
    if not is_uuid(id):
        raise Problem("not_found")
    told = [_show(entry) for entry in get_history(who, id)]
    return Response(orjson.dumps({"changes": told}), content_type="application/json")


def _show(entry: Told) -> JsonObject:
    change = entry.change
    shown: JsonObject = {
        "seq": entry.seq,
        "by": change.by,
        "device": change.device,
        "received_at": change.received_at,
        **change.as_sent(),
    }
    return shown | {"stood": True} if entry.stood else shown

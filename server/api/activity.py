"""`/api/v1/activity`: how much coaching there is, for administrators."""

from __future__ import annotations

from flask import Response

from server.api.blueprints import Blueprint
from server.api.clock import now
from server.api.identity import signed_in
from server.api.schemas.activity import CoachingActivity
from server.domain.activity import SIDES, Group, Period
from server.domain.json_values import Json, JsonObject
from server.domain.sheets import write_csv
from server.services.activity import get_activity, make_activity_sheet

pages = Blueprint("activity", __name__, url_prefix="/api/v1/activity", description="How much coaching there is")

_CSV = {200: {"description": "The file", "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}}}}


@pages.get("")
@pages.response(200, CoachingActivity)
def show_activity() -> JsonObject:
    """Give counts and minutes of closed months, by school, service and coach, of five teachers or more each."""
    told = get_activity(signed_in(), now=now())
    return {"periods": [_show(period) for period in told.periods], "waiting": [*told.waiting]}


@pages.get("/csv")
@pages.doc(responses=_CSV)
def take_activity() -> Response:
    """Give the same as a file."""
    moment = now()
    data = write_csv(make_activity_sheet(signed_in(), now=moment)).encode("utf-8-sig")
    headers = {"Content-Disposition": f'attachment; filename="coaching-activity-{moment.date()}.csv"'}
    return Response(data, headers=headers, content_type="text/csv; charset=utf-8")


def _show(period: Period) -> JsonObject:
    sides: JsonObject = {side: [_show_group(group) for group in period.by.get(side, ())] for side in SIDES}
    total = _show_group(period.total)
    return {"months": [*period.months], "activities": total["activities"], "minutes": total["minutes"], **sides}


def _show_group(group: Group) -> dict[str, Json]:
    return {"key": group.key, "activities": len(group.entries), "minutes": group.minutes}

"""`/api/v1/quarantine`: what could not be applied, and why."""

from __future__ import annotations

from server.api.blueprints import Blueprint
from server.api.identity import signed_in
from server.api.schemas.quarantine import OwnQuarantine, Quarantine, QuarantineArguments
from server.domain.json_values import JsonObject
from server.services import quarantine
from server.services.quarantine import Quarantined

pages = Blueprint("quarantine", __name__, url_prefix="/api/v1/quarantine", description="What could not be applied")


@pages.get("")
@pages.arguments(QuarantineArguments, location="query")
@pages.response(200, Quarantine)
def list_everybodys(arguments: dict[str, int]) -> JsonObject:
    """Tell an administrator what is in quarantine, whose and why, without a word of it."""
    kept = quarantine.list_for_administrator(signed_in(), skip=arguments["skip"])
    return {"count": kept.total, "changes": [_show(one) for one in kept.changes]}


@pages.get("/mine")
@pages.arguments(QuarantineArguments, location="query")
@pages.response(200, OwnQuarantine)
def list_mine(arguments: dict[str, int]) -> JsonObject:
    """Give one's own changes that could not be applied, as they were sent."""
    kept = quarantine.list_own(signed_in(), skip=arguments["skip"])
    return {"count": kept.total, "changes": [{**_show(one), "raw": one.raw} for one in kept.changes]}


def _show(one: Quarantined) -> JsonObject:
    return {
        "id": one.id, "sha256": one.sha256, "code": one.code, "by": one.by, "device": one.device, "n": one.n,
        "kind": quarantine.name_kind(one), "received_at": one.received_at,
        "bytes": None if one.raw is None else len(one.raw),
    }  # fmt: skip

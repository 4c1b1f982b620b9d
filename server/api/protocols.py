"""`/api/v1/protocols`: publishing a protocol from a file, for administrators."""

from __future__ import annotations

from typing import Any

from server.api.blueprints import Blueprint
from server.api.clock import now
from server.api.identity import signed_in
from server.api.schemas.protocols import ProtocolFile, ProtocolLooked
from server.domain.json_values import JsonObject
from server.services.administration import require_administrator
from server.services.publishing import File, Looked, look_at, publish

pages = Blueprint("protocols", __name__, url_prefix="/api/v1/protocols", description="Protocols of the district")


@pages.before_request
def require_right() -> None:
    """Ask who it is before looking at what they say."""
    require_administrator(signed_in())


@pages.post("")
@pages.arguments(ProtocolFile)
@pages.response(200, ProtocolLooked)
def take_file(said: dict[str, Any]) -> JsonObject:
    """Look at a protocol file, and publish it unless it is only looked at, cannot be used, or is there."""
    file = File(said["name"], said["text"])
    looked = look_at(signed_in(), file) if said["dry_run"] else publish(signed_in(), file, now=now())
    return _show(looked)


def _show(looked: Looked) -> JsonObject:
    protocol = looked.protocol
    return {
        "title": None if protocol is None else {**protocol["title"]},
        "slug": None if protocol is None else protocol["id"],
        "version": None if protocol is None else protocol["version"],
        "published": looked.is_published,
        "there": looked.is_there,
        "taken": looked.is_taken,
        "findings": [
            {"line": one.line, "severity": one.severity, "what": one.what, "fix": one.fix} for one in looked.findings
        ],
    }

"""`/api/v1/files`: what a person takes out as a spreadsheet, as CSV, or as everything about them."""

from __future__ import annotations

from typing import Any

from flask import Response

from server.api.blueprints import Blueprint
from server.api.clock import now
from server.api.identity import signed_in
from server.api.schemas.files import FileQuery, YearQuery
from server.services import files, takeout
from server.services.files import Made, Wanted

pages = Blueprint("files", __name__, url_prefix="/api/v1/files", description="Files to take out")

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_SHEETS = {200: {"description": "The file", "content": {_XLSX: _BINARY, "text/csv": _BINARY}}}
_ZIP = {200: {"description": "The file", "content": {"application/zip": _BINARY}}}


@pages.get("/observations/<id>")
@pages.doc(responses=_SHEETS)
@pages.arguments(FileQuery, location="query")
def observation(query: dict[str, Any], id: str) -> Response:
    """Give an observation with its measures, codes and evidence."""
    return _send(files.make_lesson_file(signed_in(), id, _read(query), now=now()))


@pages.get("/cycles/<id>")
@pages.doc(responses=_SHEETS)
@pages.arguments(FileQuery, location="query")
def cycle(query: dict[str, Any], id: str) -> Response:
    """Give a cycle with its goals, next steps, conferences and visits."""
    return _send(files.make_cycle_file(signed_in(), id, _read(query)))


@pages.get("/year")
@pages.doc(responses=_SHEETS)
@pages.arguments(YearQuery, location="query")
def year(query: dict[str, Any]) -> Response:
    """Give a stretch of a coach's visits, their measures and the coaching log."""
    days = (query["start"], query["end"])
    return _send(files.make_year_file(signed_in(), days, _read(query), now=now()))


@pages.get("/me")
@pages.doc(responses=_ZIP)
def me() -> Response:
    """Give everything about the person who asks, of what they may see."""
    moment = now()
    return _send(Made(f"backrow-{moment.date()}.zip", takeout.take_out(signed_in(), now=moment)))


def _read(query: dict[str, Any]) -> Wanted:
    return Wanted(query["form"], query["language"], query["sheet"])


def _send(made: Made) -> Response:
    types = {"xlsx": _XLSX, "csv": "text/csv; charset=utf-8", "zip": "application/zip"}
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.data, headers=headers, content_type=types[made.name.rpartition(".")[2]])

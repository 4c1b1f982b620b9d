"""What the server writes about itself: one JSON object a line, with the request it belongs to and no content.

A line names the rule of an address and never the address, which may hold a secret; and of an exception its type and
place and never its message, which may quote what somebody wrote.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
import traceback
from datetime import UTC, datetime
from time import perf_counter

import orjson
from flask import Flask, Response, g, has_request_context, request

_access = logging.getLogger("backrow.access")
# A proxy may have named the request already.
_NAMED = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {"at": at, "level": record.levelname.lower(), "from": record.name}
        line |= {"says": record.getMessage()}
        if has_request_context():
            line["request"] = name_request()
        line |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[1] is not None:
            line |= _describe(record.exc_info[1])
        return orjson.dumps(line, default=str).decode()


def set_up_logs(level: str) -> None:
    """Send every logger's records to stderr as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # A library says what it sends to whom, which is content.
    for chatty in ("urllib3", "PIL", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def log_requests(app: Flask) -> None:
    """Name every request, and write one line of each that was answered."""
    app.before_request(_begin)
    app.after_request(_end)


def name_request() -> str:
    """Give the name of the request under way."""
    if "request_name" not in g:
        told = request.headers.get("X-Request-Id", "")
        g.request_name = told if _NAMED.fullmatch(told) else secrets.token_hex(8)
    name: str = g.request_name
    return name


def _begin() -> None:
    g.request_began = perf_counter()
    name_request()


def _end(response: Response) -> Response:
    response.headers["X-Request-Id"] = name_request()
    began = g.get("request_began", perf_counter())
    told = {
        "method": request.method if request.method.isalpha() and len(request.method) < 10 else "?",
        "rule": request.url_rule.rule if request.url_rule else None,
        "status": response.status_code,
        "ms": round((perf_counter() - began) * 1000, 1),
        "bytes": response.content_length,
    }
    _access.info("answered", extra={"told": told})
    return response


def _describe(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)
    causes: list[str] = []
    cause = error.__cause__ or error.__context__
    while cause is not None and len(causes) < 5:
        causes.append(_name(cause))
        cause = cause.__cause__ or cause.__context__
    where = [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    return {"error": _name(error), "causes": causes, "where": where}


def _name(error: BaseException) -> str:
    kind = type(error)
    code = getattr(error, "sqlstate", None)
    return f"{kind.__module__}.{kind.__qualname__}" + (f" {code}" if code else "")

"""Turns every refusal, ours or the framework's, into one `application/problem+json` (RFC 9457)."""

import logging

import orjson
from flask import Flask, Response
from flask_smorest import Api
from marshmallow import ValidationError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from server.api.schemas.problems import ProblemSchema
from server.domain.json_values import Json, JsonObject
from server.domain.problems import Problem

MEDIA_TYPE = "application/problem+json"
MAX_ERRORS = 20
_CODE_OF_STATUS = {
    400: "bad_json",
    401: "signed_out",
    403: "forbidden",
    404: "not_found",
    405: "bad_method",
    411: "length_required",
    413: "too_large",
    415: "bad_media_type",
    422: "bad_request",
    429: "too_many",
    503: "busy",
}
_log = logging.getLogger(__name__)


class ProblemApi(Api):
    """flask-smorest's Api, whose documented errors are the problems that we really answer with."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = "Problem"

    def _register_responses(self) -> None:
        content = {MEDIA_TYPE: {"schema": ProblemSchema}}
        for name in ("Problem", "UNPROCESSABLE_ENTITY"):
            self.spec.components.response(name, {"description": "A refusal with a stable code", "content": content})


def handle_problems(app: Flask) -> None:
    """Make the app answer every exception with a problem body."""
    app.register_error_handler(Problem, write_problem)
    app.register_error_handler(ValidationError, _on_validation_error)
    app.register_error_handler(HTTPException, _on_http_exception)
    app.register_error_handler(OperationalError, _on_operational_error)
    app.register_error_handler(Exception, _on_bug)


def write_problem(problem: Problem) -> Response:
    body: JsonObject = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "code": problem.code,
    }
    if problem.detail:
        body["detail"] = problem.detail
    response = Response(orjson.dumps(body | problem.extra), problem.status, content_type=MEDIA_TYPE)
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def list_errors(messages: object, path: str = "") -> list[Json]:
    """Flatten marshmallow's nest of messages to at most 20 of `{at, says}`."""
    if isinstance(messages, dict):
        nested = [list_errors(value, _join(path, str(key))) for key, value in messages.items()]
        return [error for errors in nested for error in errors][:MAX_ERRORS]
    listed = messages if isinstance(messages, list) else [messages]
    return [{"at": path, "says": str(message)} for message in listed[:MAX_ERRORS]]


def _join(path: str, key: str) -> str:
    # What was sent is told back short, and without what cannot be written.
    key = key.encode(errors="replace").decode()[:100]
    return path if key == "_schema" else f"{path}.{key}" if path else key


def _on_validation_error(error: ValidationError) -> Response:
    return write_problem(Problem("bad_request", errors=list_errors(error.messages)))


def _on_http_exception(error: HTTPException) -> Response | HTTPException:
    status = error.code or 500
    if status < 400:
        return error  # a redirect
    if status >= 500:
        return _on_bug(error)
    response = write_problem(Problem(_CODE_OF_STATUS.get(status, "bad_request")))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _on_operational_error(error: OperationalError) -> Response:
    """Tell a full disk and a busy database, which pass, from a bug, which does not."""
    words = str(error.orig).lower()
    if "disk is full" in words or "no space left" in words:
        return write_problem(Problem("disk_full", retry_after=60))
    if "locked" in words or "busy" in words or "connect" in words or getattr(error.orig, "sqlstate", None):
        return write_problem(Problem("busy", retry_after=5))
    return _on_bug(error)


def _on_bug(error: Exception) -> Response:
    _log.error("An unforeseen exception", exc_info=error)
    return write_problem(Problem("broken"))

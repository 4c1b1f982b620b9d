"""What the server writes about itself: every answer by name, and nothing that anybody wrote."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from server.api.logs import JsonLines
from server.storage.db import transaction
from tests.cast import PASSWORD, Cast

HEADERS = {"X-Requested-With": "backrow"}
CONTENT = "Only she raised her hand"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged, as a server writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def lines(log: io.StringIO) -> list[dict[str, object]]:
    """Read the lines, but for the document that the client checks answers by."""
    found = [json.loads(line) for line in log.getvalue().splitlines()]
    return [line for line in found if line.get("rule") != "/api/v1/openapi.json"]


def test_every_answer_is_a_line_with_the_name_that_the_client_was_told(client: FlaskClient, log: io.StringIO) -> None:
    reply = client.get("/api/v1/session")
    (line,) = lines(log)
    assert line["request"] == reply.headers["X-Request-Id"]
    assert (line["method"], line["rule"], line["status"]) == ("GET", "/api/v1/session", 401)
    assert set(line) == {"at", "level", "from", "says", "request", "method", "rule", "status", "ms", "bytes"}


def test_a_proxys_name_is_kept_if_it_is_one(client: FlaskClient) -> None:
    for told, is_kept in (("a1b2c3d4-e5f6", True), ("short", False), ("x" * 65, False), ("line\u00e9 12345", False)):
        name = client.get("/healthz", headers={"X-Request-Id": told}).headers["X-Request-Id"]
        assert (name == told) == is_kept


def test_no_line_says_who_or_what(client: FlaskClient, cast: Cast, log: io.StringIO) -> None:
    body = {"email": cast.coach.email, "password": PASSWORD}
    client.post("/api/v1/session", json=body, headers=HEADERS)
    client.get(f"/calendar/{CONTENT}.ics?secret={CONTENT}")
    client.get(f"/api/v1/records/{cast.coach.id}/history")
    client.post("/api/v1/session", data=CONTENT, content_type="application/json", headers=HEADERS)
    said = log.getvalue()
    assert len(lines(log)) == 4
    for secret in (cast.coach.email, PASSWORD, CONTENT, "Only", cast.coach.id):
        assert secret not in said


def test_an_exception_is_told_by_type_and_place(app: Flask, log: io.StringIO) -> None:
    with app.app_context():
        try:
            with transaction() as connection:
                connection.execute(text("INSERT INTO space VALUES (:name, NULL, NULL, NULL)"), {"name": CONTENT})
        except DBAPIError:
            logging.getLogger("server").exception("An unforeseen exception")
    (line,) = lines(log)
    assert str(line["error"]).startswith("sqlalchemy.exc.IntegrityError")
    assert any("tests/api/test_logs.py" in str(place) for place in line["where"])  # type: ignore[attr-defined]
    assert CONTENT not in log.getvalue()

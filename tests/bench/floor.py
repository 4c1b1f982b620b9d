"""The floor under a push: one Flask view that parses, validates and inserts the same rows, and nothing else.

Run as `python -m tests.bench.floor`, it serves with the same processes, threads and database rules as Backrow.
"""

from __future__ import annotations

import gzip
import os
import re

import orjson
from flask import Flask, Response, request
from sqlalchemy import BigInteger, Column, MetaData, Table, Text, insert

from server.cli.processes import run_server
from server.config import Settings
from server.storage.db import bind_database, db, in_transaction

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_TEXTS = ("id", "record", "kind", "op", "scope", "at")

changes = Table(
    "floor_change",
    MetaData(),
    Column("id", Text, primary_key=True),
    Column("n", BigInteger, nullable=False),
    Column("v", BigInteger, nullable=False),
    Column("record", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("op", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("base", Text),
    Column("fields", Text, nullable=False),
)


def make_floor(settings: Settings) -> Flask:
    """Make the application with its one view; its table is made if it is not there."""
    app = Flask("floor", static_folder=None)
    bind_database(app, settings.database_url, "")
    with app.app_context():
        changes.metadata.create_all(db.engine, checkfirst=True)
    app.add_url_rule("/push", view_func=push, methods=["POST"])
    app.add_url_rule("/readyz", view_func=lambda: "ready")
    return app


def push() -> Response:
    body = orjson.loads(gzip.decompress(request.get_data()))
    rows = [_read(change) for change in body["changes"]]
    in_transaction(lambda connection: connection.execute(insert(changes), rows))
    return Response(orjson.dumps({"taken": len(rows)}), content_type="application/json")


def _read(change: dict[str, object]) -> dict[str, object]:
    """Check a change as shortly as can be, and make it a row; raises ValueError."""
    if not all(isinstance(change[name], str) for name in _TEXTS) or not isinstance(change["fields"], dict):
        raise ValueError("a text or the fields are missing")
    if not _UUID.fullmatch(str(change["id"])) or not _INSTANT.fullmatch(str(change["at"])):
        raise ValueError("no id or no instant")
    if not isinstance(change["n"], int) or change["n"] < 1:
        raise ValueError("no number")
    return {**change, "fields": orjson.dumps(change["fields"]).decode()}


if __name__ == "__main__":
    read = Settings.from_environment({**os.environ, "BACKROW_WORKER": "apart"})
    run_server(read, lambda: make_floor(read))

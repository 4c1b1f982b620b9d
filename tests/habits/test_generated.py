"""What is made from something else and committed is what would be made now."""

from __future__ import annotations

import json
from pathlib import Path

from server.app import create_app
from server.cli.kinds import README, replace_table
from server.cli.library import PROTOCOLS, make_library, make_messages
from server.config import Settings

GENERATED = Path(__file__).parents[2] / "pwa" / "src" / "generated"


def test_the_openapi_document_is_current(tmp_path: Path) -> None:
    app = create_app(Settings.from_environment({"BACKROW_DATA": str(tmp_path)}))
    made = app.test_client().get("/api/v1/openapi.json").get_json()
    assert json.loads((GENERATED / "openapi.json").read_text("utf-8")) == made


def test_the_protocol_library_is_current() -> None:
    assert (GENERATED / "library.json").read_text("utf-8") == make_library(PROTOCOLS / "library")
    messages = make_messages(PROTOCOLS / "schema" / "messages.toml")
    assert (GENERATED / "messages.json").read_text("utf-8") == messages


def test_the_table_of_kinds_is_current() -> None:
    text = README.read_text("utf-8")
    assert replace_table(text) == text

"""The library reaches districts that were made before, and changes nothing that they have."""

import typing

from flask import Flask

from server.domain.changes import Draft
from server.domain.json_values import JsonObject
from server.services.protocols import bring_library, install_library, make_protocol_draft, read_library
from server.services.sync_drafts import make_changes
from server.storage.db import in_transaction, reading
from server.storage.library import list_protocols
from tests.cast import BEGINNING, Cast
from tests.lessons import author


def _list(cast_: Cast) -> list[JsonObject]:
    with reading() as connection:
        return [row.fields for row in list_protocols(connection, cast_.coach.space.space_id)]


def test_a_district_that_was_made_before_gets_what_it_does_not_have(app: Flask, cast: Cast) -> None:
    older = read_library()[0]
    older["title"] = {"en": "As it was", "es": "Como era"}
    draft = make_protocol_draft(cast.coach.space.space_id, older)
    with app.app_context():
        in_transaction(lambda connection: make_changes(connection, author(cast.administrator), [draft]))
        before = _list(cast)

        added = bring_library(now=BEGINNING)

        after = _list(cast)
        assert added["Harbor District"] == len(after) - len(before) > 20
        assert after[: len(before)] == before
        assert bring_library(now=BEGINNING) == {}


def test_a_protocol_of_the_district_under_a_name_of_the_library_stays(app: Flask, cast: Cast) -> None:
    body = dict(read_library()[0])
    body["title"] = {"en": "Ours", "es": "El nuestro"}
    with app.app_context():
        in_transaction(lambda connection: install_library(connection, author(cast.coach)))
        fields: JsonObject = {
            "slug": str(body["id"]),
            "version": 9,
            "hash": "9" * 64,
            "body": typing.cast(JsonObject, body),
        }
        own = Draft("protocol", f"space:{cast.coach.space.space_id}", fields)
        in_transaction(lambda connection: make_changes(connection, author(cast.coach), [own]))

        bring_library(now=BEGINNING)

        assert [row for row in _list(cast) if row["version"] == 9] == [fields]

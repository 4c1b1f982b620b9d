"""`/api/v1/protocols`: an administrator publishes a protocol from a file, and never over one that is there."""

from __future__ import annotations

from typing import Any

import pytest

from server.domain.protocol import Protocol
from server.domain.toml_write import write_toml
from server.services.protocols import get_library_protocol
from tests.cast import Cast

HEADERS = {"X-Requested-With": "backrow"}


def write(**changed: object) -> str:
    protocol: Protocol = {**get_library_protocol("talk-ratio"), "id": "our-talk", "version": 1, **changed}  # type: ignore[typeddict-item]
    return write_toml(protocol)


def send(cast: Cast, text: str, *, dry_run: bool = False, name: str = "our-talk.toml") -> dict[str, Any]:
    body = {"name": name, "text": text, "dry_run": dry_run}
    reply = cast.administrator.client.post("/api/v1/protocols", json=body, headers=HEADERS)
    assert reply.status_code == 200, reply.text
    told: dict[str, Any] = reply.get_json()
    return told


def list_published(cast: Cast) -> list[tuple[object, object]]:
    tablet = cast.coach.tablet()
    tablet.pull()
    rows = [row["fields"] for row in tablet.replica.rows.values() if row["kind"] == "protocol"]
    return [(fields["slug"], fields["version"]) for fields in rows]


def test_a_file_is_looked_at_and_then_published_to_everybody(cast: Cast) -> None:
    looked = send(cast, write(), dry_run=True)
    assert (looked["slug"], looked["version"], looked["published"]) == ("our-talk", 1, False)
    assert list_published(cast) == []

    assert send(cast, write())["published"] is True
    assert list_published(cast) == [("our-talk", 1)]
    acts = cast.administrator.client.get("/api/v1/audit").get_json()["acts"]
    assert [one["act"] for one in acts] == ["protocol published"]


def test_a_version_that_is_there_stays_as_it_is(cast: Cast) -> None:
    send(cast, write())
    again = send(cast, write())
    other = send(cast, write(title={"en": "Another", "es": "Otro"}))

    assert (again["published"], again["there"], again["taken"]) == (False, True, False)
    assert (other["published"], other["there"], other["taken"]) == (False, False, True)
    assert list_published(cast) == [("our-talk", 1)]
    assert send(cast, write(title={"en": "Another", "es": "Otro"}, version=2))["published"] is True


@pytest.mark.parametrize(
    "text", ["not toml at all", 'id = "our-talk"', write(codes=[])], ids=["no-toml", "bare", "no-codes"]
)
def test_what_cannot_be_used_is_said_and_not_published(cast: Cast, text: str) -> None:
    told = send(cast, text)

    assert (told["published"], told["slug"]) == (False, None)
    assert "error" in {one["severity"] for one in told["findings"]}
    assert list_published(cast) == []


def test_a_file_that_is_too_long_is_refused(cast: Cast) -> None:
    body = {"name": "long.toml", "text": "#" * 300_000, "dry_run": True}
    reply = cast.administrator.client.post("/api/v1/protocols", json=body, headers=HEADERS)

    assert (reply.status_code, reply.get_json()["code"]) == (413, "too_large")

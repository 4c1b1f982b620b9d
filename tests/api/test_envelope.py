"""Bodies that no honest client sends, to every address that takes one: each has its refusal, and none is our fault."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast

HEADERS = {"X-Requested-With": "backrow"}
ID = "0198c0de-0000-7000-8000-000000000000"
# Addresses that change something and read no body.
BODILESS = ("/totp", "/passkey", "/recovery", "/blobs/")


def list_addresses(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"POST", "PUT", "PATCH"}):
            path = "/".join(ID if part.startswith("<") else part for part in rule.rule.split("/"))
            yield method, path


@pytest.fixture
def signed_in(cast: Cast) -> FlaskClient:
    return cast.administrator.client


def ask(client: FlaskClient, method: str, path: str, body: bytes, **headers: str) -> int:
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = HEADERS | {"Content-Type": "application/json"} | more
    reply = client.open(path, method=method, data=body, headers=sent)
    assert reply.status_code < 500, f"{method} {path}: {reply.text}"
    assert reply.status_code < 300 or reply.mimetype == "application/problem+json"
    return reply.status_code


def test_a_body_without_a_length_is_taken_nowhere(app: Flask, signed_in: FlaskClient) -> None:
    asked = list(list_addresses(app))
    assert len(asked) > 15
    for method, path in asked:
        assert ask(signed_in, method, path, b"{}", Transfer_Encoding="chunked") == 411, f"{method} {path}"


def test_what_is_not_json_by_its_own_word_is_taken_nowhere(app: Flask, signed_in: FlaskClient) -> None:
    for method, path in list_addresses(app):
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            assert ask(signed_in, method, path, b"a=b", Content_Type=kind) == 415, f"{method} {path} {kind}"


@pytest.mark.parametrize(
    ("body", "headers", "statuses"),
    [
        (b"{}", {"Content_Encoding": "br"}, {415}),
        (b"{}", {"Content_Encoding": "gzip"}, {400}),
        (gzip.compress(b"{}", mtime=0) + b"more", {"Content_Encoding": "gzip"}, {400}),
        (b'{"a": 1, "a": 2}', {}, {400, 422}),
        (b'{"a": NaN}', {}, {400, 422}),
        (b'{"a": Infinity}', {}, {400, 422}),
        (b'{"a": "\\ud800"}', {}, {400, 422}),
        (b'{"a": 1e999}', {}, {400, 422}),
        (b'{"a": ' + b"9" * 5000 + b"}", {}, {400, 422}),
        (b'{"a":' * 33 + b"1" + b"}" * 33, {}, {422}),
        (b"[" * 100_000, {}, {400, 422}),
        (b"\xff\xfe", {}, {400}),
        (b"", {}, {411}),
        (b"[]", {}, {422}),
        (b"null", {}, {422}),
        (b"{" + b",".join(b'"k%d": 1' % number for number in range(500)) + b"}", {}, {422}),
    ],
)
def test_a_body_that_is_no_plain_json_is_refused_everywhere(
    app: Flask, signed_in: FlaskClient, body: bytes, headers: dict[str, str], statuses: set[int]
) -> None:
    for method, path in list_addresses(app):
        if any(part in path for part in BODILESS):
            continue
        status = ask(signed_in, method, path, body, **headers)
        # Who may not be there at all is told that first.
        assert status in statuses | {403, 404}, f"{method} {path} → {status}"


def test_a_gzip_bomb_is_not_unpacked(app: Flask, signed_in: FlaskClient) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    assert ask(signed_in, "POST", "/api/v1/sync/push", bomb, Content_Encoding="gzip") == 413
    assert ask(signed_in, "POST", "/api/v1/session", bomb, Content_Encoding="gzip") == 413


def test_at_most_twenty_errors_are_listed(signed_in: FlaskClient) -> None:
    body = {f"k{number}": number for number in range(100)}
    reply = signed_in.post("/api/v1/session", json=body, headers=HEADERS)
    assert reply.status_code == 422
    assert len(reply.get_json()["errors"]) == 20

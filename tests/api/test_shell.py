"""The app's files, the pages of health and the headers that every answer carries."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.api import shell

PAGE = b"<!doctype html><title>Backrow</title>" + b" " * 600
PROGRAM = b"export const taps = 0;\n" * 100


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built app, small enough to be read here."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "icons").mkdir()
    (folder / "index.html").write_bytes(PAGE)
    (folder / "sw.js").write_bytes(PROGRAM)
    (folder / "assets" / "main-3fa9.js").write_bytes(PROGRAM)
    (folder / "icons" / "icon.png").write_bytes(b"\x89PNG")
    (folder / "manifest.webmanifest").write_text(json.dumps({"name": "Backrow", "padding": "x" * 200}))
    (tmp_path / "secret.txt").write_text("not yours")
    monkeypatch.setattr(shell, "_PLACES", (folder,))
    return folder


@pytest.fixture
def browser(app: Flask, built: Path) -> FlaskClient:
    app.test_client_class = FlaskClient
    return app.test_client()


@pytest.mark.parametrize("path", ["/", "/sign-in", "/lesson/0198c0de", "/review/0198c0de", "/no/such/page"])
def test_every_page_of_the_app_is_the_app(browser: FlaskClient, path: str) -> None:
    reply = browser.get(path, headers={"Accept": "text/html,*/*"})
    assert (reply.status_code, reply.data, reply.mimetype) == (200, PAGE, "text/html")
    assert reply.headers["Cache-Control"] == "no-cache"


def test_hashed_assets_are_kept_for_good(browser: FlaskClient) -> None:
    reply = browser.get("/assets/main-3fa9.js")
    assert (reply.data, reply.mimetype) == (PROGRAM, "text/javascript")
    assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/sw.js", "/manifest.webmanifest", "/icons/icon.png"])
def test_what_has_no_hash_in_its_name_is_asked_for_again(browser: FlaskClient, path: str) -> None:
    reply = browser.get(path)
    assert reply.status_code == 200
    assert reply.headers["Cache-Control"] == "no-cache"
    again = browser.get(path, headers={"If-None-Match": reply.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_text_goes_out_zipped(browser: FlaskClient) -> None:
    reply = browser.get("/assets/main-3fa9.js", headers={"Accept-Encoding": "gzip, br"})
    assert reply.headers["Content-Encoding"] == "gzip"
    assert reply.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(reply.data) == PROGRAM
    assert len(reply.data) < len(PROGRAM)
    assert "Content-Encoding" not in browser.get("/assets/main-3fa9.js").headers


def test_a_new_build_is_served_without_a_restart(browser: FlaskClient, built: Path) -> None:
    assert browser.get("/").data == PAGE
    (built / "index.html").write_bytes(b"<!doctype html>another")
    assert browser.get("/").data == b"<!doctype html>another"


@pytest.mark.parametrize("path", ["/assets/none.js", "/favicon.ico", "/sw.js.map", "/api/v1/none", "/api", "/api/"])
def test_a_missing_file_is_not_the_app(browser: FlaskClient, path: str) -> None:
    reply = browser.get(path, headers={"Accept": "text/html"})
    assert reply.status_code == 404
    assert reply.mimetype == "application/problem+json"


@pytest.mark.parametrize("path", ["/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "//secret.txt"])
def test_nothing_outside_the_app_is_served(browser: FlaskClient, path: str) -> None:
    assert b"not yours" not in browser.get(path, headers={"Accept": "text/html"}).data


def test_without_a_build_the_page_says_what_to_do(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shell, "_PLACES", (tmp_path / "nowhere",))
    app.test_client_class = FlaskClient
    reply = app.test_client().get("/")
    assert reply.status_code == 503
    assert "make run" in reply.text


def test_health_needs_nothing_and_readiness_the_database(browser: FlaskClient) -> None:
    assert browser.get("/healthz").data == b"ok\n"
    assert browser.get("/readyz").data == b"ready\n"


@pytest.mark.parametrize("path", ["/", "/assets/main-3fa9.js", "/sw.js", "/healthz", "/api/v1/session", "/api/v1/docs"])
def test_every_answer_is_strict_about_what_a_browser_may_do(browser: FlaskClient, path: str) -> None:
    headers = browser.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert policy["trusted-types"] == "backrow-sw"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize("path", ["/api/v1/session", "/api/v1/sync/hello", "/api/v1/openapi.json", "/api/v1/none"])
def test_the_interface_is_never_kept(browser: FlaskClient, path: str) -> None:
    assert browser.get(path).headers["Cache-Control"] == "no-store"


def test_long_json_goes_out_zipped(browser: FlaskClient) -> None:
    plain = browser.get("/api/v1/openapi.json")
    zipped = browser.get("/api/v1/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert json.loads(gzip.decompress(zipped.data)) == plain.json
    assert len(zipped.data) * 3 < len(plain.data)


def test_the_description_for_developers_names_every_address(browser: FlaskClient) -> None:
    document = browser.get("/api/v1/openapi.json").get_json()
    page = browser.get("/api/v1/docs").text
    assert document["openapi"] == "3.1.0"
    assert "<script" not in page
    for path in document["paths"]:
        assert f"<code>{path}</code>" in page
    for name in document["components"]["schemas"]:
        assert f'id="{name}"' in page
    assert browser.get("/api/v1/docs.css").mimetype == "text/css"

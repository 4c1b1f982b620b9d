"""The headers of every kind of answer, graded as an independent scanner would: each fault costs, and nothing may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.api import shell

HALF_A_YEAR = 15_768_000
ASKED = (
    "/",
    "/sign-in",
    "/assets/main-3fa9.js",
    "/sw.js",
    "/no/such.file",
    "/healthz",
    "/api/v1/session",
    "/api/v1/openapi.json",
    "/api/v1/docs",
    "/api/v1/none",
    "/calendar/none.ics",
)
DANGEROUS = ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "*", "http:", "https:", "data:", "strict-dynamic")
MUST_SAY = ("script-src", "style-src", "base-uri", "form-action", "frame-ancestors", "require-trusted-types-for")


@pytest.fixture
def browser(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    for name in ("index.html", "sw.js", "assets/main-3fa9.js"):
        (folder / name).write_text("anything")
    monkeypatch.setattr(shell, "_PLACES", (folder,))
    app.test_client_class = FlaskClient
    return app.test_client()


def find_faults(headers: Mapping[str, str], *, is_https: bool) -> Iterator[str]:
    policy = headers.get("Content-Security-Policy", "")
    rules = dict((f"{rule} ".split(" ", 1)) for rule in policy.split("; "))
    if rules.get("default-src", "").strip() != "'none'":
        yield "the policy does not begin with nothing"
    yield from (f"the policy allows {word}" for word in DANGEROUS if word in policy.replace("'self'", "").split())
    yield from (f"the policy allows {word}" for word in DANGEROUS if f"'{word}'" in policy)
    yield from (f"the policy is silent about {name}" for name in MUST_SAY if name not in rules)
    if headers.get("X-Content-Type-Options") != "nosniff":
        yield "types are guessed"
    if headers.get("Referrer-Policy") not in ("no-referrer", "same-origin", "strict-origin"):
        yield "addresses are told to others"
    for name in ("Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"):
        if headers.get(name) != "same-origin":
            yield f"{name} is open"
    if not all(f"{power}=()" in headers.get("Permissions-Policy", "") for power in ("camera", "microphone", "usb")):
        yield "powers that are not used are not given up"
    seconds = int(headers.get("Strict-Transport-Security", "max-age=0").split("=")[1].split(";")[0])
    if is_https != (seconds >= HALF_A_YEAR):
        yield f"HSTS of {seconds} s over {'https' if is_https else 'http'}"
    if "Access-Control-Allow-Origin" in headers:
        yield "other sites may read"
    if "X-Powered-By" in headers:
        yield "it says what it is made of"


@pytest.mark.parametrize("site", ["http://localhost", "https://coaching.example.org"])
@pytest.mark.parametrize("path", ASKED)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "DELETE", "TRACE"])
def test_no_answer_has_a_fault(browser: FlaskClient, path: str, method: str, site: str) -> None:
    reply = browser.open(path, method=method, base_url=site, headers={"Accept": "text/html"})
    assert list(find_faults(dict(reply.headers), is_https=site.startswith("https"))) == []
    kept = reply.headers["Cache-Control"]
    if path.startswith("/assets/") and reply.status_code == 200 and method == "GET":
        assert "immutable" in kept
    elif path == "/sw.js" and reply.status_code == 200 and method == "GET":
        assert kept == "no-cache"
    elif path.startswith(("/api/", "/calendar/")):
        # The picture of the interface's page is no secret; all else of the interface is.
        assert kept == "no-store" or path == "/api/v1/docs"


def test_a_scanner_that_finds_nothing_can_find_something() -> None:
    assert len(list(find_faults({}, is_https=True))) > 10
    loose = {"Content-Security-Policy": "default-src 'none'; script-src 'self' 'unsafe-inline' *"}
    faults = list(find_faults(loose, is_https=False))
    assert "the policy allows unsafe-inline" in faults
    assert "the policy allows *" in faults

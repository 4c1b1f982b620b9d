"""Serves the built app: the page, its hashed assets, its service worker; and says that the server lives."""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, request
from werkzeug.security import safe_join

from server.domain.problems import Problem
from server.services.installation import check_ready

pages = Blueprint("shell", __name__)

_SERVER = Path(__file__).parents[1]
# In a wheel the app is part of the package; in a checkout it stands where it was built.
_PLACES = (_SERVER / "_pwa", _SERVER.parent / "pwa" / "dist")
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_TYPES = {".webmanifest": "application/manifest+json", ".js": "text/javascript", ".woff2": "font/woff2"}
_ZIPPED = frozenset({"text/html", "text/css", "text/javascript", "application/manifest+json", "image/svg+xml"})


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of the app, ready to send; `zipped` is empty where gzip does not help."""

    plain: bytes
    zipped: bytes
    mime: str
    etag: str


@pages.get("/healthz")
def show_health() -> Response:
    """Say that the process answers."""
    return Response("ok\n", mimetype="text/plain")


@pages.get("/readyz")
def show_readiness() -> Response:
    """Say that the database answers, by the schema of this version."""
    check_ready()
    return Response("ready\n", mimetype="text/plain")


@pages.get("/", defaults={"path": ""})
@pages.get("/<path:path>")
def show_app(path: str) -> Response:
    """Send a file of the app; an address that only the app itself knows gets the app's page."""
    if path == "api" or path.startswith("api/"):
        raise Problem("not_found")
    root = find_app()
    found = _find_file(root, path) if root and path else None
    if found:
        return _send(found, cache=_FOREVER if path.startswith("assets/") else _ASK_AGAIN)
    if not _wants_page(path):
        raise Problem("not_found")
    if root is None:
        return Response(_NOT_BUILT, 503, mimetype="text/html", headers={"Retry-After": "60"})
    return _send(root / "index.html", cache=_ASK_AGAIN)


def find_app() -> Path | None:
    """Say where the built app is, or None if it was not built."""
    return next((place for place in _PLACES if (place / "index.html").is_file()), None)


def _find_file(root: Path, path: str) -> Path | None:
    joined = safe_join(str(root), path)
    return Path(joined) if joined and Path(joined).is_file() else None


def _wants_page(path: str) -> bool:
    is_file = "." in path.rsplit("/", 1)[-1]
    return not is_file and (not path or request.accept_mimetypes.accept_html)


def _send(file: Path, *, cache: str) -> Response:
    stat = file.stat()
    asset = _load(file, stat.st_mtime_ns, stat.st_size)
    is_zipped = bool(asset.zipped) and request.accept_encodings["gzip"] > 0
    response = Response(asset.zipped if is_zipped else asset.plain, mimetype=asset.mime)
    response.headers["Cache-Control"] = cache
    response.set_etag(f"{asset.etag}-gzip" if is_zipped else asset.etag)
    if is_zipped:
        response.content_encoding = "gzip"
    if asset.zipped:
        response.vary.add("Accept-Encoding")
    response.make_conditional(request.environ)
    return response


@lru_cache(maxsize=512)
def _load(file: Path, _changed_at: int, _size: int) -> Asset:
    """Read and zip a file once; it is read again when its time or size is another."""
    plain = file.read_bytes()
    mime = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    zipped = gzip.compress(plain, compresslevel=9, mtime=0) if mime in _ZIPPED else b""
    return Asset(plain, zipped if len(zipped) < len(plain) else b"", mime, sha256(plain).hexdigest()[:20])


_NOT_BUILT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Backrow: the app is not built</title>
<h1>The server runs, but the app is not built</h1>
<p>In the folder of the source, run <code>make run</code>, which builds the app and starts it.
An installed package brings the app along.</p>
<p>The server's own interface works: <a href="/api/v1/docs">its description</a>.</p>
"""

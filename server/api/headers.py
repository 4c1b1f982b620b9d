"""The headers of every answer: what a browser may do with it, how long it may keep it, and gzip where it helps."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

from server.api.identity import is_https

# No script of the app makes HTML out of text; the one Trusted Types policy names the service worker.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types backrow-sw",
    )
)
_UNUSED_POWERS = ("camera", "display-capture", "geolocation", "gyroscope", "microphone", "midi", "payment", "usb")
_SECURITY = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{power}=()" for power in _UNUSED_POWERS),
    # Not no-referrer: under that, browsers send a same-origin change with `Origin: null`.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_TWO_YEARS = 2 * 365 * 24 * 3600
_WORTH_ZIPPING = 1024


def send_headers(app: Flask) -> None:
    """Give every answer of the app its headers."""
    app.after_request(_set_security)
    app.after_request(_set_caching)
    app.after_request(_zip_json)


def _set_security(response: Response) -> Response:
    for name, value in _SECURITY.items():
        response.headers.setdefault(name, value)
    if is_https():
        response.headers["Strict-Transport-Security"] = f"max-age={_TWO_YEARS}"
    return response


def _set_caching(response: Response) -> Response:
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def _zip_json(response: Response) -> Response:
    """Make long JSON small: a week of lessons over a school's link is a tenth of the bytes."""
    if response.mimetype != "application/json" or response.direct_passthrough or response.content_encoding:
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) >= _WORTH_ZIPPING and request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(body, compresslevel=4, mtime=0))
        response.content_encoding = "gzip"
    return response

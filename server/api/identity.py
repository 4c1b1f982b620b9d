"""Who asks: the two cookies, and the proof that a request comes from our own pages."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request

from server.api.clock import now
from server.config import Settings
from server.domain.browsers import name_browser
from server.domain.factors import STEP_LASTS
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.services import sessions
from server.services.opening import Browser, Opened
from server.services.passkeys import Site

_READS = frozenset({"GET", "HEAD", "OPTIONS"})
# A piece of an upload. Like JSON, no page of another site can send it without asking first.
UPLOAD_TYPE = "application/offset+octet-stream"
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
# The longest that browsers allow. When a session ends is the server's to say, not the cookie's.
_COOKIE_LASTS = timedelta(days=400)


def guard_requests(app: Flask) -> None:
    """Check every request before its view runs."""
    app.before_request(_refuse_cross_site)


def signed_in() -> SignedIn:
    """Say who asks; raises Problem `signed_out`, or `factor_needed` as long as that must come first."""
    who = signed_in_so_far()
    if who.must_enrol:
        raise Problem("factor_needed")
    return who


def signed_in_so_far() -> SignedIn:
    """Say who asks, even somebody who must still add a second factor; raises Problem `signed_out`."""
    who = _find_signed_in()
    if who is None:
        raise Problem("signed_out")
    return who


def settings() -> Settings:
    """Give the settings of the app."""
    return cast(Settings, current_app.config["BACKROW_SETTINGS"])


def site() -> Site:
    """Say to which site passkeys are bound."""
    return Site(settings().public_url)


def find_signed_in() -> SignedIn | None:
    """Say who asks, or None for a stranger and for who must still add a second factor."""
    who = _find_signed_in()
    return None if who is None or who.must_enrol else who


def _find_signed_in() -> SignedIn | None:
    """Ask the database once a request."""
    if "signed_in" not in g:
        token, policy = read_session_cookie(), settings().factor_policy
        g.signed_in = sessions.find_signed_in(token, policy=policy, now=now()) if token else None
    return cast(SignedIn | None, g.signed_in)


def read_session_cookie() -> str | None:
    """Give what the session's cookie holds."""
    return request.cookies.get(_cookie_name("session"))


def read_device_cookie() -> str | None:
    """Give what the device's cookie holds."""
    return request.cookies.get(_cookie_name("device"))


def read_step_cookie() -> str:
    """Give what the cookie of a half-done sign-in holds; raises Problem `step_over`."""
    secret = request.cookies.get(_cookie_name("step"))
    if not secret:
        raise Problem("step_over")
    return secret


def browser() -> Browser:
    """Say where a sign-in comes from."""
    name = name_browser(request.user_agent.string)
    return Browser(network_of_request(), read_device_cookie(), read_session_cookie(), name)


def set_session_cookies(response: Response, opened: Opened) -> None:
    """Hand the browser its session, and the secret by which it is known at the next sign-in."""
    _set_cookie(response, "session", opened.session)
    _set_cookie(response, "device", opened.device)


def set_district_cookie(response: Response, secret: str, *, lasts: timedelta = STEP_LASTS) -> None:
    """Let the browser hold a secret while it is at the district's page; it must come back with it from there."""
    _set_cookie(response, "district", secret, lasts=lasts, samesite="Lax")


def read_district_cookie() -> str | None:
    """Give what a browser holds that comes back from the district's page."""
    return request.cookies.get(_cookie_name("district"))


def set_step_cookie(response: Response, secret: str, *, lasts: timedelta = STEP_LASTS) -> None:
    """Hand the browser a half-done sign-in, for minutes; an empty secret takes it back."""
    _set_cookie(response, "step", secret, lasts=lasts)


def clear_session_cookie(response: Response) -> None:
    """Take the session from the browser; it stays known as a device."""
    _set_cookie(response, "session", "", lasts=timedelta(0))


def network_of_request() -> str:
    """Name the network a request came from: the address, or of IPv6 the /64 that one household or school has."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ip_network(f"{address}/64", strict=False))


def require_safe_channel() -> None:
    """Refuse to take a password over plain http, except on the machine itself."""
    if not is_https() and urlsplit(request.host_url).hostname not in _LOCAL_HOSTS:
        raise Problem("forbidden", "Sign-in needs https; over plain http it works on localhost only")


def is_https() -> bool:
    """Tell whether people's browsers see https, whoever ends it."""
    return request.is_secure or settings().public_url.startswith("https://")


def _refuse_cross_site() -> None:
    if request.method in _READS:
        return
    if request.headers.get("X-Requested-With") != "backrow":
        raise Problem("cross_site", "A change carries the header X-Requested-With: backrow")
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise Problem("cross_site")
    origin = request.headers.get("Origin")
    if origin is not None and not _is_ours(origin):
        raise Problem("cross_site", f"{origin[:100]} is not the address of this installation")
    if "Transfer-Encoding" in request.headers:
        # A body without a length is cut at the limit without a word by the framework, so none is taken anywhere.
        raise Problem("length_required")
    taken = UPLOAD_TYPE if request.method == "PATCH" else "application/json"
    if request.mimetype != taken and (request.content_length or request.method != "DELETE"):
        raise Problem("bad_media_type")


def _is_ours(origin: str) -> bool:
    return origin == settings().public_url or _host_of(origin) == request.host


def _set_cookie(
    response: Response, noun: str, value: str, *, lasts: timedelta = _COOKIE_LASTS, samesite: str = "Strict"
) -> None:
    response.set_cookie(
        _cookie_name(noun),
        value,
        max_age=lasts,
        path="/",
        secure=is_https(),
        httponly=True,
        samesite=samesite,
    )


def _cookie_name(noun: str) -> str:
    """Name a cookie; the prefix makes browsers refuse it from any other host, and only works over https."""
    return f"__Host-backrow-{noun}" if is_https() else f"backrow-{noun}"


def _host_of(url: str) -> str:
    """Give host and port of a URL, and nothing of what is none."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""

"""The only way to a push service: browsers name the address, so it is believed only as far as it is known.

https on port 443 to a host of the list, an address of the open internet that is looked up once and then used, no
redirect, no proxy, ten seconds in all, and of the answer nothing but its head.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from ipaddress import IPv6Address, ip_address
from threading import Timer
from urllib.parse import SplitResult, urlsplit

# Each stands for itself and for what is under it: Chrome and Android, Firefox, Safari, Edge.
PUSH_SERVICES = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)
_HTTPS = 443
_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """How a push service answered; its body is never read."""

    status: int
    retry_after: str | None


def is_push_service(url: str) -> bool:
    """Tell whether a URL is one of a push service that we know, judged by its parts and not by its text."""
    return _find_service(url) is not None


def is_global(address: str) -> bool:
    """Tell whether an address is one of the open internet: not this machine, its network, or one that hides such."""
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        hidden = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if hidden is not None and not hidden.is_global:
            return False
    return found.is_global and not found.is_multicast


def look_up(host: str) -> Sequence[str]:
    """Give the addresses of a host; none if it has none."""
    try:
        found = socket.getaddrinfo(host, _HTTPS, type=socket.SOCK_STREAM)
    except OSError:
        return ()
    return [str(address[4][0]) for address in found]


@dataclass(frozen=True, slots=True)
class PushGuard:
    """Carries requests to push services. Its parts are for tests, whose service is on this machine; no setting does."""

    resolve: Callable[[str], Sequence[str]] = look_up
    may_reach: Callable[[str], bool] = is_global
    port: int = _HTTPS
    context: ssl.SSLContext | None = None
    patience_s: float = _PATIENCE_S

    def carry(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer | None:
        """Post a body and give the head of the answer; None if there is no such service or it did not answer."""
        parts = _find_service(url)
        if parts is None or parts.hostname is None:
            return None
        addresses = self.resolve(parts.hostname)
        # One address that should not be there makes all of them suspect.
        if not addresses or not all(self.may_reach(address) for address in addresses):
            return None
        connection = _Pinned(parts.hostname, addresses[0], self)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return _ask(connection, path, headers, body)


def _find_service(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        return None
    is_plain = parts.scheme == "https" and port in (None, _HTTPS) and "@" not in parts.netloc and not parts.fragment
    if not is_plain or not host or not host.isascii() or not url.isascii() or not url.isprintable() or " " in url:
        return None
    is_known = any(host == service or host.endswith(f".{service}") for service in PUSH_SERVICES)
    return parts if is_known else None


class _Pinned(HTTPSConnection):
    """A connection to the one address that was checked, under the name that the certificate must have."""

    def __init__(self, host: str, address: str, guard: PushGuard) -> None:
        context = guard.context or ssl.create_default_context()
        super().__init__(host, guard.port, timeout=guard.patience_s, context=context)
        self._address, self._tls, self.patience_s = address, context, guard.patience_s

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), self.patience_s)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except OSError:
            plain.close()
            raise


def _ask(connection: _Pinned, path: str, headers: Mapping[str, str], body: bytes) -> Answer | None:
    # A service that drips keeps each single wait short, so the whole has an end of its own.
    end = Timer(connection.patience_s, _cut, [connection])
    end.daemon = True
    end.start()
    try:
        connection.request("POST", path, body, dict(headers))
        with connection.getresponse() as answer:
            return Answer(answer.status, answer.getheader("Retry-After"))
    except (HTTPException, OSError):
        return None
    finally:
        end.cancel()
        connection.close()


def _cut(connection: _Pinned) -> None:
    if connection.sock is not None:
        connection.sock.shutdown(socket.SHUT_RDWR)

"""A push notice: where it goes, with which keys, and what it says (nothing that names anybody)."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from binascii import Error
from dataclasses import dataclass
from hashlib import sha256

# Why a push was given up when the push service does not know the browser any more.
BROWSER_GONE = "push: the browser takes no notices any more"
_LONGEST_ENDPOINT = 1000
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+={0,2}", re.ASCII)
_POINT_BYTES = 65
_SECRET_BYTES = 16


@dataclass(frozen=True, slots=True)
class Push:
    """What a push service is given; `p256dh` and `auth` are the browser's keys (RFC 8291), `ttl` is in seconds."""

    endpoint: str
    p256dh: str
    auth: str
    payload: bytes
    topic: str
    ttl: int


def make_payload(kind: str, *, tag: str, language: str) -> bytes:
    """Say which kind of notice it is and where to read it, and no more: the words are the app's own."""
    said = {"v": 1, "kind": kind, "path": "/notices", "tag": tag, "language": language}
    return json.dumps(said, separators=(",", ":")).encode()


def make_topic(user: str, kind: str) -> str:
    """Name what a later push takes the place of: up to 32 letters of base64url (RFC 8030, 5.4).

    All of a kind say the same on the screen, so one of them is enough. The push service cannot read which kind it is.
    """
    return sha256(f"{user} {kind}".encode()).hexdigest()[:32]


def are_keys(p256dh: str, auth: str) -> bool:
    """Tell whether two texts have the form of a browser's keys: a point of P-256 and sixteen bytes."""
    point, secret = _decode(p256dh), _decode(auth)
    return point is not None and len(point) == _POINT_BYTES and point[0] == 4 and len(secret or b"") == _SECRET_BYTES


def is_short_enough(endpoint: str) -> bool:
    return len(endpoint) <= _LONGEST_ENDPOINT


def _decode(text: str) -> bytes | None:
    if not _BASE64URL.fullmatch(text):
        return None
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Error, ValueError):
        return None

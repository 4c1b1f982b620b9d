"""Sends a push notice: encrypted for the one browser (RFC 8291), signed for its push service (RFC 8292)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import time
from urllib.parse import urlsplit

from py_vapid import Vapid02
from pywebpush import WebPusher

from server.domain.dispatch import Delivered, Failed, Gone, Outcome
from server.domain.pushes import BROWSER_GONE, Push
from server.outbound.push_guard import Answer

_SIGNED_FOR_S = 12 * 3600


# Takes a request to a push service that may be one, and to no other address; None if it could not be reached.
Carry = Callable[[str, Mapping[str, str], bytes], Answer | None]


def send_push(push: Push, *, keys: Vapid02, contact: str, carry: Carry) -> Outcome:
    """Encrypt, sign and send one push; `contact` is a mailto: or https: by which the service can reach the operator."""
    info = {"endpoint": push.endpoint, "keys": {"p256dh": push.p256dh, "auth": push.auth}}
    try:
        body = WebPusher(info).encode(push.payload)["body"]
    except ValueError:
        # Keys that are no point of the curve: whoever sent them is no browser.
        return Gone(BROWSER_GONE)
    parts = urlsplit(push.endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int(time()) + _SIGNED_FOR_S, "sub": contact}
    headers = {
        **keys.sign(claims),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(push.ttl),
        "Topic": push.topic,
        "Urgency": "normal",
    }
    answer = carry(push.endpoint, headers, body)
    return Failed("push: the push service cannot be reached") if answer is None else _judge(answer)


def _judge(answer: Answer) -> Outcome:
    status = answer.status
    if 200 <= status < 300:
        return Delivered()
    if status in (404, 410):
        return Gone(BROWSER_GONE)
    if status in (408, 425, 429) or status >= 500:
        return Failed(f"push: put off with {status}", _read_retry_after(answer.retry_after))
    return Gone(f"push: refused with {status}")


def _read_retry_after(text: str | None) -> timedelta | None:
    """Read seconds or a date (RFC 9110, 10.2.3); anything else asks for nothing."""
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text), 7 * 24 * 3600))
    try:
        wait = parsedate_to_datetime(text) - datetime.now(UTC)
    except (ValueError, TypeError):
        return None
    return max(wait, timedelta(0))

"""Codes of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds)."""

from __future__ import annotations

from datetime import datetime
from hmac import compare_digest
from io import BytesIO

import pyotp
import segno

from server.domain.factors import TOTP_SECONDS

ISSUER = "Backrow"


def make_secret() -> str:
    """Make a shared secret of 160 bits."""
    return pyotp.random_base32(32)


def make_uri(secret: str, email: str) -> str:
    """Give what an authenticator app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def draw(uri: str) -> str:
    """Draw a URI as a QR code: an SVG without any style or script, whose colour is that of the text around it."""
    stream = BytesIO()
    segno.make(uri, error="m", micro=False).save(
        stream, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, dark="#000", light="#fff", nl=False
    )
    return stream.getvalue().decode()


def find_time_step(secret: str, code: str, *, after: int, now: datetime) -> int | None:
    """Give the time step whose code this is: the present one or a neighbour, and none that was used before."""
    present = int(now.timestamp()) // TOTP_SECONDS
    totp = pyotp.TOTP(secret)
    steps = (present, present - 1, present + 1)
    return next(
        (step for step in steps if step > after and compare_digest(totp.generate_otp(step).encode(), code.encode())),
        None,
    )

"""The key pair by which push services know this installation (RFC 8292)."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02, VapidException
from py_vapid.utils import b64urlencode

FILE = "vapid.pem"


class KeyFileError(Exception):
    """A key file cannot be used; the message is one line with file and fix."""


def read_or_make_public_key(folder: Path) -> str:
    """Give the public key as browsers want it, making the pair if there is none; raises KeyFileError.

    Only the owner of the folder may read the private key. It is made once: with another one every subscription ends.
    """
    file = folder / FILE
    if not file.exists():
        _make_keys(file)
    try:
        keys = Vapid02.from_file(str(file))
        point = keys.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    except (VapidException, ValueError, TypeError, OSError) as error:
        raise KeyFileError(
            f"{file}: not a private key ({error}). Move it away and run `backrow vapid` again"
        ) from error
    return str(b64urlencode(point))


def _make_keys(file: Path) -> None:
    keys = Vapid02()
    keys.generate_keys()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Created with its final rights, so that at no moment anybody else can read it.
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(keys.private_pem())

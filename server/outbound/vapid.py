"""The key pair by which push services know this installation (RFC 8292)."""

from __future__ import annotations

import os
import secrets
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
    return write_public_key(read_or_make_keys(folder))


def write_public_key(keys: Vapid02) -> str:
    """Write the public half as browsers want it."""
    point = keys.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return str(b64urlencode(point))


def read_or_make_keys(folder: Path) -> Vapid02:
    """Give the pair, making it if there is none; raises KeyFileError. Several processes at once make one pair."""
    file = folder / FILE
    if not file.exists():
        _make_keys(file)
    try:
        return Vapid02.from_file(str(file))
    except (VapidException, ValueError, TypeError, OSError) as error:
        raise KeyFileError(
            f"{file}: not a private key ({error}). Move it away and run `backrow vapid` again"
        ) from error


def _make_keys(file: Path) -> None:
    keys = Vapid02()
    keys.generate_keys()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Whole before it has its name, and with its final rights: nobody reads half a key, or a key that is not theirs.
    draft = file.with_name(f".{FILE}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(keys.private_pem())
    try:
        # A link, not a rename: whoever comes second keeps the pair of the first.
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        draft.unlink()

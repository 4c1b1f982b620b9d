"""Cursors: sealed so that they can be neither read nor forged, and bound to user, space and generation."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.domain.problems import Problem
from server.storage.db import in_transaction, reading
from server.storage.feed import Reader
from server.storage.secrets import find_secret, keep_secret

_NAME = "cursor-key"
_NONCE_BYTES = 12
_LENGTH = 48  # of nonce, eight bytes and tag in base64


def get_key() -> bytes:
    """Give this installation's key, made at first need."""
    with reading() as connection:
        key = find_secret(connection, _NAME)
    return key or in_transaction(lambda connection: keep_secret(connection, _NAME, lambda: AESGCM.generate_key(256)))


def seal_cursor(key: bytes, reader: Reader, gen: str, seq: int, scope: str | None = None) -> str:
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, seq.to_bytes(8), _bind(reader, gen, scope))
    return urlsafe_b64encode(nonce + sealed).decode()


def open_cursor(key: bytes, reader: Reader, gen: str, cursor: str, scope: str | None = None) -> int:
    """Give the seq of a cursor; raises Problem resync for one of anybody else, or of another gen or scope."""
    try:
        sealed = urlsafe_b64decode(cursor.encode()) if len(cursor) == _LENGTH else b""
        bound = _bind(reader, gen, scope)
        return int.from_bytes(AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound))
    except (ValueError, InvalidTag):
        raise Problem("resync") from None


def _bind(reader: Reader, gen: str, scope: str | None) -> bytes:
    """A cursor of one scope has passed over all others, so it must not open as one of everything."""
    return " ".join([reader.space_id, reader.user_id, gen, *([scope] if scope else [])]).encode()

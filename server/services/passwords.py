"""Hash and check passwords: Argon2id with 19 MiB, two passes, one lane (OWASP's least for Argon2id)."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

# The library's own 64 MiB took 0.43 s a sign-in on a small machine.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """Make the string that is stored; it carries its own salt and costs."""
    return _HASHER.hash(_normal(password))


def is_password(stored: str | None, password: str) -> bool:
    """Tell whether a password fits; where nobody is stored, False at the same cost."""
    try:
        _HASHER.verify(stored or _nobodys(), _normal(password))
    except VerifyMismatchError:
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Tell whether a stored hash was made with other costs than today's."""
    return _HASHER.check_needs_rehash(stored)


def make_password() -> str:
    """Make a password to hand over on paper: four groups of four, 79 bits, without letters that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe(32))


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)

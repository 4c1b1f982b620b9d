"""The second factor: who needs one, and for how long its steps last."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, assert_never

from server.domain.people import Role

FactorKind = Literal["totp", "passkey"]
# `none` is for demos and for an installation that only this machine reaches.
FactorPolicy = Literal["administrators", "everyone", "none"]

STEP_LASTS = timedelta(minutes=10)
# Ways to sign in are changed only by somebody who signed in a moment ago: a tablet may lie open on a desk.
FRESH_FOR = timedelta(minutes=15)
MOST_FACTORS = 10
RECOVERY_CODES = 10
# No letter looks like another, and none like a digit.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE_LENGTH = 12
TOTP_SECONDS = 30


def needs_factor(roles: frozenset[Role], policy: FactorPolicy) -> bool:
    """Tell whether somebody of these roles may do nothing before having a second factor."""
    match policy:
        case "none":
            return False
        case "everyone":
            return True
        case "administrators":
            return "administrator" in roles
        case _:
            assert_never(policy)


def write_recovery_code(randomness: int) -> str:
    """Write a random number as a code of three groups of four, 59 bits of it."""
    letters = []
    for _ in range(_CODE_LENGTH):
        randomness, place = divmod(randomness, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "-".join("".join(letters[start : start + 4]) for start in range(0, _CODE_LENGTH, 4))


def fold_code(text: str) -> str:
    """Bring what somebody typed to one form: no spaces, no hyphens, small letters."""
    return "".join(text.casefold().replace("-", " ").split())


def is_totp_code(folded: str) -> bool:
    """Tell whether a folded code has the form of an authenticator app's, and is no recovery code."""
    return len(folded) == 6 and folded.isascii() and folded.isdigit()

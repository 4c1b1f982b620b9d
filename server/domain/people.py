"""Who may sign in: roles, e-mail addresses and how long a session lasts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeGuard, get_args

Role = Literal["coach", "teacher", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)

LANGUAGES = ("en", "es")

_EMAIL = re.compile(r"[^\s@<>\"(),:;\[\]\\]+@[^\s@<>\"(),:;\[\]\\]+\.[^\s@<>\"(),:;\[\]\\.]+")
_LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets


@dataclass(frozen=True)
class SignedIn:
    """The person on whose behalf a request acts, as their person record stands now.

    Who `must_enrol` may do nothing but add a second factor. `device` is the tablet that was noted to use the session.
    """

    user_id: str
    space_id: str
    roles: frozenset[Role]
    session_id: str
    name: str
    language: str
    must_enrol: bool = False
    device: str | None = None


@dataclass(frozen=True)
class Profile:
    """What the app is told about the person who signed in, and about their space."""

    user_id: str
    name: str
    email: str
    roles: tuple[Role, ...]
    language: str
    space_id: str
    space_name: str
    gen: str


def is_role(text: str) -> TypeGuard[Role]:
    """Tell whether a word is one of the roles."""
    return text in ROLES


def fold_email(text: str) -> str:
    """Bring an e-mail address to the one form it is stored and looked up in."""
    return text.strip().casefold()


def is_email(folded: str) -> bool:
    """Tell whether a folded address has the outer form of one; only a letter can tell whether it exists."""
    return len(folded) <= _LONGEST_EMAIL and _EMAIL.fullmatch(folded) is not None


def idle_limit(roles: frozenset[Role]) -> timedelta:
    """Say how long a session of these roles lives without being used."""
    if "administrator" in roles:
        return timedelta(hours=12)
    return timedelta(days=30)

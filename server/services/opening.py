"""Opening a session, once its person has proved who they are."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from server.domain.clock import write_instant
from server.domain.json_values import Json
from server.domain.people import Profile, Role, idle_limit, is_role
from server.services.seals import seal
from server.storage import people as stored
from server.storage.people import Account


@dataclass(frozen=True, slots=True)
class Browser:
    """Where somebody signs in: its network, what its device cookie holds, the session that is replaced, its name."""

    network: str
    device: str | None = None
    replaces: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A session just begun: two secrets for two cookies, and whose it is."""

    session: str
    device: str
    profile: Profile


def open_session(connection: Connection, account: Account, browser: Browser, *, now: datetime) -> Opened:
    """Begin a session inside an open transaction, ending the one it replaces and those that are over."""
    opened = Opened(secrets.token_urlsafe(32), browser.device or secrets.token_urlsafe(32), make_profile(account))
    at = write_instant(now)
    stored.delete_sessions(connection, account, unseen_since=write_instant(now - idle_limit(roles_of(account))))
    if browser.replaces:
        stored.delete_session(connection, seal(browser.replaces))
    begun = stored.Begun(seal(opened.session), write_roles(account), browser.name)
    stored.insert_session(connection, account, begun, at=at)
    stored.remember_device(connection, account, sha256=seal(opened.device), at=at)
    return opened


def make_profile(account: Account) -> Profile:
    """Give what the app is told about the owner of an account."""
    return Profile(
        user_id=account.user_id,
        name=_text(account.fields.get("name")),
        email=account.email,
        roles=tuple(sorted(roles_of(account))),
        language=_text(account.fields.get("language")) or "en",
        space_id=account.space_id,
        space_name=account.space_name,
        gen=account.gen,
    )


def roles_of(account: Account) -> frozenset[Role]:
    """Give the roles that a person has now."""
    roles = account.fields.get("roles")
    words = roles if isinstance(roles, list) else []
    return frozenset(word for word in words if isinstance(word, str) and is_role(word))


def write_roles(account: Account) -> str:
    """Write the roles of this moment as a session remembers them."""
    return " ".join(sorted(roles_of(account)))


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""

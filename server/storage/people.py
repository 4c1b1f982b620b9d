"""Accounts, sessions and attempts to sign in, as they stand in the database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, Executable, and_, bindparam, delete, func, insert, select, text, true, update

from server.domain.json_values import JsonObject
from server.storage.tables.factors import sign_in_step
from server.storage.tables.people import account, known_device, session, sign_in_failure
from server.storage.tables.sync import change, record, space


@dataclass(frozen=True, slots=True)
class Account:
    """What signing in needs to know; `fields` are those of the person record."""

    space_id: str
    user_id: str
    email: str
    password: str
    fields: JsonObject
    space_name: str
    gen: str

    @property
    def is_active(self) -> bool:
        return self.fields.get("active") is not False

    def has_role(self, role: str) -> bool:
        roles = self.fields.get("roles")
        return isinstance(roles, list) and role in roles


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser; instants as text, `roles` those at sign-in or None from before they were noted."""

    id: str
    made_at: str
    seen_at: str
    roles: str | None
    device: str | None
    account: Account


class Begun(NamedTuple):
    """A session that begins: its hash, the roles of its person, the name of its browser."""

    id: str
    roles: str
    browser: str


_PERSON = and_(
    record.c.space_id == account.c.space_id,
    record.c.id == account.c.user_id,
    record.c.kind == "person",
    record.c.deleted.is_(False),
)
_ACCOUNT = select(
    account.c.space_id,
    account.c.user_id,
    account.c.email,
    account.c.password,
    record.c.fields,
    space.c.name,
    space.c.gen,
)
_JOINED = _ACCOUNT.select_from(account.join(record, _PERSON).join(space, space.c.space_id == account.c.space_id))


_OF_EMAIL = _JOINED.where(account.c.email == bindparam("email"))
_OF_USER = _JOINED.where(account.c.space_id == bindparam("space"), account.c.user_id == bindparam("user"))


def find_account(connection: Connection, email: str) -> Account | None:
    """Look an account up by its folded e-mail address, in whichever space it is."""
    return _first_account(connection, _OF_EMAIL, {"email": email})


def find_account_of(connection: Connection, *, space_id: str, user_id: str) -> Account | None:
    """Look an account up by its user; a person who was only entered has none."""
    return _first_account(connection, _OF_USER, {"space": space_id, "user": user_id})


def get_account(connection: Connection, *, space_id: str, user_id: str) -> Account:
    """Look an account up by its user; raises LookupError if there is none."""
    found = find_account_of(connection, space_id=space_id, user_id=user_id)
    if found is None:
        raise LookupError(f"no account of user {user_id}")
    return found


def list_accounts(connection: Connection) -> list[Account]:
    """Give the accounts of all spaces in the order in which their persons were added."""
    added = select(change.c.seq).where(change.c.space_id == account.c.space_id, change.c.id == account.c.user_id)
    ordered = _JOINED.order_by(account.c.space_id, added.scalar_subquery())
    return [_read_account(*row) for row in connection.execute(ordered)]


def _first_account(connection: Connection, query: Executable, values: dict[str, str]) -> Account | None:
    row = connection.execute(query, values).first()
    return None if row is None else _read_account(*row)


def _read_account(
    space_id: str, user_id: str, email: str, password: str, fields: str, space_name: str, gen: str
) -> Account:
    return Account(space_id, user_id, email, password, orjson.loads(fields), space_name, gen)


def is_taken(connection: Connection, email: str) -> bool:
    """Tell whether a folded e-mail address has an account in any space."""
    return connection.execute(select(account.c.user_id).where(account.c.email == email)).first() is not None


def list_taken(connection: Connection, emails: Collection[str]) -> set[str]:
    """Give which of these folded addresses have an account in any space."""
    asked = sorted(emails)
    found: set[str] = set()
    for start in range(0, len(asked), _AT_ONCE):
        these = account.c.email.in_(asked[start : start + _AT_ONCE])
        found.update(connection.execute(select(account.c.email).where(these)).scalars())
    return found


# Fewer than any database takes as parameters of one statement.
_AT_ONCE = 500


def insert_account(connection: Connection, made: Account, *, at: str) -> None:
    """Add an account to a person record that exists."""
    connection.execute(
        insert(account).values(
            space_id=made.space_id, user_id=made.user_id, email=made.email, password=made.password, password_at=at
        )
    )


def update_password(connection: Connection, of: Account, *, password: str, at: str) -> None:
    """Store a new hash."""
    connection.execute(
        update(account)
        .where(account.c.space_id == of.space_id, account.c.user_id == of.user_id)
        .values(password=password, password_at=at)
    )


def find_session(connection: Connection, id: str) -> Session | None:
    """Look a session up by its hash, with the account and the person as they are now."""
    seen = connection.execute(_SESSION, {"id": id}).first()
    if seen is None:
        return None
    found = _first_account(connection, _OF_USER, {"space": seen[0], "user": seen[1]})
    return Session(id, seen.made_at, seen.seen_at, seen.roles, seen.device, found) if found else None


# Asked by every request, so written once.
_SESSION = select(
    session.c.space_id, session.c.user_id, session.c.made_at, session.c.seen_at, session.c.roles, session.c.device
).where(session.c.id == bindparam("id"))


def insert_session(connection: Connection, of: Account, begun: Begun, *, at: str) -> None:
    """Add a session that begins now."""
    row = {"space_id": of.space_id, "user_id": of.user_id, "made_at": at, "seen_at": at, **begun._asdict()}
    connection.execute(insert(session).values(row))


def touch_session(connection: Connection, *, id: str, at: str) -> None:
    """Note that a session was used."""
    connection.execute(update(session).where(session.c.id == id).values(seen_at=at))


def delete_session(connection: Connection, id: str) -> None:
    """End one session; that it is over already is no fault."""
    connection.execute(delete(session).where(session.c.id == id))


def delete_other_sessions(connection: Connection, of: Account, *, but: str) -> None:
    """End the sessions of a user in every browser but one."""
    theirs = and_(session.c.space_id == of.space_id, session.c.user_id == of.user_id)
    connection.execute(delete(session).where(theirs, session.c.id != but))


def delete_sessions(connection: Connection, of: Account, *, unseen_since: str | None = None) -> None:
    """End the sessions of a user: all of them, with what is half begun, or those not used since an instant."""
    if unseen_since is None:
        theirs = (sign_in_step.c.space_id == of.space_id, sign_in_step.c.user_id == of.user_id)
        connection.execute(delete(sign_in_step).where(*theirs))
    is_old = true() if unseen_since is None else session.c.seen_at < unseen_since
    connection.execute(
        delete(session).where(session.c.space_id == of.space_id, session.c.user_id == of.user_id, is_old)
    )


def is_known_device(connection: Connection, *, email: str, sha256: str) -> bool:
    """Tell whether somebody has signed in to this account from the browser that holds a cookie."""
    joined = known_device.join(
        account,
        and_(known_device.c.space_id == account.c.space_id, known_device.c.user_id == account.c.user_id),
    )
    wanted = select(known_device.c.sha256).select_from(joined)
    return (
        connection.execute(wanted.where(account.c.email == email, known_device.c.sha256 == sha256)).first() is not None
    )


def remember_device(connection: Connection, of: Account, *, sha256: str, at: str) -> None:
    """Note that this browser is one of the user's."""
    is_it = and_(
        known_device.c.space_id == of.space_id,
        known_device.c.user_id == of.user_id,
        known_device.c.sha256 == sha256,
    )
    connection.execute(delete(known_device).where(is_it))
    connection.execute(insert(known_device).values(space_id=of.space_id, user_id=of.user_id, sha256=sha256, seen_at=at))


def lock_budget(connection: Connection, budget: str) -> None:
    """Let one attempt at a time count a budget; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:budget, 0))"), {"budget": budget})


def list_failures(connection: Connection, *, budget: str, since: str) -> list[str]:
    """Give the instants of the attempts counted on a budget, oldest first."""
    wanted = select(sign_in_failure.c.at).where(sign_in_failure.c.budget == budget, sign_in_failure.c.at > since)
    return list(connection.execute(wanted.order_by(sign_in_failure.c.at)).scalars())


def insert_failure(connection: Connection, *, id: str, budget: str, at: str) -> None:
    """Count an attempt; who succeeds takes it back."""
    connection.execute(insert(sign_in_failure).values(space_id="", id=id, budget=budget, at=at))


def delete_failures(connection: Connection, *, budget: str) -> None:
    """Forget the attempts counted on a budget."""
    connection.execute(delete(sign_in_failure).where(sign_in_failure.c.budget == budget))


def delete_old_failures(connection: Connection, *, before: str) -> None:
    """Forget attempts that no budget counts any more."""
    connection.execute(delete(sign_in_failure).where(sign_in_failure.c.at < before))


def count_accounts(connection: Connection) -> int:
    """Count the accounts of all spaces."""
    return connection.execute(select(func.count()).select_from(account)).scalar_one()

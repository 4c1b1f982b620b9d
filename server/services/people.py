"""People of a district: adding them, their passwords, and ending what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from server.domain.changes import Draft
from server.domain.clock import write_instant
from server.domain.ids import make_scope
from server.domain.json_values import Json, JsonObject
from server.domain.passwords import LONGEST, SHORTEST, PasswordFault, password_fault
from server.domain.people import LANGUAGES, Role, fold_email, is_email
from server.domain.problems import Problem
from server.services.acts import note_act
from server.services.passwords import hash_password
from server.services.protocols import install_library
from server.services.spaces import make_space
from server.services.sync_apply import new_id
from server.services.sync_drafts import Author, make_changes
from server.storage import people as stored
from server.storage.db import in_transaction, reading
from server.storage.people import Account
from server.storage.spaces import Space, find_spaces
from server.storage.staff import update_email
from server.storage.tickets import delete_tickets

DEFAULT_DISTRICT = "My district"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person to be added; `id` is for those who must have the same id everywhere, such as in the demo."""

    email: str
    name: str
    roles: frozenset[Role]
    password: str
    language: str = "en"
    school: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """A person as added, and what had to be made for them."""

    user_id: str
    space_id: str
    space_name: str
    is_new_space: bool


def add_user(new: Newcomer, *, district: str | None = None, now: datetime) -> Added:
    """Add a person to a district, making it and its protocol library if it is not there.

    Without a name it is the only district there is, or a first one. Raises Problem `bad_request` in words for people.
    """
    _check(new)
    password = hash_password(new.password)

    def add(connection: Connection) -> Added:
        if stored.is_taken(connection, fold_email(new.email)):
            raise Problem("bad_request", f"{fold_email(new.email)} has an account already")
        space, is_new = _get_or_make_space(connection, district)
        user_id = new.id or new_id()
        author = Author(space.space_id, user_id, now)
        make_changes(connection, author, [_make_person_draft(space.space_id, user_id, new)])
        if is_new:
            install_library(connection, author)
        insert_account(connection, space, user_id, email=new.email, password=password, now=now)
        return Added(user_id, space.space_id, space.name, is_new)

    return in_transaction(add)


def insert_account(
    connection: Connection, space: Space, user_id: str, *, email: str, password: str, now: datetime
) -> None:
    """Let a person of a space sign in; `password` is a hash."""
    account = Account(space.space_id, user_id, fold_email(email), password, {}, space.name, space.gen)
    stored.insert_account(connection, account, at=write_instant(now))


def set_password(email: str, password: str, *, now: datetime) -> None:
    """Give an account another password and end its sessions everywhere."""
    _check_password(password, email)
    hashed = hash_password(password)

    def change(connection: Connection) -> None:
        account = _get_account(connection, email)
        stored.update_password(connection, account, password=hashed, at=write_instant(now))
        stored.delete_sessions(connection, account)

    in_transaction(change)


def set_active(email: str, *, is_active: bool, now: datetime) -> None:
    """Take a person's way in, or give it back; what they recorded stays. Their sessions end."""

    def change(connection: Connection) -> None:
        account = _get_account(connection, email)
        scope = make_scope("space", account.space_id)
        draft = Draft("person", scope, {"active": is_active}, record=account.user_id)
        make_changes(connection, Author(account.space_id, account.user_id, now), [draft])
        stored.delete_sessions(connection, account)

    in_transaction(change)


def change_email(email: str, to: str, *, by: str, now: datetime) -> None:
    """Let a person sign in with another address; their sessions and links end, and the audit has it.

    Only an operator on the machine does it for somebody who has come: in the app an administrator could point an
    account at a mailbox of their own. Raises Problem `not_found`, `bad_request`, `email_taken`.
    """
    folded = fold_email(to)
    if not is_email(folded) or not folded.isprintable():
        raise Problem("bad_request", f"{to!r} is no e-mail address")

    def change(connection: Connection) -> None:
        account = _get_account(connection, email)
        if stored.is_taken(connection, folded):
            raise Problem("email_taken", f"{folded} has an account already")
        update_email(connection, account.space_id, account.user_id, folded)
        stored.delete_sessions(connection, account)
        delete_tickets(connection, account.space_id, account.user_id)
        note_act(connection, account, "email_changed", now=now, by=by)

    in_transaction(change)


def get_account(email: str) -> Account:
    """Find a person by e-mail address; raises Problem `not_found`."""
    with reading() as connection:
        return _get_account(connection, email)


def _get_account(connection: Connection, email: str) -> Account:
    account = stored.find_account(connection, fold_email(email))
    if account is None:
        raise Problem("not_found", f"nobody has the e-mail address {fold_email(email)}")
    return account


def _get_or_make_space(connection: Connection, name: str | None) -> tuple[Space, bool]:
    spaces = find_spaces(connection)
    fitting = [space for space in spaces if name is None or space.name == name]
    if len(fitting) == 1:
        return fitting[0], False
    if fitting:
        names = ", ".join(repr(space.name) for space in fitting)
        raise Problem("bad_request", f"there are several districts: {names}; name one with --district")
    return make_space(connection, name or DEFAULT_DISTRICT), True


def _make_person_draft(space_id: str, user_id: str, new: Newcomer) -> Draft:
    roles: list[Json] = [*sorted(new.roles)]
    fields: JsonObject = {"name": new.name.strip(), "roles": roles, "language": new.language, "active": True}
    if new.school:
        fields["school"] = new.school
    return Draft("person", make_scope("space", space_id), fields, id=user_id)


def _check(new: Newcomer) -> None:
    if not is_email(fold_email(new.email)):
        raise Problem("bad_request", f"{new.email!r} is no e-mail address")
    if not new.name.strip():
        raise Problem("bad_request", "a person needs a name")
    if not new.roles:
        raise Problem("bad_request", "a person needs a role")
    if new.language not in LANGUAGES:
        raise Problem("bad_request", f"the app speaks {' and '.join(LANGUAGES)}, not {new.language}")
    _check_password(new.password, new.email)


def _check_password(password: str, email: str) -> None:
    fault = password_fault(password, email=email)
    if fault:
        raise Problem("bad_request", _PASSWORD_FAULTS[fault])


_PASSWORD_FAULTS: dict[PasswordFault, str] = {
    "too_short": f"a password has at least {SHORTEST} characters",
    "too_long": f"a password has at most {LONGEST} characters",
    "too_common": "this password is among the first that anyone would guess; several words of your own make a good one",
}

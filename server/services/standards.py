"""The standards of a district: taking in a file of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from server.domain.changes import Draft
from server.domain.ids import make_scope
from server.domain.people import fold_email
from server.domain.problems import Problem
from server.domain.standards import Intake, Reading, plan_intake
from server.services.sync_drafts import Author, make_changes
from server.storage.db import in_transaction, reading
from server.storage.library import list_standards
from server.storage.people import Account, list_accounts


def preview_standards(author: Account, found: Reading) -> Intake:
    """Say what taking these standards in would come to."""
    with reading() as connection:
        return _plan(connection, author, found)


def import_standards(author: Account, found: Reading, *, retires: bool, now: datetime) -> Intake:
    """Take standards in, in an administrator's name and one transaction; what stands there already is not doubled.

    With `retires` those that the file's lists have no more are offered no more.
    """

    def store(connection: Connection) -> Intake:
        intake = _plan(connection, author, found)
        scope = make_scope("space", author.space_id)
        drafts = [Draft("standard", scope, {**fields}) for fields in intake.fresh]
        drafts += [Draft("standard", scope, fields, record) for record, fields in intake.changed.items()]
        if retires:
            drafts += [Draft("standard", scope, {"retired": True}, record) for record in intake.missing]
        if drafts:
            make_changes(connection, Author(author.space_id, author.user_id, now), drafts)
        return intake

    return in_transaction(store)


def get_administrator(email: str | None) -> Account:
    """Give the administrator of that e-mail address, or the installation's only district's first one."""
    with reading() as connection:
        active = [account for account in list_accounts(connection) if account.is_active]
    found = [account for account in active if account.has_role("administrator")]
    if email is not None:
        found = [account for account in found if account.email == fold_email(email)]
        if not found:
            raise Problem("not_found", f"{email} is no administrator here")
    if not found:
        raise Problem("not_found", "there is no administrator; add one with backrow user add")
    if len({account.space_id for account in found}) > 1:
        raise Problem("bad_request", "there are several districts; name an administrator of one with --administrator")
    return found[0]


def _plan(connection: Connection, author: Account, found: Reading) -> Intake:
    return plan_intake(list_standards(connection, author.space_id), found.standards, found.refused)

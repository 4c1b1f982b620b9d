"""Protocols that a district publishes from a file: read and checked as `backrow protocols lint` does, then offered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from server.domain.lint_findings import Finding
from server.domain.people import SignedIn
from server.domain.protocol import Protocol, hash_protocol
from server.domain.protocol_files import read_checked
from server.domain.protocol_lint import lint_file
from server.services.acts import note_act_of_space
from server.services.administration import administer, require_administrator
from server.services.protocols import make_protocol_draft, read_released
from server.services.sync_drafts import Author, make_changes
from server.storage.library import list_protocols


class File(NamedTuple):
    """A protocol file as it was chosen."""

    name: str
    text: str


class Looked(NamedTuple):
    """What a file is and what there is to say of it; `protocol` is None when it cannot be used."""

    protocol: Protocol | None
    findings: Sequence[Finding]
    is_published: bool = False
    #: The district has this very version already, or another one under its number.
    is_there: bool = False
    is_taken: bool = False


def look_at(who: SignedIn, file: File) -> Looked:
    """Say what a file is, and publish nothing; raises Problem `forbidden`."""
    require_administrator(who)
    findings = lint_file(file.text.encode(), file.name, read_released())
    if any(one.severity == "error" for one in findings):
        return Looked(None, findings)
    return administer(who, lambda connection: _compare(connection, who, Looked(read_checked(file.text), findings)))


def publish(who: SignedIn, file: File, *, now: datetime) -> Looked:
    """Publish what a file says, if it can be used and its version is new; raises Problem `forbidden`."""
    require_administrator(who)
    findings = lint_file(file.text.encode(), file.name, read_released())
    if any(one.severity == "error" for one in findings):
        return Looked(None, findings)
    protocol = read_checked(file.text)

    def put(connection: Connection) -> Looked:
        looked = _compare(connection, who, Looked(protocol, findings))
        if looked.is_there or looked.is_taken:
            return looked
        author = Author(who.space_id, who.user_id, now)
        make_changes(connection, author, [make_protocol_draft(who.space_id, protocol)])
        told = {"version": protocol["version"]}
        by = f"user:{who.user_id}"
        note_act_of_space(connection, who.space_id, "protocol published", now=now, by=by, told={**told})
        return looked._replace(is_published=True)

    return administer(who, put)


def _compare(connection: Connection, who: SignedIn, looked: Looked) -> Looked:
    """Find out whether the district has the version: one that was used never changes, so it cannot be put over."""
    protocol = looked.protocol
    if protocol is None:
        return looked
    held = [row.fields for row in list_protocols(connection, who.space_id)]
    same = [one for one in held if (one.get("slug"), one.get("version")) == (protocol["id"], protocol["version"])]
    is_there = any(one.get("hash") == hash_protocol(protocol) for one in same)
    return looked._replace(is_there=is_there, is_taken=bool(same) and not is_there)

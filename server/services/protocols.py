"""Protocols of a space: the library that comes with Backrow, and finding one by name or version."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from typing import cast

from sqlalchemy import Connection

from server.domain.changes import Draft
from server.domain.ids import make_scope
from server.domain.json_values import JsonObject
from server.domain.problems import Problem
from server.domain.protocol import Protocol, hash_protocol
from server.domain.protocol_files import read_checked
from server.domain.shipped import protocols_folder
from server.services.sync_drafts import Author, make_changes
from server.storage.db import in_transaction, reading
from server.storage.library import list_protocols
from server.storage.people import list_accounts
from server.storage.spaces import find_spaces


def read_library() -> list[Protocol]:
    """Read the protocols that come with Backrow, in order of their files' names."""
    return [read_checked(path.read_text("utf-8")) for path in sorted((protocols_folder() / "library").glob("*.toml"))]


def get_library_protocol(id: str) -> Protocol:
    """Find a protocol that comes with Backrow; raises Problem `not_found`, naming those there are."""
    files = {path.stem: path for path in sorted((protocols_folder() / "library").glob("*.toml"))}
    if id not in files:
        raise Problem("not_found", f"there is no protocol {id!r} in the library; there are: {', '.join(files)}")
    return read_checked(files[id].read_text("utf-8"))


def read_released() -> dict[str, str]:
    """Read the hash of every library version that was released, by `id@version`."""
    released: dict[str, str] = json.loads((protocols_folder() / "released.json").read_text("utf-8"))
    return released


def install_library(connection: Connection, author: Author) -> int:
    """Add the library's protocol versions that a space does not have, and say how many; changes none that it has."""
    has = {row.fields.get("hash") for row in list_protocols(connection, author.space_id)}
    drafts = [make_protocol_draft(author.space_id, body) for body in read_library() if hash_protocol(body) not in has]
    make_changes(connection, author, drafts)
    return len(drafts)


def bring_library(*, now: datetime) -> dict[str, int]:
    """Add to every district the library versions that it does not have; gives how many, by the district's name.

    What a district has stays as it is, its own protocols of the same name too: a version that was used never changes.
    """
    added = {}
    with reading() as connection:
        authors = _find_authors(connection, now)
    for name, author in authors:
        added[name] = in_transaction(partial(install_library, author=author))
    return {name: count for name, count in added.items() if count}


def _find_authors(connection: Connection, now: datetime) -> list[tuple[str, Author]]:
    """Give every district with somebody, in whose name the office acts: an administrator, else who came first."""
    accounts = list_accounts(connection)
    found = []
    for space in find_spaces(connection):
        people = [account for account in accounts if account.space_id == space.space_id]
        people.sort(key=lambda account: not account.has_role("administrator"))
        if people:
            found.append((space.name, Author(space.space_id, people[0].user_id, now)))
    return found


def make_protocol_draft(space_id: str, body: Protocol) -> Draft:
    """Make the record of one protocol version."""
    fields: JsonObject = {
        "slug": body["id"],
        "version": body["version"],
        "hash": hash_protocol(body),
        "body": cast(JsonObject, body),
    }
    return Draft("protocol", make_scope("space", space_id), fields)


def get_newest(space_id: str, slug: str) -> Protocol:
    """Find the newest version of a protocol; raises Problem `not_found`, naming those there are."""
    with reading() as connection:
        rows = [row.fields for row in list_protocols(connection, space_id)]
    bodies = [cast(Protocol, fields["body"]) for fields in rows if fields.get("slug") == slug]
    if not bodies:
        names = sorted({str(fields.get("slug")) for fields in rows})
        raise Problem("not_found", f"there is no protocol {slug!r}; there are: {', '.join(names) or 'none'}")
    return max(bodies, key=lambda body: body["version"])


def get_by_hash(space_id: str, hash: str) -> Protocol:
    """Find the very version an observation was taken with; raises Problem `not_found`."""
    with reading() as connection:
        for row in list_protocols(connection, space_id):
            if row.fields.get("hash") == hash:
                return cast(Protocol, row.fields["body"])
    raise Problem("not_found", f"there is no protocol version {hash[:12]}")

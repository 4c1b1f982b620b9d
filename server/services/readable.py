"""What a person may read now, as plain values: the one way in for files, calendars and everything else taken out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import orjson
from sqlalchemy import Connection

from server.domain.ids import is_uuid
from server.domain.json_values import JsonObject
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.domain.protocol import Protocol
from server.services.observations import Loaded, make_loaded
from server.storage.db import reading
from server.storage.feed import FeedRow, Reader, find_of_kinds, find_visible
from server.storage.library import list_protocols
from server.storage.observations import StoredRecord, list_evidence


@dataclass(frozen=True, slots=True)
class Item:
    """A live record that the reader may see."""

    id: str
    kind: str
    scope: str
    author: str
    rev: str
    fields: JsonObject

    def text(self, name: str) -> str:
        """Give a field as a text, empty where there is none."""
        value = self.fields.get(name)
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything of some kinds that a person may read, with the names of the people and the protocols used."""

    items: Sequence[Item]
    names: Mapping[str, str]
    protocols: Mapping[str, Protocol]

    def of(self, kind: str, scope: str | None = None) -> list[Item]:
        """Give the items of a kind, of one scope or of all."""
        return [item for item in self.items if item.kind == kind and scope in (None, item.scope)]

    def name(self, user: object) -> str:
        """Name a person; empty where they are not known."""
        return self.names.get(str(user), "")


def read_shelf(actor: SignedIn, kinds: Collection[str]) -> Shelf:
    """Read everything of these kinds that the person may see at this moment, in one snapshot."""
    with reading() as connection:
        rows = find_of_kinds(connection, _reader(actor), {*kinds, "person"})
        protocols = _read_protocols(connection, actor.space_id)
    items = [_make_item(row) for row in rows]
    names = {item.id: item.text("name") for item in items if item.kind == "person"}
    return Shelf(items, names, protocols)


def get_item(actor: SignedIn, id: str, *kinds: str) -> Item:
    """Read one live record of these kinds; raises Problem `not_found` for an invisible one alike."""
    with reading() as connection:
        return _get_item(connection, actor, id, *kinds)


def load_readable(actor: SignedIn, id: str, *, now: datetime) -> Loaded:
    """Read an observation with its evidence as the person may see it.

    Raises Problem `not_found`, also where the protocol version that it was taken with has not come.
    """
    with reading() as connection:
        item = _get_item(connection, actor, id, "observation")
        stored = StoredRecord(actor.space_id, item.id, item.author, item.fields)
        rows = list_evidence(connection, stored)
        protocols = _read_protocols(connection, actor.space_id)
    protocol = protocols.get(item.text("protocol_hash"))
    if protocol is None:
        raise Problem("not_found", "The protocol version of this observation has not come to the office")
    return make_loaded(stored, rows, protocol, now)


def _get_item(connection: Connection, actor: SignedIn, id: str, *kinds: str) -> Item:
    row = find_visible(connection, _reader(actor), id) if is_uuid(id) else None
    if row is None or row.deleted or row.kind not in kinds:
        raise Problem("not_found")
    return _make_item(row)


def _read_protocols(connection: Connection, space_id: str) -> dict[str, Protocol]:
    rows = list_protocols(connection, space_id)
    return {str(row.fields["hash"]): cast(Protocol, row.fields["body"]) for row in rows}


def _make_item(row: FeedRow) -> Item:
    return Item(row.id, row.kind, row.scope, row.author, row.rev, orjson.loads(row.fields))


def _reader(actor: SignedIn) -> Reader:
    return Reader(actor.space_id, actor.user_id)

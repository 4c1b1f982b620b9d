"""Well-known mistakes, each put in by itself from outside: whoever checks must notice every one of them."""

import json
from collections.abc import Callable, Sequence
from itertools import count
from threading import Lock
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from server.domain import entries
from server.domain.merge import Merged, Step
from server.services import sync_apply, sync_pull, sync_push
from server.storage.db import db, reading
from server.storage.spaces import Space, get_space
from tests.device import Change, Device, Fields, Page, Result, Row, Store

Plant = Callable[[pytest.MonkeyPatch], None]


def naive_sequence(patch: pytest.MonkeyPatch) -> None:
    """Numbers are taken when rows are written, whoever commits first."""
    numbers, lock = count(1_000), Lock()

    def take(_connection: Connection, _space_id: str, n: int) -> int:
        with lock:
            first, *_ = [next(numbers) for _ in range(n)]
            return first

    patch.setattr(sync_apply, "raise_head", take)


def head_outside_the_snapshot(patch: pytest.MonkeyPatch) -> None:
    """The head is read when the page is already there."""

    class LateSpace:
        def __init__(self, space_id: str, gen: str) -> None:
            self.space_id, self.gen = space_id, gen

        @property
        def head(self) -> int:
            with reading() as connection:
                return get_space(connection, self.space_id).head

    def get_late(connection: Connection, space_id: str) -> Any:
        space: Space = get_space(connection, space_id)
        return LateSpace(space_id, space.gen)

    patch.setattr(sync_pull, "get_space", get_late)


def acknowledge_before_commit(patch: pytest.MonkeyPatch) -> None:
    """The answer is ready before the commit, and goes out whatever becomes of that."""

    def store(work: Callable[[Connection], Any]) -> Any:
        with db.engine.connect() as connection:
            opened = connection.begin()
            answer = work(connection)
            try:
                opened.commit()
            except (SQLAlchemyError, RuntimeError):
                opened.close()
            return answer

    patch.setattr(sync_push, "in_transaction", store)


def last_writer_wins(patch: pytest.MonkeyPatch) -> None:
    """The latest word of each field is all that is kept."""

    def keep_last(_kind: str, steps: Sequence[Step]) -> Merged:
        fields: Fields = {}
        for step in steps:
            fields |= step.fields or {}
        return Merged(fields, deleted=steps[-1].fields is None)

    patch.setattr(entries, "merge_record", keep_last)


def counter_outside_the_transaction(patch: pytest.MonkeyPatch) -> None:
    def save(self: Device, kind: str, scope: str, fields: Fields | None, *, record: str | None = None) -> Change:
        change = self.make(kind, scope, fields, record=record)
        self.keep(change)
        return change

    patch.setattr(Device, "save", save)


def cursor_before_rows(patch: pytest.MonkeyPatch) -> None:
    take_row = Device._take_row

    def take(self: Device, page: Page, _asked_with: str | None) -> None:
        with self.store.atomically():
            self.store.note("cursor", page["cursor"])
        with self.store.atomically():
            for row in page["records"]:
                take_row(self, row)

    patch.setattr(Device, "_take", take)


def outbox_row_deleted_at_send(patch: pytest.MonkeyPatch) -> None:
    push_batch = Device._push_batch

    def push(self: Device, device: str, sent: Sequence[Change]) -> list[Result]:
        with self.store.atomically():
            for change in sent:
                self.store.note_fate(change["id"], {"id": change["id"], "status": "applied", "seq": 0})
        return push_batch(self, device, sent)

    patch.setattr(Device, "_push_batch", push)


def resync_clears_the_outbox(patch: pytest.MonkeyPatch) -> None:
    swap = Store.swap

    def clear(self: Store, rows: Sequence[Row]) -> None:
        for change in self.list_changes("waiting"):
            self.note_fate(change["id"], json.loads('{"id": null, "status": "applied", "seq": 0}'))
        swap(self, rows)

    patch.setattr(Store, "swap", clear)

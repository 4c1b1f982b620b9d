"""The matrix is tried itself: holes that somebody could make by mistake, and it must find each."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Connection, text

from server.domain import desk
from server.domain.problems import Problem
from server.services import activity, records
from server.storage import feed
from tests.cast import Cast
from tests.matrix.test_matrix import (
    find_wrong,
    list_cells,
)
from tests.matrix.test_matrix import (
    test_a_change_of_what_one_does_not_see_waits_and_any_other_is_a_matter_of_ones_role as hold_changes,
)
from tests.matrix.test_matrix import (
    test_a_tablet_receives_the_records_of_what_its_person_sees_and_no_others as hold_pulls,
)
from tests.matrix.world import World, make_world

_ANY = text(f"SELECT {feed._ROW} FROM record r WHERE r.space_id = :space AND r.id = :id")
_ALL = text(
    f"SELECT {feed._ROW} FROM record r WHERE r.space_id = :space AND r.seq > :after ORDER BY r.seq LIMIT :limit"
)


def ask_for(part: str) -> Callable[[World], None]:
    def hold(world: World) -> None:
        wrong = find_wrong(world, (cell for cell in list_cells() if part in cell[0].rule))
        assert not wrong

    return hold


@pytest.fixture
def world(app: Flask, cast: Cast) -> World:
    return make_world(app, cast)


def test_a_history_for_everybody_of_the_district_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "_ONE", _ANY)
    with pytest.raises(AssertionError):
        ask_for("/history")(world)


def test_a_pull_of_everything_in_the_district_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "_PAGE", _ALL)
    with pytest.raises(AssertionError):
        hold_pulls(world)


def test_a_page_of_administrators_that_asks_nobody_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activity, "require_administrator", lambda _who: None)
    with pytest.raises(AssertionError):
        ask_for("/activity")(world)


def test_a_refusal_that_tells_that_something_is_there_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def find(*asked: object) -> object:
        found = real(*asked)  # type: ignore[arg-type]
        if found is None and row_exists(*asked):  # type: ignore[arg-type]
            raise Problem("forbidden")
        return found

    real = feed.find_visible
    monkeypatch.setattr(records, "find_visible", find)
    with pytest.raises(AssertionError):
        ask_for("/history")(world)


def row_exists(connection: Connection, reader: feed.Reader, id: str) -> bool:
    return connection.execute(_ANY, {"space": reader.space_id, "id": id}).first() is not None


def test_a_right_that_nobody_asks_for_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "may", lambda _actor, _action, _thing: True)
    with pytest.raises(AssertionError):
        hold_changes(world)

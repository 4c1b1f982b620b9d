"""Who may do what: every route × every actor × every state of what it is about, with no cell left empty.

A route without a row fails here; so does a row without a route. What is not there and what is not theirs answer alike.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from server.api import shell
from tests.cast import Cast
from tests.device import Device, make_id
from tests.matrix.rows import ROWS, Row
from tests.matrix.world import NAMES, OURS, OUTSIDE, SEES, STATES, Name, State, World, make_world

OWNERS = ("coach", "other_district", "administrator_who_coaches")
INSIDE = tuple(name for name in NAMES if name not in OUTSIDE)


@pytest.fixture
def world(app: Flask, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The district, and an app that was built."""
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "index.html").write_text("<!doctype html><title>Backrow</title>")
    monkeypatch.setattr(shell, "_PLACES", (tmp_path / "dist",))
    return make_world(app, cast)


def list_routes(app: Flask) -> set[tuple[str, str]]:
    """List every method of every rule; HEAD is asked apart only where no GET stands beside it."""
    found = set()
    for rule in app.url_map.iter_rules():
        methods = set(rule.methods or ()) - {"OPTIONS"}
        found |= {(method, rule.rule) for method in (methods - {"HEAD"} if "GET" in methods else methods)}
    return found


def list_cells() -> Iterator[tuple[Row, Name, State | None]]:
    for row in ROWS:
        for name in NAMES:
            if row.access == "thing":
                yield from ((row, name, state) for state in STATES)
            else:
                yield row, name, None


def ask(world: World, row: Row, name: Name, id: str | None) -> TestResponse:
    """Ask a route as somebody; `id` is that of the thing, where it is about one."""
    client = world.fresh(name) if row.fresh else world.client(name)
    path = row.rule
    for part in [one for one in path.replace(".ics", "").split("/") if one.startswith("<")]:
        made = row.path.get(part.strip("<>").split(":")[-1])
        path = path.replace(part, id if made is None and id is not None else made(world, name) if made else "")
    said = row.body(world, name) if row.body else None
    data = said if isinstance(said, bytes) else json.dumps(said or {}) if row.method not in ("GET", "HEAD") else None
    headers = {**OURS, **row.headers}
    return client.open(path + row.query(world, name), method=row.method, data=data, headers=headers)


def test_every_route_has_its_row_and_every_row_its_route(app: Flask) -> None:
    assert {(row.method, row.rule) for row in ROWS} == list_routes(app)


def test_every_cell_is_answered_as_the_table_says(world: World) -> None:
    wrong = find_wrong(world, list_cells())
    _keep_figures(world.app, sum(1 for _ in list_cells()))
    assert not wrong, "\n".join(wrong)


def find_wrong(world: World, cells: Iterable[tuple[Row, Name, State | None]]) -> list[str]:
    """Ask each cell, and tell of every answer that is not the table's."""
    wrong = []
    for row, name, state in cells:
        id = getattr(world.things[state], row.names) if state is not None else None
        reply = ask(world, row, name, id)
        if reply.status_code != row.expect(name, state):
            wrong.append(f"{row.method} {row.rule} {row.names} as {name} ({state}): {reply.status_code}")
        elif state is not None and reply.status_code == 404:
            nowhere = ask(world, row, name, make_id())
            if (reply.status_code, reply.data) != (nowhere.status_code, nowhere.data):
                wrong.append(f"{row.method} {row.rule} as {name} ({state}) differs from what is not there")
    return wrong


def _keep_figures(app: Flask, count: int) -> None:
    """Write down how large the matrix is, where somebody asked for it."""
    if folder := os.environ.get("BACKROW_FIGURES"):
        kind = str(app.config["SQLALCHEMY_DATABASE_URI"]).partition(":")[0]
        told = {"routes": len({(row.method, row.rule) for row in ROWS}), "actors": len(NAMES), "cells": count}
        (Path(folder) / f"matrix-{kind}.json").write_text(json.dumps(told), "utf-8")


def test_the_people_of_another_district_are_not_there_for_an_administrator(world: World) -> None:
    foreign = world.people["other_district"].id
    named = [row for row in ROWS if "people/<uuid:id>" in row.rule]
    assert len(named) >= 6
    for row in named:
        told = [ask(world, replace(row, path={}), "administrator", id) for id in (foreign, make_id())]
        assert {(one.status_code, one.data) for one in told} == {(404, told[1].data)}, row.rule


def test_a_tablet_receives_the_records_of_what_its_person_sees_and_no_others(world: World) -> None:
    for name in INSIDE:
        tablet = Device(world.client(name), world.user(name))
        tablet.pull(digests=True)
        for state, thing in world.things.items():
            for scope in thing.scopes:
                rows = [row for row in tablet.replica.rows.values() if row["scope"] == scope]
                named = [row for row in tablet.replica.rows.values() if row["fields"].get("scope") == scope]
                others = [row for row in named if row["scope"] != f"user:{tablet.user}"]
                assert bool(rows) == (name in SEES[state]), (name, scope, state)
                assert (scope in tablet.replica.digests) == any(not row.get("deleted") for row in rows)
                assert not others or name in OWNERS, "only owners read who else is a member"


def test_one_scope_asked_for_alone_gives_what_the_pull_of_everything_gives_of_it(world: World) -> None:
    for name in INSIDE:
        tablet = Device(world.client(name), world.user(name))
        rows = tablet.pull()
        for state, thing in world.things.items():
            for scope in thing.scopes:
                alone = tablet.pull_page(None, scope=scope)["records"]
                assert alone == [row for row in rows if row["scope"] == scope], (name, state)
                assert bool(alone) == (name in SEES[state]), (name, state)


def test_a_change_of_what_one_does_not_see_waits_and_any_other_is_a_matter_of_ones_role(world: World) -> None:
    for name in INSIDE:
        tablet = Device(world.client(name), world.user(name))
        tablet.pull()
        for state, thing in world.things.items():
            scope = thing.scopes[0]
            changes = [
                tablet.save("observation", scope, {"title": f"by {name}"}, record=thing.observation),
                tablet.save("evidence", scope, {"note": f"by {name}"}, record=thing.item),
                tablet.grant(scope, world.people["another_coach"].id, "reader", "revoked"),
                tablet.tap(scope),
            ]
            told = [(result["status"], result.get("code")) for result in tablet.push(changes)]
            assert told == expect_fates(name, state), (name, state)


def expect_fates(name: Name, state: State) -> list[tuple[str, str | None]]:
    """Say what becomes of: a title, a note on another's item, a membership, an item of one's own."""
    applied: tuple[str, str | None] = ("applied", None)
    forbidden = ("quarantined", "forbidden")
    if name not in SEES[state]:
        return [("held", "not_visible_yet")] * 4
    if name in ("coach", "administrator_who_coaches"):
        return [applied] * 4
    if name == "other_district":
        # Whoever is of another district cannot be named, not even by an owner.
        return [applied, applied, ("quarantined", "bad_fields"), applied]
    return [forbidden] * 3 + [applied if name == "co_observer" else forbidden]


def test_only_the_teacher_reads_who_opened_what(world: World) -> None:
    for name in INSIDE:
        visits = world.client(name).get("/api/v1/viewers").get_json()["visits"]
        seen = {state for state, thing in world.things.items() if "teacher" in SEES[state]}
        expected = {world.things[state].observation for state in seen} if name == "teacher" else set()
        assert {one["observation"] for one in visits} == expected, name

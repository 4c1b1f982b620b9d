"""Every text that anybody recorded, hunted in each answer, file, log line, letter and push that must not hold it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from server.api.logs import JsonLines
from server.domain.kinds import KINDS
from server.services.sync_apply import new_id
from server.services.tellings import tell_of_the_day
from server.storage.db import reading
from server.storage.tables.notices import dispatch, notice
from tests.cast import Cast
from tests.conftest import Clock
from tests.device import Device, Fields
from tests.matrix.canary import list_canaries, plant, read_whole
from tests.matrix.rows import ROWS
from tests.matrix.test_matrix import INSIDE, ask
from tests.matrix.world import NAMES, PROTOCOL, SEES, State, World, make_world, sign_in
from tests.push_service import serve_pushes
from tests.told import District

#: What is planted where, and who may hear it.
HEARD: dict[str, frozenset[str]] = {
    "private": SEES["private"],
    "half": SEES["consented_by_coach"],
    "coachs-own": frozenset({"coach"}),
    "teachers-own": frozenset({"teacher"}),
}
_OF: dict[str, State] = {"private": "private", "half": "consented_by_coach"}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def world(app: Flask, cast: Cast) -> World:
    return make_world(app, cast)


def plant_all(world: World) -> dict[str, list[str]]:
    """Plant in a private lesson and cycle, in half-shared ones, and in what is coach's and teacher's own."""
    coach, teacher = (Device(world.client(name), world.user(name)) for name in ("coach", "teacher"))
    planted: dict[str, list[str]] = {}
    for tag, state in _OF.items():
        thing = world.things[state]
        lesson: Fields = {
            **PROTOCOL,
            "teacher": teacher.user,
            "started_at": "2026-11-22T10:00:00.000Z",
            "cycle": thing.cycle,
        }
        del lesson["protocol"]
        roots: dict[str, tuple[str, Fields]] = {
            "observation": (thing.observation, lesson),
            "cycle": (thing.cycle, {"teachers": [teacher.user]}),
        }
        planted[tag] = [one for scope in thing.scopes for one in plant(coach, scope, tag, roots)]
    planted["coachs-own"] = plant(coach, f"user:{coach.user}", "coachs-own", {})
    planted["teachers-own"] = plant(teacher, f"user:{teacher.user}", "teachers-own", {})
    for tablet in (coach, teacher):
        results = tablet.push()
        assert {result["status"] for result in results} == {"applied"}, results
    _spoil(coach, planted["coachs-own"])
    return planted


def _spoil(coach: Device, canaries: list[str]) -> None:
    """Have some of it refused, so that it lies in quarantine."""
    scope, word = f"user:{coach.user}", canaries[0]
    coach.save("private_note", scope, {"text": {"not": word}})
    coach.save("diary", scope, {"text": word})
    coach.save("evidence", scope, {"t_ms": 1, "action": "note", "note": word})
    assert {result["status"] for result in coach.push()} == {"quarantined"}


def test_nobody_hears_what_is_not_for_them_and_whoever_may_hears_all(world: World, log: io.StringIO) -> None:
    planted = plant_all(world)
    assert sum(map(len, planted.values())) > 100
    caught: list[str] = []
    for name in NAMES:
        deaf = [tag for tag, heard in HEARD.items() if name not in heard]
        for row in ROWS:
            states = SEES if row.access == "thing" else (None,)
            for state in states:
                id = getattr(world.things[state], row.names) if state is not None else None
                reply = ask(world, row, name, id)
                whole = [*read_whole(reply.data), str(reply.headers)]
                caught += [
                    f"{tag}: {row.method} {row.rule} as {name} ({state})"
                    for tag in deaf
                    if any(f"canary-{tag}-" in text for text in whole)
                ]
    assert not caught, "\n".join(caught)
    assert "canary-" not in log.getvalue()
    assert "/api/v1/sync/push" in log.getvalue()
    for name in INSIDE:
        told = _pull(world, name)
        for tag, canaries in planted.items():
            missing = [one for one in canaries if one not in told]
            assert (not missing) if name in HEARD[tag] else (missing == canaries), (name, tag, missing[:3])


def _pull(world: World, name: str) -> str:
    # One of the routes has ended the sessions that were there before.
    tablet = Device(sign_in(world.app, world.people[name]), world.people[name].id)
    tablet.pull()
    return str(tablet.replica.rows)


def test_notices_letters_and_pushes_say_nothing_of_it(world: World, cast: Cast, clock: Clock, tmp_path: Path) -> None:
    with serve_pushes(tmp_path) as service:
        district = District(world.app, cast, clock, service)
        for name in ("coach", "teacher", "co_observer", "administrator"):
            district.listen(world.people[name])
        planted = plant_all(world)
        thing = world.things["private"]
        coach = Device(world.client("coach"), world.user("coach"))
        for scope in thing.scopes:
            coach.grant(scope, world.user("teacher"), "teacher")
        coach.push()
        taken = district.work()
        clock.now = datetime(2026, 11, 23, 15, tzinfo=UTC)
        with world.app.app_context():
            tell_of_the_day(new_id, now=clock.now)
        taken += district.work()
    assert {one.said["kind"] for one in taken} >= {"observation_shared", "check_back", "conference_tomorrow"}
    with world.app.app_context(), reading() as connection:
        kept = [str(row) for table in (dispatch, notice) for row in connection.execute(select(table))]
    assert planted
    assert "canary-" not in "".join([*map(str, taken), *kept])


def test_every_kind_of_record_but_the_districts_own_is_planted(world: World) -> None:
    planted = {one for canaries in plant_all(world).values() for one in canaries}
    shared = {kind.name for kind in KINDS.values() if kind.scopes == ("space",)}
    for kind in KINDS.values():
        if kind.name not in shared | {"membership", "consent"}:
            assert any(set(list_canaries(kind, tag)) <= planted for tag in HEARD), kind.name

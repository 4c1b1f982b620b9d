"""A newer version gives a kind another shape: nothing that older tablets have sent, or go on sending, is lost to it."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from server.services.upcasting import bring_records
from server.storage.db import reading
from server.storage.tables.sync import change
from tests.cast import Cast
from tests.device import Change, Device
from tests.newer import install_newer_version


def upgrade(app: Flask, patch: pytest.MonkeyPatch) -> int:
    install_newer_version(patch)
    with app.app_context():
        return bring_records()


def make_lesson(cast: Cast) -> tuple[Device, str, Change]:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tap = tablet.tap(scope, t_ms=1000)
    tablet.sync()
    return tablet, scope, tap


def test_records_take_the_new_shape_and_come_again_and_the_changes_stay_as_they_were_sent(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet, _, tap = make_lesson(cast)
    assert tablet.replica.rows[tap["id"]]["v"] == 1

    assert upgrade(app, monkeypatch) == 1

    tablet.pull(digests=True)
    row = tablet.replica.rows[tap["id"]]
    assert (row["v"], row["rev"], row["fields"]) == (2, tap["id"], {"code": "LQ", "action": "tap", "moment_ms": 1000})
    assert tablet.digest() == tablet.replica.digests
    assert tablet.history(tap["id"])[0]["fields"] == tap["fields"]
    assert [result["status"] for result in tablet.push([tap])] == ["duplicate"]
    with app.app_context(), reading() as connection:
        sent = connection.execute(change.select().where(change.c.id == tap["id"])).one()
    assert (sent.v, json.loads(sent.fields)) == (1, tap["fields"])
    with app.app_context():
        assert bring_records() == 0


def test_an_old_tablet_goes_on_and_meets_a_new_one_in_the_same_field(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, scope, tap = make_lesson(cast)
    upgrade(app, monkeypatch)
    new = cast.coach.tablet()
    new.pull()
    moved: Change = {**new.make("evidence", scope, {"moment_ms": 1500}, record=tap["id"]), "v": 2}
    new.keep(moved)
    new.sync()
    late = old.tap(scope, t_ms=2000)
    old.edit(tap["id"], t_ms=1700, note="later")
    old.sync()
    new.pull()

    assert new.fields(late["id"])["moment_ms"] == 2000
    assert new.fields(tap["id"]) == {"code": "LQ", "action": "tap", "moment_ms": 1700, "note": "later"}
    assert "t_ms" not in new.fields(tap["id"])


def test_pull_from_zero_is_the_same_as_going_on(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    tablet, scope, _ = make_lesson(cast)
    for number in range(20):
        tablet.tap(scope, t_ms=number)
    first = tablet.outbox[0]["record"]
    tablet.sync()
    tablet.edit(first, retracted=True)
    tablet.sync()
    assert upgrade(app, monkeypatch) == 21
    tablet.pull()
    fresh = cast.coach.tablet()
    fresh.pull(digests=True)
    assert fresh.replica.rows == tablet.replica.rows
    assert fresh.digest() == fresh.replica.digests


def test_what_comes_in_a_form_of_the_future_waits_for_it(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet, scope, tap = make_lesson(cast)
    early: Change = {**tablet.make("evidence", scope, {"moment_ms": 5}, record=tap["id"]), "v": 2}
    assert tablet.send([early])["results"][0]["code"] == "unknown_version"
    upgrade(app, monkeypatch)
    assert tablet.send([early])["results"][0]["code"] == "unknown_version"  # its fate until it is repaired

"""What could not be applied: who sees what of it, how it is mended, and how it is forgotten."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from server.domain.problems import Problem
from server.services import quarantine
from server.services.acts import list_all_acts
from tests.cast import Cast, Person
from tests.conftest import Clock
from tests.device import Change, Device
from tests.newer import install_newer_version

Shown = dict[str, object]


def look(person: Person, mine: str = "", **query: int) -> dict[str, object]:
    reply = person.client.get(f"/api/v1/quarantine{mine}", query_string=query)
    assert reply.status_code == 200, reply.text
    answer: dict[str, object] = reply.get_json()
    return answer


def changes(answer: dict[str, object]) -> list[Shown]:
    shown = answer["changes"]
    assert isinstance(shown, list)
    return shown


def push_doodle(cast: Cast) -> tuple[Device, str, Change]:
    """Make a lesson with a drawing in it, which only a newer server understands."""
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    doodle = tablet.save("doodle", scope, {"text": "Mara asks Ben"})
    assert [result.get("code") for result in tablet.push()] == [None, "unknown_kind"]
    return tablet, scope, doodle


def replay(app: Flask, clock: Clock, *codes: str, names: tuple[str, ...] = ()) -> dict[str, int]:
    with app.app_context():
        return dict(quarantine.replay("ruth", now=clock(), codes=codes or quarantine.REPLAYABLE, names=names))


def test_the_author_sees_the_words_and_an_administrator_only_that_there_is_something(cast: Cast) -> None:
    tablet, _, doodle = push_doodle(cast)

    (own,) = changes(look(cast.coach, "/mine"))
    (seen,) = changes(look(cast.administrator))

    assert json.loads(str(own.pop("raw"))) == doodle
    assert own == seen
    assert seen == {
        "id": doodle["id"], "sha256": seen["sha256"], "code": "unknown_kind", "by": cast.coach.id, "kind": None,
        "device": tablet.id, "n": doodle["n"], "received_at": seen["received_at"], "bytes": seen["bytes"],
    }  # fmt: skip
    assert "Mara" not in cast.administrator.client.get("/api/v1/quarantine").text


def test_what_stands_in_the_place_of_a_kind_is_no_metadata(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tablet.save("Mara cried again", scope, {})
    tablet.push()
    assert "Mara" not in cast.administrator.client.get("/api/v1/quarantine").text


def test_nobody_else_sees_anything(cast: Cast, app: Flask) -> None:
    push_doodle(cast)
    for person in (cast.teacher, cast.stranger, cast.observer, cast.administrator, cast.foreigner):
        assert look(person, "/mine") == {"count": 0, "changes": []}
    for person in (cast.coach, cast.teacher, cast.foreigner):
        assert person.client.get("/api/v1/quarantine").status_code == 403
    assert app.test_client().get("/api/v1/quarantine/mine").status_code == 401


def test_there_may_be_more_than_one_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantine, "MOST", 2)
    tablet, scope, _ = push_doodle(cast)
    for _ in range(4):
        tablet.save("doodle", scope, {"text": "again"})
    tablet.push()
    pages = [look(cast.administrator, skip=skip) for skip in (0, 2, 4, 6)]
    assert [(page["count"], len(changes(page))) for page in pages] == [(5, 2), (5, 2), (5, 1), (5, 0)]
    assert len({str(one["sha256"]) for page in pages for one in changes(page)}) == 5


def test_an_upgrade_applies_what_it_understands_under_the_same_id(
    app: Flask, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet, _, doodle = push_doodle(cast)
    assert replay(app, clock, *quarantine.UPGRADABLE) == {"quarantined": 1}

    install_newer_version(monkeypatch)

    assert replay(app, clock, *quarantine.UPGRADABLE) == {"applied": 1}
    assert replay(app, clock, *quarantine.UPGRADABLE) == {}
    assert [result["status"] for result in tablet.push([doodle])] == ["duplicate"]
    tablet.pull(digests=True)
    assert tablet.fields(doodle["record"]) == {"text": "Mara asks Ben"}
    assert tablet.digest() == tablet.replica.digests
    assert tablet.history(doodle["record"])[0]["id"] == doodle["id"]
    assert look(cast.coach, "/mine")["count"] == 0


def test_a_kind_that_is_known_now_may_still_be_refused_for_another_reason(
    app: Flask, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = cast.coach.tablet()
    tablet.save("doodle", tablet.observe(cast.teacher.id), {"text": 5})
    tablet.push()
    install_newer_version(monkeypatch)
    assert replay(app, clock) == {"quarantined": 1}
    assert [one["code"] for one in changes(look(cast.coach, "/mine"))] == ["bad_fields"]


def test_what_was_forbidden_is_applied_by_an_operator_once_the_right_is_there(
    app: Flask, cast: Cast, clock: Clock
) -> None:
    coach, other = cast.coach.tablet(), cast.observer.tablet()
    scope = coach.observe(cast.teacher.id)
    coach.grant(scope, cast.observer.id, "reader")
    coach.sync()
    tap = other.tap(scope)
    assert [result.get("code") for result in other.push()] == ["forbidden"]
    assert replay(app, clock, "forbidden") == {"quarantined": 1}
    coach.grant(scope, cast.observer.id, "observer")
    coach.sync()

    assert replay(app, clock, "unknown_kind") == {}
    assert replay(app, clock, "forbidden", names=(other.id,)) == {}
    assert replay(app, clock, "forbidden", names=(tap["id"],)) == {"applied": 1}

    coach.pull()
    assert tap["id"] in coach.live()
    (told,) = coach.history(tap["id"])
    assert (told["by"], told["device"], told["id"]) == (cast.observer.id, other.id, tap["id"])


def test_a_change_that_would_have_to_wait_waits_after_its_repair(
    app: Flask, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    coach, other = cast.coach.tablet(), cast.observer.tablet()
    scope = coach.observe(cast.teacher.id)
    doodle = other.save("doodle", scope, {"text": "from the side"})
    other.push()
    install_newer_version(monkeypatch)
    assert replay(app, clock) == {"held": 1}
    coach.grant(scope, cast.observer.id, "owner")
    coach.sync()
    assert doodle["id"] in coach.live()


def test_an_id_with_two_contents_is_never_replayed_over_the_one_that_counts(
    app: Flask, cast: Cast, clock: Clock
) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tap = tablet.tap(scope)
    tablet.push()
    forged: Change = {**tap, "n": 3, "fields": {**(tap["fields"] or {}), "t_ms": 5}}
    tablet.send([forged])

    assert replay(app, clock) == {}
    assert replay(app, clock, "id_reuse") == {"quarantined": 1}
    tablet.pull()
    assert tablet.fields(tap["id"])["t_ms"] == 1000


def test_of_two_contents_that_both_wait_under_one_id_only_one_is_applied(
    app: Flask, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet, _, doodle = push_doodle(cast)
    tablet.send([{**doodle, "fields": {"text": "another"}}])
    install_newer_version(monkeypatch)
    assert replay(app, clock, *quarantine.REPLAYABLE, "id_reuse") == {"applied": 1, "quarantined": 1}
    assert [one["code"] for one in changes(look(cast.coach, "/mine"))] == ["id_reuse"]


def test_erased_words_are_gone_and_the_change_still_counts_as_come(app: Flask, cast: Cast, clock: Clock) -> None:
    tablet, _, doodle = push_doodle(cast)

    with app.app_context():
        assert quarantine.erase("ruth", [doodle["id"]], now=clock()) == 1
        with pytest.raises(Problem, match="no words of that id"):
            quarantine.erase("ruth", [doodle["id"]], now=clock())

    (own,) = changes(look(cast.coach, "/mine"))
    assert (own["id"], own["n"], own["code"], own["bytes"], own["raw"]) == (doodle["id"], 2, "erased", None, None)
    answer = tablet.send([doodle])
    assert [(result["status"], result["code"]) for result in answer["results"]] == [("quarantined", "erased")]
    assert answer["device"] == {"contiguous": 2, "highest": 2, "missing": [], "forked": False}
    assert replay(app, clock) == {}


def test_the_audit_says_who_mended_and_who_erased_how_much(app: Flask, cast: Cast, clock: Clock) -> None:
    _, _, doodle = push_doodle(cast)
    replay(app, clock)
    with app.app_context():
        quarantine.erase("ruth", [doodle["id"]], now=clock())
        noted = [(told.act.act, told.act.by, told.act.told) for told in list_all_acts()]
    assert noted == [
        ("quarantine_replayed", "ruth", {"quarantined": 1}),
        ("quarantine_erased", "ruth", {"changes": 1}),
    ]

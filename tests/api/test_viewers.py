"""Who opened a shared lesson, and when: for its teacher to know, and for nobody else."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from server.storage.db import transaction
from tests.cast import Cast, Person, add_person
from tests.conftest import Clock
from tests.device import Device, Json, make_id

OURS = {"X-Requested-With": "backrow"}


def share(cast: Cast) -> tuple[Device, str]:
    coach = cast.coach.tablet()
    scope = coach.observe(cast.teacher.id, ended_ms=60_000)
    coach.grant(scope, cast.teacher.id, "teacher")
    coach.grant(scope, cast.observer.id, "observer")
    coach.push()
    return coach, scope


def tell(person: Person, scope: str, *, what: str = "review", at: str = "2026-11-22T14:05:00.000Z") -> None:
    one: Json = {"observation": scope.partition(":")[2], "what": what, "at": at}
    reply = person.client.post("/api/v1/openings", json={"openings": [one]}, headers=OURS)
    assert reply.status_code == 204, reply.text


def read(person: Person) -> list[tuple[str, str, str]]:
    """Give (who, what, when) of every lesson the person is told of."""
    visits = person.client.get("/api/v1/viewers").get_json()["visits"]
    return [(one["user"], one["what"], one["at"]) for visit in visits for one in visit["openings"]]


def test_the_teacher_is_told_who_opened_it_and_when_and_who_may(cast: Cast) -> None:
    _, scope = share(cast)
    tell(cast.observer, scope)
    tell(cast.coach, scope, what="conference", at="2026-11-22T14:30:00.000Z")

    assert read(cast.teacher) == [
        (cast.coach.id, "conference", "2026-11-22T14:30:00.000Z"),
        (cast.observer.id, "review", "2026-11-22T14:05:00.000Z"),
    ]
    (visit,) = cast.teacher.client.get("/api/v1/viewers").get_json()["visits"]
    assert {(one["user"], one["role"]) for one in visit["members"]} == {
        (cast.coach.id, "owner"),
        (cast.teacher.id, "teacher"),
        (cast.observer.id, "observer"),
    }


def test_nobody_else_is_told(cast: Cast) -> None:
    _, scope = share(cast)
    tell(cast.observer, scope)

    for person in (cast.coach, cast.observer, cast.administrator, cast.stranger, cast.foreigner):
        assert person.client.get("/api/v1/viewers").get_json() == {"visits": []}


def test_another_teacher_who_was_let_in_is_noted_and_told_nothing(app: Flask, cast: Cast) -> None:
    coach, scope = share(cast)
    other = add_person(app, cast.coach.space, "uma", "teacher")
    coach.grant(scope, other.id, "teacher")
    coach.push()
    tell(other, scope)

    assert read(other) == []
    assert read(cast.teacher) == [(other.id, "review", "2026-11-22T14:05:00.000Z")]


def test_the_teachers_own_openings_are_their_own_affair(cast: Cast) -> None:
    _, scope = share(cast)
    tell(cast.teacher, scope)

    assert read(cast.teacher) == []


def test_opened_again_within_the_hour_or_sent_again_is_one_line(cast: Cast) -> None:
    _, scope = share(cast)
    for minute in ("05", "05", "40"):
        tell(cast.observer, scope, at=f"2026-11-22T13:{minute}:00.000Z")
    tell(cast.observer, scope, at="2026-11-22T14:00:00.000Z")
    tell(cast.observer, scope, what="report", at="2026-11-22T13:06:00.000Z")

    assert read(cast.teacher) == [
        (cast.observer.id, "review", "2026-11-22T14:00:00.000Z"),
        (cast.observer.id, "report", "2026-11-22T13:06:00.000Z"),
        (cast.observer.id, "review", "2026-11-22T13:05:00.000Z"),
    ]


def test_a_tablet_whose_clock_is_ahead_opened_it_when_it_told(cast: Cast, clock: Clock) -> None:
    _, scope = share(cast)
    tell(cast.observer, scope, at="2031-01-01T00:00:00.000Z")

    assert read(cast.teacher) == [(cast.observer.id, "review", "2026-11-22T15:00:00.000Z")]


def test_what_was_opened_offline_counts_though_the_right_to_it_is_gone(cast: Cast) -> None:
    coach, scope = share(cast)
    coach.revoke(scope, cast.observer.id)
    coach.push()
    tell(cast.observer, scope)

    assert read(cast.teacher) == [(cast.observer.id, "review", "2026-11-22T14:05:00.000Z")]


def test_who_never_could_see_it_leaves_no_trace_and_learns_nothing(cast: Cast) -> None:
    coach, scope = share(cast)
    unshared = coach.observe(cast.teacher.id)
    coach.push()
    for person in (cast.stranger, cast.administrator, cast.foreigner):
        tell(person, scope)
    tell(cast.coach, unshared)
    tell(cast.coach, f"observation:{make_id()}")

    assert read(cast.teacher) == []


def test_files_are_noted_by_the_server_itself(cast: Cast) -> None:
    share(cast)
    for path in ("/api/v1/files/me", "/api/v1/files/year?from=2026-11-01&to=2026-11-30"):
        assert cast.observer.client.get(path).status_code == 200

    assert read(cast.teacher) == [(cast.observer.id, "file", "2026-11-22T15:00:00.000Z")]


def test_unsharing_takes_the_log_from_the_teacher_with_the_lesson(cast: Cast) -> None:
    coach, scope = share(cast)
    tell(cast.observer, scope)
    coach.revoke(scope, cast.teacher.id, "teacher")
    coach.push()

    assert cast.teacher.client.get("/api/v1/viewers").get_json() == {"visits": []}


@pytest.mark.parametrize(
    "openings",
    [
        [],
        [{"observation": "x", "what": "review", "at": "2026-11-22T14:05:00.000Z"}],
        [{"observation": make_id(), "what": "thoughts", "at": "2026-11-22T14:05:00.000Z"}],
        [{"observation": make_id(), "what": "file", "at": "2026-11-22T14:05:00.000Z"}],
        [{"observation": make_id(), "what": "review", "at": "yesterday"}],
        [{"observation": make_id(), "what": "review", "at": "2026-11-22T14:05:00.000Z"}] * 501,
    ],
    ids=["none", "no-id", "unknown", "servers-own", "no-instant", "too-many"],
)
def test_what_cannot_be_read_is_refused_whole(cast: Cast, openings: list[Json]) -> None:
    reply = cast.coach.client.post("/api/v1/openings", json={"openings": openings}, headers=OURS)

    assert (reply.status_code, reply.get_json()["code"]) == (422, "bad_request")


@pytest.mark.parametrize("sentence", ["UPDATE opening SET what = 'nothing'", "DELETE FROM opening"])
def test_what_stands_in_the_log_stays(app: Flask, cast: Cast, sentence: str) -> None:
    _, scope = share(cast)
    tell(cast.observer, scope)
    with app.app_context(), pytest.raises(DBAPIError), transaction() as connection:
        connection.execute(text(sentence))

    assert len(read(cast.teacher)) == 1

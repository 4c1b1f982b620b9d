"""`/api/v1/activity`: administrators learn how much coaching there is, and nothing of anybody's lesson or words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from server.domain.changes import Draft
from server.domain.json_values import Json, JsonObject
from server.services.sync_drafts import commit_changes
from tests.cast import Cast, Person, add_person
from tests.conftest import Clock

BEFORE = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.fixture
def teachers(app: Flask, cast: Cast) -> list[Person]:
    return [add_person(app, cast.coach.space, f"teacher{number}", "teacher") for number in range(8)]


def log(coach: Person, on: str, *people: Person, received: datetime = BEFORE, **more: Json) -> str:
    said: list[Json] = [one.id for one in people]
    fields: JsonObject = {
        "service": "data",
        "minutes": 30,
        "on": on,
        "people": said,
        "note": "Hands, few of them",
        **more,
    }
    draft = Draft("activity", f"user:{coach.id}", fields)
    with coach.app.app_context():
        return commit_changes(coach.space.space_id, coach.id, [draft], received)[0].record


def change(coach: Person, record: str, fields: JsonObject | None, *, received: datetime) -> None:
    with coach.app.app_context():
        draft = Draft("activity", f"user:{coach.id}", fields, record=record)
        commit_changes(coach.space.space_id, coach.id, [draft], received)


def read(cast: Cast) -> dict[str, Any]:
    cast.administrator.clients.clear()  # an administrator's session is over by the next day
    reply = cast.administrator.client.get("/api/v1/activity")
    assert reply.status_code == 200, reply.text
    told: dict[str, Any] = reply.get_json()
    return told


@pytest.fixture
def november(clock: Clock) -> datetime:
    """Activities of November, told in the middle of December."""
    clock.now = datetime(2026, 12, 15, tzinfo=UTC)
    return datetime(2026, 11, 30, tzinfo=UTC)


def test_counts_and_minutes_of_five_teachers_or_more(cast: Cast, teachers: list[Person], november: datetime) -> None:
    for one in teachers[:6]:
        log(cast.coach, "2026-11-24", one, received=november)
    log(cast.observer, "2026-11-25", *teachers[2:8], received=november, service="rounds", minutes=90)

    told = read(cast)

    assert told["waiting"] == []
    (period,) = told["periods"]
    assert (period["months"], period["activities"], period["minutes"]) == (["2026-11"], 7, 270)
    assert {(one["key"], one["activities"], one["minutes"]) for one in period["coach"]} == {
        (cast.coach.id, 6, 180),
        (cast.observer.id, 1, 90),
    }
    assert {one["key"] for one in period["service"]} == {"data", "rounds"}


def test_four_teachers_are_told_of_by_nothing(cast: Cast, teachers: list[Person], november: datetime) -> None:
    for one in teachers[:4]:
        log(cast.coach, "2026-11-24", one, received=november)
        log(cast.coach, "2026-11-25", one, received=november)

    assert read(cast) == {"periods": [], "waiting": ["2026-11"]}


def test_no_words_and_no_service_that_a_coach_made_up_come_through(
    cast: Cast, teachers: list[Person], november: datetime
) -> None:
    for one in teachers[:5]:
        log(cast.coach, "2026-11-24", one, received=november, service="She cannot keep order")
    for path in ("/api/v1/activity", "/api/v1/activity/csv"):
        text = cast.administrator.client.get(path).text
        assert "order" not in text
        assert "Hands" not in text
        assert not any(one.id in text for one in teachers)


def test_people_who_are_not_there_make_no_five(cast: Cast, teachers: list[Person], november: datetime) -> None:
    others = (cast.observer, cast.stranger, cast.administrator, cast.foreigner)
    log(cast.coach, "2026-11-24", teachers[0], *others, received=november)

    assert read(cast) == {"periods": [], "waiting": ["2026-11"]}


def test_a_month_is_told_when_it_is_closed_and_then_stays_as_it_is(
    cast: Cast, teachers: list[Person], clock: Clock
) -> None:
    came = datetime(2026, 11, 30, tzinfo=UTC)
    records = [log(cast.coach, "2026-11-24", one, received=came) for one in teachers[:6]]
    clock.now = datetime(2026, 12, 7, 23, 59, tzinfo=UTC)
    assert read(cast) == {"periods": [], "waiting": []}
    clock.now = datetime(2026, 12, 8, 0, 1, tzinfo=UTC)
    before = read(cast)
    assert len(before["periods"]) == 1

    later = datetime(2026, 12, 9, tzinfo=UTC)
    change(cast.coach, records[0], {"minutes": 45}, received=later)
    change(cast.coach, records[1], None, received=later)
    log(cast.coach, "2026-11-24", teachers[7], received=later)

    assert read(cast) == before
    clock.now = datetime(2027, 1, 9, tzinfo=UTC)
    assert read(cast) == {**before, "waiting": ["2026-12"]}


def test_what_is_corrected_in_time_counts_as_it_is_then(cast: Cast, teachers: list[Person], november: datetime) -> None:
    records = [log(cast.coach, "2026-11-24", one, received=november) for one in teachers[:6]]
    change(cast.coach, records[0], {"minutes": 45}, received=november)
    change(cast.coach, records[1], None, received=november)

    (period,) = read(cast)["periods"]
    assert (period["activities"], period["minutes"]) == (5, 165)


def test_the_file_names_schools_and_coaches(cast: Cast, teachers: list[Person], november: datetime) -> None:
    for coach in (cast.coach, cast.observer):
        for one in teachers:
            log(coach, "2026-11-24", one, received=november)
    reply = cast.administrator.client.get("/api/v1/activity/csv")

    assert reply.mimetype == "text/csv"
    assert "2026-11,coach,Ana,8,240" in reply.text
    assert "2026-11,all,,16,480" in reply.text


def test_an_administrator_is_told_of_their_own_district(cast: Cast, teachers: list[Person], november: datetime) -> None:
    log(cast.foreigner, "2026-11-24", *teachers, received=november)

    assert read(cast) == {"periods": [], "waiting": []}

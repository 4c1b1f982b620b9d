"""The calendar: an address that opens one person's appointments, and nothing else."""

from datetime import date, datetime
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar, Event

from server.services.people import set_active
from tests.cast import BEGINNING, Cast, Person
from tests.lessons import Told, tell

CHANGES = {"X-Requested-With": "backrow"}
NOWHERE = "0198c0de-0000-7000-8000-000000000000"


@pytest.fixture
def told(cast: Cast) -> Told:
    told = tell(cast, is_shared=False)
    tablet = cast.coach.tablet()
    tablet.pull()
    tablet.edit(told.cycle, event_on="2026-11-30", title="Votes")
    tablet.push()
    return told


def _make(person: Person, *, names: bool = False) -> str:
    reply = person.client.post("/api/v1/calendar", json={"names": names}, headers=CHANGES)
    assert reply.status_code == 201
    address: str = reply.json["address"]  # type: ignore[index]
    return urlsplit(address).path


def _read(client: FlaskClient, path: str) -> dict[str, Event]:
    reply = client.get(path)
    assert reply.status_code == 200, reply.text
    assert reply.mimetype == "text/calendar"
    calendar = Calendar.from_ical(reply.data)
    events = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    return {str(event["summary"]): event for event in events}


@pytest.mark.usefixtures("told")
def test_an_address_opens_the_appointments_of_its_owner_without_a_session(cast: Cast, client: FlaskClient) -> None:
    events = _read(client, _make(cast.coach))

    assert set(events) == {"Visit to a lesson", "Post-observation conference", "Check back on a next step"}
    assert events["Visit to a lesson"].start == date(2026, 11, 30)
    assert events["Visit to a lesson"].end == date(2026, 12, 1)
    assert events["Post-observation conference"].start == datetime.fromisoformat("2026-12-01T15:00Z")
    assert events["Check back on a next step"].start == date(2026, 12, 10)


@pytest.mark.usefixtures("told")
def test_people_are_named_only_where_the_owner_asked_for_it(cast: Cast, client: FlaskClient) -> None:
    bare = client.get(_make(cast.coach)).text
    named = client.get(_make(cast.coach, names=True)).text

    assert "Tom" not in bare
    assert "Votes" not in bare
    assert "Tom" in named


@pytest.mark.usefixtures("told")
def test_nobody_finds_what_was_not_shared_with_them(cast: Cast, client: FlaskClient) -> None:
    for person in (cast.teacher, cast.administrator, cast.stranger, cast.foreigner):
        assert _read(client, _make(person)) == {}


def test_a_new_address_ends_the_one_before_and_an_ended_one_opens_nothing(cast: Cast, client: FlaskClient) -> None:
    first = _make(cast.coach)
    second = _make(cast.coach)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert cast.coach.client.get("/api/v1/calendar").json["made_at"] is not None  # type: ignore[index]

    assert cast.coach.client.delete("/api/v1/calendar", headers=CHANGES).status_code == 204

    assert client.get(second).status_code == 404
    assert cast.coach.client.get("/api/v1/calendar").json == {"made_at": None, "names": False}


def test_whoever_has_left_has_no_calendar(cast: Cast, client: FlaskClient) -> None:
    path = _make(cast.teacher)

    with cast.teacher.app.app_context():
        set_active(cast.teacher.email, is_active=False, now=BEGINNING)

    assert client.get(path).status_code == 404


def test_one_appointment_can_be_taken_along(cast: Cast, told: Told) -> None:
    events = _read(cast.coach.client, f"/api/v1/calendar/{told.cycle}")

    assert [str(event["summary"]) for event in events.values()] == ["Visit to a lesson · Tom"]
    hidden = cast.teacher.client.get(f"/api/v1/calendar/{told.cycle}")
    absent = cast.teacher.client.get(f"/api/v1/calendar/{NOWHERE}")
    assert (hidden.status_code, hidden.data) == (404, absent.data)


def test_dates_beyond_any_calendar_are_left_out(cast: Cast, told: Told, client: FlaskClient) -> None:
    tablet = cast.coach.tablet()
    tablet.pull()
    tablet.edit(told.cycle, event_on="9999-12-31")
    tablet.push()

    assert "Visit to a lesson" not in _read(client, _make(cast.coach))


def test_what_is_changed_keeps_its_place_in_other_calendars(cast: Cast, told: Told, client: FlaskClient) -> None:
    path = _make(cast.coach)
    before = _read(client, path)["Visit to a lesson"]
    tablet = cast.coach.tablet()
    tablet.pull()
    tablet.edit(told.cycle, event_on="2026-12-02")
    tablet.push()

    after = _read(client, path)["Visit to a lesson"]

    assert after.uid == before.uid
    assert after.start == date(2026, 12, 2)

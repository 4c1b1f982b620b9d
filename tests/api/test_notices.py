"""Notices, from the change that causes one to the browser that shows it, and never to anybody who may not see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from server.crew import make_post
from server.domain.json_values import JsonObject
from server.services import worker
from server.services.people import set_active
from server.services.sync import new_id
from server.services.tellings import tell_of_the_day
from tests.cast import Cast, Person
from tests.conftest import Clock
from tests.device import Device
from tests.push_service import Browser, PushService, Taken, serve_pushes

OURS = {"X-Requested-With": "backrow"}
AFTERNOON = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@dataclass
class District:
    """The cast, a worker that goes when told to, and a push service that shows what arrived."""

    app: Flask
    cast: Cast
    clock: Clock
    service: PushService

    def listen(self, person: Person, **more: object) -> Browser:
        """Have a person's browser take their notices."""
        browser = self.service.open_browser()
        reply = person.client.post(
            "/api/v1/notices/subscriptions", json={**browser.wish, "time_zone": "UTC", **more}, headers=OURS
        )
        assert reply.status_code == 201, reply.text
        return browser

    def work(self) -> list[Taken]:
        """Let the worker do all that is due now, and give what arrived by it."""
        before = len(self.service.taken)
        with self.app.app_context():
            post = make_post(self.app.config["BACKROW_SETTINGS"], self.service.guard)
            while worker.work(post, now=self.clock.now):
                pass
        return self.service.taken[before:]

    def begin_day(self) -> None:
        with self.app.app_context():
            tell_of_the_day(new_id, now=self.clock.now)

    def list_for(self, person: Person) -> list[JsonObject]:
        found: list[JsonObject] = person.client.get("/api/v1/notices").get_json()["notices"]
        return found

    def choose(self, person: Person, **chosen: object) -> None:
        body = {"muted": [], "quiet": None, "time_zone": "UTC", **chosen}
        reply = person.client.put("/api/v1/notices/choice", json=body, headers=OURS)
        assert reply.status_code == 200, reply.text

    def share(self) -> tuple[Device, str]:
        """Ana observes Tom's lesson and shares it with him."""
        tablet = self.cast.coach.tablet()
        scope = tablet.observe(self.cast.teacher.id, title="A private word")
        tablet.tap(scope, note="Nobody's business")
        tablet.grant(scope, self.cast.teacher.id, "teacher")
        tablet.sync()
        return tablet, scope

    def plan(self) -> tuple[Device, str]:
        """Ana and Tom have a cycle."""
        tablet = self.cast.coach.tablet()
        cycle = tablet.make("cycle", "", {"title": "Wait time"})
        cycle["scope"] = scope = f"cycle:{cycle['id']}"
        tablet.keep(cycle)
        tablet.grant(scope, self.cast.teacher.id, "teacher")
        tablet.sync()
        return tablet, scope


@pytest.fixture
def district(app: Flask, cast: Cast, clock: Clock, tmp_path: Path) -> Iterator[District]:
    clock.now = AFTERNOON
    with serve_pushes(tmp_path) as service:
        yield District(app, cast, clock, service)


def id_of(scope: str) -> str:
    return scope.partition(":")[2]


def kinds(notices: list[JsonObject]) -> list[object]:
    return [one["kind"] for one in notices]


# --- the chain


def test_a_teacher_is_told_that_an_observation_was_shared(district: District) -> None:
    browser = district.listen(district.cast.teacher)
    _, scope = district.share()

    [push] = district.work()

    assert push.path == browser.path
    assert push.said == {
        "v": 1, "kind": "observation_shared", "path": "/notices", "tag": push.headers["topic"], "language": "en",
    }  # fmt: skip
    assert (push.headers["content-encoding"], push.headers["urgency"]) == ("aes128gcm", "normal")
    assert 0 < int(push.headers["ttl"]) <= 24 * 3600
    [listed] = district.list_for(district.cast.teacher)
    assert (listed["kind"], listed["thing"], listed["scope"], listed["read"]) == (
        "observation_shared", id_of(scope), scope, False,
    )  # fmt: skip
    assert district.work() == []


def test_nobody_else_is_told(district: District) -> None:
    for person in (district.cast.coach, district.cast.observer, district.cast.administrator, district.cast.foreigner):
        district.listen(person)
    district.share()
    assert district.work() == []
    assert district.list_for(district.cast.coach) == district.list_for(district.cast.administrator) == []


def test_each_browser_of_a_person_gets_it_and_reading_it_ends_it(district: District) -> None:
    for _ in range(2):
        district.listen(district.cast.teacher)
    district.share()
    assert len(district.work()) == 2
    [listed] = district.list_for(district.cast.teacher)
    reply = district.cast.teacher.client.post("/api/v1/notices/read", json={"ids": [listed["id"]]}, headers=OURS)
    assert reply.status_code == 204
    assert district.list_for(district.cast.teacher)[0]["read"] is True


def test_several_of_a_kind_take_each_others_place(district: District) -> None:
    district.listen(district.cast.teacher)
    district.share()
    district.share()
    first, second = district.work()
    assert first.headers["topic"] == second.headers["topic"] == first.said["tag"] == second.said["tag"]
    assert len(district.list_for(district.cast.teacher)) == 2


def test_a_person_has_at_most_ten_browsers(district: District) -> None:
    browsers = []
    for _ in range(12):
        browsers.append(district.listen(district.cast.teacher))
        district.clock.advance(seconds=1)
    district.share()
    assert {push.path for push in district.work()} == {browser.path for browser in browsers[2:]}


def test_what_was_read_before_it_was_sent_is_not_pushed(district: District) -> None:
    district.listen(district.cast.teacher)
    district.share()
    [listed] = district.list_for(district.cast.teacher)
    district.cast.teacher.client.post("/api/v1/notices/read", json={"ids": [listed["id"]]}, headers=OURS)
    assert district.work() == []


def test_a_reflection_is_told_to_the_other_party_and_a_journal_to_nobody(district: District) -> None:
    tablet, scope = district.plan()
    for person in (district.cast.coach, district.cast.teacher):
        district.listen(person)
    theirs = district.cast.teacher.tablet()
    theirs.pull()
    theirs.save("reflection", f"user:{theirs.user}", {"text": "for me alone"})
    theirs.save("reflection", scope, {"text": "I waited longer than I thought"})
    theirs.save("reflection", scope, {"text": "and once more"})
    theirs.sync()

    [push] = district.work()

    assert push.said["kind"] == "reflection_added"
    assert kinds(district.list_for(district.cast.coach)) == ["reflection_added"]
    assert district.list_for(district.cast.teacher) == []
    tablet.pull()
    tablet.save("reflection", scope, {"text": "so it seemed to me"})
    tablet.sync()
    assert kinds(district.list_for(district.cast.teacher)) == ["reflection_added"]


def test_a_push_that_was_rolled_back_tells_nobody(district: District) -> None:
    tablet = district.cast.coach.tablet()
    scope = tablet.observe(district.cast.teacher.id)
    tablet.grant(scope, district.cast.teacher.id, "teacher")
    stranger = district.cast.stranger.tablet()
    stranger.grant(scope, district.cast.teacher.id, "teacher")
    stranger.push()
    assert district.list_for(district.cast.teacher) == []
    tablet.push()
    tablet.push()
    assert len(district.list_for(district.cast.teacher)) == 1


def test_what_a_grant_lets_go_is_told_at_the_time_of_the_grant(district: District) -> None:
    """Tom wrote before he was let into the cycle; Ana is told when it can be seen."""
    district.listen(district.cast.coach)
    tablet = district.cast.coach.tablet()
    cycle = tablet.make("cycle", "", {"title": "Wait time"})
    cycle["scope"] = scope = f"cycle:{cycle['id']}"
    tablet.keep(cycle)
    tablet.sync()
    theirs = district.cast.teacher.tablet()
    theirs.save("reflection", scope, {"text": "Too early"})
    theirs.push()
    assert district.list_for(district.cast.coach) == []
    district.clock.advance(days=3)
    tablet.grant(scope, district.cast.teacher.id, "teacher")
    tablet.sync()
    assert len(district.work()) == 1
    assert str(district.list_for(district.cast.coach)[0]["at"]).startswith("2026-11-27")


# --- who may still be told


def test_a_revoked_observation_is_neither_pushed_nor_listed(district: District) -> None:
    district.listen(district.cast.teacher)
    tablet, scope = district.share()
    tablet.revoke(scope, district.cast.teacher.id, "teacher")
    tablet.sync()
    assert district.work() == []
    assert district.list_for(district.cast.teacher) == []
    tablet.grant(scope, district.cast.teacher.id, "teacher")
    tablet.sync()
    assert len(district.work()) == 1


def test_access_that_ends_between_two_tries_ends_the_push(district: District) -> None:
    district.listen(district.cast.teacher)
    tablet, scope = district.share()
    district.service.answers = [(503, None)]
    assert district.work() == []
    assert district.service.asked == 1
    tablet.revoke(scope, district.cast.teacher.id, "teacher")
    tablet.sync()
    district.clock.advance(hours=1)
    assert district.work() == []
    assert district.service.asked == 1


def test_a_deleted_observation_is_not_listed(district: District) -> None:
    tablet, scope = district.share()
    tablet.pull()
    tablet.delete(id_of(scope))
    tablet.sync()
    assert district.list_for(district.cast.teacher) == []
    assert district.work() == []


def test_a_subscription_ends_with_its_session(district: District) -> None:
    district.listen(district.cast.teacher)
    district.cast.teacher.client.delete("/api/v1/session", headers=OURS)
    district.share()
    assert district.work() == []


def test_a_deactivated_person_is_told_nothing(district: District) -> None:
    district.listen(district.cast.teacher)
    district.share()
    with district.app.app_context():
        set_active(district.cast.teacher.email, is_active=False, now=district.clock.now)
    assert district.work() == []


def test_a_session_that_ran_out_takes_nothing_any_more(district: District) -> None:
    district.listen(district.cast.teacher)
    district.clock.advance(days=31)
    district.share()
    assert district.work() == []


def test_the_next_person_at_a_browser_takes_it_over(district: District) -> None:
    browser = district.listen(district.cast.coach)
    district.service.browsers[browser.path] = browser
    reply = district.cast.teacher.client.post("/api/v1/notices/subscriptions", json=browser.wish, headers=OURS)
    assert reply.status_code == 201
    tablet, scope = district.plan()
    theirs = district.cast.teacher.tablet()
    theirs.pull()
    theirs.save("reflection", scope, {"text": "for Ana"})
    theirs.sync()
    assert district.work() == []
    assert tablet.user == district.cast.coach.id


# --- when


def test_quiet_hours_put_a_push_off_until_the_morning_there(district: District) -> None:
    district.listen(district.cast.teacher)
    district.choose(district.cast.teacher, quiet={"from": "19:00", "until": "07:00"}, time_zone="America/Chicago")
    district.clock.now = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # 20:00 in Chicago
    district.share()
    assert len(district.list_for(district.cast.teacher)) == 1
    assert district.work() == []
    district.clock.now = datetime(2026, 11, 25, 12, 59, tzinfo=UTC)
    assert district.work() == []
    district.clock.now = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
    assert len(district.work()) == 1


def test_a_try_that_would_come_in_the_night_waits_too(district: District) -> None:
    district.listen(district.cast.teacher)
    district.choose(district.cast.teacher, quiet={"from": "19:00", "until": "07:00"})
    district.clock.now = datetime(2026, 11, 24, 18, 59, 50, tzinfo=UTC)
    district.share()
    district.service.answers = [(503, None)]
    assert district.work() == []
    district.clock.advance(minutes=5)
    assert district.work() == []
    assert district.service.asked == 1
    district.clock.now = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
    assert len(district.work()) == 1


def test_a_muted_kind_is_listed_and_not_pushed(district: District) -> None:
    district.listen(district.cast.teacher)
    district.choose(district.cast.teacher, muted=["observation_shared"])
    district.share()
    assert district.work() == []
    assert len(district.list_for(district.cast.teacher)) == 1


def test_a_conference_is_told_the_day_before_once_to_both(district: District) -> None:
    tablet, scope = district.plan()
    for person in (district.cast.coach, district.cast.teacher):
        district.listen(person)
    tablet.save("conference", scope, {"phase": "reflect", "at": "2026-11-25T16:00:00.000Z"})
    tablet.save("conference", scope, {"phase": "reflect", "at": "2026-11-26T16:00:00.000Z"})
    tablet.save(
        "conference", scope,
        {"phase": "reflect", "at": "2026-11-25T17:00:00.000Z", "ended_at": "2026-11-24T10:00:00.000Z"},
    )  # fmt: skip
    tablet.sync()
    district.begin_day()
    district.begin_day()
    assert sorted(push.said["kind"] for push in district.work()) == ["conference_tomorrow"] * 2  # type: ignore[type-var]
    district.begin_day()
    assert district.work() == []
    assert kinds(district.list_for(district.cast.administrator)) == []


def test_a_conference_is_tomorrow_where_the_person_is(district: District) -> None:
    tablet, scope = district.plan()
    district.choose(district.cast.teacher, time_zone="Asia/Tokyo")
    # In Tokyo it is 11:00 on the 26th, and today the 25th at the coach's.
    tablet.save("conference", scope, {"phase": "reflect", "at": "2026-11-26T02:00:00.000Z"})
    tablet.sync()
    district.clock.now = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)  # the 25th in Tokyo
    district.begin_day()
    assert kinds(district.list_for(district.cast.teacher)) == ["conference_tomorrow"]
    assert district.list_for(district.cast.coach) == []


def test_a_next_step_is_looked_back_at_on_its_day_unless_it_is_done(district: District) -> None:
    tablet, scope = district.plan()
    district.listen(district.cast.teacher)
    step = {"what": "Count to three", "who": district.cast.teacher.id, "due_on": "2026-11-24"}
    made = tablet.save("next_step", scope, {**step})
    tablet.save("next_step", scope, {**step, "state": "done"})
    tablet.save("next_step", scope, {**step, "due_on": "2026-11-25"})
    tablet.sync()
    district.begin_day()
    [listed] = district.list_for(district.cast.teacher)
    assert (listed["kind"], listed["thing"]) == ("check_back", made["id"])
    tablet.pull()
    tablet.edit(made["id"], done_on="2026-11-24")
    tablet.sync()
    assert district.work() == []


def test_a_tablet_that_kept_something_since_yesterday_is_told_to_its_owner(district: District) -> None:
    tablet = district.cast.coach.tablet()
    for person in (district.cast.coach, district.cast.observer):
        district.listen(person)
    tablet.send([], unsent=40)
    district.begin_day()
    assert district.list_for(district.cast.coach) == []
    district.clock.advance(days=1)
    district.begin_day()
    [push] = district.work()
    assert push.said["kind"] == "unsent"
    [listed] = district.list_for(district.cast.coach)
    assert (listed["kind"], listed["thing"], listed["scope"]) == ("unsent", tablet.id, None)
    assert district.list_for(district.cast.observer) == []


def test_a_tablet_that_has_sent_everything_is_told_of_no_more(district: District) -> None:
    tablet = district.cast.coach.tablet()
    district.listen(district.cast.coach)
    tablet.send([], unsent=40)
    district.clock.advance(days=1)
    district.begin_day()
    tablet.send([], unsent=0)
    assert district.work() == []


# --- what push services do


def test_a_browser_that_is_gone_is_forgotten(district: District) -> None:
    district.listen(district.cast.teacher)
    district.share()
    district.service.answers = [(410, None)]
    assert district.work() == []
    district.share()
    assert district.work() == []
    assert district.service.asked == 1


def test_retry_after_is_kept_to(district: District) -> None:
    district.listen(district.cast.teacher)
    district.share()
    district.service.answers = [(429, "600")]
    assert district.work() == []
    district.clock.advance(seconds=590)
    assert district.work() == []
    district.clock.advance(seconds=20)
    assert len(district.work()) == 1


def test_a_redirect_is_not_followed(district: District) -> None:
    district.listen(district.cast.teacher)
    district.share()
    district.service.answers = [(307, None)]
    assert district.work() == []
    assert district.service.asked == 1


def test_a_push_that_nobody_takes_is_given_up_after_a_day(district: District) -> None:
    district.listen(district.cast.teacher)
    district.share()
    district.service.answers = [(503, None)] * 100
    for _ in range(30):
        district.work()
        district.clock.advance(hours=1)
    with district.app.app_context():
        counts = worker.count(now=district.clock.now)
    assert (counts.waiting, counts.sent, counts.failed) == (0, 0, 1)
    assert district.service.asked < 20


# --- refusals


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilfcm.googleapis.com.example/x",
        "https://user@fcm.googleapis.com/x",
        "https://evil.example#fcm.googleapis.com",
        "https://evil.example/fcm.googleapis.com",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://fcm.googleapis.com\t/x",
        "https://[bad/x",
        "push",
    ],
)
def test_only_known_push_services_are_taken(cast: Cast, district: District, endpoint: str) -> None:
    wish = {**district.service.open_browser().wish, "endpoint": endpoint}
    reply = cast.teacher.client.post("/api/v1/notices/subscriptions", json=wish, headers=OURS)
    assert (reply.status_code, reply.get_json()["code"]) == (422, "bad_request")


@pytest.mark.parametrize(
    "change",
    [
        {"keys": {"p256dh": "AAAA", "auth": "AAAA"}},
        {"keys": {"p256dh": "ü", "auth": "="}},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"more": 1},
    ],
)
def test_keys_and_zones_that_are_none_are_refused(cast: Cast, district: District, change: dict[str, object]) -> None:
    wish = {**district.service.open_browser().wish, **change}
    reply = cast.teacher.client.post("/api/v1/notices/subscriptions", json=wish, headers=OURS)
    assert reply.status_code == 422


@pytest.mark.parametrize(
    "change",
    [
        {"quiet": {"from": "25:00", "until": "07:00"}},
        {"quiet": {"from": "7:00", "until": "07:00"}},
        {"quiet": {"from": "19:00"}},
        {"muted": ["everything"]},
        {"time_zone": "Nowhere"},
    ],
)
def test_a_choice_that_is_none_is_refused(cast: Cast, change: dict[str, object]) -> None:
    body = {"muted": [], "quiet": None, "time_zone": "UTC", **change}
    assert cast.teacher.client.put("/api/v1/notices/choice", json=body, headers=OURS).status_code == 422


def test_another_persons_notices_and_browsers_are_not_there(district: District) -> None:
    browser = district.listen(district.cast.teacher)
    renewed = district.cast.teacher.client.post("/api/v1/notices/subscriptions", json=browser.wish, headers=OURS)
    path = f"/api/v1/notices/subscriptions/{renewed.get_json()['id']}"
    assert district.cast.coach.client.delete(path, headers=OURS).status_code == 404
    district.share()
    [listed] = district.list_for(district.cast.teacher)
    district.cast.coach.client.post("/api/v1/notices/read", json={"ids": [listed["id"]]}, headers=OURS)
    assert district.list_for(district.cast.teacher)[0]["read"] is False
    assert district.cast.teacher.client.delete(path, headers=OURS).status_code == 204
    assert district.work() == []


def test_a_stranger_is_told_to_sign_in(app: Flask) -> None:
    client = app.test_client()
    for path in ("/api/v1/notices", "/api/v1/notices/choice"):
        assert client.get(path).status_code == 401


def test_old_notices_are_forgotten(district: District) -> None:
    district.share()
    district.clock.advance(days=61)
    with district.app.app_context():
        worker.tidy(now=district.clock.now)
    fresh = district.app.test_client()
    body = {"email": district.cast.teacher.email, "password": "a lesson seen from the back row"}
    fresh.post("/api/v1/session", json=body, headers=OURS)
    assert fresh.get("/api/v1/notices").get_json() == {"notices": []}

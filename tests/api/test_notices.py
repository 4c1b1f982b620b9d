"""Notices, from the change that causes one to the browser that shows it, and in the list of the app."""

from __future__ import annotations

import pytest
from flask import Flask

from server.services import worker
from tests.cast import Cast
from tests.told import OURS, District, id_of, kinds


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

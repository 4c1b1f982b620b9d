"""Whoever may not see a thing any more is told of it no more, neither in the list nor by a push."""

from __future__ import annotations

from server.services.people import set_active
from tests.told import OURS, District, id_of


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

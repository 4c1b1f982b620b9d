"""When people are told: quiet hours, what they do not want to hear, and what a new day brings."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.told import District, kinds


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

"""An administrator sees a lesson when its coach and its teacher both said so, and until one of them takes it back."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.cast import Cast, Person, add_person
from tests.device import Device, membership_id

Sides = tuple[Device, Device]


def share(cast: Cast) -> tuple[Sides, str]:
    """A lesson of two taps that its teacher can read."""
    coach, teacher = cast.coach.tablet(), cast.teacher.tablet()
    scope = coach.observe(cast.teacher.id)
    coach.tap(scope, note="two hands up")
    coach.tap(scope)
    coach.grant(scope, cast.teacher.id, "teacher")
    coach.sync()
    teacher.sync()
    return (coach, teacher), scope


def say(tablet: Device, scope: str, reader: str, *, given: bool = True) -> str:
    record = tablet.save("consent", scope, {"reader": reader, "by": tablet.user, "given": given})["record"]
    tablet.sync()
    return record


def say_again(tablet: Device, record: str, *, given: bool) -> None:
    tablet.sync()
    tablet.edit(record, given=given)
    tablet.sync()


def sees(person: Person, scope: str) -> bool:
    tablet = person.tablet()
    tablet.pull(digests=True)
    reply = person.client.get(f"/api/v1/records/{scope.partition(':')[2]}/history")
    assert reply.status_code in (200, 404)
    has_history = reply.status_code == 200
    has_rows = any(row["scope"] == scope for row in tablet.replica.rows.values())
    assert has_rows == has_history == (scope in tablet.replica.digests)
    return has_rows


def codes(tablet: Device) -> list[str | None]:
    return [result.get("code") for result in tablet.push()]


def test_one_side_alone_lets_nobody_in_and_both_do_in_either_order(cast: Cast) -> None:
    for first in (0, 1):
        sides, scope = share(cast)
        say(sides[first], scope, cast.administrator.id)
        assert not sees(cast.administrator, scope)

        say(sides[1 - first], scope, cast.administrator.id)
        assert sees(cast.administrator, scope)
        for person in (cast.observer, cast.stranger, cast.foreigner):
            assert not sees(person, scope)


@pytest.mark.parametrize("side", [0, 1])
def test_either_takes_it_back_and_the_tablet_of_the_administrator_is_told(cast: Cast, side: int) -> None:
    sides, scope = share(cast)
    records = [say(tablet, scope, cast.administrator.id) for tablet in sides]
    tablet = cast.administrator.tablet()
    tablet.pull()
    assert any(row["scope"] == scope for row in tablet.replica.rows.values())

    say_again(sides[side], records[side], given=False)

    tablet.pull(digests=True)
    assert not any(row["scope"] == scope for row in tablet.replica.rows.values())
    assert tablet.digest() == tablet.replica.digests
    assert not sees(cast.administrator, scope)
    say_again(sides[side], records[side], given=True)
    assert sees(cast.administrator, scope)


def test_a_word_that_is_deleted_is_taken_back(cast: Cast) -> None:
    sides, scope = share(cast)
    records = [say(tablet, scope, cast.administrator.id) for tablet in sides]
    sides[1].delete(records[1])
    sides[1].sync()

    assert not sees(cast.administrator, scope)


def test_nobody_says_it_for_somebody_else(cast: Cast) -> None:
    (coach, teacher), scope = share(cast)
    theirs = say(teacher, scope, cast.administrator.id, given=False)
    own = say(coach, scope, cast.administrator.id)
    coach.sync()
    coach.edit(theirs, given=True)
    coach.delete(theirs)
    teacher.sync()
    teacher.edit(own, given=False)

    assert codes(coach) == ["forbidden", "forbidden"]
    assert codes(teacher) == ["forbidden"]
    assert not sees(cast.administrator, scope)


def test_a_word_in_another_s_name_is_none(cast: Cast) -> None:
    (coach, _), scope = share(cast)
    for by in (cast.teacher.id, cast.administrator.id):
        coach.save("consent", scope, {"reader": cast.administrator.id, "by": by, "given": True})
    assert codes(coach) == ["bad_fields"] * 2
    own = say(coach, scope, cast.administrator.id)
    coach.sync()
    coach.edit(own, by=cast.teacher.id)
    assert codes(coach) == ["bad_fields"]


def test_a_coach_alone_cannot_make_an_administrator_a_member_in_any_role(cast: Cast) -> None:
    (coach, teacher), scope = share(cast)
    for role in ("owner", "observer", "teacher", "reader"):
        coach.grant(scope, cast.administrator.id, role)
    assert codes(coach) == ["forbidden"] * 4

    for tablet in (coach, teacher):
        say(tablet, scope, cast.administrator.id)
    coach.grant(scope, cast.administrator.id, "owner")
    assert codes(coach) == ["forbidden"]
    assert cast.administrator.tablet().pull(digests=True)


def test_whom_both_let_in_is_let_out_by_a_word_and_not_past_it(cast: Cast) -> None:
    (coach, teacher), scope = share(cast)
    for tablet in (coach, teacher):
        say(tablet, scope, cast.administrator.id)
    coach.sync()
    coach.revoke(scope, cast.administrator.id, "reader")

    assert codes(coach) == ["forbidden"]
    assert sees(cast.administrator, scope)


def test_what_is_taken_from_the_teacher_is_taken_from_the_administrator(cast: Cast) -> None:
    (coach, teacher), scope = share(cast)
    for tablet in (coach, teacher):
        say(tablet, scope, cast.administrator.id)
    coach.revoke(scope, cast.teacher.id, "teacher")
    coach.push()
    assert not sees(cast.administrator, scope)

    coach.grant(scope, cast.teacher.id, "teacher")
    coach.push()
    assert sees(cast.administrator, scope)
    coach.sync()
    coach.edit(scope.partition(":")[2], teacher=cast.stranger.id)
    coach.push()
    assert not sees(cast.administrator, scope)


def test_another_teacher_who_is_let_in_does_not_speak_for_the_one_observed(app: Flask, cast: Cast) -> None:
    (coach, _), scope = share(cast)
    other = add_person(app, cast.coach.space, "uma", "teacher")
    coach.grant(scope, other.id, "teacher")
    coach.revoke(scope, cast.teacher.id, "teacher")
    coach.push()
    say(coach, scope, cast.administrator.id)
    say(other.tablet(), scope, cast.administrator.id)

    assert not sees(cast.administrator, scope)


def test_a_cycle_is_opened_by_each_of_its_teachers(app: Flask, cast: Cast) -> None:
    other = add_person(app, cast.coach.space, "uma", "teacher")
    coach = cast.coach.tablet()
    cycle = coach.make("cycle", "", {"title": "Wait time", "teachers": [cast.teacher.id, other.id]})
    cycle["scope"] = scope = f"cycle:{cycle['id']}"
    coach.keep(cycle)
    for person in (cast.teacher, other):
        coach.grant(scope, person.id, "teacher")
    coach.push()
    say(coach, scope, cast.administrator.id)
    say(cast.teacher.tablet(), scope, cast.administrator.id)
    assert not sees(cast.administrator, scope)

    say(other.tablet(), scope, cast.administrator.id)
    assert sees(cast.administrator, scope)


def test_it_is_about_administrators_and_nobody_else(cast: Cast) -> None:
    (coach, teacher), scope = share(cast)
    for tablet in (coach, teacher):
        for reader in (cast.stranger.id, cast.foreigner.id, membership_id(cast.teacher.id, scope)):
            tablet.save("consent", scope, {"reader": reader, "by": tablet.user, "given": True})
        assert codes(tablet) == ["bad_fields"] * 3
    assert not sees(cast.stranger, scope)


def test_co_observers_and_strangers_have_no_word_in_it(cast: Cast) -> None:
    (coach, _), scope = share(cast)
    coach.grant(scope, cast.observer.id, "observer")
    coach.push()
    observer, stranger = cast.observer.tablet(), cast.stranger.tablet()
    for tablet in (observer, stranger):
        tablet.save("consent", scope, {"reader": cast.administrator.id, "by": tablet.user, "given": True})

    assert codes(observer) == ["forbidden"]
    assert codes(stranger) == ["not_visible_yet"]


def test_the_teacher_may_have_said_it_before_the_lesson_was_shared(cast: Cast) -> None:
    coach, teacher = cast.coach.tablet(), cast.teacher.tablet()
    scope = coach.observe(cast.teacher.id)
    teacher.save("consent", scope, {"reader": cast.administrator.id, "by": teacher.user, "given": True})
    assert codes(teacher) == ["not_visible_yet"]
    coach.save("consent", scope, {"reader": cast.administrator.id, "by": coach.user, "given": True})
    coach.push()
    assert not sees(cast.administrator, scope)

    coach.grant(scope, cast.teacher.id, "teacher")
    coach.push()
    assert sees(cast.administrator, scope)


def test_who_becomes_an_administrator_loses_what_only_a_coach_showed_them(cast: Cast) -> None:
    (coach, _), scope = share(cast)
    coach.grant(scope, cast.observer.id, "observer")
    coach.push()
    mine = cast.observer.tablet()
    own = mine.observe(cast.teacher.id)
    mine.push()
    assert sees(cast.observer, scope)

    wish = {"name": "Cleo", "roles": ["administrator", "coach"], "email": None, "school": None, "language": "en"}
    reply = cast.administrator.client.put(
        f"/api/v1/people/{cast.observer.id}", json=wish, headers={"X-Requested-With": "backrow"}
    )
    assert reply.status_code == 200, reply.text

    cast.observer.clients.clear()
    assert not sees(cast.observer, scope)
    assert sees(cast.observer, own)


def test_a_lesson_of_an_administrator_who_teaches_is_theirs(app: Flask, cast: Cast) -> None:
    both = add_person(app, cast.coach.space, "eve", "teacher", "administrator")
    coach = cast.coach.tablet()
    scope = coach.observe(both.id)
    coach.grant(scope, both.id, "teacher")

    assert codes(coach) == [None, None]
    assert sees(both, scope)

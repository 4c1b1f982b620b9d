"""Who sees what, from when on: held changes, grants, revocations, and the wall around them."""

import pytest

from tests.cast import Cast
from tests.device import Device, Refused, make_id, membership_id


def _observe(tablet: Device, teacher: str, taps: int = 3) -> str:
    scope = tablet.observe(teacher)
    for number in range(taps):
        tablet.tap(scope, t_ms=number)
    tablet.push()
    tablet.pull()
    return scope


def _fates(tablet: Device) -> list[tuple[str, str | None]]:
    return [(result["status"], result.get("code")) for result in tablet.push()]


def _id_of(scope: str) -> str:
    return scope.partition(":")[2]


def test_who_creates_an_observation_owns_it_and_is_told(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = _observe(tablet, cast.teacher.id)

    own = tablet.replica.rows[membership_id(tablet.user, scope)]

    assert own["scope"] == f"user:{tablet.user}"
    assert own["fields"] == {"scope": scope, "role": "owner", "state": "granted"}


def test_nobody_else_sees_an_observation_before_it_is_shared(cast: Cast) -> None:
    scope = _observe(cast.coach.tablet(), cast.teacher.id)

    for person in (cast.teacher, cast.observer, cast.administrator, cast.stranger, cast.foreigner):
        tablet = person.tablet()
        tablet.pull(digests=True)
        assert scope not in tablet.replica.digests
        assert {row["kind"] for row in tablet.replica.rows.values()} == {"person"}


def test_the_districts_do_not_see_each_others_people(cast: Cast) -> None:
    ours, theirs = cast.coach.tablet(), cast.foreigner.tablet()
    ours.pull()
    theirs.pull()

    assert cast.foreigner.id not in ours.replica.rows
    assert list(theirs.replica.rows) == [cast.foreigner.id]


def test_a_shared_observation_reaches_a_teacher_whose_cursor_is_past_it(cast: Cast) -> None:
    coach, teacher = cast.coach.tablet(), cast.teacher.tablet()
    scope = _observe(coach, cast.teacher.id)
    coach.delete(next(id for id, row in coach.replica.rows.items() if row["kind"] == "evidence"))
    coach.push()
    teacher.pull()
    assert teacher.pull() == []

    coach.grant(scope, cast.teacher.id, "teacher")
    coach.push()

    came = teacher.pull(digests=True)
    assert [row["kind"] for row in came] == ["membership", "observation", "evidence", "evidence", "evidence"]
    assert [row["kind"] for row in came if row.get("deleted")] == ["evidence"]
    assert teacher.digest() == teacher.replica.digests


def test_granting_again_sends_nothing_out_a_second_time(cast: Cast) -> None:
    coach, teacher = cast.coach.tablet(), cast.teacher.tablet()
    scope = _observe(coach, cast.teacher.id)
    coach.grant(scope, cast.teacher.id, "teacher")
    coach.push()
    teacher.pull()

    coach.grant(scope, cast.teacher.id, "reader")
    coach.push()

    (row,) = teacher.pull()
    assert row["fields"]["role"] == "reader"


def test_revoking_is_told_to_the_one_it_names_and_hides_the_rest(cast: Cast) -> None:
    coach, teacher = cast.coach.tablet(), cast.teacher.tablet()
    scope = _observe(coach, cast.teacher.id)
    coach.grant(scope, cast.teacher.id, "teacher")
    coach.push()
    teacher.pull()
    coach.revoke(scope, cast.teacher.id, "teacher")
    coach.tap(scope)
    coach.push()

    (row,) = teacher.pull(digests=True)

    assert row["fields"]["state"] == "revoked"
    assert not any(row["scope"] == scope for row in teacher.replica.rows.values())
    assert teacher.digest() == teacher.replica.digests
    with pytest.raises(Refused) as refusal:
        teacher.history(_id_of(scope))
    assert refusal.value.status == 404


def test_sharing_again_after_a_revocation_brings_everything_back(cast: Cast) -> None:
    coach, teacher = cast.coach.tablet(), cast.teacher.tablet()
    scope = _observe(coach, cast.teacher.id)
    for state in ("granted", "revoked", "granted"):
        coach.grant(scope, cast.teacher.id, "teacher", state)
        coach.push()
        teacher.pull(digests=True)

    assert sum(row["kind"] == "evidence" for row in teacher.replica.rows.values()) == 3
    assert teacher.digest() == teacher.replica.digests


def test_what_an_observer_sends_before_the_grant_is_held_and_released_by_it(cast: Cast) -> None:
    coach, observer = cast.coach.tablet(), cast.observer.tablet()
    scope = _observe(coach, cast.teacher.id)
    taps = [observer.tap(scope, t_ms=number) for number in range(3)]
    assert _fates(observer) == [("held", "not_visible_yet")] * 3
    assert _fates(observer) == [("held", "not_visible_yet")] * 3

    coach.grant(scope, cast.observer.id, "observer")
    coach.push()

    assert _fates(observer) == [("duplicate", None)] * 3
    numbers = [observer.fates[tap["id"]]["seq"] for tap in taps]
    assert numbers == sorted(numbers)
    coach.pull()
    assert {tap["id"] for tap in taps} <= coach.live().keys()


def test_evidence_that_overtakes_its_observation_waits_for_it(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    taps = [tablet.tap(scope, t_ms=number) for number in range(3)]

    held = tablet.send(reversed(taps))["results"]
    then = tablet.send([tablet.outbox[0]])["results"]

    assert [result["status"] for result in held] == ["held"] * 3
    assert [result["status"] for result in then] == ["applied"]
    answer = tablet.send(taps)
    assert [result["status"] for result in answer["results"]] == ["duplicate"] * 3
    assert [result["seq"] for result in answer["results"]] == sorted(result["seq"] for result in answer["results"])


def test_evidence_before_its_observation_in_one_push_is_applied_with_it(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tap = tablet.tap(scope)

    results = tablet.send([tap, tablet.outbox[0]])["results"]

    assert [result["status"] for result in results] == ["applied", "applied"]
    assert results[0]["seq"] > results[1]["seq"]


def test_a_held_change_that_is_asked_again_is_decided_in_its_place_in_the_push(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    first, second = tablet.tap(scope, t_ms=1), tablet.tap(scope, t_ms=2)
    assert [result["status"] for result in tablet.send([second])["results"]] == ["held"]

    results = tablet.send([tablet.outbox[0], first, second])["results"]

    assert [result["status"] for result in results] == ["applied"] * 3
    assert [result["id"] for result in sorted(results, key=lambda one: one["seq"])][1:] == [first["id"], second["id"]]


def test_an_edit_that_overtakes_its_record_waits_for_it(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = _observe(tablet, cast.teacher.id)
    tap = tablet.tap(scope)
    edit = tablet.save("evidence", scope, {"note": "later"}, record=tap["record"])

    assert tablet.send([edit])["results"][0]["status"] == "held"
    tablet.send([tap])

    tablet.pull()
    assert tablet.fields(tap["record"])["note"] == "later"


def test_an_item_and_its_edit_that_both_overtook_the_observation_are_applied_once(cast: Cast) -> None:
    tablet, other = cast.coach.tablet(), cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tap = other.tap(scope)
    other.save("evidence", scope, {"note": "said at once"}, record=tap["record"])
    assert [result["status"] for result in other.push()] == ["held", "held"]

    assert [result["status"] for result in tablet.push()] == ["applied"]

    assert [result["status"] for result in other.push()] == ["duplicate", "duplicate"]
    tablet.pull()
    assert tablet.fields(tap["record"])["note"] == "said at once"


def test_a_held_change_that_turns_out_forbidden_goes_to_quarantine(cast: Cast) -> None:
    coach, teacher = cast.coach.tablet(), cast.teacher.tablet()
    scope = _observe(coach, cast.teacher.id)
    teacher.tap(scope)
    assert _fates(teacher) == [("held", "not_visible_yet")]

    coach.grant(scope, cast.teacher.id, "teacher")
    coach.push()

    assert _fates(teacher) == [("quarantined", "forbidden")]


def test_to_a_stranger_an_existing_observation_looks_like_none(cast: Cast) -> None:
    scope = _observe(cast.coach.tablet(), cast.teacher.id)
    stranger = cast.stranger.tablet()
    stranger.tap(scope)
    stranger.tap(f"observation:{make_id()}")
    stranger.save("observation", scope, {"title": "mine"}, record=_id_of(scope))
    stranger.grant(scope, cast.stranger.id, "owner")
    stranger.grant(f"observation:{make_id()}", cast.stranger.id, "owner")

    assert _fates(stranger) == [("held", "not_visible_yet")] * 5
    refusals = []
    for record in (_id_of(scope), make_id(), "no-id"):
        with pytest.raises(Refused) as refusal:
            stranger.history(record)
        refusals.append((refusal.value.status, refusal.value.problem))
    assert refusals[0] == refusals[1] == refusals[2]


def test_the_teacher_reads_and_may_not_record(cast: Cast) -> None:
    coach, teacher = cast.coach.tablet(), cast.teacher.tablet()
    scope = _observe(coach, cast.teacher.id)
    coach.grant(scope, cast.teacher.id, "teacher")
    coach.push()
    teacher.pull()
    evidence = next(id for id, row in teacher.replica.rows.items() if row["kind"] == "evidence")
    teacher.tap(scope)
    teacher.edit(evidence, note="no")
    teacher.delete(evidence)
    teacher.edit(_id_of(scope), title="no")
    teacher.grant(scope, cast.stranger.id, "reader")

    assert _fates(teacher) == [("quarantined", "forbidden")] * 5


def test_an_observer_edits_only_what_they_recorded(cast: Cast) -> None:
    coach, observer = cast.coach.tablet(), cast.observer.tablet()
    scope = _observe(coach, cast.teacher.id, taps=1)
    coach.grant(scope, cast.observer.id, "observer")
    coach.push()
    own = observer.tap(scope)
    observer.push()
    observer.pull()
    theirs = next(id for id, row in observer.replica.rows.items() if row["kind"] == "evidence" and id != own["record"])
    observer.edit(own["record"], note="mine")
    observer.edit(theirs, note="not mine")

    assert _fates(observer) == [("applied", None), ("quarantined", "forbidden")]


def test_a_teacher_reflects_in_the_cycle_that_is_theirs(cast: Cast) -> None:
    coach, teacher = cast.coach.tablet(), cast.teacher.tablet()
    cycle = coach.make("cycle", "", {"title": "Wait time"})
    cycle["scope"] = scope = f"cycle:{cycle['id']}"
    coach.keep(cycle)
    coach.grant(scope, cast.teacher.id, "teacher")
    coach.push()
    teacher.pull()
    teacher.save("reflection", scope, {"text": "I waited longer than I thought"})
    teacher.save("next_step", scope, {"what": "Count to three", "who": cast.teacher.id, "due_on": "2026-12-01"})
    teacher.save("private_note", f"user:{teacher.user}", {"text": "for me"})
    teacher.edit(_id_of(scope), title="no")

    assert _fates(teacher) == [("applied", None)] * 3 + [("quarantined", "forbidden")]
    coach.pull()
    assert {row["kind"] for row in coach.replica.rows.values()} >= {"reflection", "next_step"}
    assert "private_note" not in {row["kind"] for row in coach.replica.rows.values()}


def test_an_owner_does_not_give_up_their_own_ownership(cast: Cast) -> None:
    coach = cast.coach.tablet()
    scope = _observe(coach, cast.teacher.id)
    coach.revoke(scope, cast.coach.id, "owner")
    coach.grant(scope, cast.coach.id, "reader")

    assert _fates(coach) == [("quarantined", "forbidden")] * 2


def test_a_new_owner_sees_the_memberships_of_the_others(cast: Cast) -> None:
    coach, observer = cast.coach.tablet(), cast.observer.tablet()
    scope = _observe(coach, cast.teacher.id)
    coach.grant(scope, cast.teacher.id, "teacher")
    coach.grant(scope, cast.observer.id, "observer")
    coach.push()
    observer.pull()
    assert membership_id(cast.teacher.id, scope) not in observer.replica.rows

    coach.grant(scope, cast.observer.id, "owner")
    coach.push()
    observer.pull(digests=True)

    assert membership_id(cast.teacher.id, scope) in observer.replica.rows
    assert observer.digest() == observer.replica.digests


def test_a_membership_under_any_other_id_is_refused(cast: Cast) -> None:
    coach = cast.coach.tablet()
    scope = _observe(coach, cast.teacher.id)
    fields = {"scope": scope, "role": "reader", "state": "granted"}
    coach.save("membership", f"user:{cast.teacher.id}", {**fields})
    coach.save("membership", f"user:{make_id()}", {**fields}, record=membership_id(make_id(), scope))
    nobody = make_id()
    coach.save("membership", f"user:{nobody}", {**fields}, record=membership_id(nobody, scope))

    assert [result.get("code") for result in coach.push()] == ["bad_change", "bad_change", "bad_fields"]


def test_membership_follows_commit_order_not_clocks(cast: Cast) -> None:
    coach, teacher = cast.coach.tablet(), cast.teacher.tablet()
    scope = _observe(coach, cast.teacher.id)
    coach.at = "2026-11-22T14:00:00.000Z"
    coach.grant(scope, cast.teacher.id, "teacher")
    coach.push()
    coach.at = "2020-01-01T00:00:00.000Z"
    coach.revoke(scope, cast.teacher.id, "teacher")
    coach.push()

    teacher.pull()

    assert teacher.fields(membership_id(cast.teacher.id, scope))["state"] == "revoked"
    assert not any(row["scope"] == scope for row in teacher.replica.rows.values())


def test_a_reader_by_grant_gets_history_from_the_grant_on(cast: Cast) -> None:
    coach, teacher = cast.coach.tablet(), cast.teacher.tablet()
    scope = _observe(coach, cast.teacher.id, taps=1)
    evidence = next(id for id, row in coach.replica.rows.items() if row["kind"] == "evidence")
    for note in ("harsh first words", "kinder words"):
        coach.edit(evidence, note=note)
        coach.push()
        coach.pull()
    coach.grant(scope, cast.teacher.id, "teacher")
    coach.edit(evidence, starred=True)
    coach.push()

    told = teacher.history(evidence)

    assert [entry.get("stood", False) for entry in told] == [True, False]
    assert told[0]["fields"]["note"] == "kinder words"
    assert told[1]["fields"] == {"starred": True}
    assert len(coach.history(evidence)) == 4

"""What the server does with one push, and with the same push again."""

import json

import pytest

from tests.cast import Cast
from tests.device import Device, Fields, Refused, make_id, make_observation


def _statuses(tablet: Device) -> list[str]:
    return [result["status"] for result in tablet.push()]


def test_a_lesson_is_stored_and_comes_back(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    taps = [tablet.tap(scope, t_ms=number) for number in range(5)]

    results = tablet.push()

    assert [result["status"] for result in results] == ["applied"] * 6
    assert tablet.account == {"contiguous": 6, "highest": 6, "missing": [], "forked": False}
    tablet.pull(digests=True)
    assert {tap["id"] for tap in taps} <= tablet.live().keys()
    assert tablet.digest() == tablet.replica.digests


def test_results_stand_in_the_order_of_the_changes_and_seq_follows_it(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    changes = [*tablet.outbox, *(tablet.tap(scope) for _ in range(9))]

    results = tablet.push()

    assert [result["id"] for result in results] == [change["id"] for change in changes]
    numbers = [result["seq"] for result in results]
    assert numbers == sorted(numbers)


def test_a_resent_push_changes_nothing_and_says_where_it_stands(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tablet.tap(scope)
    first = tablet.push()
    before = tablet.pull()

    again = tablet.push(tablet.shadow)

    assert [result["status"] for result in again] == ["duplicate", "duplicate"]
    assert [result["seq"] for result in again] == [result["seq"] for result in first]
    assert tablet.pull() == []
    tablet.resync()
    assert list(tablet.replica.rows.values()) == before


def test_overlapping_and_reordered_pushes_add_up_to_one_lesson(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    changes = [*tablet.outbox, *(tablet.tap(scope, t_ms=number) for number in range(8))]

    for part in (changes[5:], changes[3:7], changes[:4], changes[::-1]):
        tablet.send(part)

    answer = tablet.send(changes)
    assert [result["status"] for result in answer["results"]] == ["duplicate"] * 9
    assert answer["device"] == {"contiguous": 9, "highest": 9, "missing": [], "forked": False}
    tablet.pull()
    assert {change["id"] for change in changes} <= tablet.live().keys()


def test_the_same_change_twice_in_one_push_is_applied_once(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    tablet.observe(cast.teacher.id)
    (change,) = tablet.outbox

    results = tablet.send([change, change])["results"]

    assert [result["status"] for result in results] == ["applied", "duplicate"]
    assert results[0]["seq"] == results[1]["seq"]


def test_a_resent_change_is_compared_as_a_value_not_as_text(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tap = tablet.tap(scope, value=2)
    tablet.push()

    turned = json.loads(json.dumps(dict(reversed(tap.items()))))
    turned["fields"]["value"] = 2.0

    assert tablet.send([turned])["results"][0]["status"] == "duplicate"


def test_an_id_with_other_content_is_quarantined_and_the_first_stands(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tap = tablet.tap(scope, note="first")
    tablet.push()

    other = {**tap, "fields": {**tap["fields"], "note": "second"}}
    results = [tablet.send([other])["results"][0] for _ in range(2)]

    assert results == [{"id": tap["id"], "status": "quarantined", "code": "id_reuse"}] * 2
    tablet.pull()
    assert tablet.fields(tap["id"])["note"] == "first"


def test_an_id_of_another_author_is_quarantined(cast: Cast) -> None:
    tablet, stranger = cast.coach.tablet(), cast.stranger.tablet()
    tablet.observe(cast.teacher.id)
    tablet.push()

    (result,) = stranger.send(tablet.shadow)["results"]

    assert (result["status"], result.get("code")) == ("quarantined", "id_reuse")


def test_a_number_under_two_ids_forks_the_pair_and_both_are_taken(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tablet.push()
    clone = Device(tablet.http, tablet.user, id=tablet.id, n=tablet.n)
    tablet.tap(scope)
    clone.tap(scope)

    assert _statuses(tablet) == ["applied"]
    assert _statuses(clone) == ["applied"]

    assert clone.account is not None
    assert clone.account["forked"]
    assert clone.reconcile((1, 2)) == {"proto": 1, "gen": clone.gen, "missing": [[1, 2]], "forked": True}


def test_a_gap_is_named_until_it_is_filled(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    changes = [*tablet.outbox, *(tablet.tap(scope) for _ in range(9))]

    answer = tablet.send([*changes[:2], changes[4], *changes[7:]])

    assert answer["device"] == {"contiguous": 2, "highest": 10, "missing": [[3, 4], [6, 7]], "forked": False}
    assert tablet.reconcile((1, 12))["missing"] == [[3, 4], [6, 7], [11, 12]]
    assert tablet.reconcile((4, 6))["missing"] == [[4, 4], [6, 6]]
    assert tablet.send(changes)["device"]["contiguous"] == 10


def test_a_bad_change_does_not_stop_those_around_it(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    good = [tablet.tap(scope) for _ in range(3)]
    poison = {**tablet.make("evidence", scope, {"t_ms": -1, "action": "tap", "code": "LQ"})}

    results = tablet.send([tablet.outbox[0], good[0], poison, *good[1:]])["results"]

    assert [result["status"] for result in results] == ["applied", "applied", "quarantined", "applied", "applied"]
    assert tablet.send(tablet.outbox)["device"] == {"contiguous": 5, "highest": 5, "missing": [], "forked": False}


_GOOD: Fields = {"t_ms": 5, "action": "tap", "code": "LQ"}


@pytest.mark.parametrize(
    ("spoiled", "code"),
    [
        ({"kind": "telepathy"}, "unknown_kind"),
        ({"v": 2}, "unknown_version"),
        ({"v": 0}, "bad_change"),
        ({"extra": 1}, "bad_change"),
        ({"op": "patch"}, "bad_change"),
        ({"op": "delete"}, "bad_change"),
        ({"at": "yesterday"}, "bad_change"),
        ({"at": "2026-13-01T00:00:00.000Z"}, "bad_change"),
        ({"base": "nothing"}, "bad_change"),
        ({"scope": "observation"}, "bad_change"),
        ({"scope": "cycle:01a2015e-2bf8-7060-9abc-2b51503f8696"}, "bad_change"),
        ({"fields": {"t_ms": 5}}, "bad_fields"),
        ({"fields": {**_GOOD, "code": None}}, "bad_fields"),
        ({"fields": {**_GOOD, "t_ms": True}}, "bad_fields"),
        ({"fields": {**_GOOD, "t_ms": 2**53}}, "bad_fields"),
        ({"fields": {**_GOOD, "action": "jump"}}, "bad_fields"),
        ({"fields": {**_GOOD, "mood": 2**53}}, "bad_fields"),
        ({"fields": {**_GOOD, "note": "nul \0"}}, "bad_text"),
        ({"fields": {**_GOOD, "note": "é" * 32769}}, "bad_text"),
        ({"fields": {**_GOOD, "note": "half \ud83d"}}, "bad_text"),
        ({"fields": {**_GOOD, "mood": {"note": "half \ud83d"}}}, "bad_text"),
        ({"fields": {**_GOOD, "value": float("nan")}}, "bad_fields"),
    ],
)
def test_what_cannot_be_applied_is_kept_in_quarantine_under_its_reason(
    cast: Cast, spoiled: dict[str, object], code: str
) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    change = {**tablet.make("evidence", scope, {**_GOOD}), **spoiled}

    first = tablet.send([*tablet.outbox, change])
    again = tablet.send([change])

    assert first["results"][1] == {"id": change["id"], "status": "quarantined", "code": code}
    assert again["results"] == first["results"][1:]
    assert first["device"] == again["device"] == {"contiguous": 2, "highest": 2, "missing": [], "forked": False}


@pytest.mark.parametrize("junk", [None, 7, "tap", [], {}, {"id": 1, "n": 2}, {"id": "x" * 40}])
def test_junk_among_the_changes_is_kept_too(cast: Cast, junk: object) -> None:
    tablet = cast.coach.tablet()
    tablet.observe(cast.teacher.id)

    first = tablet.send([junk, *tablet.outbox])
    again = tablet.send([junk])

    assert first["results"][0] == {"id": None, "status": "quarantined", "code": "bad_change"}
    assert first["results"][1]["status"] == "applied"
    assert again["results"] == first["results"][:1]


def test_unknown_fields_of_a_known_kind_are_kept_and_echoed(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tap = tablet.tap(scope, mood={"of": ["the", "room"], "is": 7.5})
    tablet.push()
    tablet.pull()
    tablet.edit(tap["record"], note="calm")
    tablet.push()
    tablet.pull()

    assert tablet.fields(tap["record"])["mood"] == {"of": ["the", "room"], "is": 7.5}


def test_a_teacher_does_not_begin_an_observation(cast: Cast) -> None:
    tablet = cast.teacher.tablet()
    tablet.observe(cast.teacher.id)

    assert tablet.push()[0].get("code") == "forbidden"


def test_only_the_server_writes_people(cast: Cast) -> None:
    tablet = cast.administrator.tablet()
    tablet.save("person", f"space:{cast.administrator.space.space_id}", {"name": "Nobody"})

    assert tablet.push()[0].get("code") == "forbidden"


def test_a_required_field_cannot_be_cleared(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tap = tablet.tap(scope)
    tablet.push()
    tablet.pull()
    tablet.edit(tap["record"], t_ms=None)

    assert tablet.push()[0].get("code") == "bad_fields"


def test_an_observation_may_not_live_in_another_scope(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    tablet.save("observation", f"observation:{make_id()}", make_observation(cast.teacher.id))

    assert tablet.push()[0].get("code") == "bad_change"


def test_an_empty_push_tells_the_account(cast: Cast) -> None:
    tablet = cast.coach.tablet()

    answer = tablet.send([])

    assert answer["results"] == []
    assert answer["device"] == {"contiguous": 0, "highest": 0, "missing": [], "forked": False}


def test_another_users_push_is_refused_whole(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    tablet.user = cast.stranger.id
    tablet.observe(cast.teacher.id)

    with pytest.raises(Refused) as refusal:
        tablet.push()

    assert (refusal.value.status, refusal.value.code) == (409, "wrong_user")
    assert cast.stranger.tablet().pull_page(None)["records"] == cast.coach.tablet().pull_page(None)["records"]

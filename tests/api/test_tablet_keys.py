"""The keys of tablets: for their person alone, soon after a sign-in, and never changed under the same id."""

from __future__ import annotations

from server.domain.factors import FRESH_FOR
from server.services.acts import list_all_acts
from tests.api.test_devices import ask
from tests.cast import Cast
from tests.conftest import Clock

ID = "01980000-0000-4000-8000-00000000abcd"
KEY, OTHER = {"key": "k" * 43}, {"key": "o" * 43}


def test_a_key_comes_back_to_its_person_alone(cast: Cast) -> None:
    assert ask(cast.coach, "put", f"/me/keys/{ID}", KEY).status_code == 204
    assert ask(cast.coach, "get", f"/me/keys/{ID}").get_json() == KEY
    for other in (cast.teacher, cast.administrator):
        assert ask(other, "get", f"/me/keys/{ID}").status_code == 404
        assert ask(other, "delete", f"/me/keys/{ID}").status_code == 404
    assert ask(cast.teacher, "put", f"/me/keys/{ID}", OTHER).status_code == 204
    assert ask(cast.coach, "get", f"/me/keys/{ID}").get_json() == KEY


def test_a_key_that_is_kept_is_never_another_and_goes_when_its_person_says_so(cast: Cast) -> None:
    for key in (KEY, OTHER):
        assert ask(cast.coach, "put", f"/me/keys/{ID}", key).status_code == 204
    assert ask(cast.coach, "get", f"/me/keys/{ID}").get_json() == KEY
    assert ask(cast.coach, "delete", f"/me/keys/{ID}").status_code == 204
    assert ask(cast.coach, "get", f"/me/keys/{ID}").status_code == 404
    assert ask(cast.coach, "delete", f"/me/keys/{ID}").status_code == 404


def test_only_a_sign_in_of_a_moment_ago_fetches_a_key(cast: Cast, clock: Clock) -> None:
    ask(cast.coach, "put", f"/me/keys/{ID}", KEY)
    clock.advance(seconds=FRESH_FOR.total_seconds() + 1)
    reply = ask(cast.coach, "get", f"/me/keys/{ID}")
    assert (reply.status_code, reply.get_json()["code"]) == (403, "not_fresh")


def test_what_is_no_key_is_refused_and_a_fetch_stands_in_the_audit(cast: Cast) -> None:
    for bad in ({}, {"key": "k" * 42}, {"key": "+" * 43}, {"key": 7}):
        assert ask(cast.coach, "put", f"/me/keys/{ID}", bad).status_code == 422
    ask(cast.coach, "put", f"/me/keys/{ID}", KEY)
    ask(cast.coach, "get", f"/me/keys/{ID}")
    with cast.coach.app.app_context():
        told_acts = list_all_acts()
    [act] = [told.act for told in told_acts if told.act.act == "tablet key fetched"]
    assert act.about == cast.coach.id
    assert KEY["key"] not in str(act)


def test_at_the_limit_a_key_that_is_kept_is_kept_again_and_a_new_one_is_refused(cast: Cast) -> None:
    ids = [f"01980000-0000-4000-8000-{place:012x}" for place in range(201)]
    kept = [ask(cast.coach, "put", f"/me/keys/{id}", KEY).status_code for id in ids]
    assert kept == [204] * 200 + [409]
    assert ask(cast.coach, "put", f"/me/keys/{ids[0]}", KEY).status_code == 204
    assert ask(cast.coach, "put", f"/me/keys/{ids[-1]}", KEY).get_json()["code"] == "keys_full"
    assert ask(cast.teacher, "put", f"/me/keys/{ids[-1]}", KEY).status_code == 204
    ask(cast.coach, "delete", f"/me/keys/{ids[0]}")
    assert ask(cast.coach, "put", f"/me/keys/{ids[-1]}", KEY).status_code == 204

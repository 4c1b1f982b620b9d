"""Devices and sessions: what a person sees of their own, and what is left of a tablet that was revoked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import PASSWORD, Cast, Person
from tests.device import Device, Refused

HEADERS = {"X-Requested-With": "backrow", "Content-Type": "application/json"}
IPAD = "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1"
NOBODY = "00000000-0000-4000-8000-000000000000"


def ask(person: Person, method: str, path: str, body: object = None) -> Any:
    return getattr(person.client, method)(f"/api/v1{path}", json=body, headers=HEADERS)


def sign_in_elsewhere(person: Person) -> Any:
    """Sign in on an iPad; gives its browser."""
    client = person.app.test_client()
    body = {"email": person.email, "password": PASSWORD}
    reply = client.post("/api/v1/session", json=body, headers={**HEADERS, "User-Agent": IPAD})
    assert reply.status_code == 201
    return client


def revoke(person: Person, device: str, *, revoked: bool = True) -> int:
    return int(ask(person, "post", "/me/devices", {"device": device, "revoked": revoked}).status_code)


def test_a_person_sees_where_they_are_signed_in_and_ends_one(cast: Cast) -> None:
    cast.coach.client.get("/api/v1/session")
    pad = sign_in_elsewhere(cast.coach)
    sessions = ask(cast.coach, "get", "/me/sessions").get_json()["sessions"]
    assert {(one["browser"], one["this"]) for one in sessions} == {("Safari, iPad", False), ("", True)}
    other = next(one["id"] for one in sessions if not one["this"])
    assert ask(cast.teacher, "delete", f"/me/sessions/{other}").status_code == 404
    assert ask(cast.coach, "delete", f"/me/sessions/{other}").status_code == 204
    assert pad.get("/api/v1/session").status_code == 401
    assert cast.coach.client.get("/api/v1/session").status_code == 200


def test_what_names_a_session_opens_none(cast: Cast) -> None:
    [own] = ask(cast.coach, "get", "/me/sessions").get_json()["sessions"]
    client = cast.coach.app.test_client()
    client.set_cookie("backrow-session", own["id"])
    assert client.get("/api/v1/session").status_code == 401


def test_all_other_sessions_end_and_this_one_stays(cast: Cast) -> None:
    pads = [sign_in_elsewhere(cast.coach) for _ in range(3)]
    assert ask(cast.coach, "delete", "/me/sessions").status_code == 204
    assert [pad.get("/api/v1/session").status_code for pad in pads] == [401] * 3
    assert cast.coach.client.get("/api/v1/session").status_code == 200


def test_a_password_is_changed_for_the_old_one_and_ends_the_others(cast: Cast) -> None:
    pad = sign_in_elsewhere(cast.coach)
    wrong = ask(cast.coach, "put", "/me/password", {"old": "not this one", "new": "chalk dust and a quiet corner"})
    assert (wrong.status_code, wrong.get_json()["code"]) == (403, "wrong_password")
    weak = ask(cast.coach, "put", "/me/password", {"old": PASSWORD, "new": "password1234"})
    assert (weak.get_json()["code"], weak.get_json()["fault"]) == ("weak_password", "too_common")
    assert pad.get("/api/v1/session").status_code == 200
    right = ask(cast.coach, "put", "/me/password", {"old": PASSWORD, "new": "chalk dust and a quiet corner"})
    assert right.status_code == 204
    assert pad.get("/api/v1/session").status_code == 401
    assert cast.coach.client.get("/api/v1/session").status_code == 200


def test_the_old_password_is_not_guessed_from_a_session_left_open(cast: Cast) -> None:
    body = {"old": "a guess", "new": "chalk dust and a quiet corner"}
    assert [ask(cast.coach, "put", "/me/password", body).status_code for _ in range(11)] == [403] * 10 + [429]


def test_a_profile_changes_name_and_language_and_nothing_else(cast: Cast) -> None:
    user = ask(cast.coach, "put", "/me/profile", {"name": " Ana Ruiz ", "language": "es"}).get_json()["user"]
    assert (user["name"], user["language"], user["roles"]) == ("Ana Ruiz", "es", ["coach"])
    more = {"name": "Ana", "language": "es", "roles": ["administrator"]}
    assert ask(cast.coach, "put", "/me/profile", more).status_code == 422
    tablet = cast.teacher.tablet()
    tablet.sync()
    assert tablet.fields(cast.coach.id)["name"] == "Ana Ruiz"


def test_a_tablet_is_in_the_list_before_it_ever_sends(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    met = {"device": tablet.id, "name": "Room 4", "app": "test 1"}
    assert ask(cast.coach, "put", "/me/devices", met).status_code == 204
    [seen] = ask(cast.coach, "get", "/me/devices").get_json()["devices"]
    assert (seen["device"], seen["name"], seen["unsent"], seen["revoked_at"]) == (tablet.id, "Room 4", None, None)
    assert ask(cast.teacher, "get", "/me/devices").get_json()["devices"] == []


def test_what_a_tablet_told_of_its_unsent_changes_stays_when_it_is_met_again(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    tablet.observe(cast.teacher.id)
    tablet.send(tablet.outbox, unsent=7)
    ask(cast.coach, "put", "/me/devices", {"device": tablet.id})
    [seen] = ask(cast.administrator, "get", "/devices").get_json()["devices"]
    assert (seen["user"], seen["unsent"]) == (cast.coach.id, 7)


def test_a_revoked_tablet_is_out_at_once_and_gets_nothing_more(cast: Cast) -> None:
    pad = sign_in_elsewhere(cast.coach)
    tablet = Device(pad, cast.coach.id)
    tablet.observe(cast.teacher.id)
    tablet.sync()
    assert revoke(cast.coach, tablet.id) == 204
    assert pad.get("/api/v1/session").status_code == 401
    assert cast.coach.client.get("/api/v1/session").status_code == 200
    again = Device(sign_in_elsewhere(cast.coach), cast.coach.id, store=tablet.store)
    with pytest.raises(Refused) as refused:
        again.pull()
    assert refused.value.code == "revoked_device"


def test_what_a_revoked_tablet_still_had_is_kept_apart_and_changes_nothing(cast: Cast) -> None:
    pad = sign_in_elsewhere(cast.coach)
    tablet = Device(pad, cast.coach.id)
    scope = tablet.observe(cast.teacher.id)
    tablet.sync()
    tap = tablet.tap(scope)
    revoke(cast.coach, tablet.id)
    again = Device(sign_in_elsewhere(cast.coach), cast.coach.id, store=tablet.store)
    assert again.push() == [{"id": tap["id"], "status": "quarantined", "code": "revoked_device"}]
    assert again.account is not None
    assert again.account["contiguous"] == 2  # it has arrived, so the tablet need not keep it
    other = cast.coach.tablet()
    other.sync()
    assert tap["id"] not in other.live()
    assert scope.split(":")[1] in other.live()


def test_what_was_sent_before_is_a_duplicate_as_ever(cast: Cast) -> None:
    tablet = Device(sign_in_elsewhere(cast.coach), cast.coach.id)
    tablet.observe(cast.teacher.id)
    sent = tablet.outbox
    tablet.sync()
    revoke(cast.coach, tablet.id)
    again = Device(sign_in_elsewhere(cast.coach), cast.coach.id, store=tablet.store)
    assert again.push(sent)[0]["status"] == "duplicate"


def test_a_tablet_that_was_found_again_is_allowed_again(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    tablet.observe(cast.teacher.id)
    tablet.sync()
    revoke(cast.coach, tablet.id)
    cast.coach.clients.clear()
    assert revoke(cast.coach, tablet.id, revoked=False) == 204
    Device(cast.coach.client, cast.coach.id, store=tablet.store).sync()


def test_an_administrator_revokes_anybodys_and_others_only_their_own(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    tablet.observe(cast.teacher.id)
    tablet.sync()
    assert revoke(cast.stranger, tablet.id) == 404
    body = {"device": tablet.id, "revoked": True}
    assert ask(cast.stranger, "post", f"/people/{cast.coach.id}/devices", body).status_code == 403
    assert ask(cast.administrator, "post", f"/people/{cast.teacher.id}/devices", body).status_code == 404
    assert ask(cast.administrator, "post", f"/people/{cast.coach.id}/devices", body).status_code == 204
    assert cast.coach.client.get("/api/v1/session").status_code == 401
    [act] = ask(cast.administrator, "get", "/audit").get_json()["acts"]
    assert (act["act"], act["by"], act["about"]) == ("device revoked", f"user:{cast.administrator.id}", cast.coach.id)


def test_a_device_that_is_none_is_not_found(cast: Cast) -> None:
    assert revoke(cast.coach, NOBODY) == 404

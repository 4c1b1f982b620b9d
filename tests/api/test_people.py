"""`/api/v1/people` and what is around it: roles are an administrator's, and administering opens nothing."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.cast import Cast, Person
from tests.conftest import Clock

HEADERS = {"X-Requested-With": "backrow", "Content-Type": "application/json"}
NOBODY = "00000000-0000-4000-8000-000000000000"


def ask(person: Person, method: str, path: str, body: object = None) -> Any:
    return getattr(person.client, method)(f"/api/v1{path}", json=body, headers=HEADERS)


def wish(person: Person, *roles: str, **more: object) -> dict[str, object]:
    return {"name": "Somebody", "roles": list(roles or person.roles)} | more


def find(cast: Cast, person: Person) -> dict[str, Any]:
    people = ask(cast.administrator, "get", "/people").get_json()["people"]
    return next(one for one in people if one["id"] == person.id)


def test_an_administrator_sees_everybody_of_the_district_and_nobody_else(cast: Cast) -> None:
    people = ask(cast.administrator, "get", "/people").get_json()["people"]
    assert {one["name"] for one in people} == {"Ana", "Tom", "Cleo", "Ada", "Sam"}
    assert find(cast, cast.teacher) == {
        "id": cast.teacher.id, "name": "Tom", "email": cast.teacher.email, "roles": ["teacher"], "school": None,
        "language": "en", "active": True, "standing": "here", "invited_until": None, "seen_at": None,
    }  # fmt: skip


ROUTES = [
    ("get", "/people", None),
    ("post", "/people", {"name": "X", "email": "x@y.example", "roles": ["coach"]}),
    ("put", "/people/{id}", {"name": "X", "roles": ["administrator"]}),
    ("put", "/people/{id}/active", {"active": False}),
    ("post", "/people/{id}/invitation", None),
    ("delete", "/people/{id}/invitation", None),
    ("post", "/people/{id}/reset", None),
    ("post", "/people/{id}/devices", {"device": NOBODY, "revoked": True}),
    ("get", "/devices", None),
    ("post", "/schools", {"name": "X"}),
    ("put", "/schools/{id}", {"name": "X"}),
    ("get", "/audit", None),
]


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_nobody_but_an_administrator_does_any_of_it(cast: Cast, method: str, path: str, body: object) -> None:
    address = path.format(id=cast.coach.id)
    for person in (cast.coach, cast.teacher, cast.foreigner):
        reply = ask(person, method, address, body)
        assert (reply.status_code, reply.get_json()["code"]) == (403, "forbidden")
    stranger = getattr(cast.coach.app.test_client(), method)(f"/api/v1{address}", json=body, headers=HEADERS)
    assert stranger.status_code == 401


@pytest.mark.parametrize(("method", "path", "body"), [route for route in ROUTES if "{id}" in route[1]])
def test_people_of_another_district_are_as_if_they_were_not(cast: Cast, method: str, path: str, body: object) -> None:
    replies = [ask(cast.administrator, method, path.format(id=id), body) for id in (cast.foreigner.id, NOBODY)]
    assert [reply.status_code for reply in replies] == [404, 404]
    assert replies[0].data == replies[1].data


def test_other_roles_hold_at_once_and_end_sessions(cast: Cast) -> None:
    cast.coach.client.get("/api/v1/session")
    reply = ask(cast.administrator, "put", f"/people/{cast.coach.id}", wish(cast.coach, "teacher"))
    assert reply.get_json()["roles"] == ["teacher"]
    assert cast.coach.client.get("/api/v1/session").status_code == 401


def test_another_name_ends_no_session(cast: Cast) -> None:
    cast.coach.client.get("/api/v1/session")
    ask(cast.administrator, "put", f"/people/{cast.coach.id}", wish(cast.coach, name="Ana María"))
    assert cast.coach.client.get("/api/v1/session").get_json()["user"]["name"] == "Ana María"


def test_a_district_keeps_its_last_administrator(cast: Cast) -> None:
    own = f"/people/{cast.administrator.id}"
    for reply in (
        ask(cast.administrator, "put", own, wish(cast.administrator, "coach")),
        ask(cast.administrator, "put", f"{own}/active", {"active": False}),
    ):
        assert (reply.status_code, reply.get_json()["code"]) == (409, "last_administrator")
    ask(cast.administrator, "put", f"/people/{cast.stranger.id}", wish(cast.stranger, "coach", "administrator"))
    assert ask(cast.administrator, "put", own, wish(cast.administrator, "coach")).status_code == 200
    assert cast.administrator.client.get("/api/v1/session").status_code == 401


def test_an_administrator_who_was_only_invited_is_no_other_administrator(cast: Cast) -> None:
    body = {"name": "Rae", "email": "rae@hill.example", "roles": ["administrator"]}
    ask(cast.administrator, "post", "/people", body)
    reply = ask(cast.administrator, "put", f"/people/{cast.administrator.id}", wish(cast.administrator, "coach"))
    assert reply.get_json()["code"] == "last_administrator"


def test_who_leaves_is_out_and_who_comes_back_has_everything(cast: Cast, app: Flask) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tablet.sync()
    address = f"/people/{cast.coach.id}/active"
    assert ask(cast.administrator, "put", address, {"active": False}).get_json()["active"] is False
    assert cast.coach.client.get("/api/v1/session").status_code == 401
    cast.coach.clients.clear()
    ask(cast.administrator, "put", address, {"active": True})
    back = cast.coach.tablet()
    back.sync()
    assert scope.split(":")[1] in back.live()


def test_becoming_a_coach_shows_an_administrator_nothing(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tablet.sync()
    own = f"/people/{cast.administrator.id}"
    ask(cast.administrator, "put", own, wish(cast.administrator, "administrator", "coach"))
    cast.administrator.clients.clear()
    theirs = cast.administrator.tablet()
    theirs.sync()
    observation = scope.split(":")[1]
    assert observation not in theirs.live()
    assert ask(cast.administrator, "get", f"/records/{observation}/history").status_code == 404


def test_nobody_who_has_come_gets_another_address_from_an_administrator(cast: Cast) -> None:
    body = wish(cast.coach, email="mine@hill.example")
    reply = ask(cast.administrator, "put", f"/people/{cast.coach.id}", body)
    assert (reply.status_code, reply.get_json()["code"]) == (409, "email_fixed")
    assert find(cast, cast.coach)["email"] == cast.coach.email


def test_nor_does_somebody_with_whom_something_was_shared_before_they_came(cast: Cast) -> None:
    body = {"name": "Rae", "email": "rae@hill.example", "roles": ["teacher"]}
    rae = ask(cast.administrator, "post", "/people", body).get_json()["id"]
    tablet = cast.coach.tablet()
    scope = tablet.observe(rae)
    tablet.grant(scope, rae, "teacher")
    tablet.sync()
    reply = ask(cast.administrator, "put", f"/people/{rae}", body | {"email": "mine@hill.example"})
    assert reply.get_json()["code"] == "email_fixed"


def test_an_address_has_one_account_in_the_whole_installation(cast: Cast) -> None:
    body = {"name": "X", "email": cast.foreigner.email, "roles": ["coach"]}
    reply = ask(cast.administrator, "post", "/people", body)
    assert (reply.status_code, reply.get_json()["code"]) == (409, "email_taken")


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "no address"},
        {"email": "a@b.example\nBcc: c@d.example"},
        {"roles": []},
        {"roles": ["owner"]},
        {"name": " "},
        {"name": "\0"},
        {"school": NOBODY},
        {"language": "fr"},
        {"more": 1},
    ],
)
def test_bad_input_is_a_problem(cast: Cast, wrong: dict[str, object]) -> None:
    body = {"name": "X", "email": "x@y.example", "roles": ["coach"]} | wrong
    assert ask(cast.administrator, "post", "/people", body).status_code == 422


def test_schools_are_added_and_renamed_and_come_by_sync(cast: Cast) -> None:
    school = ask(cast.administrator, "post", "/schools", {"name": "Harbor Middle"}).get_json()["id"]
    assert ask(cast.administrator, "post", "/schools", {"name": "harbor middle"}).status_code == 422
    assert ask(cast.administrator, "put", f"/schools/{school}", {"name": "Harbor North"}).status_code == 204
    ask(cast.administrator, "put", f"/people/{cast.coach.id}", wish(cast.coach, school=school))
    tablet = cast.coach.tablet()
    tablet.sync()
    assert tablet.fields(school) == {"name": "Harbor North"}
    assert tablet.fields(cast.coach.id)["school"] == school


def test_the_audit_tells_who_did_what_to_whom_and_no_content(cast: Cast, clock: Clock) -> None:
    ask(cast.administrator, "put", f"/people/{cast.coach.id}", wish(cast.coach, "coach", "teacher"))
    ask(cast.administrator, "put", f"/people/{cast.coach.id}/active", {"active": False})
    acts = ask(cast.administrator, "get", "/audit").get_json()["acts"]
    assert [(one["act"], one["by"], one["about"]) for one in acts] == [
        ("deactivated", f"user:{cast.administrator.id}", cast.coach.id),
        ("roles changed", f"user:{cast.administrator.id}", cast.coach.id),
    ]
    older = ask(cast.administrator, "get", f"/audit?before={acts[0]['id']}").get_json()
    assert ([one["act"] for one in older["acts"]], older["more"]) == (["roles changed"], False)

"""`/api/v1/people/import`: a preview that does nothing, an import that never doubles, and nobody lost by it."""

from __future__ import annotations

import gzip
from base64 import b64encode
from typing import Any

import orjson
import pytest
from flask import Flask

from tests.cast import Cast
from tests.letters import list_letters

HEADERS = {"X-Requested-With": "backrow", "Content-Type": "application/json"}
ADDRESS = "/api/v1/people/import"
HEAD = "name,email,role,school,language\n"
USERS = "sourcedId,status,orgSourcedIds,role,givenName,familyName,email\n"


def pack(text: str, name: str = "staff.csv") -> dict[str, str]:
    return {"name": name, "base64": b64encode(text.encode()).decode()}


def bring(cast: Cast, *files: dict[str, str], dry_run: bool = False, **more: object) -> Any:
    body = {"files": list(files), "dry_run": dry_run} | more
    return cast.administrator.client.post(ADDRESS, json=body, headers=HEADERS)


def list_people(cast: Cast) -> dict[str, dict[str, Any]]:
    people = cast.administrator.client.get("/api/v1/people").get_json()["people"]
    return {one["email"]: one for one in people}


def test_a_preview_tells_everything_and_does_nothing(cast: Cast, app: Flask) -> None:
    before = list_people(cast)
    rows = f"{HEAD}Rae Moss,rae@hill.example,coach,Hill Middle,es\nAnne,{cast.coach.email},coach,,\nNo One,,coach,,\n"
    told = bring(cast, pack(rows), dry_run=True, invites=True).get_json()
    assert told == {
        "dry_run": True,
        "adds": [{"name": "Rae Moss", "email": "rae@hill.example", "roles": ["coach"], "school": "Hill Middle"}],
        "updates": [{"id": cast.coach.id, "name": "Anne", "changes": ["name"]}],
        "same": 0, "returned": [], "left": [], "schools": ["Hill Middle"],
        "refused": [{"file": "staff.csv", "line": 4, "rule": "no_email", "value": "No One"}],
        "passed_over": {},
    }  # fmt: skip
    assert list_people(cast) == before
    assert list_letters(app) == []


def test_an_import_adds_updates_and_never_doubles(cast: Cast, app: Flask) -> None:
    rows = f"{HEAD}Rae Moss,rae@hill.example,coach,Hill Middle,es\nAna,{cast.coach.email},coach,Hill Middle,\n"
    first = bring(cast, pack(rows), invites=True).get_json()
    assert [len(first[what]) for what in ("adds", "updates", "schools")] == [1, 1, 1]
    rae = list_people(cast)["rae@hill.example"]
    assert (rae["name"], rae["roles"], rae["language"], rae["standing"]) == ("Rae Moss", ["coach"], "es", "invited")
    assert [letter.to for letter in list_letters(app)] == ["rae@hill.example"]
    again = bring(cast, pack(rows)).get_json()
    assert (again["adds"], again["updates"], again["schools"], again["same"]) == ([], [], [], 2)
    assert len(list_people(cast)) == 6


def test_a_person_is_known_by_the_id_of_the_other_program(cast: Cast) -> None:
    bring(cast, pack(f"{USERS}u1,active,,teacher,Rae,Moss,rae@hill.example\n", "users.csv"))
    told = bring(cast, pack(f"{USERS}u1,active,,teacher,Rae,Stone,stone@hill.example\n", "users.csv")).get_json()
    assert told["updates"][0]["changes"] == ["name", "email"]
    assert "rae@hill.example" not in list_people(cast)


def test_whoever_has_come_keeps_the_address_they_sign_in_with(cast: Cast) -> None:
    bring(cast, pack(f"{USERS}u1,active,,teacher,Tom,Lee,{cast.teacher.email}\n", "users.csv"))
    told = bring(cast, pack(f"{USERS}u1,active,,teacher,Tom,Lee,mine@hill.example\n", "users.csv")).get_json()
    assert [(one["line"], one["rule"]) for one in told["refused"]] == [(2, "email_fixed")]
    assert list_people(cast)[cast.teacher.email]["id"] == cast.teacher.id


def test_roles_given_by_hand_stay_with_oneroster_and_administrators_stay_in_any_case(cast: Cast) -> None:
    bring(cast, pack(f"{USERS}u1,active,,teacher,Ana,Ruiz,{cast.coach.email}\n", "users.csv"))
    assert list_people(cast)[cast.coach.email]["roles"] == ["coach", "teacher"]
    bring(cast, pack(f"{HEAD}Ada,{cast.administrator.email},teacher,,\n"))
    cast.administrator.clients.clear()  # other roles, another session
    assert list_people(cast)[cast.administrator.email]["roles"] == ["administrator", "teacher"]


def test_who_left_is_told_and_deactivated_only_when_it_is_said(cast: Cast) -> None:
    both = f"{USERS}u1,active,,teacher,Rae,Moss,rae@hill.example\nu2,active,,teacher,Kit,Roe,kit@hill.example\n"
    one = f"{USERS}u2,active,,teacher,Kit,Roe,kit@hill.example\n"
    bring(cast, pack(both, "users.csv"))
    rae = list_people(cast)["rae@hill.example"]
    assert bring(cast, pack(one, "users.csv")).get_json()["left"] == [{"id": rae["id"], "name": "Rae Moss"}]
    assert list_people(cast)["rae@hill.example"]["active"] is True
    bring(cast, pack(one, "users.csv"), deactivate=[rae["id"], cast.coach.id])
    people = list_people(cast)
    assert (people["rae@hill.example"]["active"], people[cast.coach.email]["active"]) == (False, True)

    assert bring(cast, pack(both, "users.csv")).get_json()["returned"] == [{"id": rae["id"], "name": "Rae Moss"}]
    assert list_people(cast)["rae@hill.example"]["active"] is False
    bring(cast, pack(both, "users.csv"), activate=[rae["id"]])
    back = list_people(cast)["rae@hill.example"]
    assert (back["id"], back["active"]) == (rae["id"], True)


def test_an_address_of_another_district_is_refused_and_nobody_is_moved(cast: Cast) -> None:
    told = bring(cast, pack(f"{HEAD}Zoe,{cast.foreigner.email},coach,,\n")).get_json()
    assert [one["rule"] for one in told["refused"]] == ["elsewhere"]
    assert cast.foreigner.email not in list_people(cast)


def test_a_packed_file_larger_than_other_bodies_is_taken(cast: Cast) -> None:
    students = "".join(f"s{n},active,,student,Kim {n},Roe,\n" for n in range(20_000))
    body = {"files": [pack(USERS + students + "u1,active,,teacher,Rae,Moss,rae@hill.example\n")], "dry_run": True}
    raw = gzip.compress(orjson.dumps(body))
    reply = cast.administrator.client.post(ADDRESS, data=raw, headers={**HEADERS, "Content-Encoding": "gzip"})
    assert reply.status_code == 200
    assert (len(reply.get_json()["adds"]), reply.get_json()["passed_over"]) == (1, {"student": 20_000})


@pytest.mark.parametrize("who", ["coach", "teacher", "foreigner"])
def test_nobody_else_imports(cast: Cast, who: str) -> None:
    body = {"files": [pack(HEAD)], "dry_run": True}
    assert getattr(cast, who).client.post(ADDRESS, json=body, headers=HEADERS).status_code == 403


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "bad_request"),
        ({"files": [], "dry_run": True}, "bad_request"),
        ({"files": [{"name": "x", "base64": "§"}], "dry_run": True}, "bad_request"),
        ({"files": [{"name": "x", "base64": ""}], "dry_run": True}, "bad_file"),
        ({"files": [{"name": "x", "base64": "UEsDBA=="}], "dry_run": True}, "bad_file"),
        ({"files": [pack(HEAD)], "dry_run": True, "activate": ["x"]}, "bad_request"),
        ([], "bad_request"),
    ],
)
def test_bad_input_is_a_problem(cast: Cast, body: object, code: str) -> None:
    reply = cast.administrator.client.post(ADDRESS, json=body, headers=HEADERS)
    assert (reply.status_code, reply.get_json()["code"]) == (422, code)

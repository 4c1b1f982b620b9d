"""`/api/v1/invitations`, `/api/v1/resets`: letters let one person in, once, and tell a stranger nothing."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.storage.db import reading
from server.storage.tables.people import ticket
from tests.cast import PASSWORD, Cast
from tests.checked_client import CheckedClient
from tests.conftest import Clock
from tests.letters import list_letters, read_token

HEADERS = {"X-Requested-With": "backrow", "Content-Type": "application/json"}
NEW = "chalk dust and a quiet corner"
LENA = {"name": "Lena Ortiz", "email": "Lena@hill.example", "roles": ["coach"], "language": "es"}


def invite(cast: Cast, app: Flask, **more: object) -> tuple[dict[str, Any], str]:
    """Have the administrator invite Lena; gives her as shown, and what stands in her letter."""
    reply = cast.administrator.client.post("/api/v1/people", json=LENA | more, headers=HEADERS)
    assert reply.status_code == 201, reply.text
    return reply.get_json(), read_token(list_letters(app)[-1])


def open_it(client: CheckedClient, token: str, what: str = "invitations") -> int:
    return client.post(f"/api/v1/{what}/open", json={"token": token}, headers=HEADERS).status_code


def accept(client: CheckedClient, token: str, password: str = NEW) -> Any:
    body = {"token": token, "password": password, "language": "es"}
    return client.post("/api/v1/invitations/accept", json=body, headers=HEADERS)


def use_reset(client: CheckedClient, token: str, password: str = NEW) -> Any:
    return client.post("/api/v1/resets/use", json={"token": token, "password": password}, headers=HEADERS)


def forget(client: CheckedClient, email: str) -> Any:
    return client.post("/api/v1/resets", json={"email": email}, headers=HEADERS)


def sign_in(client: CheckedClient, email: str, password: str) -> int:
    body = {"email": email, "password": password}
    return client.post("/api/v1/session", json=body, headers=HEADERS).status_code


def test_an_invited_coach_chooses_a_password_and_is_in(client: CheckedClient, cast: Cast, app: Flask) -> None:
    shown, token = invite(cast, app)
    [letter] = list_letters(app)
    assert (shown["standing"], letter.to) == ("invited", "lena@hill.example")
    assert "tres días" in letter.text
    reply = client.post("/api/v1/invitations/open", json={"token": token}, headers=HEADERS)
    assert reply.get_json() == {
        "name": "Lena Ortiz", "email": "lena@hill.example", "roles": ["coach"], "language": "es",
        "district": "Harbor District",
    }  # fmt: skip
    assert open_it(client, token) == 200  # looking does not use it
    accepted = accept(client, token)
    assert accepted.status_code == 201
    assert client.get("/api/v1/session").get_json()["user"]["id"] == shown["id"]
    assert sign_in(client, "lena@hill.example", NEW) == 201


def test_an_invitation_works_once(client: CheckedClient, cast: Cast, app: Flask) -> None:
    _, token = invite(cast, app)
    assert accept(client, token).status_code == 201
    again = accept(app.test_client(), token, "another one, from the hall")  # type: ignore[arg-type]
    assert (again.status_code, again.get_json()["code"]) == (410, "link_over")
    assert sign_in(client, "lena@hill.example", "another one, from the hall") == 401


def test_an_invitation_lasts_seventy_two_hours(client: CheckedClient, cast: Cast, app: Flask, clock: Clock) -> None:
    _, token = invite(cast, app)
    clock.advance(hours=71, minutes=59)
    assert open_it(client, token) == 200
    clock.advance(minutes=1)
    assert open_it(client, token) == accept(client, token).status_code == 410


def test_the_database_holds_no_token(client: CheckedClient, cast: Cast, app: Flask) -> None:
    _, token = invite(cast, app)
    with app.app_context(), reading() as connection:
        assert token not in str(connection.execute(select(ticket)).all())


@pytest.mark.parametrize("fault", [("short", "too_short"), ("x" * 129, "too_long"), ("password1234", "too_common")])
def test_a_weak_password_leaves_the_invitation_as_it_is(
    client: CheckedClient, cast: Cast, app: Flask, fault: tuple[str, str]
) -> None:
    _, token = invite(cast, app)
    reply = accept(client, token, fault[0])
    assert (reply.status_code, reply.get_json()["code"], reply.get_json()["fault"]) == (422, "weak_password", fault[1])
    assert accept(client, token).status_code == 201


def test_an_invitation_is_bound_to_roles_and_address(client: CheckedClient, cast: Cast, app: Flask) -> None:
    shown, token = invite(cast, app)
    address = f"/api/v1/people/{shown['id']}"
    body = {"name": "Lena Ortiz", "roles": ["administrator"]}
    assert cast.administrator.client.put(address, json=body, headers=HEADERS).status_code == 200
    assert open_it(client, token) == 410
    cast.administrator.client.post(f"{address}/invitation", headers=HEADERS)
    second = read_token(list_letters(app)[-1])
    moved = cast.administrator.client.put(address, json=body | {"email": "lena@bay.example"}, headers=HEADERS)
    assert moved.get_json()["email"] == "lena@bay.example"
    assert open_it(client, second) == 410


def test_sending_again_voids_the_letter_before_and_withdrawing_both(
    client: CheckedClient, cast: Cast, app: Flask
) -> None:
    shown, first = invite(cast, app)
    address = f"/api/v1/people/{shown['id']}/invitation"
    cast.administrator.client.post(address, headers=HEADERS)
    second = read_token(list_letters(app)[-1])
    assert [open_it(client, token) for token in (first, second)] == [410, 200]
    reply = cast.administrator.client.delete(address, headers=HEADERS)
    assert reply.get_json()["standing"] == "added"
    assert open_it(client, second) == 410


def test_who_was_deactivated_meanwhile_does_not_come_in(client: CheckedClient, cast: Cast, app: Flask) -> None:
    shown, token = invite(cast, app)
    address = f"/api/v1/people/{shown['id']}/active"
    cast.administrator.client.put(address, json={"active": False}, headers=HEADERS)
    assert accept(client, token).status_code == 410


def test_who_was_only_invited_cannot_sign_in_with_nothing(client: CheckedClient, cast: Cast, app: Flask) -> None:
    invite(cast, app)
    assert sign_in(client, "lena@hill.example", " ") == 401
    assert forget(client, "lena@hill.example").status_code == 204
    assert len(list_letters(app)) == 1  # the invitation alone


def test_a_forgotten_password_is_chosen_anew_and_ends_every_session(
    client: CheckedClient, cast: Cast, app: Flask
) -> None:
    cast.coach.client.get("/api/v1/session")
    assert forget(client, cast.coach.email.upper()).status_code == 204
    [letter] = list_letters(app)
    token = read_token(letter)
    assert letter.to == cast.coach.email
    assert open_it(client, token, "resets") == 200
    assert use_reset(client, token).status_code == 204
    assert cast.coach.client.get("/api/v1/session").status_code == 401
    assert [sign_in(client, cast.coach.email, word) for word in (PASSWORD, NEW)] == [401, 201]
    assert use_reset(client, token, "another one, from the hall").status_code == 410


def test_known_and_unknown_addresses_are_answered_alike(client: CheckedClient, cast: Cast, app: Flask) -> None:
    known, unknown = forget(client, cast.coach.email), forget(client, "nobody@hill.example")
    for reply in (known, unknown):
        assert reply.headers.pop("X-Request-Id", None)  # each request has its own
    assert (known.status_code, known.data, dict(known.headers)) == (
        unknown.status_code, unknown.data, dict(unknown.headers),
    )  # fmt: skip
    assert [letter.to for letter in list_letters(app)] == [cast.coach.email]


def test_nobody_is_flooded_with_letters(client: CheckedClient, cast: Cast, app: Flask) -> None:
    replies = [forget(client, cast.coach.email).status_code for _ in range(11)]
    assert replies == [204] * 10 + [429]
    assert [forget(client, "nobody@hill.example").status_code for _ in range(11)] == replies


def test_a_reset_lasts_an_hour_and_opens_no_invitation(
    client: CheckedClient, cast: Cast, app: Flask, clock: Clock
) -> None:
    forget(client, cast.coach.email)
    token = read_token(list_letters(app)[-1])
    assert open_it(client, token) == accept(client, token).status_code == 410
    clock.advance(hours=1)
    assert use_reset(client, token).status_code == 410


def test_an_administrator_who_sends_a_reset_sees_nothing_of_it(client: CheckedClient, cast: Cast, app: Flask) -> None:
    reply = cast.administrator.client.post(f"/api/v1/people/{cast.coach.id}/reset", headers=HEADERS)
    assert (reply.status_code, reply.data) == (204, b"")
    assert [letter.to for letter in list_letters(app)] == [cast.coach.email]
    assert cast.coach.client.get("/api/v1/session").status_code == 200  # until the person chooses a new one


def test_a_made_up_token_opens_nothing(client: CheckedClient, cast: Cast) -> None:
    for token in ("x", "a" * 200, "ñ"):
        assert (
            open_it(client, token) == accept(client, token).status_code == use_reset(client, token).status_code == 410
        )
    assert open_it(client, "a" * 201) == 422

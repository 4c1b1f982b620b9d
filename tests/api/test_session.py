"""`/api/v1/session`: signing in, staying signed in, signing out, and who is kept from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast as typed

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from server.services import people
from server.storage.db import reading
from server.storage.tables.people import account, session
from tests.cast import PASSWORD, Cast, Person
from tests.conftest import Clock

HEADERS = {"X-Requested-With": "backrow"}
ADDRESS = "/api/v1/session"


def sign_in(client: FlaskClient, person: Person, password: str = PASSWORD, **more: object) -> TestResponse:
    return client.post(ADDRESS, json={"email": person.email, "password": password}, headers=HEADERS, **more)


def code_of(response: TestResponse) -> str:
    return typed(str, (response.get_json() or {})["code"])


def test_a_coach_signs_in_by_e_mail_in_any_case(client: FlaskClient, cast: Cast) -> None:
    reply = client.post(
        ADDRESS, json={"email": f"  {cast.coach.email.upper()} ", "password": PASSWORD}, headers=HEADERS
    )
    assert reply.status_code == 201
    assert reply.json == client.get(ADDRESS).json
    assert reply.get_json()["user"] == {
        "id": cast.coach.id,
        "name": "Ana",
        "email": cast.coach.email,
        "roles": ["coach"],
        "language": "en",
    }
    assert reply.get_json()["space"]["id"] == cast.coach.space.space_id


def test_a_stranger_is_nobody(client: FlaskClient) -> None:
    reply = client.get(ADDRESS)
    assert (reply.status_code, code_of(reply)) == (401, "signed_out")


def test_a_wrong_password_and_an_unknown_user_look_the_same(client: FlaskClient, cast: Cast) -> None:
    wrong = sign_in(client, cast.coach, "no such password")
    unknown = client.post(ADDRESS, json={"email": "nobody@x.example", "password": "x"}, headers=HEADERS)
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.data == unknown.data
    assert "Set-Cookie" not in wrong.headers


def test_the_cookie_is_kept_from_scripts_and_other_sites(client: FlaskClient, cast: Cast) -> None:
    cookies = sign_in(client, cast.coach).headers.getlist("Set-Cookie")
    assert [cookie.split("=")[0] for cookie in cookies] == ["backrow-session", "backrow-device"]
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert "Secure" not in cookie


def test_over_https_the_cookie_is_bound_to_the_host(client: FlaskClient, cast: Cast) -> None:
    reply = sign_in(client, cast.coach, base_url="https://coaching.example.org")
    for cookie in reply.headers.getlist("Set-Cookie"):
        assert cookie.startswith("__Host-backrow-")
        assert "Secure" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
    assert reply.headers["Strict-Transport-Security"]
    assert client.get(ADDRESS, base_url="https://coaching.example.org").status_code == 200


def test_a_password_is_not_taken_over_plain_http_from_elsewhere(client: FlaskClient, cast: Cast) -> None:
    reply = sign_in(client, cast.coach, base_url="http://192.168.1.5:8000")
    assert (reply.status_code, code_of(reply)) == (403, "forbidden")
    assert sign_in(client, cast.coach, base_url="http://127.0.0.1:8000").status_code == 201
    assert sign_in(client, cast.coach, base_url="http://[::1]:8000").status_code == 201


def test_the_database_holds_no_secret_of_a_session(client: FlaskClient, cast: Cast, app: Flask) -> None:
    reply = sign_in(client, cast.coach)
    secret = reply.headers.getlist("Set-Cookie")[0].split(";")[0].split("=", 1)[1]
    with app.app_context(), reading() as connection:
        stored = str(connection.execute(select(session)).all()) + str(connection.execute(select(account)).all())
    assert len(secret) >= 43
    assert secret not in stored
    assert PASSWORD not in stored


def test_signing_in_again_ends_the_session_before(client: FlaskClient, cast: Cast, app: Flask) -> None:
    sign_in(client, cast.coach)
    before = client.get_cookie("backrow-session")
    sign_in(client, cast.coach)
    after = client.get_cookie("backrow-session")
    assert before
    assert after
    assert before.value != after.value
    other = app.test_client()
    other.set_cookie("backrow-session", before.value)
    assert other.get(ADDRESS).status_code == 401


def test_signing_out_ends_the_session_on_the_server(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, cast.coach)
    secret = client.get_cookie("backrow-session")
    assert secret
    assert client.delete(ADDRESS, headers=HEADERS).status_code == 204
    client.set_cookie("backrow-session", secret.value)
    assert client.get(ADDRESS).status_code == 401
    assert client.delete(ADDRESS, headers=HEADERS).status_code == 204


def test_a_coach_stays_signed_in_for_thirty_days_of_silence(client: FlaskClient, cast: Cast, clock: Clock) -> None:
    sign_in(client, cast.coach)
    for _ in range(3):
        clock.advance(days=29)
        assert client.get(ADDRESS).status_code == 200
    clock.advance(days=30, seconds=1)
    assert client.get(ADDRESS).status_code == 401


def test_an_administrator_is_signed_out_after_twelve_hours(client: FlaskClient, cast: Cast, clock: Clock) -> None:
    sign_in(client, cast.administrator)
    clock.advance(hours=11)
    assert client.get(ADDRESS).status_code == 200
    clock.advance(hours=12, seconds=1)
    assert client.get(ADDRESS).status_code == 401


def test_another_password_ends_every_session(client: FlaskClient, cast: Cast, app: Flask, clock: Clock) -> None:
    sign_in(client, cast.coach)
    with app.app_context():
        people.set_password(cast.coach.email, "another one, from the hall", now=clock())
    assert client.get(ADDRESS).status_code == 401
    assert sign_in(client, cast.coach).status_code == 401
    assert sign_in(client, cast.coach, "another one, from the hall").status_code == 201


def test_who_is_deactivated_is_out_at_once(client: FlaskClient, cast: Cast, app: Flask, clock: Clock) -> None:
    sign_in(client, cast.teacher)
    with app.app_context():
        people.set_active(cast.teacher.email, is_active=False, now=clock())
    assert client.get(ADDRESS).status_code == 401
    assert code_of(sign_in(client, cast.teacher)) == "bad_credentials"
    with app.app_context():
        people.set_active(cast.teacher.email, is_active=True, now=clock())
    assert sign_in(client, cast.teacher).status_code == 201


def test_the_eleventh_guess_waits_even_if_it_is_right(client: FlaskClient, cast: Cast, clock: Clock) -> None:
    for _ in range(10):
        assert sign_in(client, cast.coach, "a guess").status_code == 401
        clock.advance(seconds=10)
    reply = sign_in(client, cast.coach)
    assert (reply.status_code, code_of(reply)) == (429, "too_many")
    assert int(reply.headers["Retry-After"]) == 15 * 60 - 100
    clock.advance(seconds=15 * 60 - 100 + 1)
    assert sign_in(client, cast.coach).status_code == 201


def test_unknown_users_are_counted_as_well(client: FlaskClient, cast: Cast) -> None:
    body = {"email": "nobody@x.example", "password": "a guess"}
    replies = [client.post(ADDRESS, json=body, headers=HEADERS).status_code for _ in range(11)]
    assert replies == [401] * 10 + [429]


def test_guesses_are_counted_by_account_and_network(client: FlaskClient, cast: Cast) -> None:
    for _ in range(11):
        sign_in(client, cast.coach, "a guess")
    assert sign_in(client, cast.teacher).status_code == 201
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    assert sign_in(client.application.test_client(), cast.coach, environ_base=elsewhere).status_code == 201


def test_one_household_has_one_budget_however_many_addresses(client: FlaskClient, cast: Cast) -> None:
    last = [
        sign_in(client, cast.coach, "a guess", environ_base={"REMOTE_ADDR": f"2001:db8:1:2::{number:x}"})
        for number in range(1, 12)
    ][-1]
    assert last.status_code == 429


def test_a_guesser_cannot_lock_out_the_coachs_own_tablet(client: FlaskClient, cast: Cast, app: Flask) -> None:
    tablet = app.test_client()
    sign_in(tablet, cast.coach)
    tablet.delete(ADDRESS, headers=HEADERS)
    for _ in range(11):
        sign_in(client, cast.coach, "a guess")
    assert sign_in(client, cast.coach).status_code == 429
    assert sign_in(tablet, cast.coach).status_code == 201


def test_a_device_cookie_that_was_made_up_buys_nothing(client: FlaskClient, cast: Cast, app: Flask) -> None:
    for number in range(11):
        guesser = app.test_client()
        guesser.set_cookie("backrow-device", f"made up {number}")
        reply = sign_in(guesser, cast.coach, "a guess")
    assert reply.status_code == 429


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Requested-With": "XMLHttpRequest"},
        HEADERS | {"Sec-Fetch-Site": "cross-site"},
        HEADERS | {"Sec-Fetch-Site": "same-site"},
        HEADERS | {"Origin": "https://evil.example"},
        HEADERS | {"Origin": "null"},
        HEADERS | {"Origin": "http://["},
    ],
)
@pytest.mark.parametrize("method", ["post", "delete"])
def test_another_site_can_change_nothing(client: FlaskClient, cast: Cast, headers: dict[str, str], method: str) -> None:
    sign_in(client, cast.coach)
    ask: Callable[..., TestResponse] = getattr(client, method)
    reply = ask(ADDRESS, json={"email": cast.coach.email, "password": PASSWORD}, headers=headers)
    assert (reply.status_code, code_of(reply)) == (403, "cross_site")
    assert client.get(ADDRESS).status_code == 200


def test_our_own_page_is_no_other_site(client: FlaskClient, cast: Cast) -> None:
    headers = HEADERS | {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    reply = client.post(ADDRESS, json={"email": cast.coach.email, "password": PASSWORD}, headers=headers)
    assert reply.status_code == 201


def test_a_form_of_another_site_is_refused_for_its_type(client: FlaskClient, cast: Cast) -> None:
    reply = client.post(ADDRESS, data={"email": cast.coach.email, "password": PASSWORD}, headers=HEADERS)
    assert (reply.status_code, code_of(reply)) == (415, "bad_media_type")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 422),
        (b'{"email": "a@b.example"}', 422),
        (b'{"email": 1, "password": "x"}', 422),
        (b'{"email": "a@b.example", "password": "x", "more": 1}', 422),
        (b'{"email": "a\\u0000@b.example", "password": "x"}', 422),
        (b'{"email": "\\ud800@b.example", "password": "x"}', 400),
        (b'{"email": "a@b.example", "password": "x", "password": "y"}', 400),
        (b'{"email": ' + b"[" * 5000 + b"]" * 5000 + b"}", 422),
        (b" " * (256 * 1024 + 1), 413),
    ],
)
def test_a_bad_body_is_a_problem_and_never_our_fault(client: FlaskClient, body: bytes, status: int) -> None:
    reply = client.post(ADDRESS, data=body, content_type="application/json", headers=HEADERS)
    assert reply.status_code == status
    assert reply.mimetype == "application/problem+json"


def test_a_long_password_costs_no_more_than_any(client: FlaskClient, cast: Cast) -> None:
    assert sign_in(client, cast.coach, "x" * 1025).status_code == 422
    assert sign_in(client, cast.coach, "x" * 1024).status_code == 401


def test_who_has_other_roles_signs_in_anew_and_has_them(
    client: FlaskClient, cast: Cast, app: Flask, clock: Clock
) -> None:
    from server.domain.changes import Draft
    from server.services.sync import commit_changes

    sign_in(client, cast.stranger)
    home = cast.stranger.space.space_id
    draft = Draft("person", f"space:{home}", {"roles": ["teacher"]}, record=cast.stranger.id)
    with app.app_context():
        commit_changes(home, cast.administrator.id, [draft], clock())
    assert client.get(ADDRESS).status_code == 401
    assert sign_in(client, cast.stranger).get_json()["user"]["roles"] == ["teacher"]

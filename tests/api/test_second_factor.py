"""The second factor: enrolment, the second step of a sign-in, recovery, and who can do nothing without one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.domain.json_values import JsonObject
from server.services import factors, people
from server.services.acts import list_all_acts
from server.storage.db import db
from tests.authenticator import Authenticator
from tests.cast import PASSWORD, Cast, Person, make_cast
from tests.conftest import Clock, make_app

HEADERS = {"X-Requested-With": "backrow"}
SESSION = "/api/v1/session"
SECOND = f"{SESSION}/second"
FACTORS = f"{SESSION}/factors"
ORIGIN = "http://localhost:8000"


@pytest.fixture
def app(database: str, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    """An installation in which administrators need a second factor, as any that is not a demo."""
    app = make_app(database, tmp_path, clock, second_factor="administrators")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def cast(app: Flask) -> Cast:
    return make_cast(app)


def sign_in(client: FlaskClient, person: Person) -> TestResponse:
    return client.post(SESSION, json={"email": person.email, "password": PASSWORD}, headers=HEADERS)


def send(client: FlaskClient, method: str, path: str, body: object = None) -> TestResponse:
    reply: TestResponse = getattr(client, method)(path, json=body or {}, headers=HEADERS)
    return reply


def code_of(reply: TestResponse) -> object:
    return (reply.get_json() or {}).get("code")


def make_code(secret: str, clock: Clock) -> str:
    return pyotp.TOTP(secret).at(clock.now)


def add_app(client: FlaskClient, clock: Clock) -> tuple[str, list[str]]:
    """Add an authenticator app; gives its secret and the recovery codes."""
    secret = send(client, "post", f"{FACTORS}/totp").get_json()["secret"]
    added = send(client, "put", f"{FACTORS}/totp", {"code": make_code(secret, clock), "name": "My phone"})
    assert added.status_code == 201, added.text
    clock.advance(seconds=60)  # the same code is never taken twice
    return secret, added.get_json()["recovery_codes"]


def test_an_administrator_adds_a_second_factor_before_anything_else(
    client: FlaskClient, cast: Cast, clock: Clock
) -> None:
    begun = sign_in(client, cast.administrator)
    assert (begun.status_code, begun.get_json()["must_enrol"]) == (201, True)
    pull = f"/api/v1/sync/pull?proto=1&user={cast.administrator.id}"
    for path in (pull, "/api/v1/notices", "/api/v1/files/me", "/api/v1/calendar"):
        refused = client.get(path)
        assert (refused.status_code, code_of(refused)) == (403, "factor_needed"), path

    add_app(client, clock)

    assert client.get(SESSION).get_json()["must_enrol"] is False
    assert client.get(pull).status_code == 200


def test_a_coach_needs_none_and_may_have_one(client: FlaskClient, cast: Cast, clock: Clock) -> None:
    assert sign_in(client, cast.coach).get_json()["must_enrol"] is False
    assert client.get(FACTORS).get_json() == {"factors": [], "recovery_left": 0, "required": False}
    add_app(client, clock)
    shown = client.get(FACTORS).get_json()
    assert [(one["kind"], one["name"], one["used_at"]) for one in shown["factors"]] == [("totp", "My phone", None)]
    assert shown["recovery_left"] == 10


def test_the_password_alone_opens_nothing_any_more(client: FlaskClient, cast: Cast, clock: Clock, app: Flask) -> None:
    sign_in(client, cast.coach)
    secret, _ = add_app(client, clock)
    other = app.test_client()
    half = sign_in(other, cast.coach)
    assert (half.status_code, half.get_json()) == (202, {"factors": ["totp"]})
    assert other.get_cookie("backrow-session") is None
    assert other.get(SESSION).status_code == 401
    assert other.get(SECOND).get_json() == {"factors": ["totp"], "passkey": None}

    done = send(other, "post", SECOND, {"code": make_code(secret, clock)})

    assert done.status_code == 201, done.text
    assert other.get(SESSION).status_code == 200
    # The half-done sign-in is used up.
    assert code_of(send(other, "post", SECOND, {"code": make_code(secret, clock)})) == "step_over"


def test_a_code_is_taken_once(client: FlaskClient, cast: Cast, clock: Clock, app: Flask) -> None:
    sign_in(client, cast.coach)
    secret, _ = add_app(client, clock)
    code = make_code(secret, clock)
    first, second = app.test_client(), app.test_client()
    for browser in (first, second):
        sign_in(browser, cast.coach)
    assert send(first, "post", SECOND, {"code": code}).status_code == 201
    assert code_of(send(second, "post", SECOND, {"code": code})) == "bad_code"


@pytest.mark.parametrize(("seconds", "status"), [(-30, 201), (0, 201), (30, 201), (-90, 403), (90, 403)])
def test_a_phone_may_be_half_a_minute_off(
    client: FlaskClient, cast: Cast, clock: Clock, seconds: int, status: int
) -> None:
    sign_in(client, cast.coach)
    secret, _ = add_app(client, clock)
    clock.advance(minutes=5)
    sign_in(client, cast.coach)
    code = pyotp.TOTP(secret).at(int(clock.now.timestamp()) + seconds)
    assert send(client, "post", SECOND, {"code": f" {code[:3]} {code[3:]} "}).status_code == status


def test_a_recovery_code_is_taken_once_and_in_any_spelling(
    client: FlaskClient, cast: Cast, clock: Clock, app: Flask
) -> None:
    sign_in(client, cast.coach)
    _, codes = add_app(client, clock)
    assert len(set(codes)) == 10
    browser = app.test_client()
    sign_in(browser, cast.coach)
    assert send(browser, "post", SECOND, {"code": codes[0].upper().replace("-", " ")}).status_code == 201
    assert browser.get(FACTORS).get_json()["recovery_left"] == 9
    sign_in(browser, cast.coach)
    assert code_of(send(browser, "post", SECOND, {"code": codes[0]})) == "bad_code"


def test_new_recovery_codes_end_the_old_ones(client: FlaskClient, cast: Cast, clock: Clock, app: Flask) -> None:
    sign_in(client, cast.coach)
    _, old = add_app(client, clock)
    new = send(client, "post", f"{FACTORS}/recovery").get_json()["recovery_codes"]
    assert not set(old) & set(new)
    browser = app.test_client()
    sign_in(browser, cast.coach)
    assert code_of(send(browser, "post", SECOND, {"code": old[1]})) == "bad_code"
    assert send(browser, "post", SECOND, {"code": new[1]}).status_code == 201


def test_codes_are_guessed_ten_times_and_no_more_from_wherever(
    client: FlaskClient, cast: Cast, clock: Clock, app: Flask
) -> None:
    sign_in(client, cast.coach)
    secret, _ = add_app(client, clock)
    replies = []
    for number in range(11):
        guesser = app.test_client()
        elsewhere = {"REMOTE_ADDR": f"198.51.100.{number}"}
        body = {"email": cast.coach.email, "password": PASSWORD}
        guesser.post(SESSION, json=body, headers=HEADERS, environ_base=elsewhere)
        code = make_code(secret, clock) if number == 10 else "000000"
        replies.append(guesser.post(SECOND, json={"code": code}, headers=HEADERS, environ_base=elsewhere))
    assert [code_of(reply) for reply in replies] == ["bad_code"] * 10 + ["too_many"]
    assert int(replies[-1].headers["Retry-After"]) > 0
    # The coach's own browser has tries of its own.
    sign_in(client, cast.coach)
    assert send(client, "post", SECOND, {"code": make_code(secret, clock)}).status_code == 201


def test_a_half_done_sign_in_lasts_ten_minutes(client: FlaskClient, cast: Cast, clock: Clock) -> None:
    sign_in(client, cast.coach)
    secret, _ = add_app(client, clock)
    sign_in(client, cast.coach)
    clock.advance(minutes=10, seconds=1)
    reply = send(client, "post", SECOND, {"code": make_code(secret, clock)})
    assert (reply.status_code, code_of(reply)) == (401, "step_over")
    assert code_of(client.get(SECOND)) == "step_over"


def test_another_password_ends_what_was_begun_with_the_one_before(
    client: FlaskClient, cast: Cast, clock: Clock, app: Flask
) -> None:
    sign_in(client, cast.coach)
    secret, _ = add_app(client, clock)
    sign_in(client, cast.coach)
    with app.app_context():
        people.set_password(cast.coach.email, "another one, from the hall", now=clock())
    assert code_of(send(client, "post", SECOND, {"code": make_code(secret, clock)})) == "step_over"


def test_a_first_factor_ends_the_sessions_that_came_by_password(
    client: FlaskClient, cast: Cast, clock: Clock, app: Flask
) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, cast.coach)
    sign_in(client, cast.coach)
    add_app(client, clock)
    assert elsewhere.get(SESSION).status_code == 401
    assert client.get(SESSION).status_code == 200


def test_ways_to_sign_in_are_changed_only_after_a_sign_in(client: FlaskClient, cast: Cast, clock: Clock) -> None:
    sign_in(client, cast.coach)
    add_app(client, clock)
    factor = client.get(FACTORS).get_json()["factors"][0]["id"]
    clock.advance(minutes=16)
    for method, path in (
        ("post", f"{FACTORS}/totp"),
        ("post", f"{FACTORS}/passkey"),
        ("post", f"{FACTORS}/recovery"),
        ("delete", f"{FACTORS}/{factor}"),
    ):
        reply = send(client, method, path)
        assert (reply.status_code, code_of(reply)) == (403, "not_fresh"), path
    assert client.get(FACTORS).status_code == 200


def test_the_last_factor_of_an_administrator_stays(client: FlaskClient, cast: Cast, clock: Clock) -> None:
    sign_in(client, cast.administrator)
    add_app(client, clock)
    add_app(client, clock)
    first, second = (one["id"] for one in client.get(FACTORS).get_json()["factors"])
    assert send(client, "delete", f"{FACTORS}/{first}").status_code == 204
    assert code_of(send(client, "delete", f"{FACTORS}/{second}")) == "forbidden"


def test_who_removes_the_last_one_is_back_to_the_password(client: FlaskClient, cast: Cast, clock: Clock) -> None:
    sign_in(client, cast.coach)
    add_app(client, clock)
    factor = client.get(FACTORS).get_json()["factors"][0]["id"]
    assert send(client, "delete", f"{FACTORS}/{factor}").status_code == 204
    assert client.get(FACTORS).get_json()["recovery_left"] == 0
    assert sign_in(client, cast.coach).status_code == 201


def test_nobody_removes_the_factor_of_another(client: FlaskClient, cast: Cast, clock: Clock, app: Flask) -> None:
    sign_in(client, cast.coach)
    add_app(client, clock)
    factor = client.get(FACTORS).get_json()["factors"][0]["id"]
    other = app.test_client()
    sign_in(other, cast.stranger)
    for id in (factor, "0198c0de-0000-7000-8000-000000000000", "nothing"):
        assert send(other, "delete", f"{FACTORS}/{id}").status_code == 404
    assert len(client.get(FACTORS).get_json()["factors"]) == 1


def test_a_wrong_code_adds_nothing(client: FlaskClient, cast: Cast, clock: Clock) -> None:
    sign_in(client, cast.coach)
    assert code_of(send(client, "put", f"{FACTORS}/totp", {"code": "123456"})) == "step_over"
    secret = send(client, "post", f"{FACTORS}/totp").get_json()["secret"]
    wrong = f"{(int(make_code(secret, clock)) + 1) % 1_000_000:06d}"
    for code in (wrong, "12345", "１２３４５６", "abcdef"):
        assert code_of(send(client, "put", f"{FACTORS}/totp", {"code": code})) == "bad_code"
    assert client.get(FACTORS).get_json()["factors"] == []


def test_an_offer_is_drawn_without_script_or_style(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, cast.coach)
    offer = send(client, "post", f"{FACTORS}/totp").get_json()
    assert offer["uri"].startswith("otpauth://totp/Backrow:")
    assert f"secret={offer['secret']}" in offer["uri"]
    assert offer["svg"].startswith("<svg")
    assert "script" not in offer["svg"]
    assert "style" not in offer["svg"]


def test_a_passkey_is_made_and_proves(client: FlaskClient, cast: Cast, app: Flask) -> None:
    device = Authenticator(ORIGIN)
    sign_in(client, cast.coach)
    asked: JsonObject = send(client, "post", f"{FACTORS}/passkey").get_json()["passkey"]
    added = send(client, "put", f"{FACTORS}/passkey", {"passkey": device.make(asked), "name": "Tablet"})
    assert added.status_code == 201, added.text
    assert len(added.get_json()["recovery_codes"]) == 10

    browser = app.test_client()
    assert sign_in(browser, cast.coach).get_json() == {"factors": ["passkey"]}
    question = browser.get(SECOND).get_json()["passkey"]
    proof = device.prove(question)
    assert send(browser, "post", SECOND, {"passkey": proof}).status_code == 201

    # The same proof answers no other challenge.
    sign_in(browser, cast.coach)
    assert code_of(send(browser, "post", SECOND, {"passkey": proof})) == "bad_code"


def test_a_passkey_of_another_site_or_a_copied_one_proves_nothing(client: FlaskClient, cast: Cast, app: Flask) -> None:
    device = Authenticator(ORIGIN)
    sign_in(client, cast.coach)
    asked = send(client, "post", f"{FACTORS}/passkey").get_json()["passkey"]
    fake = Authenticator("https://backrow.evil.example")
    assert code_of(send(client, "put", f"{FACTORS}/passkey", {"passkey": fake.make(asked)})) == "bad_code"
    added = send(client, "put", f"{FACTORS}/passkey", {"passkey": device.make(asked)})
    assert added.status_code == 201

    browser = app.test_client()
    sign_in(browser, cast.coach)
    question = browser.get(SECOND).get_json()["passkey"]
    device.origin = "https://backrow.evil.example"
    assert code_of(send(browser, "post", SECOND, {"passkey": device.prove(question)})) == "bad_code"
    device.origin = ORIGIN
    device.count = 0  # a copy made before the last use counts from there
    device.prove(question)
    device.prove(question)
    assert send(browser, "post", SECOND, {"passkey": device.prove(question)}).status_code == 201
    sign_in(browser, cast.coach)
    device.count = 0
    question = browser.get(SECOND).get_json()["passkey"]
    assert code_of(send(browser, "post", SECOND, {"passkey": device.prove(question)})) == "bad_code"


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"id": "x"},
        {"id": "x", "rawId": "x", "type": "public-key", "response": {}},
        *(
            {
                "id": id,
                "rawId": id,
                "type": "public-key",
                "response": {"clientDataJSON": said, "attestationObject": made},
            }
            for id, said, made in (("x", "e30", "oA"), ("*", "*", "*"), ("W10", "W10", "9w"), ("W10", "W10", "n5-f"))
        ),
    ],
)
def test_what_is_no_answer_of_a_browser_is_refused(client: FlaskClient, cast: Cast, answer: dict[str, object]) -> None:
    sign_in(client, cast.coach)
    send(client, "post", f"{FACTORS}/passkey")
    assert code_of(send(client, "put", f"{FACTORS}/passkey", {"passkey": answer})) == "bad_code"


def test_an_operator_helps_who_lost_everything_and_it_is_noted(
    client: FlaskClient, cast: Cast, clock: Clock, app: Flask
) -> None:
    sign_in(client, cast.administrator)
    add_app(client, clock)
    with app.app_context():
        assert factors.forget_factors(cast.administrator.email, by="root", now=clock()) == 1
        acts = [(told.act.act, told.act.by, told.act.told) for told in list_all_acts()]
    assert acts[-1] == ("factors_forgotten", "root", {"factors": 1})
    assert client.get(SESSION).status_code == 401
    assert sign_in(client, cast.administrator).get_json()["must_enrol"] is True


def test_a_stranger_has_no_factors(client: FlaskClient) -> None:
    assert client.get(FACTORS).status_code == 401
    assert send(client, "post", f"{FACTORS}/totp").status_code == 401
    assert code_of(client.get(SECOND)) == code_of(send(client, "post", SECOND, {"code": "123456"})) == "step_over"


def test_nobody_offers_a_secret_over_plain_http(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, cast.coach)
    reply = client.post(f"{FACTORS}/totp", json={}, headers=HEADERS, base_url="http://192.168.1.5:8000")
    assert reply.status_code in (401, 403)

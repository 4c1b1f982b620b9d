"""Sign-in by the district: who is let in on another's word, and whose word is not enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from sqlalchemy import text
from werkzeug.test import TestResponse

from server.app import create_app
from server.config import Settings, SettingsError
from server.services import people
from server.storage.db import db, reading
from tests.api.test_second_factor import add_app
from tests.cast import PASSWORD, Cast, make_cast
from tests.checked_client import CheckedClient
from tests.conftest import Clock
from tests.provider import CLIENT, SECRET, Provider, serving

HEADERS = {"X-Requested-With": "backrow"}
SESSION = "/api/v1/session"
PROVIDERS = f"{SESSION}/providers"


@pytest.fixture
def provider(clock: Clock) -> Iterator[Provider]:
    with serving(Provider(clock)) as provider:
        yield provider


@pytest.fixture
def app(database: str, tmp_path: Path, clock: Clock, provider: Provider) -> Iterator[Flask]:
    environment = {
        "BACKROW_DATA": str(tmp_path),
        "DATABASE_URL": database,
        "BACKROW_SECOND_FACTOR": "none",
        "BACKROW_OIDC_VALLEY_ISSUER": provider.url,
        "BACKROW_OIDC_VALLEY_CLIENT_ID": CLIENT,
        "BACKROW_OIDC_VALLEY_CLIENT_SECRET": SECRET,
        "BACKROW_OIDC_VALLEY_NAME": "North Valley Schools",
    }
    app = create_app(Settings.from_environment(environment), clock)
    app.test_client_class = CheckedClient
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def cast(app: Flask, provider: Provider) -> Cast:
    cast = make_cast(app)
    provider.email = cast.coach.email
    return cast


def come_back(client: FlaskClient, provider: Provider, **instead: str) -> TestResponse:
    """Go to the provider and come back from it."""
    away = client.get(f"{PROVIDERS}/valley")
    assert away.status_code == 302
    code, state = provider.authorize(away.headers["Location"])
    query = {"code": code, "state": state, "session_state": "what they add"} | instead
    return client.get(f"{PROVIDERS}/valley/callback", query_string=query)


def outcome(reply: TestResponse) -> str:
    assert reply.status_code == 303
    return reply.headers["Location"].removeprefix("/sign-in?district=")


def count_people(app: Flask) -> int:
    with app.app_context(), reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM account")).scalar_one())


@pytest.mark.usefixtures("cast")
def test_the_sign_in_page_names_who_vouches(client: FlaskClient) -> None:
    assert client.get(PROVIDERS).get_json() == {"providers": [{"id": "valley", "name": "North Valley Schools"}]}


def test_who_has_an_account_is_let_in(client: FlaskClient, cast: Cast, provider: Provider) -> None:
    provider.email = cast.coach.email.upper()
    reply = come_back(client, provider)
    assert outcome(reply) == "in"
    assert client.get(SESSION).get_json()["user"]["id"] == cast.coach.id
    cookies = [cookie.split("=")[0] for cookie in reply.headers.getlist("Set-Cookie")]
    assert cookies == ["backrow-session", "backrow-device", "backrow-district"]


def test_the_browser_holds_a_secret_that_survives_the_way_back(client: FlaskClient, cast: Cast) -> None:
    (cookie,) = client.get(f"{PROVIDERS}/valley", base_url="https://localhost").headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-backrow-district=")
    for word in ("HttpOnly", "SameSite=Lax", "Secure", "Max-Age=600"):
        assert word in cookie


def test_nobody_is_made_a_person_by_it(client: FlaskClient, cast: Cast, app: Flask, provider: Provider) -> None:
    before = count_people(app)
    provider.email = "somebody@else.example"
    assert outcome(come_back(client, provider)) == "unknown"
    assert client.get(SESSION).status_code == 401
    assert count_people(app) == before


def test_who_is_deactivated_stays_out(
    client: FlaskClient, cast: Cast, app: Flask, clock: Clock, provider: Provider
) -> None:
    with app.app_context():
        people.set_active(cast.coach.email, is_active=False, now=clock())
    assert outcome(come_back(client, provider)) == "unknown"


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_nobody_checked_proves_nothing(
    client: FlaskClient, cast: Cast, provider: Provider, verified: bool | str | int | None
) -> None:
    provider.lies = {"email_verified": verified}
    assert outcome(come_back(client, provider)) == "unverified"
    provider.lies = {"email_verified": verified, "xms_edov": True}
    assert outcome(come_back(client, provider)) == "in"


@pytest.mark.parametrize(
    "lies",
    [
        {"iss": "https://accounts.evil.example"},
        {"aud": "another-client"},
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"sub": None},
        {"email": None},
        {"email": 17},
    ],
)
def test_a_token_that_was_not_made_for_this_sign_in(
    client: FlaskClient, cast: Cast, provider: Provider, lies: dict[str, object]
) -> None:
    provider.lies = lies  # type: ignore[assignment]
    assert outcome(come_back(client, provider)) == "failed"
    assert client.get(SESSION).status_code == 401


def with_another_key(provider: Provider) -> None:
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})


def with_the_public_key_as_a_secret(provider: Provider) -> None:
    provider.shared_secret = provider.key.as_pem(private=False)


def as_another_issuer(provider: Provider) -> None:
    provider.discovery = {"issuer": "https://accounts.evil.example"}


def with_a_token_from_elsewhere(provider: Provider) -> None:
    provider.discovery = {"token_endpoint": "http://evil.example/token"}


def with_keys_from_elsewhere(provider: Provider) -> None:
    provider.discovery = {"jwks_uri": "ftp://evil.example"}


@pytest.mark.parametrize(
    "forge",
    [
        with_another_key,
        with_the_public_key_as_a_secret,
        as_another_issuer,
        with_a_token_from_elsewhere,
        with_keys_from_elsewhere,
    ],
)
def test_a_forger_is_found_out(
    client: FlaskClient, cast: Cast, provider: Provider, forge: Callable[[Provider], None]
) -> None:
    code, state = provider.authorize(client.get(f"{PROVIDERS}/valley").headers["Location"])
    forge(provider)
    reply = client.get(f"{PROVIDERS}/valley/callback", query_string={"code": code, "state": state})
    assert outcome(reply) == "failed"
    assert client.get(SESSION).status_code == 401


def test_the_answer_belongs_to_the_browser_that_asked(
    client: FlaskClient, cast: Cast, app: Flask, provider: Provider
) -> None:
    assert outcome(come_back(client, provider, state="another")) == "failed"
    # A link with a code and a state of somebody else signs nobody in.
    code, state = provider.authorize(app.test_client().get(f"{PROVIDERS}/valley").headers["Location"])
    victim = app.test_client()
    query = {"code": code, "state": state}
    assert outcome(victim.get(f"{PROVIDERS}/valley/callback", query_string=query)) == "failed"
    victim.get(f"{PROVIDERS}/valley")
    assert outcome(victim.get(f"{PROVIDERS}/valley/callback", query_string=query)) == "failed"
    assert victim.get(SESSION).status_code == 401


def test_an_answer_is_taken_once_and_within_ten_minutes(
    client: FlaskClient, cast: Cast, clock: Clock, provider: Provider
) -> None:
    away = client.get(f"{PROVIDERS}/valley").headers["Location"]
    code, state = provider.authorize(away)
    clock.advance(minutes=10, seconds=1)
    query = {"code": code, "state": state}
    assert outcome(client.get(f"{PROVIDERS}/valley/callback", query_string=query)) == "failed"
    assert outcome(come_back(client, provider)) == "in"
    assert outcome(client.get(f"{PROVIDERS}/valley/callback", query_string=query)) == "failed"


def test_who_says_no_there_is_told_so_here(client: FlaskClient, cast: Cast) -> None:
    client.get(f"{PROVIDERS}/valley")
    assert outcome(client.get(f"{PROVIDERS}/valley/callback?error=access_denied&state=x")) == "failed"


def test_a_provider_that_is_down_is_no_fault_of_ours(client: FlaskClient, cast: Cast, provider: Provider) -> None:
    provider.discovery = {"issuer": None}
    reply = client.get(f"{PROVIDERS}/valley")
    assert (reply.status_code, reply.headers["Location"]) == (302, "/sign-in?district=failed")


def test_the_second_factor_is_asked_for_as_after_a_password(
    client: FlaskClient, cast: Cast, app: Flask, clock: Clock, provider: Provider
) -> None:
    client.post(SESSION, json={"email": cast.coach.email, "password": PASSWORD}, headers=HEADERS)
    add_app(client, clock)
    other = app.test_client()
    assert outcome(come_back(other, provider)) == "second"
    assert other.get(SESSION).status_code == 401
    assert other.get(f"{SESSION}/second").get_json()["factors"] == ["totp"]


@pytest.mark.usefixtures("cast")
def test_another_provider_is_none(client: FlaskClient) -> None:
    assert client.get(f"{PROVIDERS}/google").status_code == 404
    assert client.get(f"{PROVIDERS}/google/callback?code=1&state=2").status_code == 404


GOOD = {"BACKROW_OIDC_GOOGLE_CLIENT_ID": "x", "BACKROW_OIDC_GOOGLE_CLIENT_SECRET": "x" * 24}


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"BACKROW_OIDC_GOOGLE_CLIENT_SECRET": ""}, "BACKROW_OIDC_GOOGLE_CLIENT_SECRET"),
        ({"BACKROW_OIDC_GOOGLE_CLIENT_SECRET": "short"}, "BACKROW_OIDC_GOOGLE_CLIENT_SECRET"),
        ({"BACKROW_OIDC_GOOGLE_CLIENT_ID": ""}, "BACKROW_OIDC_GOOGLE_CLIENT_ID"),
        ({"BACKROW_OIDC_GOOGLE_ISSUER": "http://accounts.google.com"}, "BACKROW_OIDC_GOOGLE_ISSUER"),
        ({"BACKROW_OIDC_MICROSOFT_CLIENT_ID": "x"}, "BACKROW_OIDC_MICROSOFT_ISSUER"),
        (
            {"BACKROW_OIDC_MICROSOFT_ISSUER": "https://login.microsoftonline.com/common/v2.0"},
            "BACKROW_OIDC_MICROSOFT_ISSUER",
        ),
        ({"BACKROW_OIDC_GOOGLE_SECRETS": "x"}, "BACKROW_OIDC_GOOGLE_SECRETS"),
    ],
)
def test_settings_that_would_let_in_the_wrong_ones(more: dict[str, str], name: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: "):
        Settings.from_environment(GOOD | more)
    (google,) = Settings.from_environment(GOOD).oidc
    assert (google.id, google.name, google.issuer) == ("google", "Google", "https://accounts.google.com")
    assert "x" * 24 not in repr(google)

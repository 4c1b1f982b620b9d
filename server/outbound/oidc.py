"""Asks a district's identity provider who somebody is (OpenID Connect Core 1.0: code flow, PKCE, state, nonce)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from server.config import OidcProvider
from server.domain.json_values import Json, JsonObject

_PATIENCE_S = 10
_LEEWAY_S = 60
# Signed by a key that only the provider has; no shared secret, and never "none".
_ALGORITHMS = ["RS256", "PS256", "ES256"]
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class ProviderError(Exception):
    """The provider cannot be asked, or what it says proves nothing; the message is for the log and holds no content."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What binds an answer to its question: `state` to the browser, `nonce` to the token, `verifier` to the code."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is, as far as their provider vouches for it."""

    email: str
    is_verified: bool


def write_question(provider: OidcProvider, callback: str, secrets: Secrets) -> str:
    """Give the address at the provider to which a browser is sent; raises ProviderError."""
    endpoint = _read_endpoint(_discover(provider), provider, "authorization_endpoint")
    with _client(provider, callback) as client:
        address, _ = client.create_authorization_url(
            endpoint, state=secrets.state, nonce=secrets.nonce, code_verifier=secrets.verifier
        )
    return str(address)


def read_answer(provider: OidcProvider, callback: str, code: str, secrets: Secrets, *, now: datetime) -> Identity:
    """Change a code for the identity that it stands for; raises ProviderError."""
    found = _discover(provider)
    token = _fetch_token(provider, _read_endpoint(found, provider, "token_endpoint"), callback, code, secrets)
    keys = _get(_read_endpoint(found, provider, "jwks_uri"))
    claims = _check(token, keys, provider, secrets.nonce, now=now)
    email = claims.get("email")
    if not isinstance(email, str):
        raise ProviderError("the token names no e-mail address")
    # Microsoft says it by a claim of its own, which an administrator there must switch on.
    is_verified = claims.get("email_verified") is True or claims.get("xms_edov") in (True, 1, "1", "true")
    return Identity(email, is_verified)


def _check(token: str, keys: Json, provider: OidcProvider, nonce: str, *, now: datetime) -> Mapping[str, Json]:
    registry = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=_LEEWAY_S,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        nonce={"essential": True, "value": nonce},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
    )
    try:
        decoded = jwt.decode(token, KeySet.import_key_set(keys), algorithms=_ALGORITHMS)  # type: ignore[arg-type]
        registry.validate(decoded.claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise ProviderError(f"the token proves nothing: {type(error).__name__}") from error
    claims = cast(Mapping[str, Json], decoded.claims)
    # A token for several readers says which of them it was made for.
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise ProviderError("the token was made for another client")
    return claims


def _fetch_token(provider: OidcProvider, endpoint: str, callback: str, code: str, secrets: Secrets) -> str:
    with _client(provider, callback) as client:
        try:
            told = client.fetch_token(
                endpoint, code=code, code_verifier=secrets.verifier, timeout=_PATIENCE_S, allow_redirects=False
            )
        except (AuthlibBaseError, requests.RequestException, ValueError) as error:
            raise ProviderError(f"no token: {type(error).__name__}") from error
    token = told.get("id_token")
    if not isinstance(token, str):
        raise ProviderError("the answer has no identity token")
    return token


def _discover(provider: OidcProvider) -> JsonObject:
    """Read where the provider's addresses are; it must speak of the very issuer that it was asked for."""
    found = _get(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if not isinstance(found, dict) or found.get("issuer") != provider.issuer:
        raise ProviderError("the provider speaks of another issuer")
    return found


def _read_endpoint(found: JsonObject, provider: OidcProvider, name: str) -> str:
    address = found.get(name)
    if not isinstance(address, str) or not is_safe(address):
        raise ProviderError(f"the provider's {name} is no https address")
    return address


def is_safe(address: str) -> bool:
    """Tell whether an address is https, or of this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL)


def _get(address: str) -> Json:
    try:
        with _plain() as client:
            reply = client.get(address, timeout=_PATIENCE_S, allow_redirects=False)
            reply.raise_for_status()
            return cast(Json, reply.json())
    except (requests.RequestException, ValueError) as error:
        raise ProviderError(f"the provider does not answer: {type(error).__name__}") from error


def _plain() -> requests.Session:
    client = requests.Session()
    client.trust_env = False
    return client


def _client(provider: OidcProvider, callback: str) -> OAuth2Session:
    client = OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope="openid email",
        redirect_uri=callback,
        code_challenge_method="S256",
    )
    client.trust_env = False
    return client

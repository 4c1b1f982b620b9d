"""Passkeys (WebAuthn level 2): what a browser is asked, and whether its answer proves anything."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

import orjson
import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from server.domain.json_values import JsonObject

_CHALLENGE_BYTES = 32


@dataclass(frozen=True, slots=True)
class Site:
    """The site that a passkey is bound to: the public URL of the installation."""

    public_url: str

    @property
    def host(self) -> str:
        return urlsplit(self.public_url).hostname or ""


@dataclass(frozen=True, slots=True)
class Passkey:
    """A credential that a browser made."""

    credential: str
    public_key: str
    count: int


def make_challenge() -> str:
    return bytes_to_base64url(secrets.token_bytes(_CHALLENGE_BYTES))


def ask_to_make(site: Site, challenge: str, *, user_id: str, email: str, known: Sequence[str]) -> JsonObject:
    """Say what the browser is asked to make: a new credential, on none of the devices that have one already."""
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name="Backrow",
        user_name=email,
        user_id=user_id.encode(),
        challenge=base64url_to_bytes(challenge),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(id)) for id in known],
    )
    return cast(JsonObject, orjson.loads(webauthn.options_to_json(options)))


def ask_to_prove(site: Site, challenge: str, *, known: Sequence[str]) -> JsonObject:
    """Say what the browser is asked to sign."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=base64url_to_bytes(challenge),
        allow_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(id)) for id in known],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return cast(JsonObject, orjson.loads(webauthn.options_to_json(options)))


def read_made(site: Site, challenge: str, answer: JsonObject) -> Passkey | None:
    """Give the credential that an answer proves to have been made for this site and challenge, or None."""
    try:
        made = webauthn.verify_registration_response(
            credential=dict(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.public_url,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        return None
    return Passkey(
        bytes_to_base64url(made.credential_id), bytes_to_base64url(made.credential_public_key), made.sign_count
    )


def read_proof(site: Site, challenge: str, answer: JsonObject, by: Passkey) -> int | None:
    """Give the credential's new count if an answer proves that its device has the key, or None."""
    try:
        proved = webauthn.verify_authentication_response(
            credential=dict(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.public_url,
            credential_public_key=base64url_to_bytes(by.public_key),
            credential_current_sign_count=by.count,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        return None
    return proved.new_sign_count

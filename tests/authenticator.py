"""A passkey device in software: what a browser would answer, made by hand (WebAuthn level 2)."""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import cast

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from server.domain.json_values import Json, JsonObject

_PRESENT, _VERIFIED, _WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """Holds one key; `origin` is the page that asks."""

    origin: str
    count: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, asked: JsonObject) -> JsonObject:
        """Make the credential that was asked for."""
        host = str(cast(JsonObject, asked["rp"])["id"])
        point = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        described = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(cose)
        data = self._describe(host, _PRESENT | _VERIFIED | _WITH_KEY) + described
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._tell("webauthn.create", asked)
        return self._answer({"clientDataJSON": _write(client), "attestationObject": _write(attested)})

    def prove(self, asked: JsonObject) -> JsonObject:
        """Sign what was asked."""
        self.count += 1
        data = self._describe(str(asked["rpId"]), _PRESENT | _VERIFIED)
        client = self._tell("webauthn.get", asked)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {"clientDataJSON": _write(client), "authenticatorData": _write(data), "signature": _write(signature)}
        )

    def _describe(self, host: str, flags: int) -> bytes:
        return sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _tell(self, what: str, asked: JsonObject) -> bytes:
        return json.dumps({"type": what, "challenge": asked["challenge"], "origin": self.origin}).encode()

    def _answer(self, response: dict[str, Json]) -> JsonObject:
        id = _write(self.id)
        return {"id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {}}


def _write(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def read(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))

"""A small OpenID provider on a real socket: what Google, Microsoft or Clever would do, and what a liar would."""

from __future__ import annotations

import hmac
import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from server.domain.json_values import Json

CLIENT, SECRET = "backrow", "a secret of twenty-five…".encode("ascii", "ignore").decode()


@dataclass
class Provider:
    """Somebody is signed in there already, and agrees; `lies` are told in place of what is so."""

    clock: Callable[[], datetime]
    email: str = "ana@example.org"
    lies: dict[str, Json] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signs_with: RSAKey | None = None
    # Signs with HMAC under this instead, by hand, since no good library would.
    shared_secret: bytes = b""
    discovery: dict[str, Json] = field(default_factory=dict)
    url: str = ""
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    def authorize(self, address: str) -> tuple[str, str]:
        """Do what the browser does there: give the code and the state with which it comes back."""
        question = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert question["response_type"] == "code"
        assert question["code_challenge_method"] == "S256"
        assert question["client_id"] == CLIENT
        code = f"code-{len(self.asked)}"
        self.asked[code] = question
        return code, question["state"]

    def describe(self) -> dict[str, Json]:
        addresses: dict[str, Json] = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        }
        return addresses | self.discovery

    def give_token(self, form: dict[str, str]) -> tuple[int, dict[str, Json]]:
        question = self.asked.pop(form.get("code", ""), None)
        if question is None or form["redirect_uri"] != question["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if challenge != question["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(self.clock().timestamp())
        claims: dict[str, Json] = {
            "iss": self.url, "aud": CLIENT, "sub": "17", "iat": now, "exp": now + 300,
            "nonce": question["nonce"], "email": self.email, "email_verified": True,
        }  # fmt: skip
        told = {name: value for name, value in (claims | self.lies).items() if value is not None}
        token = jwt.encode({"alg": "RS256", "kid": "one"}, told, self.signs_with or self.key, ["RS256"])
        if self.shared_secret:
            token = _sign_with_secret(told, self.shared_secret)
        return 200, {"access_token": "nothing", "token_type": "Bearer", "id_token": token}


def _sign_with_secret(told: Mapping[str, object], secret: bytes) -> str:
    parts = [json.dumps(part).encode() for part in ({"alg": "HS256", "kid": "one"}, told)]
    signed = b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    return (signed + b"." + urlsafe_b64encode(hmac.digest(secret, signed, "sha256")).rstrip(b"=")).decode()


class _Handler(BaseHTTPRequestHandler):
    provider: ClassVar[Provider]

    def do_GET(self) -> None:
        if self.path == "/keys":
            self._answer(200, {"keys": [self.provider.key.as_dict(private=False)]})
        elif self.path == "/.well-known/openid-configuration":
            self._answer(200, self.provider.describe())
        elif self.path.startswith("/authorize?"):
            code, state = self.provider.authorize(self.path)
            self._send_back(self.provider.asked[code]["redirect_uri"], code=code, state=state)
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self._answer(*self.provider.give_token(form))

    def _send_back(self, address: str, **query: str) -> None:
        self.send_response(302)
        self.send_header("Location", f"{address}?{urlencode(query)}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    handler = type("Handler", (_Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    provider.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield provider
    server.shutdown()
    server.server_close()

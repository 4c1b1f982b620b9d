"""A push service on this machine: real TLS, and it reads what only the browser should be able to read.

It checks the signature of whoever sends (RFC 8292) and decrypts what came (RFC 8291) with the keys of its browsers.
"""

from __future__ import annotations

import json
import os
import ssl
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import http_ece
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.domain.json_values import JsonObject
from server.outbound.push_guard import PushGuard
from tests.mailbox import make_certificate

HOST = "fake.push.apple.com"


@dataclass(frozen=True)
class Browser:
    """A browser with its keys, known to the push service under a path of its own."""

    path: str
    key: ec.EllipticCurvePrivateKey
    secret: bytes

    @property
    def wish(self) -> JsonObject:
        """What it sends to have notices pushed to it."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys: JsonObject = {"p256dh": _write(point), "auth": _write(self.secret)}
        return {"endpoint": f"https://{HOST}{self.path}", "keys": keys}


@dataclass(frozen=True)
class Taken:
    """A push as it came; `said` is what the browser reads."""

    path: str
    headers: dict[str, str]
    said: JsonObject


@dataclass
class PushService:
    """`answers` are the statuses and Retry-After of the next requests; after them it takes everything."""

    guard: PushGuard
    taken: list[Taken] = field(default_factory=list)
    answers: list[tuple[int, str | None]] = field(default_factory=list)
    asked: int = 0
    browsers: dict[str, Browser] = field(default_factory=dict)

    def open_browser(self) -> Browser:
        path = f"/push/{len(self.browsers)}?v=1"
        browser = Browser(path, ec.generate_private_key(ec.SECP256R1()), os.urandom(16))
        self.browsers[path] = browser
        return browser


@contextmanager
def serve_pushes(folder: Path) -> Iterator[PushService]:
    """Serve until the end of the block, for a guard that finds the service on this machine."""
    certificate, key = make_certificate(str(folder), HOST)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)

    class Talk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            _answer(self, service)

        def log_message(self, *_words: object) -> None:
            """Say nothing on stderr."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Talk) as server:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        trusting = ssl.create_default_context(cafile=certificate)
        service = PushService(
            PushGuard(
                resolve=lambda _host: ["127.0.0.1"],
                may_reach=lambda _address: True,
                port=int(server.server_address[1]),
                context=trusting,
            )
        )
        Thread(target=server.serve_forever, daemon=True).start()
        yield service
        server.shutdown()


def _answer(talk: BaseHTTPRequestHandler, service: PushService) -> None:
    service.asked += 1
    body = talk.rfile.read(int(talk.headers["Content-Length"]))
    status, retry_after = service.answers.pop(0) if service.answers else (201, None)
    if status == 201:
        headers = {name.lower(): value for name, value in talk.headers.items()}
        check_signature(headers["authorization"])
        browser = service.browsers[talk.path]
        plain = http_ece.decrypt(body, private_key=browser.key, auth_secret=browser.secret, version="aes128gcm")
        service.taken.append(Taken(talk.path, headers, json.loads(plain)))
    talk.send_response(status)
    if retry_after:
        talk.send_header("Retry-After", retry_after)
    if status in (301, 302, 307, 308):
        talk.send_header("Location", f"https://{HOST}/push/elsewhere")
    talk.send_header("Content-Length", "0")
    talk.end_headers()


def check_signature(authorization: str) -> None:
    """Check a VAPID header; raises for a signature that is not by the key it names, or claims that are not ours."""
    scheme, _, rest = authorization.partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, claims, signature = parts["t"].split(".")
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _read(parts["k"]))
    raw = _read(signature)
    pair = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key.verify(pair, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    said = json.loads(_read(claims))
    assert said["aud"] == f"https://{HOST}"
    assert str(said["sub"]).startswith(("mailto:", "http"))


def _write(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _read(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))

"""How a tablet's requests reach the server, and how a refusal is told."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, cast

import requests

from tests.wire import Fields, Json


class Reply(Protocol):
    @property
    def status_code(self) -> int: ...
    @property
    def content_type(self) -> str | None: ...
    def get_data(self) -> bytes: ...


class Http(Protocol):
    """What carries a request: Flask's test client, or a real socket."""

    def open(
        self, path: str, *, method: str, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply: ...


@dataclass(frozen=True)
class Answer:
    status_code: int
    content_type: str | None
    content: bytes

    def get_data(self) -> bytes:
        return self.content


@dataclass
class Web:
    """A real socket, by requests; the session's cookie stays in it."""

    url: str
    session: requests.Session = field(default_factory=requests.Session)

    def open(
        self, path: str, *, method: str, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        reply = self.session.request(method, self.url + path, data=data, headers=headers, timeout=60)
        return Answer(reply.status_code, reply.headers.get("Content-Type"), reply.content)

    def sign_in(self, email: str, password: str) -> str:
        """Sign in and give the user's id."""
        body = json.dumps({"email": email, "password": password}).encode()
        return str(cast(Fields, ask(self, "POST", "/api/v1/session", body)["user"])["id"])


class Refused(Exception):
    """The server answered with a problem."""

    def __init__(self, status: int, problem: dict[str, Json]) -> None:
        super().__init__(f"{status} {problem}")
        self.status = status
        self.problem = problem

    @property
    def code(self) -> Json:
        return self.problem["code"]


class NotTheOffice(Exception):
    """What came back is not whole, or not from the server: to a tablet it is the same as no network."""


def ask(
    http: Http, method: str, path: str, data: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Fields:
    """Ask, and give the JSON of a 2xx; raises Refused for a problem, NotTheOffice for what the server never says."""
    sent = {"X-Requested-With": "backrow", **(headers or {})}
    if data is not None:
        sent["Content-Type"] = "application/json"
    reply = http.open(path, method=method, data=data, headers=sent)
    body = _read(reply)
    if reply.status_code >= 300:
        if "code" not in body:
            raise NotTheOffice
        raise Refused(reply.status_code, body)
    if path.startswith("/api/v1/sync/") and body.get("proto") != 1:
        raise NotTheOffice
    return body


def _read(reply: Reply) -> Fields:
    try:
        body = json.loads(reply.get_data() or b"{}")
    except ValueError as error:
        raise NotTheOffice from error
    if not isinstance(body, dict):
        raise NotTheOffice
    return cast(Fields, body)

"""Stands between tablet and office: publishes new versions of the app, and is whatever network a test wants."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

_OWN = frozenset({"connection", "content-length", "date", "server", "transfer-encoding", "content-encoding"})

# Packed and unchanged answers have no body that could be changed.
_NOT_ASKED = frozenset({"accept-encoding", "if-none-match", "if-modified-since"})


class Request(NamedTuple):
    command: str
    path: str
    headers: Sequence[tuple[str, str]]
    body: bytes


class Answer(NamedTuple):
    """What goes back; `cut` is how many bytes of the body arrive before the line is dropped, None for all."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes
    cut: int | None = None


Ask = Callable[[Request], Answer]
# Makes of a request what arrives at the tablet; None drops the line without a word.
Weather = Callable[[Request, Ask], Answer | None]


def lost(_request: Request, _ask: Ask) -> None:
    """Drop the line before anything has reached the office."""


def unanswered(request: Request, ask: Ask) -> None:
    """Drop the line after the office has done its work."""
    ask(request)


def twice(request: Request, ask: Ask) -> Answer:
    """Deliver the request twice."""
    ask(request)
    return ask(request)


def cut(at: float) -> Weather:
    """Drop the line in the middle of the answer, after this share of its body."""
    return lambda request, ask: (found := ask(request))._replace(cut=int(len(found.body) * at))


def slow(seconds: float) -> Weather:
    def wait(request: Request, ask: Ask) -> Answer:
        time.sleep(seconds)
        return ask(request)

    return wait


def unpacking(request: Request, ask: Ask) -> Answer:
    """Lose the word that a body is packed, as some proxies do."""
    kept = [(name, value) for name, value in request.headers if name.lower() != "content-encoding"]
    return ask(request._replace(headers=kept))


def portal(_request: Request, _ask: Ask) -> Answer:
    """Answer everything with the page of a hotel."""
    return Answer(200, [("Content-Type", "text/html")], b"<!doctype html><title>Welcome</title>Please accept our terms")


def elsewhere(_request: Request, _ask: Ask) -> Answer:
    """Send everybody to the page of a hotel."""
    return Answer(302, [("Location", "/icon.svg")], b"")


def gateway(_request: Request, _ask: Ask) -> Answer:
    return Answer(502, [("Content-Type", "text/html")], b"<h1>Bad gateway</h1>")


def refusing(status: int, code: str, retry_after_s: int | None = None, **more: int) -> Weather:
    """Refuse in the office's own form."""
    body = json.dumps({"type": "about:blank", "title": code, "status": status, "code": code, **more}).encode()
    again = [] if retry_after_s is None else [("Retry-After", str(retry_after_s))]
    return lambda _request, _ask: Answer(status, [("Content-Type", "application/problem+json"), *again], body)


def remembering() -> Weather:
    """Give to every later question the answer to the first, as a cache that was told not to keep any."""
    kept: list[Answer] = []

    def remember(request: Request, ask: Ask) -> Answer:
        kept.append(kept[0] if kept else ask(request))
        return kept[0]

    return remember


@dataclass
class Forwarder:
    """`changes` maps a path to what is made of its body; `weather` is for the next requests whose path begins so."""

    url: str
    changes: dict[str, Callable[[bytes], bytes]] = field(default_factory=dict)
    weather: dict[str, list[Weather]] = field(default_factory=dict)

    def find_weather(self, path: str) -> Weather | None:
        """Take the next weather of a path, if there is any left."""
        waiting = next((list_ for start, list_ in self.weather.items() if path.startswith(start) and list_), None)
        return None if waiting is None else waiting.pop(0)


@contextmanager
def forwarding(port: int) -> Iterator[Forwarder]:
    """Forward every request to the server on this port, unpacked and with its own host name."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._forward()

        def do_POST(self) -> None:
            self._forward()

        def do_DELETE(self) -> None:
            self._forward()

        def do_HEAD(self) -> None:
            self._forward()

        def do_PUT(self) -> None:
            self._forward()

        def do_PATCH(self) -> None:
            self._forward()

        def _forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            request = Request(self.command, self.path, list(self.headers.items()), body)
            weather = forwarder.find_weather(self.path)
            ask = partial(_ask, port)
            answer = ask(request) if weather is None else weather(request, ask)
            if answer is None:
                self.close_connection = True
                return
            change = forwarder.changes.get(self.path)
            self._answer(answer._replace(body=change(answer.body)) if change else answer)

        def _answer(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers:
                if name.lower() not in _OWN:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body[: answer.cut])
            self.close_connection = answer.cut is not None

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the office has its own log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        forwarder = Forwarder(f"http://localhost:{server.server_port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield forwarder
        server.shutdown()


def _ask(port: int, request: Request) -> Answer:
    headers = {name: value for name, value in request.headers if name.lower() not in _NOT_ASKED}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(request.command, request.path, request.body, headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.getheaders(), answer.read())
    finally:
        connection.close()

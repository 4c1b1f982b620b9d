"""Stands between tablet and office, and can change what a path answers: so a new version of the app is published."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_OWN = frozenset({"connection", "content-length", "date", "server", "transfer-encoding", "content-encoding"})

# Packed and unchanged answers have no body that could be changed.
_NOT_ASKED = frozenset({"accept-encoding", "if-none-match", "if-modified-since"})


@dataclass
class Forwarder:
    """`changes` maps a path to what is made of its body."""

    url: str
    changes: dict[str, Callable[[bytes], bytes]] = field(default_factory=dict)


@contextmanager
def forwarding(port: int) -> Iterator[Forwarder]:
    """Forward every request to the server on this port, unpacked and with its own host name."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._forward()

        def do_POST(self) -> None:
            self._forward()

        def _forward(self) -> None:
            status, headers, body = _ask(self, port)
            change = forwarder.changes.get(self.path)
            sent = change(body) if change else body
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in _OWN:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the office has its own log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        forwarder = Forwarder(f"http://localhost:{server.server_port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield forwarder
        server.shutdown()


def _ask(request: BaseHTTPRequestHandler, port: int) -> tuple[int, list[tuple[str, str]], bytes]:
    body = request.rfile.read(int(request.headers.get("Content-Length", "0")))
    headers = {name: value for name, value in request.headers.items() if name.lower() not in _NOT_ASKED}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(request.command, request.path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()
    finally:
        connection.close()

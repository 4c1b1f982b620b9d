"""A bare page beside which the pad is measured: one strict put for each tap, and nothing around it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_FILES = {"/": ("bare.html", "text/html"), "/worker.js": ("bare_worker.js", "text/javascript")}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        name, mime = _FILES.get(self.path, _FILES["/"])
        body = Path(__file__).with_name(name).read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", mime)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the bench prints a table and no more."""


@contextmanager
def served_bare_page() -> Iterator[str]:
    """Serve the bare page on a free port; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()

"""An office that can be killed at any step: `python -m tests.proof.killable`, with the settings in the environment.

Each life of it is a process of its own, forked from one that has loaded everything. `X-Kill-At: 7` in a request makes
the operating system end it, without a word to anybody, at the seventh step of that request. Steps are what the
database is asked, before and after, each commit, before and after, and the answer on its way out.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from typing import TYPE_CHECKING

from sqlalchemy import PoolProxiedConnection, event
from werkzeug.serving import make_server

from server.app import create_app
from server.config import Settings
from server.storage.db import db

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_left = threading.local()


def step(*_: object) -> None:
    """Count a step of the request under way, and die at the one that was named."""
    left = getattr(_left, "steps", 0)
    if left == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    _left.steps = max(0, left - 1)


def make_killable(app: WSGIApplication) -> WSGIApplication:
    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        _left.steps = int(environ.get("HTTP_X_KILL_AT", 0))
        answer = list(app(environ, start_response))
        step()
        return answer

    return serve


def watch_database() -> None:
    engine = db.engine
    event.listen(engine, "before_cursor_execute", step)
    event.listen(engine, "after_cursor_execute", step)
    commit = engine.dialect.do_commit

    def commit_in_steps(connection: PoolProxiedConnection) -> None:
        step()
        commit(connection)
        step()

    engine.dialect.do_commit = commit_in_steps  # type: ignore[method-assign,assignment]


def live(app: WSGIApplication, listener: socket.socket) -> None:
    make_server("127.0.0.1", 0, app, threaded=True, fd=listener.fileno()).serve_forever()


def main() -> None:
    app = create_app(Settings.from_environment(os.environ))
    with app.app_context():
        watch_database()
    listener = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
    while True:
        child = os.fork()
        if child == 0:
            live(make_killable(app), listener)
        _, status = os.waitpid(child, 0)
        if os.WTERMSIG(status) != signal.SIGKILL:
            sys.exit(status)


if __name__ == "__main__":
    main()

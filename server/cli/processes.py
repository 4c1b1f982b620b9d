"""The processes and threads that serve, by gunicorn."""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click
from flask import Flask
from gunicorn import glogging
from gunicorn.app.base import BaseApplication

from server.api.logs import set_up_logs
from server.cli.frame import Refusal, prepare_keys
from server.config import Settings
from server.crew import Crew

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# A client that sends slowly holds a thread until its body is in. Measured with 40 such clients: with 16 threads
# nothing else was answered, with 96 the rate for all others stayed what it was. A waiting thread costs next to nothing.
_THREADS = 128
_DRAIN_SECONDS = 20
# One that sends or takes nothing at all for so long gives its thread back.
_STALLED_SECONDS = 30


class Logs(glogging.Logger):
    """gunicorn's own words, written like all others."""

    def setup(self, cfg: object) -> None:
        super().setup(cfg)
        for logger in (self.error_log, self.access_log):
            logger.handlers.clear()
            logger.propagate = True


class Server(BaseApplication):
    """gunicorn with our settings instead of a command line of its own."""

    def __init__(self, settings: Settings, make_app: Callable[[], Flask]) -> None:
        self._settings = settings
        self._make_app = make_app
        super().__init__()

    def load_config(self) -> None:
        for name, value in _options(self._settings).items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        app = self._make_app()
        if self._settings.worker == "inside":
            # One a process, which only the worker that serves is: the one that started it all loads no app.
            crew = Crew(app)
            crew.start()
            self.cfg.set("worker_exit", lambda _arbiter, _worker: crew.stop())

        def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            give_up_when_stalled(environ["gunicorn.socket"], _STALLED_SECONDS)
            return app(environ, start_response)

        return serve


def run_server(settings: Settings, make_app: Callable[[], Flask]) -> None:
    """Serve until SIGTERM or Ctrl-C, then let requests under way end; refuses a port that is taken."""
    _check_port(settings)
    prepare_keys(settings)
    if not settings.is_demo:
        set_up_logs(settings.log)
    click.echo(f"Backrow serves {settings.public_url} until Ctrl-C.", err=True)
    Server(settings, make_app).run()


def give_up_when_stalled(connection: socket.socket, seconds: int) -> None:
    """Make each single wait for a client end in an error; Python's own time-out would count a whole long answer."""
    limit = struct.pack("ll", seconds, 0)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)


def _check_port(settings: Settings) -> None:
    """Try the port once, in one sentence; gunicorn would try it five times and log each."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            why = error.strerror or error
            raise Refusal(f"PORT: cannot listen on {settings.host}:{settings.port} ({why}). Set another") from error


def _options(settings: Settings) -> dict[str, object]:
    return {
        "bind": f"{settings.host}:{settings.port}",
        "worker_class": "gthread",
        # SQLite has one writer, and our fair queue before it is one process's.
        "workers": 1 if settings.database_url.startswith("sqlite") else (os.cpu_count() or 1),
        "threads": _THREADS,
        "graceful_timeout": _DRAIN_SECONDS,
        "keepalive": 20,
        "loglevel": settings.log,
        "errorlog": "-",
        # Each answer is told by the app, which knows the request's name and leaves the address out.
        "accesslog": None,
        **({} if settings.is_demo else {"logger_class": Logs}),
        "control_socket_disable": True,
        "proc_name": "backrow",
    }

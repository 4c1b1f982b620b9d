"""The thread that sends what waits, for as long as its process serves."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import cast

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from server.config import Settings
from server.outbound.mail import log_letter, send_letter
from server.services import worker
from server.services.worker import Post

_LOOK_EVERY_S = 2.0
_AFTER_FAULT_S = 30.0
_TIDY_EVERY = timedelta(hours=1)
# A process that ends waits so long for what is being sent; the lease gives it to another afterwards.
_DRAIN_S = 18.0
_log = logging.getLogger(__name__)


def make_post(settings: Settings) -> Post:
    """Say by which ways this installation sends."""
    if settings.mail is not None:
        server = settings.mail
        return Post(mail=lambda letter, id: send_letter(server, letter, id=id))
    return Post(mail=(lambda letter, id: log_letter(letter, id=id)) if settings.is_demo else None)


class Crew:
    """One thread over an app; `post` stands in for the ways out in tests."""

    def __init__(self, app: Flask, post: Post | None = None) -> None:
        self._app = app
        self._post = post or make_post(cast(Settings, app.config["BACKROW_SETTINGS"]))
        self._clock = cast(Callable[[], datetime], app.config["BACKROW_CLOCK"])
        self._leave = Event()
        self._tidied: datetime | None = None
        self._thread = Thread(target=self._run, name="backrow-worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Take nothing new, and wait for what is under way."""
        self._leave.set()
        self._thread.join(_DRAIN_S)

    def _run(self) -> None:
        with self._app.app_context():
            while not self._leave.is_set():
                self._leave.wait(self._work())

    def _work(self) -> float:
        """Work once, and say how long to rest."""
        now = self._clock()
        try:
            if self._tidied is None or now - self._tidied >= _TIDY_EVERY:
                worker.tidy(now=now)
                self._tidied = now
            return 0 if worker.work(self._post, now=now) else _LOOK_EVERY_S
        except SQLAlchemyError:
            # A full disk, a busy or restarting database: nothing was lost, it is looked at again.
            _log.warning("The worker could not reach the database", exc_info=True)
            return _AFTER_FAULT_S

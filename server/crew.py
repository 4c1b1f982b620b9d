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
from server.domain.dispatch import Outcome
from server.domain.letters import Letter
from server.outbound.mail import log_letter, send_letter
from server.outbound.push import send_push
from server.outbound.push_guard import PushGuard
from server.outbound.vapid import read_or_make_keys
from server.services import worker
from server.services.sync import new_id
from server.services.tellings import tell_of_the_day
from server.services.worker import Post

_LOOK_EVERY_S = 2.0
_AFTER_FAULT_S = 30.0
_TIDY_EVERY = timedelta(hours=1)
# How late after midnight a day may begin for somebody.
_TELL_EVERY = timedelta(minutes=10)
# A process that ends waits so long for what is being sent; the lease gives it to another afterwards.
_DRAIN_S = 18.0
_log = logging.getLogger(__name__)


def make_post(settings: Settings, guard: PushGuard | None = None) -> Post:
    """Say by which ways this installation sends, making its push keys if there are none; raises KeyFileError."""
    carry = (guard or PushGuard()).carry
    keys, contact = read_or_make_keys(settings.data), _find_contact(settings)
    return Post(mail=_find_mail(settings), push=lambda push: send_push(push, keys=keys, contact=contact, carry=carry))


def _find_mail(settings: Settings) -> Callable[[Letter, str], Outcome] | None:
    if settings.mail is not None:
        server = settings.mail
        return lambda letter, id: send_letter(server, letter, id=id)
    return (lambda letter, id: log_letter(letter, id=id)) if settings.is_demo else None


def _find_contact(settings: Settings) -> str:
    """Say by which address a push service reaches the operator (RFC 8292, 2.1)."""
    if settings.mail:
        return f"mailto:{settings.mail.sender}"
    is_public = settings.public_url.startswith("https://")
    return settings.public_url if is_public else "mailto:backrow@localhost.localdomain"


class Crew:
    """One thread over an app; `post` stands in for the ways out in tests."""

    def __init__(self, app: Flask, post: Post | None = None) -> None:
        self._app = app
        self._post = post or make_post(cast(Settings, app.config["BACKROW_SETTINGS"]))
        self._clock = cast(Callable[[], datetime], app.config["BACKROW_CLOCK"])
        self._leave = Event()
        self._tidied: datetime | None = None
        self._told: datetime | None = None
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
            if self._told is None or now - self._told >= _TELL_EVERY:
                tell_of_the_day(new_id, now=now)
                self._told = now
            return 0 if worker.work(self._post, now=now) else _LOOK_EVERY_S
        except SQLAlchemyError:
            # A full disk, a busy or restarting database: nothing was lost, it is looked at again.
            _log.warning("The worker could not reach the database", exc_info=True)
            return _AFTER_FAULT_S

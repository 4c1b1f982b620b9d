"""A line that is cut at any byte, on the way there or back: a push is stored whole or not at all, a page too.

`BACKROW_CUT_EVERY=1` cuts at every single byte; in the suite it is every so manieth.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest
import requests
from flask import Flask
from sqlalchemy import func, select
from werkzeug.serving import make_server

from server.storage.db import reading
from server.storage.tables.sync import change
from tests.cast import PASSWORD, Cast
from tests.device import Device, Web
from tests.web import NotTheOffice, Refused

EVERY = int(os.environ.get("BACKROW_CUT_EVERY", "11"))
_NO_ANSWER = (requests.RequestException, NotTheOffice)


@dataclass
class Scissors:
    """A line to the office that ends after so many bytes there, or back; None is never."""

    office: tuple[str, int]
    there: int | None = None
    back: int | None = None

    def carry(self, tablet: socket.socket) -> None:
        """Carry one request and its answer, and return when the office is done with it."""
        with tablet, socket.create_connection(self.office) as office:
            request = _read_request(tablet)
            with suppress(OSError):
                office.sendall(request[: self.there])
                office.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: _receive(office), b""))
            if self.there is None or self.there >= len(request):
                with suppress(OSError):
                    tablet.sendall(answer[: self.back])


def _read_request(tablet: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        got += _receive(tablet)
    head, _, body = got.partition(b"\r\n\r\n")
    sizes = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    while len(body) < int(sizes[0] if sizes else 0):
        body += _receive(tablet)
    return head + b"\r\n\r\n" + body


def _receive(line: socket.socket) -> bytes:
    try:
        return line.recv(65_536)
    except ConnectionResetError:
        return b""


@pytest.fixture
def line(app: Flask) -> Iterator[tuple[Scissors, str]]:
    """The office behind a line that can be cut; gives the line and the address at its near end."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    scissors = Scissors(("127.0.0.1", server.server_port))
    with socket.create_server(("127.0.0.1", 0)) as near:
        threading.Thread(target=_serve, args=(near, scissors), daemon=True).start()
        yield scissors, f"http://127.0.0.1:{near.getsockname()[1]}"
    server.shutdown()
    server.server_close()


def _serve(near: socket.socket, scissors: Scissors) -> None:
    with suppress(OSError):
        while True:
            scissors.carry(near.accept()[0])


@pytest.fixture
def tablet(cast: Cast, line: tuple[Scissors, str]) -> Device:
    """A tablet at the near end, with a visit of three items that are still to be sent."""
    web = Web(line[1])
    web.session.headers["Connection"] = "close"
    device = Device(web, web.sign_in(cast.coach.email, PASSWORD))
    scope = device.observe(cast.teacher.id)
    for number in range(3):
        device.tap(scope, t_ms=number, note="halving “twice”")
    return device


def count_stored(app: Flask, tablet: Device) -> int:
    with app.app_context(), reading() as connection:
        stored = select(func.count()).select_from(change).where(change.c.device == tablet.id)
        return int(connection.execute(stored).scalar_one())


def cut_until_whole(work: Callable[[], object], set_cut: Callable[[int], None], check: Callable[[], None]) -> int:
    """Cut a little later each time until the work is done; gives how many times it was cut."""
    for cuts in range(100_000):
        set_cut(cuts * EVERY)
        try:
            work()
        except _NO_ANSWER:
            check()
        else:
            return cuts
    raise AssertionError("the line is never long enough")


def test_a_push_that_is_cut_on_its_way_there_leaves_nothing_behind(
    app: Flask, tablet: Device, line: tuple[Scissors, str]
) -> None:
    def set_cut(at: int) -> None:
        line[0].there = at

    def check() -> None:
        assert count_stored(app, tablet) == 0
        assert len(tablet.outbox) == 4

    assert cut_until_whole(tablet.push, set_cut, check) > 500 / EVERY
    line[0].there = None
    assert count_stored(app, tablet) == 4
    assert tablet.account == {"contiguous": 4, "highest": 4, "missing": [], "forked": False}


def test_an_answer_that_is_cut_is_asked_for_again_and_nothing_is_doubled(
    app: Flask, tablet: Device, line: tuple[Scissors, str]
) -> None:
    def set_cut(at: int) -> None:
        line[0].back = at

    def check() -> None:
        assert count_stored(app, tablet) == 4
        assert len(tablet.outbox) == 4

    assert cut_until_whole(tablet.push, set_cut, check) > 500 / EVERY
    line[0].back = None
    assert tablet.outbox == []
    assert count_stored(app, tablet) == 4
    tablet.pull(digests=True)
    assert tablet.digest() == tablet.replica.digests


def test_a_page_that_is_cut_changes_nothing_on_the_tablet(tablet: Device, line: tuple[Scissors, str]) -> None:
    tablet.push()

    def set_cut(at: int) -> None:
        line[0].back = at

    def check() -> None:
        assert (tablet.replica.rows, tablet.replica.cursor) == ({}, None)

    assert cut_until_whole(lambda: tablet.pull(digests=True), set_cut, check) > 500 / EVERY
    assert tablet.digest() == tablet.replica.digests


def test_a_page_of_somebody_else_is_no_answer(cast: Cast) -> None:
    tablet = Device(cast.coach.client, cast.coach.id)
    with pytest.raises(Refused):
        tablet.ask("GET", "/api/v1/no-such-address")
    with pytest.raises(NotTheOffice):
        tablet.ask("GET", "/")

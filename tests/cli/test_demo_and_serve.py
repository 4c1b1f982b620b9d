"""`backrow demo` and `backrow serve`: a district to look at, and a server that ends when it is told to."""

from __future__ import annotations

import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from server.cli.processes import give_up_when_stalled
from tests.cli.conftest import ROOT, Shell


def count(shell: Shell, sentence: str) -> int:
    with sqlite3.connect(shell.data / "backrow.sqlite3") as database:
        return int(database.execute(sentence).fetchone()[0])


def test_the_demo_is_a_district_at_work(district: Shell) -> None:
    kinds = {
        kind: count(district, f"select count(*) from record where kind = '{kind}'")
        for kind in ("school", "person", "cycle", "observation")
    }
    assert kinds == {"school": 2, "person": 12, "cycle": 6, "observation": 13}
    assert count(district, "select count(*) from record where kind = 'evidence'") > 500
    assert count(district, "select count(*) from quarantine") == count(district, "select count(*) from held") == 0


def test_the_demo_made_again_stays_what_it_is_but_for_plans_that_have_passed(district: Shell) -> None:
    everything = "select count(*) || '-' || sum(length(fields)) from record"
    with sqlite3.connect(district.data / "backrow.sqlite3") as database:
        before = database.execute(everything).fetchone()
        database.execute('update change set fields = replace(fields, \'"event_on":"2\', \'"event_on":"1\')')
        database.execute('update record set fields = replace(fields, \'"event_on":"2\', \'"event_on":"1\')')
    again = district.run("demo", "--no-serve", "--json")
    assert again.code == 0, again.err
    assert json.loads(again.out)["people"][0]["email"] == "coach@demo.example"
    with sqlite3.connect(district.data / "backrow.sqlite3") as database:
        assert database.execute(everything).fetchone() == before
    assert count(district, "select count(*) from record where fields like '%event_on\":\"1%'") == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(shell: Shell, command: str, port: int) -> Iterator[subprocess.Popen[str]]:
    """A running server, killed at the latest at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "server", command],
        env=shell.environment(PORT=str(port)),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for(port)
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not come up in 30 s")


@pytest.mark.parametrize(
    ("command", "how"), [("serve", signal.SIGTERM), ("serve", signal.SIGINT), ("demo", signal.SIGINT)]
)
def test_the_server_ends_cleanly_when_told_to(district: Shell, command: str, how: signal.Signals) -> None:
    with serving(district, command, free_port()) as process:
        process.send_signal(how)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 0, err
        assert "Traceback" not in out + err
        assert not re.search(r"\bERROR\b", err)


def test_a_request_under_way_is_answered_before_the_end(district: Shell) -> None:
    port = free_port()
    body = b'{"email": "coach@demo.example", "password": "chalk on every sleeve"}'
    head = (
        f"POST /api/v1/session HTTP/1.1\r\nHost: localhost:{port}\r\nX-Requested-With: backrow\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    ).encode()
    with serving(district, "serve", port) as process, socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(head + body[:10])
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        slow.sendall(body[10:])
        answer = slow.makefile("rb").read()
        assert answer.startswith(b"HTTP/1.1 201"), answer[:200]
        assert process.wait(timeout=30) == 0


def test_a_port_that_is_taken_is_one_line(district: Shell) -> None:
    port = free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        ran = district.run("serve", PORT=str(port))
    assert (ran.code, ran.err.count("\n")) == (2, 1), ran.err
    assert ran.err.startswith("PORT: ")


def test_a_client_that_stalls_gives_its_thread_back() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        give_up_when_stalled(ours, 1)
        theirs.sendall(b"half a bo")
        assert ours.recv(100) == b"half a bo"
        began = time.monotonic()
        with pytest.raises(BlockingIOError):
            ours.recv(100)
        assert 0.5 < time.monotonic() - began < 5


def test_forty_slow_tablets_keep_nobody_waiting(district: Shell) -> None:
    port = free_port()
    head = f"POST /api/v1/session HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\n".encode()
    with serving(district, "serve", port), ExitStack() as crowd:
        for _ in range(40):
            slow = crowd.enter_context(socket.create_connection(("127.0.0.1", port)))
            slow.sendall(head + b"X-Requested-With: backrow\r\nContent-Length: 60000\r\n\r\n[")
        time.sleep(0.5)
        for _ in range(10):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                assert answer.read() == b"ready\n"

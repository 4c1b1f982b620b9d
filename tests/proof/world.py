"""A small district on a bad day: tablets, a network that fails, an office that crashes and is restored; the model."""

import copy
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any, Literal, cast

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, PoolProxiedConnection, Table, event, insert, select

from server.services.sync import new_id
from server.storage.db import db, reading, transaction
from server.storage.tables import sync as tables
from tests.cast import Person, add_person, make_spaces
from tests.conftest import Clock
from tests.device import Change, Device, Page, PushAnswer, Refused, Store, write_instant
from tests.proof.model import Model, Sent
from tests.web import Reply

Fault = Literal["none", "request lost", "answer lost", "twice", "crash"]
FAULTS: tuple[Fault, ...] = ("none", "none", "none", "request lost", "answer lost", "twice", "crash")
KEPT: tuple[Table, ...] = (
    tables.change,
    tables.record,
    tables.membership,
    tables.device,
    tables.held,
    tables.quarantine,
)


class Offline(Exception):
    """The network gave no answer."""


class CrashedError(RuntimeError):
    """The office died before its commit."""


@dataclass(frozen=True)
class Office:
    app: Flask
    clock: Clock


@dataclass
class Network:
    """What lies between a tablet and the office: it tells the model what arrives and checks what is handed out."""

    client: FlaskClient
    world: "World"
    user: str
    fault: Fault = "none"
    is_told: bool = True

    def open(
        self, path: str, *, method: str, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        fault, self.fault = self.fault, "none"
        if fault == "request lost":
            raise Offline
        ask = partial(self._ask, path, method, data, headers)
        reply = self.world.crash(ask) if fault == "crash" else ask()
        if reply.status_code == 500:
            raise Offline
        self._tell_world(path, reply)
        if fault == "twice":
            ask()
        if fault == "answer lost":
            raise Offline
        return reply

    def _ask(self, path: str, method: str, data: bytes | None, headers: Mapping[str, str] | None) -> Reply:
        return cast(Reply, self.client.open(path, method=method, data=data, headers=headers))

    def _tell_world(self, path: str, reply: Reply) -> None:
        if reply.status_code != 200 or not self.is_told:
            return
        body = json.loads(reply.get_data())
        if path.endswith("/push"):
            self.world.pushed(cast(PushAnswer, body))
        elif "/pull" in path:
            self.world.handed_out(self.user, cast(Page, body))


class Tablet(Device):
    """A device that notes what it is about to send, so that the model learns of it even if no answer comes."""

    http: Network

    def send(self, changes: Any, **envelope: Any) -> PushAnswer:
        listed = list(changes)
        self.http.world.under_way = (self.user, str(envelope.get("device", self.id)), listed)
        return super().send(listed, **envelope)


@dataclass
class World:
    office: Office
    people: list[Person] = field(default_factory=list)
    tablets: list[Tablet] = field(default_factory=list)
    scopes: list[str] = field(default_factory=list)
    under_way: tuple[str, str, Sequence[Change]] = ("", "", ())
    backup: tuple[dict[str, Any], Model] | None = None
    faults: int = 0
    # After a restore that nobody was told of, the same may stand under other numbers.
    has_forgotten: bool = False

    def __post_init__(self) -> None:
        with self.office.app.app_context(), transaction() as connection:
            home, _ = make_spaces(connection)
        self.space = home
        names = (("ana", "coach"), ("cleo", "coach"), ("tom", "teacher"))
        self.people = [add_person(self.office.app, home, f"{name}-{new_id()[-6:]}", role) for name, role in names]  # type: ignore[arg-type]
        self.model = Model(
            coaches=frozenset(person.id for person in self.people[:2]),
            people=frozenset(person.id for person in self.people),
        )
        self.tablets = [self.make_tablet(self.people[place]) for place in (0, 0, 1, 2)]

    def make_tablet(self, person: Person, store: Store | None = None, id: str | None = None) -> Tablet:
        return Tablet(cast(Any, Network(person.client, self, person.id)), person.id, store=store, id=id)

    # --- what the network tells

    def pushed(self, answer: PushAnswer) -> None:
        """The office has committed a push: the model takes it too, and both must say the same of each change."""
        user, device, changes = self.under_way
        ids = [change["id"] for change in changes]
        for place, change in enumerate(changes):
            self.model.take(Sent(change, user, device, answer["received_at"]), ids[place + 1 :])
        # What one of them made visible may stand before it in the same push: the answer tells how it ended.
        for change, result in zip(changes, answer["results"], strict=True):
            said = self.model.find_fate(change["id"])
            status = "applied" if result["status"] == "duplicate" else result["status"]
            assert status == said, f"{change} is {result}, and should be {said}"

    def handed_out(self, user: str, page: Page) -> None:
        """No device ever holds a row its user could not read at that time."""
        for row in page["records"]:
            named = str(row["fields"]["scope"]) if row["kind"] == "membership" else None
            assert self.model.may_read(user, row["scope"], named), f"{row} was handed to {user}"

    def crash(self, work: Callable[[], Reply]) -> Reply:
        """Let the office die when it is about to commit what it numbered, if it comes to that; gives its answer."""
        with self.office.app.app_context():
            engine = db.engine
        dialect, numbered = engine.dialect, set[int]()
        commit = dialect.do_commit

        def notice(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
            if statement.startswith("UPDATE space SET head"):
                numbered.add(id(connection.connection.dbapi_connection))

        def die(connection: PoolProxiedConnection) -> None:
            if id(connection.dbapi_connection) in numbered:
                numbered.clear()  # what the same connection commits next is another matter
                dialect.do_rollback(connection)
                raise CrashedError
            commit(connection)

        event.listen(engine, "before_cursor_execute", notice)
        dialect.do_commit = die  # type: ignore[method-assign,assignment]
        try:
            return work()
        finally:
            dialect.do_commit = commit  # type: ignore[method-assign]
            event.remove(engine, "before_cursor_execute", notice)

    # --- what happens on a bad day

    def step(self, random: Random) -> Tablet:
        """Let one thing happen; gives the tablet that it happened to, as it is after."""
        place = random.randrange(len(self.tablets))
        tablet = self.tablets[place]
        happening = random.choices(
            [self._record, self._edit, self._share, self._push, self._pull, self._break],
            [4, 3, 2, 4, 4, 1],
        )[0]
        happening(tablet, random)
        return self.tablets[place]

    def _record(self, tablet: Tablet, random: Random) -> None:
        tablet.at = write_instant(self.office.clock().timestamp() + random.choice([0, 1, -7200, 10**8]))
        if not self.scopes or (random.random() < 0.2 and tablet.user in self.model.coaches):
            if tablet.user in self.model.coaches:
                self.scopes.append(tablet.observe(self.people[2].id))
            return
        tablet.tap(random.choice(self.scopes), t_ms=random.randrange(1000), note=random.choice(["", "why?", "again"]))

    def _edit(self, tablet: Tablet, random: Random) -> None:
        records = [
            (row["record"], row["kind"], row["scope"])
            for row in tablet.replica.rows.values()
            if row["kind"] in ("evidence", "observation") and not row.get("deleted")
        ]
        records += [(one["record"], one["kind"], one["scope"]) for one in tablet.outbox if one["kind"] == "evidence"]
        if not records:
            return
        record, kind, scope = random.choice(records)
        prose = "title" if kind == "observation" else "note"
        fields = random.choice(
            [{prose: random.choice("abcd")}, {"context_notes" if kind == "observation" else "starred": None}]
        )
        gone = kind == "evidence" and random.random() < 0.2
        tablet.save(kind, scope, None if gone else cast(Any, fields), record=record)

    def _share(self, tablet: Tablet, random: Random) -> None:
        if self.scopes:
            whom, role = random.choice(self.people).id, random.choice(["observer", "reader", "owner", "teacher"])
            state = random.choice(["granted", "granted", "revoked"])
            tablet.grant(random.choice(self.scopes), whom, role, state)

    def _push(self, tablet: Tablet, random: Random) -> None:
        tablet.http.fault = random.choice(FAULTS)
        self.faults += tablet.http.fault != "none"
        waiting = [change for change in tablet.outbox if random.random() < 0.8]
        part = random.choice([None, None, waiting[: len(waiting) // 2], waiting[::-1]])
        self._try(tablet, lambda: tablet.push(part and [one for one in part if self._is_of(tablet, one)]))

    def _is_of(self, tablet: Tablet, change: Change) -> bool:
        return change in tablet.store.list_changes("waiting", device=tablet.id)

    def _pull(self, tablet: Tablet, random: Random) -> None:
        if random.random() < 0.2:
            tablet.http.fault = "answer lost"
            self.faults += 1
        self._try(tablet, random.choice([tablet.sync, tablet.sync, tablet.resync, tablet.pull]))

    def _break(self, tablet: Tablet, random: Random) -> None:
        match random.choice(["kill", "kill", "clock", "backup", "restore"]):
            case "kill":
                self.tablets[self.tablets.index(tablet)] = self.kill(tablet)
            case "clock":
                self.office.clock.now += timedelta(seconds=random.choice([60, 3600, -1800]))
            case "backup":
                self.back_up()
            case "restore":
                self.restore(forgets_gen=random.random() < 0.5)
        self.faults += 1

    def kill(self, tablet: Tablet) -> Tablet:
        """End a tablet without warning: what comes back is what its disk holds."""
        return Tablet(cast(Any, Network(tablet.http.client, self, tablet.user)), tablet.user, store=tablet.store)

    def _try(self, tablet: Tablet, act: Any) -> None:
        try:
            act()
        except Offline:
            pass
        except Refused as refused:
            if refused.code != "resync":
                raise

    def rest(self) -> None:
        """Let everybody meet a good network until nothing moves any more."""
        for _ in range(3):
            for tablet in self.tablets:
                tablet.check()

    # --- the office's disk

    def back_up(self) -> None:
        self.backup = self.read_disk(), copy.deepcopy(self.model)

    def restore(self, *, forgets_gen: bool) -> None:
        if self.backup is None:
            return
        disk, model = self.backup
        self.has_forgotten |= forgets_gen
        self.model = copy.deepcopy(model)
        with self.office.app.app_context(), transaction() as connection:
            for table in KEPT:
                connection.execute(table.delete().where(table.c.space_id == self.space.space_id))
                if disk[table.name]:
                    connection.execute(insert(table), disk[table.name])
            gen = {} if forgets_gen else {"gen": new_id()}
            ours = tables.space.update().where(tables.space.c.space_id == self.space.space_id)
            connection.execute(ours.values(head=disk["head"], **gen))

    def read_disk(self) -> dict[str, Any]:
        """Read what the office keeps of the district, but for when it saw whom."""
        with self.office.app.app_context(), reading() as connection:
            kept: dict[str, Any] = {}
            for table in KEPT:
                found = connection.execute(select(table).where(table.c.space_id == self.space.space_id))
                kept[table.name] = [dict(row) for row in found.mappings()]
            head = select(tables.space.c.head).where(tables.space.c.space_id == self.space.space_id)
            return {**kept, "head": connection.execute(head).scalar_one()}

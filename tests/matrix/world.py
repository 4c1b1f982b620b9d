"""A district with everybody in it, and the same lesson, cycle and photo in every state that sharing knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from flask import Flask
from flask.testing import FlaskClient

from server.domain.protocol import hash_protocol
from server.services.people import set_active
from server.services.protocols import get_library_protocol, install_library
from server.storage.db import in_transaction
from tests.api.test_blobs import attach, draw
from tests.cast import BEGINNING, PASSWORD, Cast, Person, add_person
from tests.device import Device, Fields, make_id
from tests.lessons import author

OURS = {"X-Requested-With": "backrow", "Content-Type": "application/json"}

Name = Literal[
    "nobody", "coach", "co_observer", "reader", "another_coach", "teacher", "another_teacher", "administrator",
    "administrator_who_coaches", "former_observer", "other_district", "revoked_device", "who_left",
]  # fmt: skip
NAMES: tuple[Name, ...] = get_args(Name)
# Whose session the server has ended, or who never had one.
OUTSIDE = frozenset({"nobody", "revoked_device", "who_left"})

State = Literal[
    "private", "shared", "unshared", "consented_by_both", "consented_by_coach", "consented_by_teacher", "deleted",
    "of_an_administrator", "of_other_district",
]  # fmt: skip
STATES: tuple[State, ...] = get_args(State)

_NAMED = frozenset({"coach", "co_observer", "reader"})
_WITH_TEACHER = _NAMED | {"teacher"}
#: The wall in one table: who may see what is in each state. Nobody else may.
SEES: dict[State, frozenset[str]] = {
    "private": _NAMED,
    "shared": _WITH_TEACHER,
    "unshared": _NAMED,
    "consented_by_both": _WITH_TEACHER | {"administrator"},
    "consented_by_coach": _WITH_TEACHER,
    "consented_by_teacher": _WITH_TEACHER,
    "deleted": _WITH_TEACHER,
    # An administrator who coaches sees the lessons that they observed themselves; their colleague does not.
    "of_an_administrator": frozenset({"administrator_who_coaches"}),
    "of_other_district": frozenset({"other_district"}),
}


_BODY = get_library_protocol("fill-plus")
PROTOCOL: Fields = {
    "protocol": "fill-plus",
    "protocol_version": _BODY["version"],
    "protocol_hash": hash_protocol(_BODY),
}


@dataclass(frozen=True)
class Thing:
    """A lesson, its item, its photo, and the cycle it belongs to, all in one state."""

    observation: str
    item: str
    photo: str
    cycle: str

    @property
    def scopes(self) -> tuple[str, str]:
        return f"observation:{self.observation}", f"cycle:{self.cycle}"


@dataclass
class World:
    app: Flask
    people: dict[str, Person]
    #: A person of the district whom nobody minds being edited, and a school.
    spare: Person
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    things: dict[State, Thing] = field(default_factory=dict)

    def client(self, name: Name) -> FlaskClient:
        return self.clients[name]

    def user(self, name: Name) -> str:
        """Give the id of whoever asks; for nobody, one that they claim to be."""
        return self.people.get(name, self.people["coach"]).id

    def fresh(self, name: Name) -> FlaskClient:
        """Sign in once more, for what ends a session; who cannot sign in asks with what they have."""
        if name in OUTSIDE:
            return self.clients[name]
        return sign_in(self.app, self.people[name])


def sign_in(app: Flask, person: Person) -> FlaskClient:
    client = app.test_client()
    body = {"email": person.email, "password": PASSWORD}
    assert client.post("/api/v1/session", json=body, headers=OURS).status_code == 201
    return client


def make_world(app: Flask, cast: Cast) -> World:
    home = cast.coach.space
    with app.app_context():
        for person in (cast.coach, cast.foreigner):
            in_transaction(lambda connection, person=person: install_library(connection, author(person)))  # type: ignore[misc]
    people = {
        "coach": cast.coach,
        "co_observer": cast.observer,
        "reader": add_person(app, home, "rita", "coach"),
        "another_coach": cast.stranger,
        "teacher": cast.teacher,
        "another_teacher": add_person(app, home, "uma", "teacher"),
        "administrator": cast.administrator,
        "administrator_who_coaches": add_person(app, home, "bea", "administrator", "coach"),
        "former_observer": add_person(app, home, "fay", "coach"),
        "other_district": cast.foreigner,
        "revoked_device": cast.coach,
        "who_left": add_person(app, home, "lou", "coach"),
    }
    world = World(app, people, add_person(app, home, "spot", "teacher"))
    world.clients["nobody"] = app.test_client()
    for name, person in people.items():
        world.clients[name] = sign_in(app, person) if name == "revoked_device" else person.client
    tablet = people["coach"].tablet()
    for state in STATES:
        world.things[state] = _make_thing(world, tablet, state)
    _let_go(world)
    return world


def _make_thing(world: World, tablet: Device, state: State) -> Thing:
    if state == "of_other_district":
        tablet = world.people["other_district"].tablet()
        return _record(tablet, world.people["other_district"], tablet.user)
    if state == "of_an_administrator":
        coach = world.people["administrator_who_coaches"]
        return _record(coach.tablet(), coach, world.people["teacher"].id)
    thing = _record(tablet, world.people["coach"], world.people["teacher"].id)
    _name(world, tablet, thing)
    if state != "private":
        _share(world, tablet, thing, is_ended=state == "unshared")
    for side, ends in ((tablet, ("both", "coach")), (world.people["teacher"].tablet(), ("both", "teacher"))):
        if state.startswith("consented") and state.endswith(ends):
            for scope in thing.scopes:
                side.save(
                    "consent", scope, {"reader": world.people["administrator"].id, "by": side.user, "given": True}
                )
            _push(side)
    if state == "deleted":
        tablet.pull()
        tablet.delete(thing.observation)
        tablet.delete(thing.cycle)
        _push(tablet)
    return thing


def _record(tablet: Device, coach: Person, teacher: str) -> Thing:
    cycle = tablet.make("cycle", "", {"title": "Wait time", "teachers": [teacher], "event_on": "2026-12-01"})
    cycle["scope"] = f"cycle:{cycle['id']}"
    tablet.keep(cycle)
    scope = tablet.observe(teacher, cycle=cycle["id"], ended_ms=60_000, **PROTOCOL)
    item = tablet.tap(scope, code="SQ", note="two hands up")["record"]
    photo = attach(tablet, coach, scope, draw(size=(40, 30)))
    photo.send_all()
    return Thing(scope.partition(":")[2], item, photo.record, cycle["id"])


def _name(world: World, tablet: Device, thing: Thing) -> None:
    """Let others in by name, and one of them out again."""
    for scope in thing.scopes:
        for name, role in (("co_observer", "observer"), ("reader", "reader"), ("former_observer", "observer")):
            tablet.grant(scope, world.people[name].id, role)
        tablet.revoke(scope, world.people["former_observer"].id)
    _push(tablet)


def _share(world: World, tablet: Device, thing: Thing, *, is_ended: bool) -> None:
    for scope in thing.scopes:
        for state in ("granted", "revoked") if is_ended else ("granted",):
            tablet.grant(scope, world.people["teacher"].id, "teacher", state)
    _push(tablet)


def _push(tablet: Device) -> None:
    results = tablet.push()
    assert {result["status"] for result in results} <= {"applied", "duplicate"}, results


def _let_go(world: World) -> None:
    """End the sessions of a device that is revoked, and of somebody who left."""
    revoked, device = world.clients["revoked_device"], make_id()[:14] + "4" + make_id()[15:]
    met = {"device": device, "name": "Lost tablet", "app": "1.0.0"}
    assert revoked.put("/api/v1/me/devices", json=met, headers=OURS).status_code == 204
    wish = {"device": device, "revoked": True}
    assert world.clients["coach"].post("/api/v1/me/devices", json=wish, headers=OURS).status_code == 204
    with world.app.app_context():
        set_active(world.people["who_left"].email, is_active=False, now=BEGINNING)

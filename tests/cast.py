"""The standing cast: who is who in the tests.

Ana coaches, Tom is her teacher, Cleo is a second coach who observes with her, Ada administers the district, Sam
coaches there too but has nothing to do with any of it, and Zoe coaches in another district.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection

from server.domain.changes import Draft
from server.domain.json_values import JsonObject
from server.domain.people import Role
from server.services.passwords import hash_password
from server.services.spaces import make_space
from server.services.sync import commit_changes, new_id
from server.storage.db import in_transaction
from server.storage.people import Account, insert_account
from server.storage.spaces import Space
from tests.device import Device

PASSWORD = "a lesson seen from the back row"
BEGINNING = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@cache
def _hash() -> str:
    return hash_password(PASSWORD)


@dataclass(frozen=True)
class Person:
    """A person with an account."""

    app: Flask
    space: Space
    id: str
    email: str
    roles: tuple[Role, ...]
    clients: list[FlaskClient] = field(default_factory=list)

    @property
    def client(self) -> FlaskClient:
        """A browser in which this person is signed in, always the same one."""
        if not self.clients:
            client = self.app.test_client()
            body = {"email": self.email, "password": PASSWORD}
            reply = client.post("/api/v1/session", json=body, headers={"X-Requested-With": "backrow"})
            assert reply.status_code == 201, reply.text
            self.clients.append(client)
        return self.clients[0]

    def fresh_client(self) -> FlaskClient:
        """Another browser with the same session, for use in another thread."""
        cookie = self.client.get_cookie("backrow-session")
        assert cookie is not None
        client = self.app.test_client()
        client.set_cookie("backrow-session", cookie.value)
        return client

    def tablet(self) -> Device:
        """A new tablet with this person signed in."""
        return Device(self.client, self.id)


@dataclass(frozen=True)
class Cast:
    coach: Person
    teacher: Person
    observer: Person
    administrator: Person
    stranger: Person
    foreigner: Person


def make_cast(app: Flask) -> Cast:
    with app.app_context():
        home, elsewhere = in_transaction(make_spaces)
        return Cast(
            coach=add_person(app, home, "ana", "coach"),
            teacher=add_person(app, home, "tom", "teacher"),
            observer=add_person(app, home, "cleo", "coach"),
            administrator=add_person(app, home, "ada", "administrator"),
            stranger=add_person(app, home, "sam", "coach"),
            foreigner=add_person(app, elsewhere, "zoe", "coach"),
        )


def make_spaces(connection: Connection) -> tuple[Space, Space]:
    return make_space(connection, "Harbor District"), make_space(connection, "Hill District")


def add_person(app: Flask, space: Space, name: str, *roles: Role) -> Person:
    """Add a person to a space, with the standing password."""
    person = Person(app, space, new_id(), f"{name}@{space.space_id[-4:]}.example", roles)
    fields: JsonObject = {"name": name.title(), "roles": list(roles), "language": "en", "active": True}
    draft = Draft("person", f"space:{space.space_id}", fields, id=person.id)
    account = Account(space.space_id, person.id, person.email, _hash(), {}, space.name, space.gen)
    with app.app_context():
        commit_changes(space.space_id, person.id, [draft], BEGINNING)
        in_transaction(lambda connection: insert_account(connection, account, at="2026-11-22T08:00:00.000Z"))
    return person

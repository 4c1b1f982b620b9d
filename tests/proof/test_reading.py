"""Who may read, over random grants, revocations, words of consent and changes of teacher: nobody else gets a thing.

A day has two lessons. After each happening everybody pulls, on a tablet that pulls on and on a new one that begins from
zero, and holds exactly the lessons that the few lines of `Rights` say. `BACKROW_READING_DAYS` days of 40 happenings.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import pytest

from server.domain import consents
from server.domain.people import Role
from server.services import sync_apply
from server.services.sync import new_id
from server.storage.db import transaction
from server.storage.memberships import follow_grants
from tests.cast import Person, add_person, make_spaces
from tests.device import Device
from tests.proof.world import Office
from tests.wire import Fields

DAYS = int(os.environ.get("BACKROW_READING_DAYS", "2"))
HAPPENINGS = 40
CAST: dict[str, Role] = {
    "ana": "coach",
    "cleo": "coach",
    "tom": "teacher",
    "tess": "teacher",
    "ada": "administrator",
}
ROLES = ("teacher", "observer", "reader")


@dataclass
class Rights:
    """Who may read one lesson, as `server/SYNC.md` says it: members, and an administrator by everybody's word."""

    owner: str
    teacher: str
    members: dict[str, str] = field(default_factory=dict)
    words: dict[str, bool] = field(default_factory=dict)

    def list_readers(self, administrator: str) -> set[str]:
        readers = {self.owner, *self.members}
        is_there = self.members.get(self.teacher) == "teacher"
        if is_there and all(self.words.get(who, False) for who in self.list_sides()):
            readers.add(administrator)
        return readers

    def list_sides(self) -> list[str]:
        """Name those whose word counts: the owner, and who is in it as its teacher."""
        return [self.owner, *(who for who, role in self.members.items() if role == "teacher")]


class Day:
    """A small district in which much is shared and taken back."""

    def __init__(self, office: Office) -> None:
        with office.app.app_context(), transaction() as connection:
            home, elsewhere = make_spaces(connection)
        made = {name: add_person(office.app, home, f"{name}-{new_id()[-6:]}", role) for name, role in CAST.items()}
        foreigner = add_person(office.app, elsewhere, f"zoe-{new_id()[-6:]}", "coach")
        self.people: dict[str, Person] = {person.id: person for person in (*made.values(), foreigner)}
        self.tablets: dict[str, Device] = {id: person.tablet() for id, person in self.people.items()}
        self.coaches, self.teachers = [made[name].id for name in ("ana", "cleo")], [made["tom"].id, made["tess"].id]
        self.administrator = made["ada"].id
        self.lessons: dict[str, Rights] = {}
        self.said: dict[tuple[str, str], str] = {}
        for coach, teacher in zip(self.coaches, self.teachers, strict=True):
            scope = self.tablets[coach].observe(teacher)
            self.tablets[coach].tap(scope, note="two hands up")
            self.tablets[coach].sync()
            self.lessons[scope] = Rights(coach, teacher)

    def live(self, random: Random) -> None:
        """Let things happen one by one; nobody ever holds what is not theirs, or misses what is."""
        for _ in range(HAPPENINGS):
            happenings = [self.share, self.take_back, self.say, self.rename, self.tap]
            happening = random.choices(happenings, [4, 2, 6, 1, 2])[0]
            happening(*random.choice(list(self.lessons.items())), random)
            self.look(random)

    def share(self, scope: str, rights: Rights, random: Random) -> None:
        whom = random.choice([who for who in self.people if who != rights.owner])
        role = random.choice(ROLES)
        self.tablets[rights.owner].grant(scope, whom, role)
        self.tablets[rights.owner].sync()
        # An administrator comes in by words, and the other district is nobody's.
        if self.people[whom].roles != ("administrator",) and whom in self.at_home():
            rights.members[whom] = role

    def at_home(self) -> set[str]:
        return {*self.coaches, *self.teachers, self.administrator}

    def take_back(self, scope: str, rights: Rights, random: Random) -> None:
        if rights.members:
            whom = random.choice(list(rights.members))
            self.tablets[rights.owner].revoke(scope, whom, rights.members.pop(whom))
            self.tablets[rights.owner].sync()

    def say(self, scope: str, rights: Rights, random: Random) -> None:
        who = random.choice(rights.list_sides())
        given = random.random() < 0.8
        tablet = self.tablets[who]
        tablet.sync()
        fields: Fields = {"reader": self.administrator, "by": who, "given": given}
        made = tablet.save("consent", scope, fields, record=self.said.get((scope, who)))
        self.said[scope, who] = made["record"]
        tablet.sync()
        rights.words[who] = given

    def rename(self, scope: str, rights: Rights, random: Random) -> None:
        rights.teacher = random.choice(self.teachers)
        self.tablets[rights.owner].edit(scope.partition(":")[2], teacher=rights.teacher)
        self.tablets[rights.owner].sync()

    def tap(self, scope: str, rights: Rights, _random: Random) -> None:
        self.tablets[rights.owner].tap(scope, note="again")
        self.tablets[rights.owner].sync()

    def look(self, random: Random) -> None:
        for who, person in self.people.items():
            may = {scope for scope, rights in self.lessons.items() if who in rights.list_readers(self.administrator)}
            fresh = person.tablet()
            fresh.pull(digests=True)
            assert read(fresh) == may, f"{person.email} from zero"
            assert {scope for scope in fresh.replica.digests if scope in self.lessons} == may, (
                f"{person.email}, digests"
            )
            for scope in self.lessons:
                reply = person.client.get(f"/api/v1/records/{scope.partition(':')[2]}/history")
                assert (reply.status_code == 200) == (scope in may), f"{person.email}, history"
            if random.random() < 0.5:
                self.tablets[who].pull()
                assert read(self.tablets[who]) == may, f"{person.email}, going on"


def read(tablet: Device) -> set[str]:
    """The lessons of which a tablet holds anything at all, or knows who is in them."""
    rows = tablet.replica.rows.values()
    own = f"user:{tablet.user}"
    named = {str(row["fields"].get("scope")) for row in rows if row["kind"] == "membership" and row["scope"] != own}
    return {scope for scope in {row["scope"] for row in rows} | named if scope.startswith("observation:")}


@pytest.mark.parametrize("day", range(DAYS))
def test_everybody_holds_what_is_theirs_to_read_and_nothing_else(office: Office, day: int) -> None:
    Day(office).live(Random(day))


def one_word_is_enough(patch: pytest.MonkeyPatch) -> None:
    """An administrator comes in by the coach's word alone."""
    patch.setattr(consents, "is_agreed", lambda words, owners, teachers: any(w.given and w.by in owners for w in words))


def what_was_shared_stays(patch: pytest.MonkeyPatch) -> None:
    """A membership that was revoked is still read by."""
    patch.setattr(
        sync_apply,
        "follow_grants",
        lambda connection, space, first, grants: follow_grants(
            connection, space, first, [one for one in grants if one.role is not None]
        ),
    )


@pytest.mark.parametrize("hole", [one_word_is_enough, what_was_shared_stays], ids=lambda hole: hole.__name__)
def test_a_hole_comes_out(
    office: Office, hole: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    hole(monkeypatch)
    with pytest.raises(AssertionError, match=r"from zero|digests|history|going on"):
        Day(office).live(Random(0))

"""Who may read, over random grants, revocations, words of consent, changes of teacher, of roles, and people who leave.

A day has two lessons and two coaching cycles. After each happening everybody pulls, on a tablet that pulls on and on a
new one that begins from zero, and holds exactly the scopes that the few lines of `Rights` say.
`BACKROW_READING_DAYS` days of 60 happenings.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import pytest

from server.domain import consents
from server.domain.json_values import Json
from server.domain.people import Role
from server.services import sync_apply
from server.services.sync import new_id
from server.storage.db import transaction
from server.storage.memberships import follow_grants
from tests.cast import PASSWORD, Person, add_person, make_spaces
from tests.device import Device
from tests.proof.world import Office
from tests.wire import Fields

DAYS = int(os.environ.get("BACKROW_READING_DAYS", "2"))
HAPPENINGS = 60
# By then a hole has come out.
MOST_DAYS = 5
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
    """Who may read a lesson or a cycle, as `server/SYNC.md` says: members, and an administrator by everybody's word."""

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
        self.scopes: dict[str, Rights] = {}
        self.said: dict[tuple[str, str], str] = {}
        self.gone: set[str] = set()
        self.promoted: set[str] = set()
        for coach, teacher in zip(self.coaches, self.teachers, strict=True):
            tablet = self.tablets[coach]
            lesson = tablet.observe(teacher)
            tablet.tap(lesson, note="two hands up")
            cycle = tablet.make("cycle", "", {"title": "Wait time", "teachers": [teacher]})
            cycle["scope"] = f"cycle:{cycle['id']}"
            tablet.keep(cycle)
            tablet.save("reflection", cycle["scope"], {"text": "what I saw"})
            tablet.sync()
            self.scopes.update({lesson: Rights(coach, teacher), cycle["scope"]: Rights(coach, teacher)})

    def live(self, random: Random) -> None:
        """Let things happen one by one; nobody ever holds what is not theirs, or misses what is."""
        happenings = {
            self.share: 4, self.take_back: 2, self.say: 6, self.rename: 1, self.write: 2, self.delete: 1,
            self.leave_or_return: 1, self.change_roles: 1,
        }  # fmt: skip
        for _ in range(HAPPENINGS):
            happening = random.choices(list(happenings), list(happenings.values()))[0]
            happening(*random.choice(list(self.scopes.items())), random)
            self.look(random)

    def is_there(self, who: str) -> bool:
        """Whether somebody can act as a coach or a teacher now."""
        return who not in self.gone | self.promoted

    def share(self, scope: str, rights: Rights, random: Random) -> None:
        whom = random.choice([who for who in self.people if who != rights.owner])
        role = random.choice(ROLES)
        if not self.is_there(rights.owner):
            return
        self.tablets[rights.owner].grant(scope, whom, role)
        self.tablets[rights.owner].sync()
        # An administrator comes in by words, and the other district is nobody's.
        if whom in {*self.coaches, *self.teachers} - self.promoted:
            rights.members[whom] = role

    def take_back(self, scope: str, rights: Rights, random: Random) -> None:
        if rights.members and self.is_there(rights.owner):
            whom = random.choice(list(rights.members))
            self.tablets[rights.owner].revoke(scope, whom, rights.members.pop(whom))
            self.tablets[rights.owner].sync()

    def say(self, scope: str, rights: Rights, random: Random) -> None:
        who = random.choice(rights.list_sides())
        given = random.random() < 0.8
        if not self.is_there(who):
            return
        tablet = self.tablets[who]
        tablet.sync()
        fields: Fields = {"reader": self.administrator, "by": who, "given": given}
        made = tablet.save("consent", scope, fields, record=self.said.get((scope, who)))
        self.said[scope, who] = made["record"]
        tablet.sync()
        rights.words[who] = given

    def rename(self, scope: str, rights: Rights, random: Random) -> None:
        teacher = random.choice(self.teachers)
        if self.is_there(rights.owner):
            rights.teacher = teacher
            named: Fields = {"teacher": teacher} if scope.startswith("observation:") else {"teachers": [teacher]}
            self.tablets[rights.owner].edit(scope.partition(":")[2], **named)
            self.tablets[rights.owner].sync()

    def write(self, scope: str, rights: Rights, _random: Random) -> None:
        if self.is_there(rights.owner):
            tablet = self.tablets[rights.owner]
            if scope.startswith("observation:"):
                tablet.tap(scope, note="again")
            else:
                tablet.save("reflection", scope, {"text": "again"})
            tablet.sync()

    def delete(self, scope: str, rights: Rights, _random: Random) -> None:
        """A tombstone is read by those who could read what it was, and by nobody else."""
        if self.is_there(rights.owner):
            tablet = self.tablets[rights.owner]
            rows = tablet.replica.rows.values()
            kinds = ("evidence", "reflection")
            here = [row for row in rows if row["scope"] == scope and row["kind"] in kinds and not row.get("deleted")]
            if len(here) > 1:
                tablet.delete(here[0]["record"])
                tablet.sync()

    def leave_or_return(self, _scope: str, _rights: Rights, random: Random) -> None:
        """What was shared with somebody who left is theirs again when they come back."""
        who = random.choice([*self.coaches, *self.teachers])
        self.put(f"{who}/active", {"active": who in self.gone})
        self.gone ^= {who}
        if who not in self.gone:
            self.sign_in(who)

    def change_roles(self, _scope: str, _rights: Rights, random: Random) -> None:
        """Whoever becomes an administrator loses what coaches had shown them, and it does not come back by itself."""
        who = random.choice(self.coaches)
        if who in self.gone:
            return
        self.promoted ^= {who}
        roles: list[Json] = ["administrator"] if who in self.promoted else ["coach"]
        person = self.people[who]
        self.put(who, {"name": "Sam", "roles": roles, "email": person.email, "school": None, "language": "en"})
        self.sign_in(who)
        for rights in self.scopes.values():
            rights.members.pop(who, None)

    def put(self, path: str, body: Fields) -> None:
        client = self.people[self.administrator].client
        reply = client.put(f"/api/v1/people/{path}", json=body, headers={"X-Requested-With": "backrow"})
        assert reply.status_code == 200, reply.text

    def sign_in(self, who: str) -> None:
        """Begin a new session in the same browser: the one before has ended."""
        person = self.people[who]
        body = {"email": person.email, "password": PASSWORD}
        reply = person.client.post("/api/v1/session", json=body, headers={"X-Requested-With": "backrow"})
        assert reply.status_code == 201, reply.text

    def look(self, random: Random) -> None:
        for who, person in self.people.items():
            if who in self.gone:
                assert person.client.get("/api/v1/sync/pull", query_string={"proto": 1, "user": who}).status_code == 401
                continue
            may = {scope for scope, rights in self.scopes.items() if who in rights.list_readers(self.administrator)}
            fresh = person.tablet()
            fresh.pull(digests=True)
            assert read(fresh) == may, f"{person.email} from zero"
            assert {scope for scope in fresh.replica.digests if scope in self.scopes} == may, f"{person.email}, digests"
            for scope in self.scopes:
                reply = person.client.get(f"/api/v1/records/{scope.partition(':')[2]}/history")
                assert (reply.status_code == 200) == (scope in may), f"{person.email}, history"
            if random.random() < 0.5:
                self.tablets[who].pull()
                assert read(self.tablets[who]) == may, f"{person.email}, going on"


def read(tablet: Device) -> set[str]:
    """The lessons and cycles of which a tablet holds anything at all, or knows who is in them."""
    rows = tablet.replica.rows.values()
    own = f"user:{tablet.user}"
    named = {str(row["fields"].get("scope")) for row in rows if row["kind"] == "membership" and row["scope"] != own}
    return {scope for scope in {row["scope"] for row in rows} | named if scope.startswith(("observation:", "cycle:"))}


@pytest.mark.parametrize("day", range(DAYS))
def test_everybody_holds_what_is_theirs_to_read_and_nothing_else(office: Office, day: int) -> None:
    Day(office).live(Random(day))


def live_days(office: Office, days: int) -> None:
    for day in range(days):
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
        live_days(office, MOST_DAYS)

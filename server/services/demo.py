"""The demo district: made-up people, their plans for today, and lessons that a simulator taught."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy import Connection

from server.domain.changes import Draft
from server.domain.evidence import read_evidence
from server.domain.ids import make_membership_id, make_scope
from server.domain.json_values import Json, JsonObject
from server.domain.measures import compute_measures
from server.domain.people import Role
from server.domain.protocol import Protocol
from server.domain.simulate import simulate_lesson
from server.domain.timeline import make_timeline
from server.services import people
from server.services.demo_cycles import TALKS, First, draft_log, draft_talk
from server.services.demo_months import MONTHS, draft_months
from server.services.observations import Lesson, draft_observation, draft_sharing
from server.services.passwords import hash_password
from server.services.protocols import install_library, read_library
from server.services.spaces import make_space
from server.services.sync_apply import new_id
from server.services.sync_drafts import Author, make_changes
from server.storage import people as stored
from server.storage.db import in_transaction, reading
from server.storage.observations import list_cycles
from server.storage.spaces import Space

PASSWORD = "chalk on every sleeve"
DISTRICT = "Willow Creek (demo)"
_SCHOOLS = ("Alder Street School", "Harbor View School")
_LESSON_MINUTES = 45


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo; `school` counts from 0, None is the district's office."""

    email: str
    name: str
    role: Role
    school: int | None = None
    language: str = "en"


PEOPLE = (
    Person("coach@demo.example", "Maya Okafor", "coach"),
    Person("coach2@demo.example", "Daniel Whitaker", "coach"),
    Person("coach3@demo.example", "Lucía Ferrer", "coach", language="es"),
    Person("admin@demo.example", "Ruth Lindqvist", "administrator"),
    Person("teacher@demo.example", "Priya Raman", "teacher", 0),
    Person("teacher2@demo.example", "Tom Beckett", "teacher", 0),
    Person("teacher3@demo.example", "Elena Duarte", "teacher", 0, "es"),
    Person("teacher4@demo.example", "Amir Haddad", "teacher", 0),
    Person("teacher5@demo.example", "Grace Mbeki", "teacher", 1),
    Person("teacher6@demo.example", "Jonas Keller", "teacher", 1),
    Person("teacher7@demo.example", "Rosa Quintero", "teacher", 1, "es"),
    Person("teacher8@demo.example", "Hannah Price", "teacher", 1),
)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A cycle: who with whom, about what; `is_today` puts its observation on today's page."""

    coach: str
    teachers: tuple[str, ...]
    protocol: str
    title: str
    learning_target: str
    is_today: bool


_PLANS = (
    _Plan("coach", ("teacher",), "opportunities-praise", "More voices in grade 4 reading",
          "Every student answers aloud at least once in a lesson.", True),
    _Plan("coach", ("teacher2",), "fill-plus", "Group work that starts quickly",
          "Students begin a group task within a minute of hearing it.", True),
    _Plan("coach", ("teacher3", "teacher4"), "copus", "Questions before answers in science",
          "Students predict what will happen before they see it.", False),
    _Plan("coach2", ("teacher5",), "copus", "From lecture to problem solving",
          "Students spend half of the lesson on problems of their own.", True),
    _Plan("coach2", ("teacher6",), "opportunities-praise", "Praise that names the behaviour",
          "Students can say what they did well.", False),
    _Plan("coach3", ("teacher7",), "fill-plus", "Más tiempo para pensar",
          "El alumnado trabaja en parejas antes de responder.", True),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Visit:
    """A lesson that was observed some days ago, in the cycle of that number."""

    plan: int
    days_ago: int
    starts_at: time
    protocol: str
    title: str
    is_shared: bool
    language: str = "en"


_VISITS = (
    _Visit(0, 24, time(9, 10), "opportunities-praise", "Reading, grade 4: a first look", True),
    _Visit(0, 10, time(9, 10), "opportunities-praise", "Reading, grade 4: choral answers", True),
    _Visit(0, 2, time(9, 10), "opportunities-praise", "Reading, grade 4: a poem in chorus", True),
    _Visit(1, 17, time(13, 0), "fill-plus", "History, grade 7: sources in groups", True),
    _Visit(1, 9, time(13, 0), "fill-plus", "History, grade 7: a timeline", True),
    _Visit(1, 3, time(13, 0), "fill-plus", "History, grade 7: a debate", False),
    _Visit(2, 14, time(10, 20), "copus", "Science, grade 6: floating and sinking", True),
    _Visit(2, 6, time(10, 20), "copus", "Science, grade 6: density", False),
    _Visit(3, 12, time(11, 5), "copus", "Algebra: linear functions", True),
    _Visit(3, 4, time(11, 5), "copus", "Algebra: two unknowns", False),
    _Visit(4, 9, time(8, 30), "opportunities-praise", "Writing, grade 5: openings", False),
    _Visit(5, 5, time(12, 15), "fill-plus", "Matemáticas, 5.º: fracciones", True, "es"),
)


# The visit that a second coach watched too, by its place among the visits.
_SEEN_TWICE = 2


def make_demo(*, now: datetime) -> bool:
    """Make the demo district with its lessons, or only bring its plans to today; says whether it was made."""
    with reading() as connection:
        found = stored.find_account(connection, PEOPLE[0].email)
    if found is not None:
        in_transaction(lambda connection: _bring_plans_to_today(connection, found.space_id, now))
        return False
    hashed = hash_password(PASSWORD)
    in_transaction(lambda connection: _make_district(connection, hashed, now))
    return True


def _make_district(connection: Connection, hashed: str, now: datetime) -> None:
    space = make_space(connection, DISTRICT)
    ids = _make_people(connection, space, hashed, now)
    office = Author(space.space_id, ids["admin"], now)
    install_library(connection, office)
    library = {body["id"]: body for body in read_library()}
    cycles = []
    for plan in _PLANS:
        coach = Author(space.space_id, ids[plan.coach], now)
        drafts = list(_draft_cycle(plan, ids, now))
        make_changes(connection, coach, drafts)
        cycles.append(str(drafts[0].id))
    first: dict[int, First] = {}
    for number, visit in enumerate(_VISITS):
        coach = Author(space.space_id, ids[_PLANS[visit.plan].coach], now)
        lesson = _teach(library[visit.protocol], visit, seed=number, cycle=cycles[visit.plan], now=now)
        drafts = _draft_visit(visit, lesson, ids)
        if visit.plan not in first:
            first[visit.plan] = First(str(drafts[0].id), _measure(lesson))
        make_changes(connection, coach, drafts)
        if number == _SEEN_TWICE:
            second = Author(space.space_id, ids["coach2"], now)
            make_changes(connection, second, list(_draft_second(lesson, ids)))
    for talk in TALKS:
        plan = _PLANS[talk.plan]
        coach = Author(space.space_id, ids[plan.coach], now)
        said = draft_talk(talk, cycles[talk.plan], ids[plan.teachers[0]], first[talk.plan], now)
        make_changes(connection, coach, list(said))
    make_changes(connection, Author(space.space_id, ids["coach"], now), list(draft_log(ids["coach"], now)))
    for logged in draft_months(ids, now):
        make_changes(connection, Author(space.space_id, ids[logged.coach], logged.at), logged.drafts)


def _make_people(connection: Connection, space: Space, hashed: str, now: datetime) -> dict[str, str]:
    """Make schools, persons and accounts; gives each user's id by the part of the address before the @."""
    ids = {person.email.split("@")[0]: new_id() for person in PEOPLE}
    scope = make_scope("space", space.space_id)
    schools = [Draft("school", scope, {"name": name}, id=new_id()) for name in _SCHOOLS]
    persons = [Draft("person", scope, _person_fields(person, schools), id=ids[_key(person)]) for person in PEOPLE]
    # They were there before the first month that is told of.
    began = now - timedelta(days=31 * (MONTHS + 1))
    make_changes(connection, Author(space.space_id, ids["admin"], began), [*schools, *persons])
    for person in PEOPLE:
        people.insert_account(connection, space, ids[_key(person)], email=person.email, password=hashed, now=now)
    return ids


def _person_fields(person: Person, schools: Sequence[Draft]) -> JsonObject:
    school = None if person.school is None else schools[person.school].id
    roles: list[Json] = [person.role]
    return {"name": person.name, "roles": roles, "school": school, "language": person.language, "active": True}


def _draft_cycle(plan: _Plan, ids: dict[str, str], now: datetime) -> Iterator[Draft]:
    """Make a cycle and let its teachers read it."""
    id = new_id()
    scope = make_scope("cycle", id)
    teachers: list[Json] = [ids[teacher] for teacher in plan.teachers]
    fields: JsonObject = {
        "title": plan.title,
        "teachers": teachers,
        "protocol": plan.protocol,
        "event_on": (now.date() + timedelta(days=0 if plan.is_today else 7)).isoformat(),
        "phase": "event" if plan.is_today else "plan",
        "stage": "learn" if plan.is_today else "identify",
        "learning_target": plan.learning_target,
    }
    yield Draft("cycle", scope, fields, id=id)
    for teacher in plan.teachers:
        user = ids[teacher]
        grant: JsonObject = {"scope": scope, "role": "teacher", "state": "granted"}
        yield Draft("membership", make_scope("user", user), grant, record=make_membership_id(user, scope))


def _teach(protocol: Protocol, visit: _Visit, *, seed: int, cycle: str, now: datetime) -> Lesson:
    """Simulate one lesson, at its time of day on its day."""
    day = now.date() - timedelta(days=visit.days_ago)
    started_at = datetime.combine(day, visit.starts_at, tzinfo=now.tzinfo)
    ended_ms = _LESSON_MINUTES * 60_000
    evidence = simulate_lesson(protocol, ended_ms, Random(seed), visit.language)
    return Lesson(protocol, started_at, ended_ms, evidence, {"title": visit.title, "cycle": cycle, "pauses": []})


def _draft_second(lesson: Lesson, ids: dict[str, str]) -> Iterator[Draft]:
    """Make what a second coach recorded of a lesson: a little later, and not everything. The first may read it."""
    evidence = [
        item | {"t_ms": int(str(item["t_ms"])) + 700} for place, item in enumerate(lesson.evidence) if place % 9
    ]
    seen = Lesson(lesson.protocol, lesson.started_at, lesson.ended_ms, evidence, {"title": "Side by side"})
    drafts = draft_observation(ids[_PLANS[0].teachers[0]], seen)
    yield from drafts
    scope = make_scope("observation", str(drafts[0].id))
    grant: JsonObject = {"scope": scope, "role": "reader", "state": "granted"}
    user = ids[_PLANS[0].coach]
    yield Draft("membership", make_scope("user", user), grant, record=make_membership_id(user, scope))


def _measure(lesson: Lesson) -> dict[str, float | None]:
    evidence = [read_evidence(str(place), dict(item)) for place, item in enumerate(lesson.evidence)]
    timeline = make_timeline(lesson.protocol, lesson.fields, evidence, lesson.ended_ms)
    found = compute_measures(lesson.protocol, timeline)["measures"]
    return {id: measured["value"] for id, measured in found.items()}


def _draft_visit(visit: _Visit, lesson: Lesson, ids: dict[str, str]) -> list[Draft]:
    teacher = ids[_PLANS[visit.plan].teachers[0]]
    drafts = draft_observation(teacher, lesson)
    return [*drafts, draft_sharing(str(drafts[0].id), teacher)] if visit.is_shared else drafts


def _bring_plans_to_today(connection: Connection, space_id: str, now: datetime) -> None:
    """Move plans that have passed to today, so that whoever looks again finds something to do."""
    today = now.date().isoformat()
    for cycle in list_cycles(connection, space_id):
        event_on = cycle.fields.get("event_on")
        if isinstance(event_on, str) and event_on < today:
            draft = Draft("cycle", make_scope("cycle", cycle.id), {"event_on": today}, record=cycle.id)
            make_changes(connection, Author(space_id, cycle.author, now), [draft])


def _key(person: Person) -> str:
    return person.email.split("@")[0]

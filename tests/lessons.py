"""A lesson that was observed, shared and talked about, for tests of what people take out."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from server.domain.changes import Draft
from server.domain.ids import make_scope
from server.domain.json_values import JsonObject
from server.domain.simulate import simulate_lesson
from server.services.observations import Lesson, draft_observation, draft_sharing
from server.services.protocols import get_library_protocol, install_library
from server.services.sync_apply import new_id
from server.services.sync_drafts import Author, commit_changes
from server.storage.db import in_transaction
from tests.cast import BEGINNING, Cast, Person

CANARY = "=HYPERLINK(canary)"


@dataclass(frozen=True)
class Told:
    """The ids of an observation and of the cycle that it belongs to."""

    observation: str
    cycle: str
    items: int


def tell(cast: Cast, *, is_shared: bool, slug: str = "fill-plus") -> Told:
    """Have the coach observe the teacher, in a cycle with a goal, a next step and a reflection."""
    with cast.coach.app.app_context():
        in_transaction(lambda connection: install_library(connection, author(cast.coach)))
        cycle = new_id()
        scope = make_scope("cycle", cycle)
        _save(cast.coach, [Draft("cycle", scope, {"title": CANARY, "teachers": [cast.teacher.id]}, id=cycle)])
        said: list[tuple[str, JsonObject]] = [
            ("goal", {"measure": "lecturer-talk", "baseline": 60, "target": 45, "text": "Less talk of mine."}),
            ("next_step", {"what": "Wait", "who": cast.teacher.id, "due_on": "2026-12-10", "from": 60, "to": 45}),
            ("conference", {"phase": "post", "at": "2026-12-01T15:00:00.000Z", "notes": "A calm talk."}),
            ("reflection", {"text": "I saw the hands.", "part": "own_words"}),
            ("prediction", {"measure": "lecturer-talk", "value": 55, "text": "More than half."}),
        ]
        _save(cast.coach, [Draft(kind, scope, fields) for kind, fields in said])
        protocol = get_library_protocol(slug)
        note: JsonObject = {"t_ms": 9, "action": "note", "note": CANARY}
        evidence = [*simulate_lesson(protocol, 1_800_000, Random(4)), note]
        lesson = Lesson(protocol, BEGINNING, 1_800_000, evidence, {"title": CANARY, "cycle": cycle})
        drafts = draft_observation(cast.teacher.id, lesson)
        observation = str(drafts[0].id)
        if is_shared:
            drafts.append(draft_sharing(observation, cast.teacher.id))
        _save(cast.coach, drafts)
        entry: JsonObject = {"service": "reflection", "minutes": 30, "on": "2026-11-23", "note": CANARY}
        _save(cast.coach, [Draft("activity", f"user:{cast.coach.id}", entry)])
    return Told(observation, cycle, len(evidence))


def author(person: Person) -> Author:
    return Author(person.space.space_id, person.id, BEGINNING)


def _save(person: Person, drafts: list[Draft]) -> list[str]:
    return [change.record for change in commit_changes(person.space.space_id, person.id, drafts, BEGINNING)]

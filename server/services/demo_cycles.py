"""What the demo district's coaches and teachers have said and agreed: goals, conferences, next steps, log entries."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.domain.changes import Draft
from server.domain.clock import to_unix_ms, write_instant
from server.domain.ids import make_scope, make_uuid7
from server.domain.json_values import JsonObject
from server.services.sync_apply import new_id


@dataclass(frozen=True, slots=True)
class Talk:
    """What is said in one cycle; `days` count back from today, `measure` is one of the cycle's protocol."""

    plan: int
    measure: str
    unit: str
    target: float
    direction: str
    goal: str
    strategy: str
    strategy_days: int
    conference_days: int
    prediction: float
    own_words: str
    evidence: str
    interpretation: str
    step: str
    support: str
    service: str


TALKS = (
    Talk(
        plan=0, measure="opportunities-per-minute", unit="per_minute", target=1.5, direction="up",
        goal="Every student answers aloud, most of them more than once.",
        strategy="Think alone, whisper to a partner, then answer together.", strategy_days=15, conference_days=22,
        prediction=2.5, own_words="I call on the same hands when I am in a hurry.",
        evidence="Between 9:20 and 9:30 there were two opportunities, both to single students.",
        interpretation="I was checking notebooks and forgot that they could answer together.",
        step="Ask for an answer in chorus before calling on anybody, in every reading lesson.",
        support="Watch one lesson in room 12 together, and count along.", service="demonstration",
    ),
    Talk(
        plan=1, measure="interactive", unit="percent", target=45, direction="up",
        goal="Groups begin within a minute, so that a third of the lesson is theirs.",
        strategy="The task stands on the board before anybody moves.", strategy_days=8, conference_days=15,
        prediction=30, own_words="It felt longer than it was. The start takes so much.",
        evidence="Three of four group tasks began after more than two minutes.",
        interpretation="They did not know who writes and who speaks.",
        step="Name the writer and the speaker of each group before the task is read.",
        support="Plan the first three tasks together.", service="planning",
    ),
    Talk(
        plan=5, measure="interactive", unit="percent", target=40, direction="up",
        goal="El alumnado piensa y habla en parejas antes de responder.",
        strategy="Un minuto de silencio y luego hablar en parejas.", strategy_days=3, conference_days=4,
        prediction=25, own_words="Me cuesta esperar: respondo yo.",
        evidence="De 14 preguntas, 9 tuvieron respuesta de la docente.",
        interpretation="Temo que se pierda el ritmo si espero.",
        step="Contar hasta cinco después de cada pregunta abierta.",
        support="Observar juntos una grabación de diez minutos.", service="data",
    ),
)  # fmt: skip

# Days ago, service, minutes, note: what the first coach has logged.
LOG = (
    (1, "planning", 25, "Tasks for the group work, with Tom."),
    (2, "resources", 20, "Sentence starters for the reading corner."),
    (3, "observation", 45, ""),
    (5, "demonstration", 40, "Chorus answers in room 12."),
    (8, "reflection", 30, ""),
    (9, "collaboration", 50, "Grade 6 team: what counts as a prediction."),
    (12, "data", 35, "Looked at three weeks of opportunities."),
    (16, "development", 90, "Afternoon on waiting after questions."),
)


@dataclass(frozen=True, slots=True)
class First:
    """The first visit of a cycle, and what its measures came to."""

    observation: str
    measures: Mapping[str, float | None]


def draft_talk(talk: Talk, cycle: str, teacher: str, first: First, now: datetime) -> Iterator[Draft]:
    """Make what was said in a cycle: a planning conference, a goal, a conference on an observation, one next step."""
    scope = make_scope("cycle", cycle)
    held = now - timedelta(days=talk.conference_days)
    planning, conference, goal = new_id(), new_id(), new_id()
    before = now - timedelta(days=talk.conference_days + 12)
    yield Draft("conference", scope, {"phase": "pre", "at": write_instant(before)}, id=planning, at=before)
    yield Draft("goal", scope, _goal_fields(talk, first, now), id=goal, at=held)
    yield Draft("conference", scope, _conference_fields(first.observation, held), id=conference, at=held)
    prediction: JsonObject = {"measure": talk.measure, "value": talk.prediction, "conference": conference}
    yield Draft("prediction", scope, prediction, at=held)
    for part in ("own_words", "evidence", "interpretation"):
        said: JsonObject = {"text": str(getattr(talk, part)), "part": part, "for": conference}
        yield Draft("reflection", scope, said, at=held)
    yield Draft(
        "next_step", scope, _step_fields(talk, teacher, (goal, conference), first, now), at=held, id=_id_of(held)
    )


def draft_log(coach: str, now: datetime) -> Iterator[Draft]:
    """Make the entries of a coach's log."""
    for days, service, minutes, note in LOG:
        on = (now - timedelta(days=days)).date().isoformat()
        fields: JsonObject = {"service": service, "minutes": minutes, "on": on}
        yield Draft("activity", make_scope("user", coach), fields | ({"note": note} if note else {}))


def _goal_fields(talk: Talk, first: First, now: datetime) -> JsonObject:
    return {
        "measure": talk.measure,
        "unit": talk.unit,
        "baseline": _baseline(talk, first),
        "target": talk.target,
        "direction": talk.direction,
        "protocol": _protocol_of(talk),
        "observation": first.observation,
        "text": talk.goal,
        "strategy": talk.strategy,
        "strategy_on": (now - timedelta(days=talk.strategy_days)).date().isoformat(),
        "due_on": (now + timedelta(days=30)).date().isoformat(),
        "state": "open",
    }


def _baseline(talk: Talk, first: First) -> float:
    return round(first.measures[talk.measure] or 0, 1)


def _protocol_of(talk: Talk) -> str:
    return "opportunities-praise" if talk.plan == 0 else "fill-plus"


def _conference_fields(observation: str, held: datetime) -> JsonObject:
    return {
        "phase": "post",
        "at": write_instant(held),
        "observation": observation,
        "started_at": write_instant(held),
        "ended_at": write_instant(held + timedelta(minutes=28)),
        "coach_agreed_at": write_instant(held + timedelta(minutes=27)),
        "teacher_agreed_at": write_instant(held + timedelta(minutes=28)),
    }


def _step_fields(talk: Talk, teacher: str, of: tuple[str, str], first: First, now: datetime) -> JsonObject:
    goal, conference = of
    baseline = _baseline(talk, first)
    return {
        "what": talk.step,
        "who": teacher,
        "due_on": (now + timedelta(days=6)).date().isoformat(),
        "measure": talk.measure,
        "from": baseline,
        "to": round((baseline + talk.target) / 2, 1),
        "goal": goal,
        "conference": conference,
        "service": talk.service,
        "support": talk.support,
        "state": "open",
    }


def _id_of(moment: datetime) -> str:
    """Make an id of its own moment: the app reads from it when a step was agreed."""
    return make_uuid7(to_unix_ms(moment), secrets.token_bytes(10))

"""The kinds of records, as data: their fields, where they live and who writes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from server.domain.field_types import ChoiceOf, FieldType, ListOf

Writer = Literal["self", "owner", "observer", "teacher", "coach", "administrator"]
ACTIONS = ("tap", "start", "stop", "mark", "rate", "check", "note", "link", "sweep")
MEMBER_ROLES = ("owner", "observer", "teacher", "reader")
# What a text of a conference or journal is: an answer, evidence, what is made of it, the teacher's own words.
REFLECTION_PARTS = ("answer", "evidence", "interpretation", "own_words", "journal")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind. A required one stands at creation and is never null; a prose one keeps versions."""

    name: str
    type: FieldType
    is_required: bool = False
    is_prose: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: `scopes` it may live in, `makes_scope` if its scope is named after itself, and its writers.

    No writers means that only the server writes it.
    """

    name: str
    scopes: tuple[str, ...]
    writers: frozenset[Writer]
    fields: tuple[Field, ...]
    makes_scope: bool = False
    version: int = 1


def _kind(name: str, scopes: str, writers: tuple[Writer, ...], *fields: Field, makes_scope: bool = False) -> Kind:
    return Kind(name, tuple(scopes.split()), frozenset(writers), fields, makes_scope)


def _must(name: str, type: FieldType) -> Field:
    return Field(name, type, is_required=True)


def _prose(name: str, *, is_required: bool = False) -> Field:
    return Field(name, "text", is_required, is_prose=True)


_OWN: tuple[Writer, ...] = ("self",)
_TEAM: tuple[Writer, ...] = ("owner", "teacher")

_ALL = (
    _kind(
        "protocol",
        "space",
        ("coach", "administrator"),
        _must("slug", "slug"),
        _must("version", "count"),
        _must("hash", "hash"),
        _must("body", "object"),
        Field("retired", "flag"),
    ),
    _kind("school", "space", (), _must("name", "word")),
    _kind(
        "person",
        "space",
        (),
        _must("name", "word"),
        Field("roles", ListOf("role", ("coach", "teacher", "administrator"))),
        Field("school", "id"),
        Field("language", "word"),
        Field("active", "flag"),
    ),
    _kind(
        "cycle",
        "cycle",
        ("owner",),
        _must("title", "word"),
        Field("teachers", "ids"),
        Field("protocol", "slug"),
        Field("event_on", "date"),
        Field("phase", ChoiceOf("phase", ("plan", "event", "reflect"))),
        # Where the work stands over several cycles.
        Field("stage", ChoiceOf("stage", ("identify", "learn", "improve"))),
        # The cycle that this one goes on from.
        Field("follows", "id"),
        # Which service of the coaching menu its event is; an observation when absent.
        Field("service", "word"),
        Field("standard", "id"),
        Field("closed_on", "date"),
        _prose("learning_target"),
        _prose("success_criteria"),
        Field("focus", "text"),
        makes_scope=True,
    ),
    _kind(
        "goal",
        "cycle",
        _TEAM,
        _must("measure", "word"),
        _must("baseline", "number"),
        _must("target", "number"),
        # The other end, where the goal is a range.
        Field("target_high", "number"),
        Field("direction", ChoiceOf("direction", ("up", "down", "range"))),
        Field("protocol", "slug"),
        Field("protocol_version", "count"),
        # The observation that the baseline was taken from.
        Field("observation", "id"),
        Field("unit", "word"),
        Field("norm", "text"),
        Field("source", "text"),
        Field("due_on", "date"),
        # From this day on the strategy was tried: what divides the line of a goal into its phases.
        Field("strategy_on", "date"),
        Field("state", ChoiceOf("state", ("open", "reached", "set_aside"))),
        _prose("strategy"),
        _prose("text"),
    ),
    _kind(
        "conference",
        "cycle",
        _TEAM,
        _must("phase", "word"),
        _must("at", "instant"),
        Field("observation", "id"),
        Field("place", "word"),
        # The displays to be looked at, by their ids in the protocol.
        Field("displays", "words"),
        # How far it has come, so that a second device shows the same.
        Field("step", "word"),
        Field("started_at", "instant"),
        Field("ended_at", "instant"),
        Field("next_at", "instant"),
        Field("coach_agreed_at", "instant"),
        Field("teacher_agreed_at", "instant"),
        _prose("notes"),
    ),
    _kind(
        "next_step",
        "cycle",
        _TEAM,
        _must("what", "text"),
        _must("who", "word"),
        _must("due_on", "date"),
        Field("measure", "word"),
        Field("from", "number"),
        Field("to", "number"),
        Field("goal", "id"),
        Field("conference", "id"),
        # The service of the coaching menu that supports it.
        Field("service", "word"),
        Field("state", ChoiceOf("state", ("open", "done", "set_aside"))),
        Field("done_on", "date"),
        _prose("strategy"),
        _prose("support"),
    ),
    _kind(
        "prediction",
        "cycle user",
        ("teacher", "owner", "self"),
        _must("measure", "word"),
        _must("value", "number"),
        Field("observation", "id"),
        Field("conference", "id"),
        _prose("text"),
    ),
    _kind(
        "reflection",
        "cycle user",
        ("teacher", "owner", "self"),
        _prose("text", is_required=True),
        # The record it is about: a conference, an observation, an item of evidence, a goal.
        Field("for", "id"),
        # Of an answer, the question of the protocol or of the district's template.
        Field("prompt", "word"),
        Field("part", ChoiceOf("part", REFLECTION_PARTS)),
        # Items of evidence that it rests on.
        Field("evidence", "ids"),
        Field("on", "date"),
    ),
    _kind(
        "observation",
        "observation",
        ("owner",),
        _must("protocol", "slug"),
        _must("protocol_version", "count"),
        _must("protocol_hash", "hash"),
        _must("teacher", "id"),
        _must("started_at", "instant"),
        Field("ended_ms", "count"),
        Field("time_zone", "word"),
        Field("pauses", "pauses"),
        Field("seatmap", "seatmap"),
        Field("cycle", "id"),
        Field("context", "object"),
        # For calibration: another observation of the same lesson, where somebody said so.
        Field("paired_with", "id"),
        _prose("title"),
        _prose("context_notes"),
        makes_scope=True,
    ),
    _kind(
        "evidence",
        "observation",
        ("owner", "observer"),
        _must("t_ms", "count"),
        _must("action", ChoiceOf("action", ACTIONS)),
        Field("code", "word"),
        _prose("note"),
        Field("modifiers", "modifiers"),
        Field("speaker", "word"),
        Field("subject", "word"),
        Field("to_subject", "word"),
        Field("interval", "count"),
        Field("value", "scalar"),
        Field("starred", "flag"),
        Field("retracted", "flag"),
    ),
    _kind(
        "attachment",
        "observation cycle user",
        ("owner", "observer", "teacher", "self"),
        _must("sha256", "hash"),
        _must("bytes", "count"),
        _must("mime", "word"),
        _must("for", "id"),
        Field("t_ms", "count"),
        _prose("caption"),
    ),
    _kind(
        "activity",
        "user",
        _OWN,
        _must("service", "word"),
        _must("minutes", "count"),
        _must("on", "date"),
        Field("people", "ids"),
        Field("cycle", "id"),
        # The observation or conference that it was made from, so that it is offered once.
        Field("source", "id"),
        _prose("note"),
    ),
    # `for`: the cycle, conference or observation that it was written beside.
    _kind("private_note", "user", _OWN, _prose("text", is_required=True), Field("for", "id")),
    # What a district makes its own: the phases' names, the prompts of a conference, the coaching menu. By its slug.
    _kind("template", "space", ("administrator",), _must("slug", "slug"), _must("body", "object")),
    _kind(
        "standard",
        "space",
        ("administrator",),
        _must("list", "word"),
        _must("code", "word"),
        _must("text", "text"),
        Field("subject", "word"),
        Field("grades", "word"),
        Field("source", "text"),
        Field("retired", "flag"),
    ),
    # One side's word that an administrator may see what is in the scope; it takes the other side's, too.
    # `by` is whoever says it: a pulled row does not tell its author.
    _kind("consent", "observation cycle", _TEAM, _must("reader", "id"), _must("by", "id"), _must("given", "flag")),
    _kind(
        "membership",
        "user",
        ("owner",),
        _must("scope", "scope"),
        _must("role", ChoiceOf("role", MEMBER_ROLES)),
        _must("state", ChoiceOf("state", ("granted", "revoked"))),
    ),
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})

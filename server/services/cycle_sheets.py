"""A cycle as sheets: what it is, its goals, next steps, conferences, what was written, and its visits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from server.domain.ids import make_scope
from server.domain.json_values import Json
from server.domain.sheet_words import name_sheet, name_word
from server.domain.sheets import Sheet
from server.services.readable import Item, Shelf

CYCLE_KINDS = ("cycle", "goal", "next_step", "conference", "reflection", "prediction", "observation")
_TOLD = ("title", "learning_target", "success_criteria", "focus", "protocol", "phase", "date")
_GOAL = ("text", "measure", "baseline", "target", "target_high", "unit", "state", "due_on", "strategy")
_STEP = ("what", "who", "due_on", "measure", "from", "to", "strategy", "support", "state")
_VISIT = ("date", "time", "teacher", "protocol", "version", "minutes", "title")


def make_cycle_sheets(shelf: Shelf, cycle: Item, *, language: str) -> list[Sheet]:
    """Make the sheets of a cycle from what its reader may see; the visits are those that were shared with them."""
    scope = make_scope("cycle", cycle.id)
    visits = [item for item in shelf.of("observation") if item.fields.get("cycle") == cycle.id]
    sheets = [
        Sheet("about", ("what", "is"), list(_tell(shelf, cycle, language))),
        Sheet("goals", _GOAL, [[item.fields.get(name) for name in _GOAL] for item in shelf.of("goal", scope)]),
        Sheet("next_steps", _STEP, [_make_step(shelf, item) for item in shelf.of("next_step", scope)]),
        _make_conferences(shelf.of("conference", scope)),
        _make_texts(shelf, scope),
        make_visits(shelf, visits),
    ]
    return [name_sheet(sheet, language) for sheet in sheets]


def make_visits(shelf: Shelf, visits: Sequence[Item]) -> Sheet:
    """List visits, the earliest first; dates and times are UTC."""
    ordered = sorted(visits, key=lambda item: item.text("started_at"))
    return Sheet("visits", _VISIT, [_make_visit(shelf, item) for item in ordered])


def _make_visit(shelf: Shelf, visit: Item) -> list[Json]:
    started = visit.text("started_at")
    ended = visit.fields.get("ended_ms")
    return [
        started[:10],
        started[11:16],
        shelf.name(visit.fields.get("teacher")),
        visit.text("protocol"),
        visit.fields.get("protocol_version"),
        ended / 60_000 if isinstance(ended, int) else None,
        visit.text("title"),
    ]


def _tell(shelf: Shelf, cycle: Item, language: str) -> Iterator[list[Json]]:
    values = cycle.fields | {"date": cycle.fields.get("event_on")}
    for name in _TOLD:
        yield [name_word(name, language), values.get(name)]
    teachers = cycle.fields.get("teachers")
    names = [shelf.name(user) for user in teachers] if isinstance(teachers, list) else []
    yield [name_word("teachers", language), ", ".join(names)]


def _make_step(shelf: Shelf, step: Item) -> list[Json]:
    """A step's `who` is a person's id, or a word."""
    values = step.fields | {"who": shelf.name(step.fields.get("who")) or step.text("who")}
    return [values.get(name) for name in _STEP]


def _make_conferences(conferences: Sequence[Item]) -> Sheet:
    rows: list[list[Json]] = [
        [
            item.text("at")[:10],
            item.text("phase"),
            item.text("notes"),
            item.fields.get("coach_agreed_at") is not None and item.fields.get("teacher_agreed_at") is not None,
        ]
        for item in conferences
    ]
    return Sheet("conferences", ("date", "phase", "notes", "agreed"), rows)


def _make_texts(shelf: Shelf, scope: str) -> Sheet:
    """What was written and predicted; of predictions the number stands before the words."""
    rows: list[list[Json]] = [
        [item.text("part") or item.kind, shelf.name(item.author), item.text("text")]
        for item in shelf.of("reflection", scope)
    ]
    rows += [
        [
            f"{item.kind}: {item.text('measure')}",
            shelf.name(item.author),
            f"{item.text('value')} {item.text('text')}".strip(),
        ]
        for item in shelf.of("prediction", scope)
    ]
    return Sheet("texts", ("kind", "by", "text"), rows)

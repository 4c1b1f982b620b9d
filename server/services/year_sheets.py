"""A stretch of a coach's work as sheets: visits, their measures, the coaching log and the totals of its services."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from server.domain.json_values import Json
from server.domain.measures import compute_measures
from server.domain.sheet_words import name_sheet
from server.domain.sheets import Sheet
from server.domain.timeline import make_timeline
from server.services.cycle_sheets import make_visits
from server.services.observations import Loaded
from server.services.readable import Item, Shelf

YEAR_KINDS = ("observation", "activity")
_MEASURES = ("date", "teacher", "protocol", "version", "measure", "label", "value", "unit", "n")


def list_visits(shelf: Shelf, start: date, end: date) -> list[Item]:
    """List the visits that began in a stretch of days (UTC), both ends included."""
    first, last = start.isoformat(), end.isoformat()
    return [item for item in shelf.of("observation") if first <= item.text("started_at")[:10] <= last]


def make_year_sheets(
    shelf: Shelf, visits: Sequence[Item], lessons: Iterable[Loaded], *, days: tuple[date, date], language: str
) -> list[Sheet]:
    """Make the sheets; `lessons` are the visits with their evidence, one after the other as they are needed."""
    first, last = (day.isoformat() for day in days)
    log = sorted(
        (item for item in shelf.of("activity") if first <= item.text("on") <= last), key=lambda item: item.text("on")
    )
    measures = [row for lesson in lessons for row in _measure(shelf, lesson, language)]
    sheets = [
        make_visits(shelf, visits),
        Sheet("measures", _MEASURES, measures),
        Sheet("log", ("date", "service", "minutes", "people", "note"), [_make_entry(shelf, item) for item in log]),
        Sheet("services", ("service", "entries", "minutes"), list(_total(log))),
    ]
    return [name_sheet(sheet, language) for sheet in sheets]


def _measure(shelf: Shelf, lesson: Loaded, language: str) -> Iterable[list[Json]]:
    timeline = make_timeline(lesson.protocol, lesson.fields, lesson.evidence, lesson.until_ms)
    found = compute_measures(lesson.protocol, timeline, language)["measures"]
    head: list[Json] = [
        str(lesson.fields["started_at"])[:10],
        shelf.name(lesson.fields.get("teacher")),
        lesson.protocol["id"],
        lesson.protocol["version"],
    ]
    for measure in lesson.protocol["measures"]:
        one = found[measure["id"]]
        label = measure["label"].get(language) or measure["label"]["en"]
        yield [*head, measure["id"], label, one["value"], one["unit"], one["n"]]


def _make_entry(shelf: Shelf, entry: Item) -> list[Json]:
    people = entry.fields.get("people")
    names = [shelf.name(user) for user in people] if isinstance(people, list) else []
    return [entry.text("on"), entry.text("service"), entry.fields.get("minutes"), ", ".join(names), entry.text("note")]


def _total(log: Sequence[Item]) -> Iterable[list[Json]]:
    for service in sorted({entry.text("service") for entry in log}):
        minutes = [entry.fields.get("minutes") for entry in log if entry.text("service") == service]
        yield [service, len(minutes), sum(one for one in minutes if isinstance(one, int))]

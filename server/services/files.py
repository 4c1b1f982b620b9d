"""The files that a person takes out: sheets of an observation, a cycle, a year; everything about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.domain.sheets import Sheet, write_csv
from server.services.cycle_sheets import CYCLE_KINDS, make_cycle_sheets
from server.services.lesson_sheets import make_lesson_sheets
from server.services.readable import Item, Shelf, get_item, load_readable, read_shelf
from server.services.viewers import note_given_out
from server.services.workbooks import write_workbook
from server.services.year_sheets import YEAR_KINDS, list_visits, make_year_sheets

Form = Literal["xlsx", "csv"]
# The longest stretch of a coach's work in one file: a school year with its summers.
LONGEST = timedelta(days=427)


class Wanted(NamedTuple):
    """The form of a file, the language of its headings, and of CSV which of the sheets, from 0."""

    form: Form = "xlsx"
    language: str = "en"
    sheet: int = 0


class Made(NamedTuple):
    """A file, with a name that says nothing of people."""

    name: str
    data: bytes


def make_lesson_file(actor: SignedIn, id: str, wanted: Wanted, *, now: datetime) -> Made:
    """Write an observation that the person may see; raises Problem `not_found`, or `bad_request` for no such sheet."""
    lesson = load_readable(actor, id, now=now)
    shelf = read_shelf(actor, ())
    coach, teacher = shelf.name(lesson.coach), shelf.name(lesson.fields.get("teacher"))
    note_given_out(actor, [f"observation:{id}"], "file", now=now)
    sheets = make_lesson_sheets(lesson, coach=coach, teacher=teacher, language=wanted.language)
    return _write(f"observation-{str(lesson.fields['started_at'])[:10]}", sheets, wanted)


def make_cycle_file(actor: SignedIn, id: str, wanted: Wanted) -> Made:
    """Write a cycle with what its reader may see of it; raises Problem `not_found` or `bad_request`."""
    cycle = get_item(actor, id, "cycle")
    shelf = read_shelf(actor, CYCLE_KINDS)
    return _write(f"cycle-{cycle.id[:8]}", make_cycle_sheets(shelf, cycle, language=wanted.language), wanted)


def make_year_file(actor: SignedIn, days: tuple[date, date], wanted: Wanted, *, now: datetime) -> Made:
    """Write a coach's visits with their measures, and the coaching log, of a stretch of days, both ends included.

    Raises Problem `forbidden` for others than coaches, `bad_request` for a stretch that is empty or too long.
    """
    if "coach" not in actor.roles:
        raise Problem("forbidden", "Only coaches have a year of visits")
    first, last = days
    if not timedelta(0) <= last - first <= LONGEST:
        raise Problem("bad_request", errors=[{"at": "to", "says": f"Not within {LONGEST.days} days after `from`."}])
    shelf = read_shelf(actor, YEAR_KINDS)
    visits = list_visits(shelf, first, last)
    note_given_out(actor, [visit.scope for visit in visits], "file", now=now)
    lessons = (load_readable(actor, visit.id, now=now) for visit in _measurable(shelf, visits))
    sheets = make_year_sheets(shelf, visits, lessons, days=days, language=wanted.language)
    return _write(f"coaching-{first}-{last}", sheets, wanted)


def _measurable(shelf: Shelf, visits: Sequence[Item]) -> list[Item]:
    """Leave out visits that still run, and those whose protocol version has not come."""
    ended = [visit for visit in visits if visit.fields.get("ended_ms") is not None]
    return [visit for visit in ended if visit.text("protocol_hash") in shelf.protocols]


def _write(name: str, sheets: Sequence[Sheet], wanted: Wanted) -> Made:
    if wanted.form == "xlsx":
        return Made(f"{name}.xlsx", write_workbook(sheets))
    if wanted.sheet >= len(sheets):
        raise Problem("bad_request", errors=[{"at": "sheet", "says": f"There are {len(sheets)}, counted from 0."}])
    # Spreadsheets take a file for UTF-8 when it begins with this mark.
    return Made(f"{name}.csv", write_csv(sheets[wanted.sheet]).encode("utf-8-sig"))

"""An observation as sheets: what it is, its measures, its codes and its evidence."""

from __future__ import annotations

from collections.abc import Iterator

from server.domain.json_values import Json
from server.domain.measures import Measures, compute_measures
from server.domain.sheet_words import name_sheet, name_word
from server.domain.sheets import Sheet
from server.domain.timeline import make_timeline
from server.services.exports import make_evidence_sheet
from server.services.observations import Loaded

_FIGURES = ("count", "seconds", "share_of_time", "intervals", "share_of_intervals", "share_of_codes")


def make_lesson_sheets(lesson: Loaded, *, coach: str, teacher: str, language: str) -> list[Sheet]:
    """Make the sheets of an observation; measures and codes in the protocol's order, numbers unrounded."""
    measures = measure_lesson(lesson, language)
    about = Sheet("about", ("what", "is"), list(_tell(lesson, coach=coach, teacher=teacher, language=language)))
    evidence = make_evidence_sheet(lesson.rows, lesson.protocol, language=language)
    named = [name_sheet(sheet, language) for sheet in (about, _make_measures(lesson, measures, language))]
    codes = name_sheet(_make_codes(lesson, measures, language), language)
    return [*named, codes, Sheet(name_word("evidence", language), evidence.columns, evidence.rows)]


def measure_lesson(lesson: Loaded, language: str) -> Measures:
    timeline = make_timeline(lesson.protocol, lesson.fields, lesson.evidence, lesson.until_ms)
    return compute_measures(lesson.protocol, timeline, language)


def _tell(lesson: Loaded, *, coach: str, teacher: str, language: str) -> Iterator[list[Json]]:
    protocol = lesson.protocol
    told: dict[str, Json] = {
        "title": lesson.fields.get("title"),
        "teacher": teacher,
        "coach": coach,
        "started_at": lesson.fields["started_at"],
        "minutes": lesson.until_ms / 60_000,
        "protocol": protocol["title"].get(language) or protocol["title"]["en"],
        "version": protocol["version"],
        "hash": lesson.fields["protocol_hash"],
        "notes": lesson.fields.get("context_notes"),
    }
    for word, value in told.items():
        yield [name_word(word, language), value]
    context = lesson.fields.get("context")
    for name, value in context.items() if isinstance(context, dict) else ():
        yield [name, value]


def _make_measures(lesson: Loaded, found: Measures, language: str) -> Sheet:
    rows: list[list[Json]] = []
    for measure in lesson.protocol["measures"]:
        one = found["measures"][measure["id"]]
        label = measure["label"].get(language) or measure["label"]["en"]
        rows.append([measure["id"], label, one["value"], one["unit"], one["n"], one["says"]])
    return Sheet("measures", ("measure", "label", "value", "unit", "n", "says"), rows)


def _make_codes(lesson: Loaded, found: Measures, language: str) -> Sheet:
    rows: list[list[Json]] = []
    for code in lesson.protocol["codes"]:
        figures = found["codes"][code["id"]]
        label = code["label"].get(language) or code["label"]["en"]
        rows.append([code["id"], label, *(figures[name] for name in _FIGURES)])  # type: ignore[literal-required]
    return Sheet("codes", ("code", "label", *_FIGURES), rows)

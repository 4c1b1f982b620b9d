"""Evidence → timeline: the spans, events, intervals, sweeps, ratings and notes of one observation.

A state that runs at a pause or at the end is closed there; whoever resumes taps anew. What cannot have happened (a
stop without a start, a second start) is shown as an open span and never repaired.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from server.domain.evidence import Evidence, Modifiers, sort_evidence
from server.domain.intervals import Interval, Mark, make_intervals, make_marks
from server.domain.protocol import Protocol, find_code
from server.domain.ranges import Range, holds, length_of, subtract, unite
from server.domain.scans import Rating, Sweep, make_ratings, make_sweeps
from server.domain.spans import Span, make_spans


@dataclass(frozen=True, slots=True)
class TimedEvent:
    """An instant; one that is not `counted` lies outside observed time: it is shown and left out of the numbers."""

    code: str
    t_ms: int
    item: str
    modifiers: Modifiers
    subject: str | None
    to_subject: str | None
    counted: bool


@dataclass(frozen=True, slots=True)
class TimedNote:
    item: str
    t_ms: int
    text: str
    speaker: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """All of an observation in order; `unread` are items that this protocol cannot read."""

    observed: tuple[Range, ...]
    observed_ms: int
    spans: tuple[Span, ...]
    events: tuple[TimedEvent, ...]
    marks: tuple[Mark, ...]
    intervals: tuple[Interval, ...]
    sweeps: tuple[Sweep, ...]
    ratings: tuple[Rating, ...]
    notes: tuple[TimedNote, ...]
    context: Mapping[str, object]
    unread: tuple[str, ...]


def make_timeline(
    protocol: Protocol, observation: Mapping[str, object], evidence: Iterable[Evidence], until_ms: int
) -> Timeline:
    """Make the timeline of an observation's fields up to a moment: its end, or now while it runs."""
    items = sort_evidence(evidence)
    unwatched = _make_unwatched(protocol, observation, until_ms)
    spans = make_spans(protocol, items, unwatched, until_ms)
    excluded = [span.range for span in spans if is_excluded(protocol, span.code)]
    observed = subtract([(0, until_ms)] if until_ms > 0 else [], unite([*unwatched, *excluded]))
    events = [_make_event(item, observed) for item in items if _is_event(protocol, item)]
    marks = make_marks(protocol, items, until_ms)
    counted = [(event.code, event.t_ms, event.item) for event in events if event.counted]
    return Timeline(
        observed=tuple(observed),
        observed_ms=length_of(observed),
        spans=tuple(spans),
        events=tuple(events),
        marks=tuple(marks),
        intervals=tuple(make_intervals(protocol, observed, (spans, counted, marks), until_ms)),
        sweeps=tuple(make_sweeps(protocol, items)),
        ratings=tuple(make_ratings(protocol, items)),
        notes=tuple(
            TimedNote(item.record, item.t_ms, item.note, item.speaker, item.code) for item in items if item.note
        ),
        context=cast(Mapping[str, object], observation.get("context") or {}),
        unread=tuple(item.record for item in items if not _is_readable(protocol, item)),
    )


def is_excluded(protocol: Protocol, code: str) -> bool:
    return any(excluded["code"] == code for excluded in protocol["exclude"])


def _make_unwatched(protocol: Protocol, observation: Mapping[str, object], until_ms: int) -> list[Range]:
    """Pauses and the scoring breaks between segments."""
    pauses = cast(Sequence[Mapping[str, int | None]], observation.get("pauses") or ())
    stretches = [(pause["from_ms"] or 0, _end_of(pause, until_ms)) for pause in pauses]
    at = 0
    for segment in protocol["segments"]:
        end = at + segment["length_s"] * 1000
        at = end + segment.get("scoring_s", 0) * 1000
        stretches.append((end, at))
    clipped = ((max(0, start), min(end, until_ms)) for start, end in stretches)
    return unite((start, end) for start, end in clipped if start < end)


def _end_of(pause: Mapping[str, int | None], until_ms: int) -> int:
    end = pause.get("to_ms")
    return until_ms if end is None else end


def _make_event(item: Evidence, observed: Sequence[Range]) -> TimedEvent:
    # The last instant of the lesson is watched too: a tap together with the end counts.
    counted = holds(observed, item.t_ms) or bool(observed and observed[-1][1] == item.t_ms)
    return TimedEvent(item.code or "", item.t_ms, item.record, item.modifiers, item.subject, item.to_subject, counted)


def _is_event(protocol: Protocol, item: Evidence) -> bool:
    code = find_code(protocol, item.code or "")
    return item.action in ("tap", "start", "note", "link") and code is not None and code["kind"] == "event"


def _is_readable(protocol: Protocol, item: Evidence) -> bool:
    if item.action == "note" and item.code is None:
        return True
    if item.action in ("rate", "check"):
        return any(rated["id"] == item.code for rated in protocol["items"])
    if item.action == "mark" and protocol["sampling"]["method"] != "interval":
        return False
    return find_code(protocol, item.code or "") is not None

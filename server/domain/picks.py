"""Which of the items of a timeline are meant, how many they are and how long they last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol as Shape

from server.domain.evidence import Modifiers, matches
from server.domain.intervals import Interval
from server.domain.protocol import Protocol, Where, find_code
from server.domain.ranges import Range, intersect, length_of, length_within, touches, unite
from server.domain.spans import Span
from server.domain.timeline import TimedEvent, Timeline, is_excluded


class _Recorded(Shape):
    @property
    def modifiers(self) -> Modifiers: ...
    @property
    def subject(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Pick:
    """Which of a code's items are meant."""

    where: Where = field(default_factory=dict)
    subject: str | None = None

    def means(self, recorded: _Recorded) -> bool:
        is_theirs = self.subject is None or recorded.subject == self.subject
        return is_theirs and matches(recorded.modifiers, self.where)


ALL = Pick()


def count_all(protocol: Protocol, timeline: Timeline, codes: Iterable[str], pick: Pick) -> int:
    return sum(count_of(protocol, timeline, code, pick) for code in codes)


def count_of(protocol: Protocol, timeline: Timeline, code: str, pick: Pick) -> int:
    """How often a code was recorded: events and bouts, observed intervals, or people counted in sweeps."""
    match protocol["sampling"]["method"]:
        case "interval":
            return sum(is_in(timeline, each, code, pick) for each in observed_intervals(timeline, pick.subject))
        case "sweep":
            sightings = (one for sweep in timeline.sweeps for one in sweep.sightings)
            return plain(sum(one.n for one in sightings if one.code == code and pick.means(one)))
        case "continuous":
            return _count_continuous(protocol, timeline, code, pick)


def _count_continuous(protocol: Protocol, timeline: Timeline, code: str, pick: Pick) -> int:
    found = find_code(protocol, code)
    if found is not None and found["kind"] == "event":
        return len(counted_events(timeline, [code], pick))
    # A bout cut off by the start of a window is counted in the window before.
    continued = {span.start_ms for span in timeline.spans if span.continued and span.code == code}
    return sum(start not in continued for start, _ in own_bouts(protocol, timeline, [code], pick))


def counted_events(timeline: Timeline, codes: Sequence[str], pick: Pick) -> list[TimedEvent]:
    return [event for event in timeline.events if event.counted and event.code in codes and pick.means(event)]


def bouts_of(timeline: Timeline, codes: Sequence[str], pick: Pick) -> list[Range]:
    """Give the united spans of the codes of which something was observed; of an instant, its moment."""
    bouts = unite(span.range for span in _spans_of(timeline, codes, pick))
    return [bout for bout in bouts if _is_observed(timeline, bout)]


def own_bouts(protocol: Protocol, timeline: Timeline, codes: Sequence[str], pick: Pick) -> list[Range]:
    """Give the bouts that are counted: of an excluded code all of its own, which lie in no observed time."""
    if any(is_excluded(protocol, code) for code in codes):
        return unite(span.range for span in _spans_of(timeline, codes, pick))
    return bouts_of(timeline, codes, pick)


def _is_observed(timeline: Timeline, bout: Range) -> bool:
    if bout[0] < bout[1]:
        return length_within(timeline.observed, *bout) > 0
    return touches(timeline.observed, bout[0])


def _spans_of(timeline: Timeline, codes: Sequence[str], pick: Pick) -> list[Span]:
    return [span for span in timeline.spans if span.code in codes and pick.means(span)]


def duration_of(protocol: Protocol, timeline: Timeline, codes: Sequence[str], pick: Pick) -> int:
    """Give the observed milliseconds with any of the codes; of an excluded code, its own time."""
    bouts = unite(span.range for span in _spans_of(timeline, codes, pick))
    if any(is_excluded(protocol, code) for code in codes):
        return length_of(bouts)
    return length_of(intersect(timeline.observed, bouts))


def observed_intervals(timeline: Timeline, subject: str | None) -> list[Interval]:
    return [
        each
        for each in timeline.intervals
        if each.observed_ms > 0 and (subject is None or each.subject in (None, subject))
    ]


def is_in(timeline: Timeline, interval: Interval, code: str, pick: Pick) -> bool:
    items = interval.codes.get(code, [])
    subject = pick.subject if interval.subject is None else None
    if not pick.where and subject is None:
        return bool(items)
    meant = Pick(pick.where, subject)
    return (
        any(mark.item in items and meant.means(mark) for mark in timeline.marks)
        or any(event.item in items and meant.means(event) for event in timeline.events)
        or any(not set(items).isdisjoint(span.items) and meant.means(span) for span in timeline.spans)
    )


def seconds(ms: float) -> float:
    """Give seconds of milliseconds: an integer when they are whole."""
    return plain(ms / 1000)


def plain(value: float) -> int:
    """Write 4.0 as 4, as every JSON writer of the app does."""
    return int(value) if float(value).is_integer() else value  # type: ignore[return-value]  # a number is a number

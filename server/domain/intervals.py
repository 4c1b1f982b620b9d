"""Intervals: the marks given to them, and the codes that hold in them by the rule of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypeAlias

from server.domain.evidence import Evidence, Modifiers
from server.domain.protocol import IntervalRule, IntervalSampling, Protocol, find_code, rule_of, step_of, subject_at
from server.domain.ranges import Range, intersect, length_of
from server.domain.spans import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A code given to an interval."""

    code: str
    interval: int
    t_ms: int
    item: str
    modifiers: Modifiers
    subject: str | None


@dataclass(frozen=True, slots=True)
class Interval:
    """`codes`: the items behind each code that holds; `subject`: whose interval it is where subjects take turns."""

    index: int
    start_ms: int
    end_ms: int
    observed_ms: int
    subject: str | None
    codes: dict[str, list[str]]


# Code, moment and item of an event that counts.
Instant: TypeAlias = tuple[str, int, str]
Recorded: TypeAlias = tuple[Sequence[Span], Sequence[Instant], Sequence[Mark]]


def make_marks(protocol: Protocol, items: Iterable[Evidence], until_ms: int) -> list[Mark]:
    sampling = protocol["sampling"]
    if sampling["method"] != "interval":
        return []
    last = _count(sampling, until_ms) - 1
    marked = (item for item in items if item.action == "mark" and find_code(protocol, item.code or ""))
    return [
        Mark(
            item.code or "",
            min(item.t_ms // step_of(sampling), last) if item.interval is None else item.interval,
            item.t_ms,
            item.record,
            item.modifiers,
            item.subject,
        )
        for item in marked
    ]


def make_intervals(protocol: Protocol, observed: Sequence[Range], recorded: Recorded, until_ms: int) -> list[Interval]:
    sampling = protocol["sampling"]
    if sampling["method"] != "interval":
        return []
    rules = {code["id"]: rule_of(sampling, code) for code in protocol["codes"]}
    intervals = []
    for index in range(_count(sampling, until_ms)):
        start = index * step_of(sampling)
        window = (start, min(start + sampling["length_s"] * 1000, until_ms))
        codes = _items_by_code(recorded, index, window, rules)
        subject = subject_at(protocol, index)
        intervals.append(Interval(index, *window, length_of(intersect(observed, [window])), subject, codes))
    return intervals


def _count(sampling: IntervalSampling, until_ms: int) -> int:
    return ceil(until_ms / step_of(sampling))


def _items_by_code(
    recorded: Recorded, index: int, window: Range, rules: dict[str, IntervalRule]
) -> dict[str, list[str]]:
    spans, events, marks = recorded
    found = [(mark.code, mark.item) for mark in marks if mark.interval == index]
    found += [(span.code, span.items[0]) for span in spans if fits_rule(span.range, window, rules[span.code])]
    found += [(code, item) for code, t_ms, item in events if rules[code] == "partial" and window[0] <= t_ms < window[1]]
    codes: dict[str, list[str]] = {}
    for code, item in found:
        codes.setdefault(code, []).append(item)
    return codes


def fits_rule(state: Range, window: Range, rule: IntervalRule) -> bool:
    """Partial: any overlap; whole: covered; momentary: active at the first or the last instant of the interval."""
    match rule:
        case "partial":
            return state[0] < window[1] and state[1] > window[0]
        case "whole":
            return state[0] <= window[0] and state[1] >= window[1]
        case "momentary_start":
            return state[0] <= window[0] < state[1]
        case "momentary_end":
            return state[0] < window[1] <= state[1]

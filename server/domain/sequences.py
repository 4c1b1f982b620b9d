"""Which code follows which: the sequence of a group, its pairs, and the matrix of them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import floor
from typing import TypeAlias

from server.domain.evidence import Modifiers, matches
from server.domain.parts import Quotient, Sum
from server.domain.protocol import Protocol, TransitionMeasure, track_of
from server.domain.says import Figure, nothing
from server.domain.timeline import Timeline

Pair: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Moment:
    """A code in its sequence; `enters` and `leaves`: its options when it starts and ends; `times`: its tallies."""

    t_ms: int
    code: str
    subject: str | None
    enters: Modifiers
    leaves: Modifiers
    times: int = 1


def transition(protocol: Protocol, timeline: Timeline, measure: TransitionMeasure) -> Figure:
    where, to_where = measure.get("where", {}), measure.get("to_where", {})
    neighbours = _neighbours(protocol, timeline, measure)
    looked_at = [pair for pair in neighbours if matches(pair[0].leaves, where)]
    per = [
        (first, second)
        for first, second in looked_at
        if _fits((first.code, second.code), measure.get("per_from"), measure.get("per_to"), "both")
    ]
    meant = [second for first, second in per if _is_meant((first.code, second.code), measure)]
    return _count(sum(matches(second.enters, to_where) for second in meant), len(per), measure)


def _count(n: int, whole: int, measure: TransitionMeasure) -> Figure:
    facts = {"n": n, "whole": whole}
    if measure.get("statistic") != "share_of_pairs":
        return Figure(n, "count", n, "transition", facts, Sum(n))
    if whole == 0:
        return nothing("percent")
    parts = Quotient(100 * n, whole)
    value = parts.top / whole
    return Figure(value, "percent", n, "transition_share", {**facts, "value": value}, parts)


def _is_meant(pair: Pair, measure: TransitionMeasure) -> bool:
    is_steady = pair[0] == pair[1]
    pairs = measure.get("pairs", "changes")
    if (pairs == "changes" and is_steady) or (pairs == "steady" and not is_steady):
        return False
    return _fits(pair, measure.get("from"), measure.get("to"), measure.get("match", "both"))


def _fits(pair: Pair, start: Sequence[str] | None, end: Sequence[str] | None, match: str) -> bool:
    sides = [code in codes for code, codes in zip(pair, (start, end), strict=True) if codes is not None]
    return any(sides) if match == "either" and sides else all(sides)


def pairs_of(protocol: Protocol, timeline: Timeline, measure: TransitionMeasure) -> list[Pair]:
    """Give the pairs of neighbours in a group or track, not reaching over time that was not watched."""
    return [(first.code, second.code) for first, second in _neighbours(protocol, timeline, measure)]


def _neighbours(protocol: Protocol, timeline: Timeline, measure: TransitionMeasure) -> list[tuple[_Moment, _Moment]]:
    edges = [_Moment(0, measure["edge"], None, {}, {})] if "edge" in measure else []
    return [
        pair
        for sequence in _split(_sequence(protocol, timeline, measure), measure)
        for run in _runs_of(timeline, sequence)
        for pair in pairwise([*edges, *run, *edges])
    ]


def _split(sequence: Sequence[_Moment], measure: TransitionMeasure) -> list[Sequence[_Moment]]:
    """Give one sequence for each subject where that is asked for; what is of nobody in particular is one too."""
    if not measure.get("by_subject"):
        return [sequence]
    subjects = dict.fromkeys(moment.subject for moment in sequence)
    return [[moment for moment in sequence if moment.subject == subject] for subject in subjects]


def matrix_of(pairs: Iterable[Pair]) -> dict[str, dict[str, int]]:
    """Count how often each pair occurs: from, then to."""
    matrix: dict[str, dict[str, int]] = {}
    for start, end in pairs:
        row = matrix.setdefault(start, {})
        row[end] = row.get(end, 0) + 1
    return matrix


def _sequence(protocol: Protocol, timeline: Timeline, measure: TransitionMeasure) -> list[_Moment]:
    group, subject = measure["group"], measure.get("subject")
    names = {code["id"] for code in protocol["codes"] if group in (code["group"], track_of(protocol, code))}
    if protocol["sampling"]["method"] == "interval":
        marks = sorted(timeline.marks, key=lambda mark: (mark.interval, mark.t_ms))
        found = [_Moment(mark.t_ms, mark.code, mark.subject, mark.modifiers, mark.modifiers) for mark in marks]
    else:
        events = [event for event in timeline.events if event.counted]
        taps = [_Moment(event.t_ms, event.code, event.subject, event.modifiers, event.modifiers) for event in events]
        states = _states(timeline, names, measure.get("step_s"))
        found = sorted([*taps, *states], key=lambda moment: moment.t_ms)
    return [moment for moment in found if moment.code in names and subject in (None, moment.subject)]


def _states(timeline: Timeline, names: set[str], step_s: int | None) -> list[_Moment]:
    """Touching spans of one code are one state; with a step a state gives one tally a step, and at least one."""
    merged: list[tuple[_Moment, int]] = []
    for span in timeline.spans:
        if span.code not in names:
            continue
        state = _Moment(span.start_ms, span.code, span.subject, span.modifiers, span.modifiers)
        if merged and _goes_on(merged[-1], state):
            state = replace(merged[-1][0], leaves=span.modifiers)
            merged.pop()
        merged.append((state, span.end_ms))
    return [replace(state, times=_tallies(end - state.t_ms, step_s)) for state, end in merged]


def _goes_on(before: tuple[_Moment, int], state: _Moment) -> bool:
    last, end_ms = before
    return (last.code, last.subject, end_ms) == (state.code, state.subject, state.t_ms)


def _tallies(ms: int, step_s: int | None) -> int:
    return max(1, floor(ms / (step_s * 1000) + 0.5)) if step_s else 1


def _runs_of(timeline: Timeline, moments: Iterable[_Moment]) -> list[list[_Moment]]:
    starts = [start for start, _ in timeline.observed]
    runs: list[list[_Moment]] = [[] for _ in starts]
    for moment in moments:
        if runs:
            runs[max(0, bisect_right(starts, moment.t_ms) - 1)] += [moment] * moment.times
    return [run for run in runs if run]

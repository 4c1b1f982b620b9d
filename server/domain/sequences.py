"""Which code follows which: the sequence of a group, its pairs, and the matrix of them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import floor
from typing import TypeAlias

from server.domain.protocol import Protocol, TransitionMeasure, track_of
from server.domain.says import Figure, nothing
from server.domain.timeline import Timeline

Pair: TypeAlias = tuple[str, str]
# Moment, code, and how many tallies it gives.
_Moment: TypeAlias = tuple[int, str, int]


def transition(protocol: Protocol, timeline: Timeline, measure: TransitionMeasure) -> Figure:
    pairs = pairs_of(protocol, timeline, measure["group"], measure.get("step_s"), measure.get("edge"))
    per = [pair for pair in pairs if _fits(pair, measure.get("per_from"), measure.get("per_to"), "both")]
    n = sum(_is_meant(pair, measure) for pair in per)
    facts = {"n": n, "whole": len(per)}
    if measure.get("statistic") != "share_of_pairs":
        return Figure(n, "count", n, "transition", facts)
    if not per:
        return nothing("percent")
    value = 100 * n / len(per)
    return Figure(value, "percent", n, "transition_share", {**facts, "value": value})


def _is_meant(pair: Pair, measure: TransitionMeasure) -> bool:
    is_steady = pair[0] == pair[1]
    pairs = measure.get("pairs", "changes")
    if (pairs == "changes" and is_steady) or (pairs == "steady" and not is_steady):
        return False
    return _fits(pair, measure.get("from"), measure.get("to"), measure.get("match", "both"))


def _fits(pair: Pair, start: Sequence[str] | None, end: Sequence[str] | None, match: str) -> bool:
    sides = [code in codes for code, codes in zip(pair, (start, end), strict=True) if codes is not None]
    return any(sides) if match == "either" and sides else all(sides)


def pairs_of(
    protocol: Protocol, timeline: Timeline, group: str, step_s: int | None = None, edge: str | None = None
) -> list[Pair]:
    """Give the pairs of neighbours in a group or track, not reaching over time that was not watched."""
    edges = [] if edge is None else [edge]
    runs = _runs_of(timeline, _sequence(protocol, timeline, group, step_s))
    return [pair for run in runs for pair in pairwise([*edges, *run, *edges])]


def matrix_of(pairs: Iterable[Pair]) -> dict[str, dict[str, int]]:
    """Count how often each pair occurs: from, then to."""
    matrix: dict[str, dict[str, int]] = {}
    for start, end in pairs:
        row = matrix.setdefault(start, {})
        row[end] = row.get(end, 0) + 1
    return matrix


def _sequence(protocol: Protocol, timeline: Timeline, group: str, step_s: int | None) -> list[_Moment]:
    names = {code["id"] for code in protocol["codes"] if group in (code["group"], track_of(protocol, code))}
    if protocol["sampling"]["method"] == "interval":
        marks = sorted(
            (mark for mark in timeline.marks if mark.code in names), key=lambda mark: (mark.interval, mark.t_ms)
        )
        return [(mark.t_ms, mark.code, 1) for mark in marks]
    events = [(event.t_ms, event.code, 1) for event in timeline.events if event.counted and event.code in names]
    return sorted([*events, *_states(timeline, names, step_s)], key=lambda moment: moment[0])


def _states(timeline: Timeline, names: set[str], step_s: int | None) -> list[_Moment]:
    """Touching spans of one code are one state; with a step a state gives one tally a step, and at least one."""
    merged: list[tuple[str, int, int]] = []
    for span in timeline.spans:
        if span.code not in names:
            continue
        if merged and (merged[-1][0], merged[-1][2]) == (span.code, span.start_ms):
            merged[-1] = (span.code, merged[-1][1], span.end_ms)
        else:
            merged.append((span.code, span.start_ms, span.end_ms))
    return [(start, code, _tallies(end - start, step_s)) for code, start, end in merged]


def _tallies(ms: int, step_s: int | None) -> int:
    return max(1, floor(ms / (step_s * 1000) + 0.5)) if step_s else 1


def _runs_of(timeline: Timeline, moments: Iterable[_Moment]) -> list[list[str]]:
    starts = [start for start, _ in timeline.observed]
    runs: list[list[str]] = [[] for _ in starts]
    for t_ms, code, times in moments:
        if runs:
            runs[max(0, bisect_right(starts, t_ms) - 1)] += [code] * times
    return [run for run in runs if run]

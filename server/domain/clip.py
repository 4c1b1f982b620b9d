"""A window of a timeline: what lies in [from, to)."""

from collections.abc import Callable
from dataclasses import replace

from server.domain.ranges import Range, intersect, length_of, unite
from server.domain.spans import Span
from server.domain.timeline import Timeline


def clip_timeline(timeline: Timeline, window: Range) -> Timeline:
    """Cut a timeline to a window.

    Spans are cut at its edges; an event, interval, sweep, rating or note belongs to the window in which it begins, so
    that counts and seconds of windows side by side add up to the whole.
    """
    end = timeline.observed[-1][1] if timeline.observed else 0

    def is_in(t_ms: int) -> bool:
        return window[0] <= t_ms < window[1] or t_ms == window[1] == end

    observed = intersect(timeline.observed, [window])
    running = _codes_running(timeline, window[0])
    intervals = tuple(interval for interval in timeline.intervals if is_in(interval.start_ms))
    indexes = {interval.index for interval in intervals}
    return replace(
        timeline,
        observed=tuple(observed),
        observed_ms=length_of(observed),
        spans=tuple(_clip_span(span, window, running) for span in timeline.spans if _touches(span, window, is_in)),
        events=tuple(event for event in timeline.events if is_in(event.t_ms)),
        marks=tuple(mark for mark in timeline.marks if mark.interval in indexes),
        intervals=intervals,
        sweeps=tuple(sweep for sweep in timeline.sweeps if is_in(sweep.t_ms)),
        ratings=tuple(rating for rating in timeline.ratings if is_in(rating.t_ms)),
        notes=tuple(note for note in timeline.notes if is_in(note.t_ms)),
    )


def _touches(span: Span, window: Range, is_in: Callable[[int], bool]) -> bool:
    if span.start_ms == span.end_ms:
        return is_in(span.start_ms)
    return span.start_ms < window[1] and span.end_ms > window[0]


def _codes_running(timeline: Timeline, t_ms: int) -> set[str]:
    """Name the codes of which a bout that was counted before goes on at a moment."""
    codes = {span.code for span in timeline.spans if span.start_ms < t_ms <= span.end_ms}
    return {code for code in codes if _counts_before(timeline, code, t_ms)}


def _counts_before(timeline: Timeline, code: str, t_ms: int) -> bool:
    """A bout is counted where something of it is first observed; one of an excluded code where it begins."""
    bouts = unite(span.range for span in timeline.spans if span.code == code)
    bout = next((each for each in bouts if each[0] < t_ms <= each[1]), None)
    if bout is None:
        return False
    return bool(intersect(timeline.observed, [(bout[0], t_ms)])) or not intersect(timeline.observed, [bout])


def _clip_span(span: Span, window: Range, running: set[str]) -> Span:
    start, end = max(span.start_ms, window[0]), min(span.end_ms, window[1])
    continued = span.continued or (start == window[0] and span.code in running)
    return replace(span, start_ms=start, end_ms=end, continued=continued)

"""A window of a timeline: what lies in [from, to)."""

from collections.abc import Callable
from dataclasses import replace

from server.domain.ranges import Range, intersect, length_of
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
    intervals = tuple(interval for interval in timeline.intervals if is_in(interval.start_ms))
    indexes = {interval.index for interval in intervals}
    return replace(
        timeline,
        observed=tuple(observed),
        observed_ms=length_of(observed),
        spans=tuple(_clip_span(span, window) for span in timeline.spans if _touches(span, window, is_in)),
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


def _clip_span(span: Span, window: Range) -> Span:
    return replace(
        span,
        start_ms=max(span.start_ms, window[0]),
        end_ms=min(span.end_ms, window[1]),
        continued=span.continued or span.start_ms < window[0],
    )

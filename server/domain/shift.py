"""A timeline moved in time, so that observers whose lessons began at different moments count from one instant."""

from dataclasses import replace

from server.domain.protocol import Protocol, step_of
from server.domain.timeline import Timeline


def shift_timeline(protocol: Protocol, timeline: Timeline, by_ms: int) -> Timeline:
    """Move everything later by so many milliseconds, and numbered intervals and sweeps by the nearest whole number."""
    places = _places(protocol, by_ms)
    return replace(
        timeline,
        observed=tuple((start + by_ms, end + by_ms) for start, end in timeline.observed),
        spans=tuple(
            replace(span, start_ms=span.start_ms + by_ms, end_ms=span.end_ms + by_ms) for span in timeline.spans
        ),
        events=tuple(replace(event, t_ms=event.t_ms + by_ms) for event in timeline.events),
        marks=tuple(replace(mark, t_ms=mark.t_ms + by_ms, interval=mark.interval + places) for mark in timeline.marks),
        intervals=tuple(
            replace(each, index=each.index + places, start_ms=each.start_ms + by_ms, end_ms=each.end_ms + by_ms)
            for each in timeline.intervals
        ),
        sweeps=tuple(replace(sweep, index=sweep.index + places, t_ms=sweep.t_ms + by_ms) for sweep in timeline.sweeps),
        ratings=tuple(replace(rating, t_ms=rating.t_ms + by_ms) for rating in timeline.ratings),
        notes=tuple(replace(note, t_ms=note.t_ms + by_ms) for note in timeline.notes),
    )


def _places(protocol: Protocol, by_ms: int) -> int:
    """Give by how many intervals or sweeps a timeline moves; sweeps that are only counted keep their numbers."""
    sampling = protocol["sampling"]
    match sampling["method"]:
        case "interval":
            return round(by_ms / step_of(sampling))
        case "sweep":
            return round(by_ms / (sampling["spacing_s"] * 1000)) if "spacing_s" in sampling else 0
        case "continuous":
            return 0

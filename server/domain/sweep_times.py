"""When sweeps are due: every so many seconds from the first on, anew in each segment."""

from collections.abc import Iterator
from itertools import count, islice

from server.domain.protocol import Protocol, SweepSampling


def sweep_at(protocol: Protocol, t_ms: int) -> int:
    """Give the sweep that a moment belongs to: the last one due by then, or the first; 0 where none has its time."""
    sampling = protocol["sampling"]
    if sampling["method"] != "sweep" or "spacing_s" not in sampling:
        return 0
    spacing, first = sampling["spacing_s"] * 1000, _first_of(sampling)
    if not protocol["segments"]:
        return max(0, (t_ms - first) // spacing)
    due = sum(moment <= t_ms for moment in due_times(protocol, sampling))
    return max(0, due - 1)


def due_times(protocol: Protocol, sampling: SweepSampling) -> Iterator[int]:
    """Give the moments of the sweeps in milliseconds; without end where neither segments nor a count set one."""
    return islice(_all_due(protocol, sampling), sampling.get("count"))


def _all_due(protocol: Protocol, sampling: SweepSampling) -> Iterator[int]:
    spacing, first = sampling.get("spacing_s", 1) * 1000, _first_of(sampling)
    if not protocol["segments"]:
        yield from count(first, spacing)
    start = 0
    for segment in protocol["segments"]:
        end = start + segment["length_s"] * 1000
        yield from range(start + first, end, spacing)
        start = end + segment.get("scoring_s", 0) * 1000


def _first_of(sampling: SweepSampling) -> int:
    return sampling.get("first_s", 0) * 1000

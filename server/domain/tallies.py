"""How often and how long: counts, durations, bouts, shares of time, of intervals and of codes."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import sqrt

from server.domain.intervals import fits_rule
from server.domain.parts import Quotient, Sample, Sum
from server.domain.picks import (
    ALL,
    Pick,
    bouts_of,
    count_all,
    counted_events,
    duration_of,
    is_in,
    observed_intervals,
    own_bouts,
    seconds,
)
from server.domain.protocol import IntervalRule, Protocol, TallyMeasure, find_code, rule_of
from server.domain.ranges import intersect, length_of, length_within
from server.domain.says import Facts, Figure, nothing, show_time
from server.domain.timeline import Timeline

_PER = {"per_minute": 60_000, "per_10_minutes": 600_000, "per_hour": 3_600_000}


def tally(protocol: Protocol, timeline: Timeline, measure: TallyMeasure) -> Figure:
    """Compute a tally measure."""
    return _TALLIES[measure["kind"]](protocol, timeline, measure)


def _pick(measure: TallyMeasure) -> Pick:
    return Pick(measure.get("where", {}), measure.get("subject"))


def _count(protocol: Protocol, timeline: Timeline, measure: TallyMeasure) -> Figure:
    n = count_all(protocol, timeline, measure["codes"], _pick(measure))
    whole = len(observed_intervals(timeline, measure.get("subject")))
    keys = {"continuous": "count", "interval": "count_intervals", "sweep": "count_sweeps"}
    facts: Facts = {"n": n, "whole": whole, "time": show_time(timeline.observed_ms)}
    return Figure(n, "count", n, keys[protocol["sampling"]["method"]], facts, Sum(n))


def _rate(protocol: Protocol, timeline: Timeline, measure: TallyMeasure) -> Figure:
    """60·n/T per minute, or as the measure says."""
    unit = measure.get("unit", "per_minute")
    n = count_all(protocol, timeline, measure["codes"], _pick(measure))
    if timeline.observed_ms == 0:
        return nothing(unit, n)
    parts = Quotient(n * _PER[unit], timeline.observed_ms)
    value = parts.top / parts.bottom
    facts: Facts = {"value": value, "n": n, "time": show_time(timeline.observed_ms)}
    return Figure(value, unit, n, unit, facts, parts)


def _duration(protocol: Protocol, timeline: Timeline, measure: TallyMeasure) -> Figure:
    ms = duration_of(protocol, timeline, measure["codes"], _pick(measure))
    n = len(own_bouts(protocol, timeline, measure["codes"], _pick(measure)))
    facts: Facts = {"n": n, "part": show_time(ms), "time": show_time(timeline.observed_ms)}
    return Figure(seconds(ms), "s", n, "duration", facts, Sum(seconds(ms)))


def _share_of_time(protocol: Protocol, timeline: Timeline, measure: TallyMeasure) -> Figure:
    part = duration_of(protocol, timeline, measure["codes"], _pick(measure))
    of = measure.get("of")
    whole = duration_of(protocol, timeline, of, ALL) if of else timeline.observed_ms
    n = len(bouts_of(timeline, measure["codes"], _pick(measure)))
    if whole == 0:
        return nothing("percent", n)
    value = 100 * part / whole
    facts: Facts = {"value": value, "part": show_time(part), "time": show_time(whole)}
    return Figure(value, "percent", n, "share_of_part" if of else "share_of_time", facts, Quotient(100 * part, whole))


def _bout_mean(protocol: Protocol, timeline: Timeline, measure: TallyMeasure) -> Figure:
    n = len(bouts_of(timeline, measure["codes"], _pick(measure)))
    if n == 0:
        return nothing("s")
    ms = duration_of(protocol, timeline, measure["codes"], _pick(measure))
    value = ms / n / 1000
    return Figure(value, "s", n, "bout_mean", {"value": value, "n": n}, Quotient(seconds(ms), n))


def _bout_sd(protocol: Protocol, timeline: Timeline, measure: TallyMeasure) -> Figure:
    """Sample standard deviation (n − 1) of the lengths of bouts; none below two."""
    bouts = bouts_of(timeline, measure["codes"], _pick(measure))
    lengths = tuple(seconds(length_within(timeline.observed, *bout)) for bout in bouts)
    n = len(lengths)
    parts = Sample(lengths, _sample_sd)
    value = _sample_sd(lengths)
    if value is None:
        return nothing("s", n, parts)
    return Figure(value, "s", n, "bout_sd", {"value": value, "n": n}, parts)


def _sample_sd(values: Sequence[float]) -> float | None:
    if len(values) < 2:
        return None
    mean = sum(values) / len(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))


def _gap_mean(_: Protocol, timeline: Timeline, measure: TallyMeasure) -> Figure:
    """Observed time from the stop of a bout to the next start."""
    bouts = bouts_of(timeline, measure["codes"], _pick(measure))
    gaps = [(before[1], after[0]) for before, after in pairwise(bouts)]
    n = len(gaps)
    if n == 0:
        return nothing("s")
    ms = length_of(intersect(timeline.observed, gaps))
    value = ms / n / 1000
    return Figure(value, "s", n, "gap_mean", {"value": value, "n": n}, Quotient(seconds(ms), n))


def _share_of_intervals(protocol: Protocol, timeline: Timeline, measure: TallyMeasure) -> Figure:
    sampling = protocol["sampling"]
    if sampling["method"] == "interval":
        length_s, rule = sampling["length_s"], rule_of(sampling, find_code(protocol, measure["codes"][0]))
        k, n = _tally_intervals(timeline, measure)
    else:
        length_s, rule = measure.get("interval_s", 60), measure.get("rule", "partial")
        k, n = _cut_intervals(timeline, measure, length_s * 1000, rule)
    if n == 0:
        return nothing("percent")
    value = 100 * k / n
    key = f"intervals_{rule}" if rule in ("partial", "whole") else "intervals_momentary"
    facts: Facts = {"value": value, "k": k, "n": n, "length": length_s}
    return Figure(value, "percent", n, key, facts, Quotient(100 * k, n))


def _tally_intervals(timeline: Timeline, measure: TallyMeasure) -> tuple[int, int]:
    intervals = observed_intervals(timeline, measure.get("subject"))
    pick = _pick(measure)
    k = sum(any(is_in(timeline, each, code, pick) for code in measure["codes"]) for each in intervals)
    return k, len(intervals)


def _cut_intervals(timeline: Timeline, measure: TallyMeasure, length_ms: int, rule: IntervalRule) -> tuple[int, int]:
    """Intervals laid over a continuous record."""
    bouts = bouts_of(timeline, measure["codes"], _pick(measure))
    instants = [event.t_ms for event in counted_events(timeline, measure["codes"], _pick(measure))]
    end = timeline.observed[-1][1] if timeline.observed else 0
    k = n = 0
    for start in range(0, end, length_ms):
        window = (start, min(start + length_ms, end))
        if length_within(timeline.observed, *window) == 0:
            continue
        n += 1
        has_event = rule == "partial" and any(start <= t and (t < window[1] or t == end) for t in instants)
        k += has_event or any(fits_rule(bout, window, rule) for bout in bouts)
    return k, n


def _share_of_codes(protocol: Protocol, timeline: Timeline, measure: TallyMeasure) -> Figure:
    """100·k/Σk: of the given codes, or of all codes of the group."""
    first = find_code(protocol, measure["codes"][0])
    group = [code["id"] for code in protocol["codes"] if first and code["group"] == first["group"]]
    n = count_all(protocol, timeline, measure.get("of") or group, Pick(subject=measure.get("subject")))
    if n == 0:
        return nothing("percent")
    k = count_all(protocol, timeline, measure["codes"], _pick(measure))
    value = 100 * k / n
    return Figure(value, "percent", n, "share_of_codes", {"value": value, "k": k, "n": n}, Quotient(100 * k, n))


_TALLIES: dict[str, Callable[[Protocol, Timeline, TallyMeasure], Figure]] = {
    "count": _count,
    "rate": _rate,
    "duration": _duration,
    "share_of_time": _share_of_time,
    "bout_mean": _bout_mean,
    "bout_sd": _bout_sd,
    "gap_mean": _gap_mean,
    "share_of_intervals": _share_of_intervals,
    "share_of_codes": _share_of_codes,
}

"""How often and how long: counts, durations, bouts, shares of time, of intervals and of codes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import sqrt
from typing import Protocol as Shape

from server.domain.evidence import Modifiers, matches
from server.domain.intervals import Interval, fits_rule
from server.domain.protocol import IntervalRule, Protocol, TallyMeasure, find_code, rule_of
from server.domain.ranges import Range, intersect, length_of, unite
from server.domain.says import Facts, Figure, nothing, show_time
from server.domain.spans import Span
from server.domain.timeline import TimedEvent, Timeline, is_excluded

_PER = {"per_minute": 60_000, "per_10_minutes": 600_000, "per_hour": 3_600_000}


class _Recorded(Shape):
    @property
    def modifiers(self) -> Modifiers: ...
    @property
    def subject(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Pick:
    """Which of a code's items are meant."""

    where: Mapping[str, str] = field(default_factory=dict)
    subject: str | None = None

    def means(self, recorded: _Recorded) -> bool:
        is_theirs = self.subject is None or recorded.subject == self.subject
        return is_theirs and matches(recorded.modifiers, self.where)


ALL = Pick()


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
    return Figure(n, "count", n, keys[protocol["sampling"]["method"]], facts)


def _rate(protocol: Protocol, timeline: Timeline, measure: TallyMeasure) -> Figure:
    """60·n/T per minute, or as the measure says."""
    unit = measure.get("unit", "per_minute")
    n = count_all(protocol, timeline, measure["codes"], _pick(measure))
    if timeline.observed_ms == 0:
        return nothing(unit, n)
    value = n * _PER[unit] / timeline.observed_ms
    return Figure(value, unit, n, unit, {"value": value, "n": n, "time": show_time(timeline.observed_ms)})


def _duration(protocol: Protocol, timeline: Timeline, measure: TallyMeasure) -> Figure:
    ms = duration_of(protocol, timeline, measure["codes"], _pick(measure))
    n = len(_own_bouts(protocol, timeline, measure["codes"], _pick(measure)))
    facts: Facts = {"n": n, "part": show_time(ms), "time": show_time(timeline.observed_ms)}
    return Figure(seconds(ms), "s", n, "duration", facts)


def _share_of_time(protocol: Protocol, timeline: Timeline, measure: TallyMeasure) -> Figure:
    part = duration_of(protocol, timeline, measure["codes"], _pick(measure))
    of = measure.get("of")
    whole = duration_of(protocol, timeline, of, ALL) if of else timeline.observed_ms
    n = len(bouts_of(timeline, measure["codes"], _pick(measure)))
    if whole == 0:
        return nothing("percent", n)
    value = 100 * part / whole
    facts: Facts = {"value": value, "part": show_time(part), "time": show_time(whole)}
    return Figure(value, "percent", n, "share_of_part" if of else "share_of_time", facts)


def _bout_mean(protocol: Protocol, timeline: Timeline, measure: TallyMeasure) -> Figure:
    n = len(bouts_of(timeline, measure["codes"], _pick(measure)))
    if n == 0:
        return nothing("s")
    value = duration_of(protocol, timeline, measure["codes"], _pick(measure)) / n / 1000
    return Figure(value, "s", n, "bout_mean", {"value": value, "n": n})


def _bout_sd(protocol: Protocol, timeline: Timeline, measure: TallyMeasure) -> Figure:
    """Sample standard deviation (n − 1) of the lengths of bouts; none below two."""
    bouts = bouts_of(timeline, measure["codes"], _pick(measure))
    n = len(bouts)
    if n < 2:
        return nothing("s", n)
    mean = duration_of(protocol, timeline, measure["codes"], _pick(measure)) / n
    squares = sum((length_of(intersect(timeline.observed, [bout])) - mean) ** 2 for bout in bouts)
    value = sqrt(squares / (n - 1)) / 1000
    return Figure(value, "s", n, "bout_sd", {"value": value, "n": n})


def _gap_mean(_: Protocol, timeline: Timeline, measure: TallyMeasure) -> Figure:
    """Observed time from the stop of a bout to the next start."""
    bouts = bouts_of(timeline, measure["codes"], _pick(measure))
    gaps = [(before[1], after[0]) for before, after in pairwise(bouts)]
    n = len(gaps)
    if n == 0:
        return nothing("s")
    value = length_of(intersect(timeline.observed, gaps)) / n / 1000
    return Figure(value, "s", n, "gap_mean", {"value": value, "n": n})


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
    return Figure(value, "percent", n, key, {"value": value, "k": k, "n": n, "length": length_s})


def _tally_intervals(timeline: Timeline, measure: TallyMeasure) -> tuple[int, int]:
    intervals = observed_intervals(timeline, measure.get("subject"))
    pick = _pick(measure)
    k = sum(any(_is_in(timeline, each, code, pick) for code in measure["codes"]) for each in intervals)
    return k, len(intervals)


def _cut_intervals(timeline: Timeline, measure: TallyMeasure, length_ms: int, rule: IntervalRule) -> tuple[int, int]:
    """Intervals laid over a continuous record."""
    bouts = bouts_of(timeline, measure["codes"], _pick(measure))
    instants = [event.t_ms for event in counted_events(timeline, measure["codes"], _pick(measure))]
    end = timeline.observed[-1][1] if timeline.observed else 0
    k = n = 0
    for start in range(0, end, length_ms):
        window = (start, min(start + length_ms, end))
        if length_of(intersect(timeline.observed, [window])) == 0:
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
    return Figure(value, "percent", n, "share_of_codes", {"value": value, "k": k, "n": n})


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


def count_all(protocol: Protocol, timeline: Timeline, codes: Iterable[str], pick: Pick) -> int:
    return sum(count_of(protocol, timeline, code, pick) for code in codes)


def count_of(protocol: Protocol, timeline: Timeline, code: str, pick: Pick) -> int:
    """How often a code was recorded: events and bouts, observed intervals, or people counted in sweeps."""
    match protocol["sampling"]["method"]:
        case "interval":
            return sum(_is_in(timeline, each, code, pick) for each in observed_intervals(timeline, pick.subject))
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
    return sum(start not in continued for start, _ in _own_bouts(protocol, timeline, [code], pick))


def counted_events(timeline: Timeline, codes: Sequence[str], pick: Pick) -> list[TimedEvent]:
    return [event for event in timeline.events if event.counted and event.code in codes and pick.means(event)]


def bouts_of(timeline: Timeline, codes: Sequence[str], pick: Pick) -> list[Range]:
    """Give the united spans of the codes of which something was observed; of an instant, its moment."""
    bouts = unite(span.range for span in _spans_of(timeline, codes, pick))
    return [bout for bout in bouts if _is_observed(timeline, bout)]


def _own_bouts(protocol: Protocol, timeline: Timeline, codes: Sequence[str], pick: Pick) -> list[Range]:
    """Give the bouts that are counted: of an excluded code all of its own, which lie in no observed time."""
    if any(is_excluded(protocol, code) for code in codes):
        return unite(span.range for span in _spans_of(timeline, codes, pick))
    return bouts_of(timeline, codes, pick)


def _is_observed(timeline: Timeline, bout: Range) -> bool:
    if bout[0] < bout[1]:
        return length_of(intersect(timeline.observed, [bout])) > 0
    return any(start <= bout[0] <= end for start, end in timeline.observed)


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


def _is_in(timeline: Timeline, interval: Interval, code: str, pick: Pick) -> bool:
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

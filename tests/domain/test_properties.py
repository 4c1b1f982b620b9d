"""What must hold of timelines and measures whatever was recorded."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.clip import clip_timeline
from server.domain.evidence import Evidence
from server.domain.lessons import compute_over_lessons
from server.domain.measures import Measures, compute_measures
from server.domain.protocol import Protocol
from server.domain.ranges import Range, intersect, length_of, subtract, unite
from server.domain.timeline import Timeline, make_timeline
from server.domain.waits import quantile
from tests.domain.vectors import complete

pytestmark = pytest.mark.slow

LENGTH_MS = 600_000
EXCLUSIVE = complete(
    {
        "sampling": {"method": "continuous"},
        "groups": [{"id": "s", "exclusive": True}, {"id": "e", "exclusive": False}],
        "codes": [
            *({"id": name, "kind": "state", "group": "s"} for name in "ABC"),
            {"id": "F", "kind": "state", "group": "e"},
            {"id": "q", "kind": "event", "group": "e"},
        ],
        "measures": [
            *(
                {"id": rule, "kind": "share_of_intervals", "codes": ["F"], "interval_s": 30, "rule": rule}
                for rule in ("partial", "momentary_start", "momentary_end", "whole")
            ),
            {"id": "time", "kind": "share_of_time", "codes": ["F"]},
            {"id": "rate", "kind": "rate", "codes": ["q"]},
            {"id": "mean", "kind": "bout_mean", "codes": ["F"]},
            {"id": "sd", "kind": "bout_sd", "codes": ["F"]},
            {"id": "wait", "kind": "latency", "triggers": ["q"], "responses": ["F"]},
        ],
    }
)
INTERVALS = complete(
    {
        "sampling": {"method": "interval", "length_s": 60, "rule": "partial"},
        "groups": [{"id": "g", "exclusive": False}],
        "codes": [{"id": name, "kind": "state", "group": "g"} for name in "ABC"],
    }
)
moments = st.integers(0, LENGTH_MS - 1)
states = st.lists(st.tuples(moments, st.sampled_from("ABC")), min_size=1, max_size=30)
switches = st.lists(moments, max_size=20, unique=True).map(sorted)
taps = st.lists(moments, max_size=20)
stretches = st.lists(st.tuples(moments, moments).map(lambda pair: (min(pair), max(pair))), max_size=4)
_some = settings(max_examples=120, deadline=None)


def record(starts: Sequence[tuple[int, str]], toggles: Sequence[int], events: Sequence[int]) -> list[Evidence]:
    items = [Evidence(f"s{at:03}", t_ms, "start", code) for at, (t_ms, code) in enumerate(starts)]
    items += [Evidence(f"t{at:03}", t_ms, "stop" if at % 2 else "start", "F") for at, t_ms in enumerate(toggles)]
    return items + [Evidence(f"e{at:03}", t_ms, "tap", "q") for at, t_ms in enumerate(events)]


def pause(ranges: Sequence[Range]) -> dict[str, object]:
    return {"pauses": [{"from_ms": start, "to_ms": end, "why": "pause"} for start, end in ranges]}


def measure(protocol: Protocol, timeline: Timeline) -> Measures:
    return compute_measures(protocol, timeline)


@_some
@given(states, stretches)
def test_shares_of_exclusive_states_add_up_to_what_they_cover(
    starts: list[tuple[int, str]], pauses: list[Range]
) -> None:
    """From the first start on, one of them holds until a pause; with no pause that is all of the time."""
    evidence = record([(0, "A"), *starts], [], [])
    timeline = make_timeline(EXCLUSIVE, pause(pauses), evidence, LENGTH_MS)
    shares = [measure(EXCLUSIVE, timeline)["codes"][code]["share_of_time"] for code in "ABC"]
    covered = length_of(intersect(timeline.observed, unite(span.range for span in timeline.spans)))
    if timeline.observed_ms:
        assert sum(share or 0 for share in shares) == pytest.approx(100 * covered / timeline.observed_ms)
    if not [one for one in pauses if one[0] < one[1]]:
        assert covered == timeline.observed_ms == LENGTH_MS


@_some
@given(states)
def test_exclusive_states_never_overlap(starts: list[tuple[int, str]]) -> None:
    spans = make_timeline(EXCLUSIVE, {}, record(starts, [], []), LENGTH_MS).spans
    assert length_of(unite(span.range for span in spans)) == length_of(span.range for span in spans)


@_some
@given(switches, stretches)
def test_partial_is_at_least_momentary_and_that_at_least_whole(toggles: list[int], pauses: list[Range]) -> None:
    found = measure(EXCLUSIVE, make_timeline(EXCLUSIVE, pause(pauses), record([], toggles, []), LENGTH_MS))["measures"]
    values = {name: found[name]["value"] for name in ("partial", "momentary_start", "momentary_end", "whole")}
    if values["partial"] is not None:
        for momentary in ("momentary_start", "momentary_end"):
            assert values["partial"] >= (values[momentary] or 0) >= (values["whole"] or 0)


@_some
@given(switches)
def test_true_time_lies_between_partial_and_whole(toggles: list[int]) -> None:
    """So it does for momentary sampling on average; the length is a multiple of the intervals."""
    found = measure(EXCLUSIVE, make_timeline(EXCLUSIVE, {}, record([], toggles, []), LENGTH_MS))["measures"]
    partial, time, whole = (found[name]["value"] or 0 for name in ("partial", "time", "whole"))
    assert partial + 1e-9 >= time >= whole - 1e-9


@pytest.mark.parametrize(("period", "lasts"), [(60, 30), (60, 45), (90, 30), (120, 31), (120, 89)])
def test_what_interval_rules_do_to_time_on_average(period: int, lasts: int) -> None:
    """A stretch of d seconds every T, begun at each second of T in turn, seen in intervals of c = 30 s.

    Of the T beginnings d + c - 1 (or all) touch an interval, d - c + 1 fill it, and at d of them it is active at its
    first instant.
    """
    found = [_recur(period, lasts, begin) for begin in range(period)]
    average = {name: sum(each[name] for each in found) / period for name in ("partial", "momentary_start", "whole")}
    assert average["partial"] == pytest.approx(100 * min(period, lasts + 30 - 1) / period)
    assert average["momentary_start"] == pytest.approx(100 * lasts / period)
    assert average["whole"] == pytest.approx(100 * (lasts - 30 + 1) / period)


def _recur(period: int, lasts: int, begin: int) -> Mapping[str, float]:
    length_s = 360
    evidence = []
    for at, start in enumerate(range(begin - period, length_s, period)):
        end = min(start + lasts, length_s)
        if end > 0:
            evidence += [Evidence(f"{at:03}a", max(0, start) * 1000, "start", "F")]
            evidence += [Evidence(f"{at:03}b", end * 1000, "stop", "F")]
    figures = measure(EXCLUSIVE, make_timeline(EXCLUSIVE, {}, evidence, length_s * 1000))["measures"]
    return {name: figures[name]["value"] or 0 for name in ("partial", "momentary_start", "whole")}


@_some
@given(states, switches, taps, stretches, moments)
def test_windows_pooled_are_the_whole(
    starts: list[tuple[int, str]], toggles: list[int], events: list[int], pauses: list[Range], cut: int
) -> None:
    timeline = make_timeline(EXCLUSIVE, pause(pauses), record(starts, toggles, events), LENGTH_MS)
    windows = [(EXCLUSIVE, clip_timeline(timeline, window)) for window in ((0, cut), (cut, LENGTH_MS))]
    both = compute_over_lessons(windows, EXCLUSIVE["measures"])
    whole = measure(EXCLUSIVE, timeline)["measures"]
    for name in ("rate", "time"):
        assert both[name]["pooled"]["value"] == pytest.approx(whole[name]["value"]), name


@_some
@given(states, switches, taps, stretches, moments)
def test_two_windows_add_up_to_the_whole(
    starts: list[tuple[int, str]], toggles: list[int], events: list[int], pauses: list[Range], cut: int
) -> None:
    timeline = make_timeline(EXCLUSIVE, pause(pauses), record(starts, toggles, events), LENGTH_MS)
    windows = [clip_timeline(timeline, window) for window in ((0, cut), (cut, LENGTH_MS))]
    assert sum(window.observed_ms for window in windows) == timeline.observed_ms
    parts = [measure(EXCLUSIVE, window)["codes"] for window in windows]
    for code, whole in measure(EXCLUSIVE, timeline)["codes"].items():
        assert sum(part[code]["count"] or 0 for part in parts) == whole["count"], code
        seconds = sum(part[code]["seconds"] or 0 for part in parts)
        assert seconds == pytest.approx(whole["seconds"] or 0), code


@_some
@given(st.lists(st.tuples(moments, st.sampled_from("ABC")), max_size=30), st.integers(0, 10))
def test_windows_of_whole_intervals_add_up(marks: list[tuple[int, str]], cut: int) -> None:
    evidence = [Evidence(f"{at:03}", t_ms, "mark", code) for at, (t_ms, code) in enumerate(marks)]
    timeline = make_timeline(INTERVALS, {}, evidence, LENGTH_MS)
    windows = [clip_timeline(timeline, window) for window in ((0, cut * 60_000), (cut * 60_000, LENGTH_MS))]
    parts = [measure(INTERVALS, window)["codes"] for window in windows]
    for code, whole in measure(INTERVALS, timeline)["codes"].items():
        assert sum(part[code]["intervals"] or 0 for part in parts) == whole["intervals"]


@_some
@given(states, switches, taps, stretches, st.integers(1, 3_600_000))
def test_shifting_all_times_changes_nothing(
    starts: list[tuple[int, str]], toggles: list[int], events: list[int], pauses: list[Range], by: int
) -> None:
    """What lies before is not observed, as in a recording that began earlier."""
    evidence = record(starts, toggles, events)
    still = make_timeline(EXCLUSIVE, pause(pauses), evidence, LENGTH_MS)
    moved = make_timeline(
        EXCLUSIVE,
        pause([(0, by), *((start + by, end + by) for start, end in pauses)]),
        [replace(item, t_ms=item.t_ms + by) for item in evidence],
        LENGTH_MS + by,
    )
    assert without_grid(measure(EXCLUSIVE, moved)) == without_grid(measure(EXCLUSIVE, still))


def without_grid(found: Measures) -> Mapping[str, Any]:
    """Leave out the intervals laid over a record: they begin with the recording."""
    grid = ("partial", "momentary_start", "momentary_end", "whole")
    return {**found, "measures": {name: each for name, each in found["measures"].items() if name not in grid}}


@_some
@given(states, switches, taps)
def test_the_order_in_which_items_arrive_does_not_matter(
    starts: list[tuple[int, str]], toggles: list[int], events: list[int]
) -> None:
    evidence = record(starts, toggles, events)
    assert make_timeline(EXCLUSIVE, {}, evidence, LENGTH_MS) == make_timeline(EXCLUSIVE, {}, evidence[::-1], LENGTH_MS)


@_some
@given(states, switches, taps)
def test_what_was_retracted_was_never_there(
    starts: list[tuple[int, str]], toggles: list[int], events: list[int]
) -> None:
    evidence = record(starts, toggles, events)
    kept, gone = evidence[::2], [replace(item, retracted=True) for item in evidence[1::2]]
    assert make_timeline(EXCLUSIVE, {}, kept + gone, LENGTH_MS) == make_timeline(EXCLUSIVE, {}, kept, LENGTH_MS)


@_some
@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=40))
def test_quartiles_and_spread_are_those_of_the_standard_library(values: list[int]) -> None:
    """Its inclusive quantiles are those of Hyndman & Fan, type 7, which R takes without being asked."""
    quarters = statistics.quantiles(values, n=4, method="inclusive")
    assert [quantile(values, p) for p in (0.25, 0.5, 0.75)] == pytest.approx(quarters)
    start = 0
    evidence = []
    for at, value in enumerate(values):
        evidence += [Evidence(f"{at:03}a", start, "start", "F"), Evidence(f"{at:03}b", start + value + 1, "stop", "F")]
        start += value + 1000
    found = measure(EXCLUSIVE, make_timeline(EXCLUSIVE, {}, evidence, start))["measures"]["sd"]["value"]
    assert found == pytest.approx(statistics.stdev((value + 1) / 1000 for value in values), abs=1e-9)


@_some
@given(stretches, stretches)
def test_ranges_are_sets_of_moments(left: list[Range], right: list[Range]) -> None:
    one, other = ([each for each in unite(side) if each[0] < each[1]] for side in (left, right))
    both, rest = intersect(one, other), subtract(one, other)
    assert length_of(both) + length_of(rest) == length_of(one)
    assert both == intersect(other, one)
    assert length_of(intersect(rest, other)) == 0
    assert length_of(unite([*one, *other])) == length_of(one) + length_of(other) - length_of(both)

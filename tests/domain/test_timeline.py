"""Timeline and measures against the shared examples."""

from dataclasses import asdict
from typing import Any

import pytest

from server.domain.clip import clip_timeline
from server.domain.measures import compute_measures
from server.domain.timeline import Timeline, make_timeline
from tests.domain.vectors import assert_stands, complete, read_items, read_vectors

TIMELINE = read_vectors("timeline")
MEASURES = read_vectors("measures")


def _make(vectors: dict[str, Any], case: dict[str, Any]) -> Timeline:
    protocol = complete(vectors["protocols"][case["protocol"]])
    return make_timeline(protocol, case.get("observation", {}), read_items(case["evidence"]), case["until_ms"])


@pytest.mark.parametrize("case", TIMELINE["cases"], ids=lambda case: case["title"])
def test_the_timeline_holds_what_the_example_says(case: dict[str, Any]) -> None:
    assert_stands(asdict(_make(TIMELINE, case)), case["timeline"])


@pytest.mark.parametrize("case", TIMELINE["clips"], ids=lambda case: case["title"])
def test_a_window_holds_what_the_example_says(case: dict[str, Any]) -> None:
    start, end = case["window"]
    window = clip_timeline(_make(TIMELINE, case), (start, end))
    assert_stands(asdict(window), case["timeline"])
    assert_stands(compute_measures(complete(TIMELINE["protocols"][case["protocol"]]), window), case["figures"])


@pytest.mark.parametrize("case", MEASURES["cases"], ids=lambda case: case["title"])
def test_the_measures_are_those_of_the_example(case: dict[str, Any]) -> None:
    protocol = complete(MEASURES["protocols"][case["protocol"]])
    found = compute_measures(protocol, _make(MEASURES, case))
    expected = dict(case["measures"])
    figures = expected.pop("measures", {})
    assert_stands(found, expected)
    for name, (value, unit, n) in figures.items():
        assert_stands(found["measures"][name], {"value": value, "unit": unit, "n": n}, name)


@pytest.mark.parametrize("case", [case for case in MEASURES["cases"] if "says" in case], ids=lambda case: case["title"])
def test_every_figure_says_what_it_is(case: dict[str, Any]) -> None:
    protocol = complete(MEASURES["protocols"][case["protocol"]])
    for language, sentences in case["says"].items():
        found = compute_measures(protocol, _make(MEASURES, case), language)["measures"]
        assert {name: found[name]["says"] for name in sentences} == sentences

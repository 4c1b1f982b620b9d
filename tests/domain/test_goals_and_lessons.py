"""Progress towards goals, and measures over several lessons, against the shared examples."""

from typing import Any

import pytest

from server.domain.goals import make_goal, measure_progress
from server.domain.lessons import compute_over_lessons, shared_measures
from server.domain.timeline import make_timeline
from tests.domain.vectors import assert_stands, complete, read_items, read_vectors

VECTORS = read_vectors("measures")


@pytest.mark.parametrize("case", VECTORS["goals"], ids=lambda case: case["title"])
def test_progress_is_that_of_the_example(case: dict[str, Any]) -> None:
    goal = make_goal(direction=case["direction"], **case["goal"])
    found = measure_progress(goal, case["now"])
    assert_stands({"value": found.value, "reached": found.reached}, {name: case[name] for name in ("value", "reached")})
    for language, sentence in case.get("says", {}).items():
        assert measure_progress(goal, case["now"], language).says == sentence


@pytest.mark.parametrize("case", VECTORS["over_lessons"], ids=lambda case: case["title"])
def test_several_lessons_are_those_of_the_example(case: dict[str, Any]) -> None:
    protocol = complete(VECTORS["protocols"][case["protocol"]])
    lessons = [
        (protocol, make_timeline(protocol, one.get("observation", {}), read_items(one["evidence"]), one["until_ms"]))
        for one in case["lessons"]
    ]
    found = compute_over_lessons(lessons, protocol["measures"])
    assert list(found) == list(case["measures"])
    for name, (values, mean, pooled) in case["measures"].items():
        assert_stands(found[name]["lessons"], values, name)
        assert_stands([found[name]["mean_of_lessons"][part] for part in ("value", "n")], mean, name)
        assert_stands([found[name]["pooled"][part] for part in ("value", "n")], pooled, name)
    for language, sentences in case["says"].items():
        said = compute_over_lessons(lessons, protocol["measures"], language)
        for name, (mean, pooled) in sentences.items():
            assert [said[name]["mean_of_lessons"]["says"], said[name]["pooled"]["says"]] == [mean, pooled]


def test_only_measures_that_did_not_change_are_put_together() -> None:
    first = complete(VECTORS["protocols"]["visits"])
    second = complete(
        {**first, "version": 2, "measures": [{**first["measures"][0], "codes": ["r"]}, *first["measures"][1:]]}
    )
    assert [measure["id"] for measure in shared_measures([first, second])] == [
        measure["id"] for measure in first["measures"][1:]
    ]

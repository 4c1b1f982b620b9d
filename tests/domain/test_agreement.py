"""Agreement of observers against published tables, examples worked out by hand, and what must hold of any lesson."""

from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.agreement import Settings, compare_observers
from server.domain.agreement.alpha import Level, krippendorff_alpha
from server.domain.agreement.coefficients import (
    Cells,
    Pair,
    cohen_kappa,
    gwet_ac1,
    jaccard,
    percent_agreement,
    unscored_agreement,
    weighted_kappa,
)
from server.domain.agreement.matching import match_events
from server.domain.protocol import Protocol
from server.domain.timeline import Timeline, make_timeline
from tests.domain.vectors import assert_stands, complete, read_items, read_vectors

VECTORS = read_vectors("agreement")


def _title(example: dict[str, Any]) -> str:
    return str(example["title"])


@pytest.mark.parametrize("example", VECTORS["tables"], ids=_title)
def test_the_coefficients_of_a_table_are_those_that_were_published(example: dict[str, Any]) -> None:
    table = example["table"]
    numbers = [(float(a), float(b)) for a, row in enumerate(table) for b, count in enumerate(row) for _ in range(count)]
    pairs = cast(list[Pair], numbers)
    (both, first_only), (second_only, neither) = (row[:2] for row in table[:2])
    cells = Cells(both, first_only, second_only, neither)
    found = {
        "percent": percent_agreement(pairs),
        "kappa": cohen_kappa(pairs),
        "kappa_linear": weighted_kappa(numbers, "linear"),
        "kappa_quadratic": weighted_kappa(numbers, "quadratic"),
        "ac1": gwet_ac1(pairs, len(table)),
        "jaccard": jaccard(cells),
        "unscored": unscored_agreement(cells),
    }
    for name, value in example["figures"].items():
        assert _rounded(found[name], example["decimals"]) == value, name


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)


@pytest.mark.parametrize("example", VECTORS["alphas"], ids=_title)
def test_alpha_is_what_was_published_at_every_level(example: dict[str, Any]) -> None:
    for level, value in example["figures"].items():
        assert _rounded(krippendorff_alpha(example["units"], cast(Level, level)), example["decimals"]) == value, level


@pytest.mark.parametrize("example", VECTORS["matchings"], ids=_title)
def test_taps_find_their_partners(example: dict[str, Any]) -> None:
    found = match_events(example["first"], example["second"], example["tolerance_ms"])
    expected = example["matching"]
    assert [list(pair) for pair in found.pairs] == expected["pairs"]
    assert list(found.first_alone) == expected["first_alone"]
    assert list(found.second_alone) == expected["second_alone"]
    assert list(found.lags_ms) == expected["lags_ms"]


@pytest.mark.parametrize("case", VECTORS["cases"], ids=_title)
def test_observers_agree_as_worked_out_by_hand(case: dict[str, Any]) -> None:
    protocol = complete(VECTORS["protocols"][case["protocol"]])
    timelines = [
        make_timeline(protocol, one.get("observation", {}), read_items(one["evidence"]), one["until_ms"])
        for one in case["observers"]
    ]
    assert_stands(compare_observers(protocol, timelines, Settings()), case["agreement"])


STATES = complete(VECTORS["protocols"]["states"])
_MOMENTS = st.lists(st.tuples(st.integers(0, 60_000), st.sampled_from("ABq")), max_size=30)


def _make(moments: list[tuple[int, str]], shift_ms: int = 0, protocol: Protocol = STATES) -> Timeline:
    rows = [
        [str(at), t_ms + shift_ms, "tap" if code == "q" else "start", code] for at, (t_ms, code) in enumerate(moments)
    ]
    pause = {"from_ms": 0, "to_ms": shift_ms, "why": "not_observed"}
    observation: dict[str, object] = {"pauses": [pause]} if shift_ms else {}
    return make_timeline(protocol, observation, read_items(rows), 60_000 + shift_ms)


@given(_MOMENTS, _MOMENTS)
def test_agreement_does_not_depend_on_who_is_first(one: list[tuple[int, str]], other: list[tuple[int, str]]) -> None:
    forth = compare_observers(STATES, [_make(one), _make(other)], Settings())
    back = compare_observers(STATES, [_make(other), _make(one)], Settings())
    for name in ("percent", "kappa", "ac1", "alpha", "matched", "total"):
        assert forth["overall"][name]["value"] == pytest.approx(back["overall"][name]["value"]), name


@given(_MOMENTS)
def test_a_recording_agrees_with_itself_wholly_or_has_no_variation(one: list[tuple[int, str]]) -> None:
    found = compare_observers(STATES, [_make(one), _make(one)], Settings())
    assert found["overall"]["percent"]["value"] == 100
    assert found["overall"]["kappa"]["value"] in (1, None)
    assert found["overall"]["matched"]["value"] in (100, None)
    assert found["disagreements"] == []


@given(_MOMENTS, _MOMENTS, st.integers(1, 30))
def test_shifting_both_by_whole_steps_changes_nothing(
    one: list[tuple[int, str]], other: list[tuple[int, str]], steps: int
) -> None:
    settings = Settings(block_ms=1000)
    still = compare_observers(STATES, [_make(one), _make(other)], settings)
    shifted = compare_observers(STATES, [_make(one, steps * 1000), _make(other, steps * 1000)], settings)
    for name in ("kappa", "alpha", "matched"):
        assert still["overall"][name]["value"] == pytest.approx(shifted["overall"][name]["value"]), name


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40))
def test_no_coefficient_exceeds_one(pairs: list[tuple[int, int]]) -> None:
    numbers = [(float(a), float(b)) for a, b in pairs]
    found = [
        cohen_kappa(cast(list[Pair], pairs)),
        weighted_kappa(numbers, "quadratic"),
        gwet_ac1(cast(list[Pair], pairs), 4),
        krippendorff_alpha(pairs),
    ]
    assert all(value is None or value <= 1 for value in found)


def test_one_observer_alone_cannot_agree() -> None:
    with pytest.raises(ValueError, match="two observers"):
        compare_observers(STATES, [_make([])], Settings())

"""What must hold of agreement whatever was recorded: of the coefficients, and of observers who saw unlike parts."""

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.agreement import Agreement, Settings, compare_observers
from server.domain.agreement.alpha import Unit, krippendorff_alpha
from server.domain.agreement.coefficients import (
    NumberPair,
    Pair,
    cohen_kappa,
    count_cells,
    gwet_ac1,
    jaccard,
    weighted_kappa,
)
from server.domain.timeline import Timeline, make_timeline
from tests.domain.vectors import complete, read_items, read_vectors

pytestmark = pytest.mark.slow

PROTOCOLS = read_vectors("agreement")["protocols"]
STATES, INTERVALS = complete(PROTOCOLS["states"]), complete(PROTOCOLS["intervals"])
END_MS = 30_000
LEVELS = st.integers(1, 4)
PAIRS = st.lists(st.tuples(LEVELS, LEVELS), min_size=1, max_size=40)
# Moments of a lesson of half a minute, each with what began or was tapped then.
LESSON = st.lists(st.tuples(st.integers(0, END_MS), st.sampled_from("ABq")), max_size=15)
SOMETIME = st.integers(1, END_MS // 1000).map(lambda second: second * 1000)


def _numbers(pairs: Sequence[tuple[int, int]]) -> list[NumberPair]:
    return [(float(a), float(b)) for a, b in pairs]


def _coefficients(pairs: Sequence[tuple[int, int]]) -> list[float | None]:
    numbers, nominal = _numbers(pairs), cast(list[Pair], list(pairs))
    return [
        cohen_kappa(nominal),
        gwet_ac1(nominal, 4),
        weighted_kappa(numbers, "linear"),
        weighted_kappa(numbers, "quadratic"),
        *(krippendorff_alpha(pairs, level) for level in ("nominal", "ordinal", "interval", "ratio")),
    ]


def _same(found: Sequence[float | None], expected: Sequence[float | None]) -> bool:
    return all(a == pytest.approx(b) for a, b in zip(found, expected, strict=True))


@given(PAIRS)
def test_every_coefficient_is_symmetric(pairs: list[tuple[int, int]]) -> None:
    assert _same(_coefficients([(b, a) for a, b in pairs]), _coefficients(pairs))


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_the_units_does_not_matter(pairs: list[tuple[int, int]], random: Random) -> None:
    assert _same(_coefficients(random.sample(pairs, len(pairs))), _coefficients(pairs))


@given(st.lists(LEVELS, min_size=1, max_size=40))
def test_whoever_says_the_same_agrees_wholly_or_has_no_variation(said: list[int]) -> None:
    varied = len(set(said)) > 1
    found = _coefficients([(one, one) for one in said])
    assert found[1] == pytest.approx(1), "AC1 leaves chance to the levels that were not used"
    assert all(value == (pytest.approx(1) if varied else None) for value in [found[0], *found[2:]])


@given(PAIRS, st.permutations([1, 2, 3, 4]))
def test_names_mean_nothing_to_a_nominal_coefficient(pairs: list[tuple[int, int]], names: list[int]) -> None:
    renamed = [(names[a - 1], names[b - 1]) for a, b in pairs]
    assert cohen_kappa(cast(list[Pair], renamed)) == cohen_kappa(cast(list[Pair], pairs))
    assert _same([krippendorff_alpha(renamed)], [krippendorff_alpha(pairs)])


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_with_two_levels_weights_change_nothing(pairs: list[tuple[bool, bool]]) -> None:
    numbers = [(float(a), float(b)) for a, b in pairs]
    plain = cohen_kappa(cast(list[Pair], pairs))
    assert _same([weighted_kappa(numbers, "linear"), weighted_kappa(numbers, "quadratic")], [plain, plain])


@given(PAIRS)
def test_alpha_of_two_observers_is_scotts_pi_for_small_samples(pairs: list[tuple[int, int]]) -> None:
    """1 - α = (1 - π)(N - 1)/N over N values (Krippendorff 2011, section on two observers and nominal data)."""
    shares = [count / (2 * len(pairs)) for count in Counter(value for pair in pairs for value in pair).values()]
    by_chance = sum(share**2 for share in shares)
    alpha = krippendorff_alpha(pairs)
    if len(shares) == 1:
        assert alpha is None
        return
    pi = (sum(a == b for a, b in pairs) / len(pairs) - by_chance) / (1 - by_chance)
    assert alpha == pytest.approx(1 - (1 - pi) * (2 * len(pairs) - 1) / (2 * len(pairs)))


@given(st.lists(st.tuples(*[st.none() | LEVELS] * 4), min_size=1, max_size=20), LEVELS, st.permutations(range(4)))
def test_alpha_asks_nothing_of_what_is_missing_nor_who_is_first(
    units: list[tuple[int | None, ...]], lonely: int, places: list[int]
) -> None:
    more: list[Unit] = [*units, (None, lonely, None, None), (None,) * 4]
    turned = [[unit[place] for place in places] for unit in units]
    for level in ("nominal", "ordinal", "interval", "ratio"):
        plain = krippendorff_alpha(units, level)
        assert _same([krippendorff_alpha(more, level), krippendorff_alpha(turned, level)], [plain, plain])


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_a_code_that_one_alone_used_agrees_no_better_than_chance(said: list[bool]) -> None:
    cells = count_cells(said, [False] * len(said))
    assert cohen_kappa(cells.pairs()) == (0 if any(said) else None)
    assert jaccard(cells) == (0 if any(said) else None)


def _observe(
    moments: Sequence[tuple[int, str]], *, until_ms: int = END_MS, pause: tuple[int, int] = (0, 0)
) -> Timeline:
    rows = [[f"{at:02}", t_ms, "tap" if code == "q" else "start", code] for at, (t_ms, code) in enumerate(moments)]
    pauses = [{"from_ms": pause[0], "to_ms": pause[1], "why": "not_observed"}] if pause[0] < pause[1] else []
    return make_timeline(STATES, {"pauses": pauses}, read_items(rows), until_ms)


def _agree(*timelines: Timeline) -> Agreement:
    return compare_observers(STATES, timelines, Settings())


def _overall(agreement: Agreement, *names: str) -> list[float | None]:
    return [agreement["overall"][name]["value"] for name in names if name in agreement["overall"]]


@settings(max_examples=40)
@given(LESSON, LESSON, SOMETIME)
def test_what_one_recorded_after_the_other_left_changes_nothing(
    one: list[tuple[int, str]], other: list[tuple[int, str]], left_ms: int
) -> None:
    stayed = _agree(_observe(one), _observe(other, until_ms=left_ms))
    both_left = _agree(_observe(one, until_ms=left_ms), _observe(other, until_ms=left_ms))
    assert stayed["compared_seconds"] == both_left["compared_seconds"] == left_ms / 1000
    assert _same(_overall(stayed, "percent", "kappa", "matched"), _overall(both_left, "percent", "kappa", "matched"))
    assert stayed["disagreements"] == both_left["disagreements"]


@settings(max_examples=40)
@given(LESSON, LESSON, SOMETIME, SOMETIME)
def test_time_that_one_did_not_watch_is_compared_of_nobody(
    one: list[tuple[int, str]], other: list[tuple[int, str]], start_ms: int, end_ms: int
) -> None:
    pause = (start_ms, end_ms)
    alone = _agree(_observe(one), _observe(other, pause=pause))
    assert alone["compared_seconds"] == (END_MS - max(0, end_ms - start_ms)) / 1000
    inside = [each for each in alone["disagreements"] if start_ms <= each["start_ms"] and each["end_ms"] < end_ms]
    assert inside == []


@settings(max_examples=40)
@given(st.lists(LESSON, min_size=3, max_size=4))
def test_of_several_observers_a_figure_is_the_mean_over_their_pairs(lessons: list[list[tuple[int, str]]]) -> None:
    timelines = [_observe(lesson) for lesson in lessons]
    pairs = [_agree(one, other) for at, one in enumerate(timelines) for other in timelines[at + 1 :]]
    for name, figure in _agree(*timelines)["overall"].items():
        if name == "alpha":
            continue
        found = [pair["overall"][name]["value"] for pair in pairs if name in pair["overall"]]
        values = [value for value in found if value is not None]
        assert figure["value"] == (pytest.approx(sum(values) / len(values)) if values else None), name


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from("PQ")), max_size=20), st.integers(1, 10))
def test_intervals_that_one_missed_count_for_nobody(marks: list[tuple[int, str]], watched: int) -> None:
    rows = [[f"{at:02}", index * 10_000 + 5_000, "mark", code] for at, (index, code) in enumerate(marks)]
    whole = make_timeline(INTERVALS, {}, read_items(rows), 100_000)
    early = [row for row, (index, _) in zip(rows, marks, strict=True) if index < watched]
    part = make_timeline(INTERVALS, {}, read_items(early), watched * 10_000)
    found = compare_observers(INTERVALS, [whole, part], Settings())
    assert found["units"] == watched
    assert found["overall"]["percent"]["value"] == 100
    assert found["overall"]["kappa"]["value"] in (1, None)

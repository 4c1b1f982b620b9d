"""What administrators are told of coaching: nothing of fewer than five teachers, however it is added and subtracted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.activity import FEWEST, SIDES, Entry, Group, Told, count_teachers, tell_activity

MONTHS = ("2026-08", "2026-09", "2026-10", "2026-11")
PEOPLE = [f"t{number:02}" for number in range(14)]


@st.composite
def activities(draw: st.DrawFn) -> list[Entry]:
    """A year of a district: most activities with one teacher, some with a team, some with nobody."""
    teachers = st.one_of(
        st.frozensets(st.sampled_from(PEOPLE), min_size=1, max_size=1),
        st.frozensets(st.sampled_from(PEOPLE), max_size=4),
        st.frozensets(st.sampled_from(PEOPLE), min_size=5, max_size=8),
    )
    entry = st.builds(
        Entry,
        st.sampled_from(MONTHS),
        st.sampled_from("ABCD"),
        st.sampled_from(("data", "rounds", "planning")),
        st.sampled_from(("ana", "cleo", "sam")),
        teachers,
        st.integers(1, 240),
    )
    return draw(st.lists(entry, max_size=60))


def list_unions(groups: Sequence[Group]) -> Iterator[frozenset[int]]:
    """Give every sum of groups, as the set of what is in it."""
    for chosen in chain.from_iterable(combinations(groups, size) for size in range(1, len(groups) + 1)):
        yield frozenset(id(entry) for group in chosen for entry in group.entries)


@given(activities())
@settings(max_examples=150)
def test_nothing_that_is_told_is_of_fewer_than_five(entries: list[Entry]) -> None:
    for period in tell_activity(entries).periods:
        for group in (period.total, *chain.from_iterable(period.by.values())):
            assert count_teachers(group.entries) >= FEWEST


@given(activities())
@settings(max_examples=150)
def test_the_groups_of_a_division_are_all_of_it(entries: list[Entry]) -> None:
    for period in tell_activity(entries).periods:
        for groups in period.by.values():
            assert sorted(chain.from_iterable(group.entries for group in groups)) == sorted(period.total.entries)
            assert sum(group.minutes for group in groups) == period.total.minutes
            assert [group.key for group in groups].count(None) <= 1


@given(activities())
@settings(max_examples=150)
def test_no_sum_less_another_leaves_fewer_than_five(entries: list[Entry]) -> None:
    """Rows, columns, and what they add up to: tried here in full, in whatever way they lie within each other."""
    for period in tell_activity(entries).periods:
        by_id = {id(entry): entry for entry in period.total.entries}
        sums = {union for groups in ([period.total], *period.by.values()) for union in list_unions(groups)}
        for large, small in ((one, other) for one in sums for other in sums if other < one):
            left = count_teachers(by_id[each] for each in large - small)
            assert left == 0 or left >= FEWEST


@given(activities())
@settings(max_examples=150)
def test_a_cell_that_is_not_told_is_no_sum_or_difference_of_what_is(entries: list[Entry]) -> None:
    for period in tell_activity(entries).periods:
        sums = {union for groups in ([period.total], *period.by.values()) for union in list_unions(groups)}
        differences = {one - other for one in sums for other in sums if other < one}
        for side in SIDES:
            for key in {getattr(entry, side) for entry in period.total.entries}:
                cell = [entry for entry in period.total.entries if getattr(entry, side) == key]
                if 0 < count_teachers(cell) < FEWEST:
                    assert frozenset(map(id, cell)) not in sums | differences


@given(activities())
@settings(max_examples=150)
def test_months_that_come_later_change_nothing_of_what_was_told(entries: list[Entry]) -> None:
    """So that no report, less the report of a month before, tells of one month's few."""

    def until(month: str) -> Told:
        return tell_activity([entry for entry in entries if entry.month <= month])

    for earlier, later in pairwise(MONTHS):
        before, after = until(earlier).periods, until(later).periods
        assert list(after[: len(before)]) == list(before)
    months = [month for period in until(MONTHS[-1]).periods for month in period.months]
    assert len(months) == len(set(months))


def make(month: str, school: str, count: int, first: int = 0, *, coach: str = "ana") -> list[Entry]:
    return [
        Entry(month, school, "data", coach, frozenset({f"t{number:02}"}), 30) for number in range(first, first + count)
    ]


def test_a_small_school_is_told_with_the_next_smallest() -> None:
    (period,) = tell_activity(
        [*make("2026-09", "A", 8), *make("2026-09", "B", 6, 8), *make("2026-09", "C", 2, 14)]
    ).periods

    assert [(group.key, len(group.entries)) for group in period.by["school"]] == [("A", 8), (None, 8)]
    assert "service" not in period.by, "there was one service, so there is nothing to divide"


def test_a_small_month_is_told_with_the_month_after() -> None:
    told = tell_activity([*make("2026-08", "A", 3), *make("2026-09", "A", 6), *make("2026-10", "A", 2)])

    assert [period.months for period in told.periods] == [("2026-08", "2026-09")]
    assert told.waiting == ("2026-10",)
    assert told.periods[0].total.minutes == 270


def test_two_divisions_that_would_tell_of_a_few_together_are_not_both_told_as_fine() -> None:
    # All of school A is Ana's, and Ana has three teachers elsewhere: her sum less A's would be theirs.
    entries = [
        *make("2026-09", "A", 6),
        *make("2026-09", "B", 3, 6),
        *make("2026-09", "B", 6, 9, coach="cleo"),
    ]
    (period,) = tell_activity(entries).periods

    assert [group.key for group in period.by["school"]] == ["A", "B"]
    assert "coach" not in period.by

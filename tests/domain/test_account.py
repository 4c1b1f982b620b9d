"""Counting what arrived: against a plain set of numbers."""

from hypothesis import given
from hypothesis import strategies as st

from server.domain.account import MAX_HOLES, Account, find_missing, take

_NUMBERS = st.lists(st.integers(1, 40), max_size=30)


@given(st.lists(_NUMBERS, max_size=5))
def test_the_account_is_that_of_the_set_of_numbers(pushes: list[list[int]]) -> None:
    account, arrived = Account(), set[int]()
    for numbers in pushes:
        account = take(account, numbers)
        arrived.update(numbers)

    absent = [n for n in range(1, account.highest + 1) if n not in arrived]
    assert account.highest == max(arrived, default=0)
    assert [n for first, last in account.missing for n in range(first, last + 1)] == absent
    assert account.contiguous == (absent[0] - 1 if absent else account.highest)
    assert [account.has(n) for n in range(1, 45)] == [n in arrived for n in range(1, 45)]
    assert not account.forked


@given(_NUMBERS, st.lists(st.tuples(st.integers(1, 45), st.integers(0, 9)), max_size=4))
def test_missing_is_what_was_asked_and_did_not_arrive(numbers: list[int], asked: list[tuple[int, int]]) -> None:
    ranges = [(first, first + more) for first, more in asked]

    missing = find_missing(take(Account(), numbers), ranges)

    wanted = [n for first, last in ranges for n in range(first, last + 1) if n not in numbers]
    assert sorted(n for first, last in missing for n in range(first, last + 1)) == sorted(wanted)


def test_of_a_forked_pair_all_is_missing() -> None:
    assert find_missing(take(Account(), [1, 2, 3], forks=True), [(1, 3)]) == [(1, 3)]


def test_more_holes_than_honest_loss_can_make_fork_the_pair_and_stay_bounded() -> None:
    account = take(Account(), range(2, 10 * MAX_HOLES, 2))

    assert account.forked
    assert len(account.missing) == MAX_HOLES
    assert account.contiguous == 0
    assert take(account, [1]).contiguous == 2


def test_a_number_of_sixteen_digits_costs_nothing() -> None:
    assert take(Account(), [2**53 - 1]).missing == ((1, 2**53 - 2),)

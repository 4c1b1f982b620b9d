"""Both sides' word: one yes of the coaches, one of each teacher, and no no of any of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.domain.consents import Word, is_agreed

OWNERS, TEACHERS, OTHERS = {"ana", "cleo"}, {"tom", "uma"}, {"sam", "ada"}
WORDS = st.lists(st.builds(Word, st.sampled_from([*OWNERS, *TEACHERS, *OTHERS]), st.just("ada"), st.booleans()))


def decide(words: list[Word]) -> bool:
    return is_agreed(words, owners=OWNERS, teachers=TEACHERS)


@given(WORDS)
def test_it_takes_a_coach_and_every_teacher_and_no_refusal(words: list[Word]) -> None:
    yes = {word.by for word in words if word.given}
    no = {word.by for word in words if not word.given}
    assert decide(words) == bool(yes & OWNERS and yes >= TEACHERS and not no & (OWNERS | TEACHERS))


@given(WORDS)
def test_nobody_else_has_a_word_in_it(words: list[Word]) -> None:
    assert decide(words) == decide([word for word in words if word.by not in OTHERS])


@given(WORDS)
def test_the_order_of_words_is_nothing(words: list[Word]) -> None:
    assert decide(words) == decide(words[::-1])


@given(WORDS)
def test_without_a_teacher_or_without_a_coach_nothing_is_agreed_on(words: list[Word]) -> None:
    assert not is_agreed(words, owners=OWNERS, teachers=set())
    assert not is_agreed(words, owners=set(), teachers=TEACHERS)

"""Which passwords are refused, and why."""

import pytest

from server.domain.passwords import password_fault


@pytest.mark.parametrize("password", ["", "short", "elevenchars"])
def test_a_short_one_is_refused(password: str) -> None:
    assert password_fault(password) == "too_short"


def test_length_counts_characters_and_not_bytes() -> None:
    assert password_fault("ñandú ñandú ó") is None
    assert password_fault("ñ" * 11) == "too_short"
    assert password_fault("abcdefghijkl mnop " * 8) == "too_long"


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "PasswordPassword!",
        "P@ssw0rd!!!!",
        "Teacher2026!!",
        "qwertyuiop12",
        "1qaz2wsx3edc",
        "zyxwvutsrqponm",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "123456789012",
        "iloveyou-iloveyou",
        "maria.lopez.1999",
    ],
)
def test_what_everybody_guesses_first_is_refused(password: str) -> None:
    assert password_fault(password, email="maria.lopez@example.org") == "too_common"


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "el gato duerme tarde",
        "aB3$kd9!lQ2w",
        "🦉🐟🌵🧭🎻🪁🧩🦔🍋🛶🪴🥁🎈",
        "under the blue bridge",
        "学校の桜がきれいに咲いた日",
    ],
)
def test_nothing_else_is_asked_of_one(password: str) -> None:
    assert password_fault(password, email="maria.lopez@example.org") is None

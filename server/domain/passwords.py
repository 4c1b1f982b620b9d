"""Which passwords are refused: too short, too long, or among the first that anyone would guess."""

from __future__ import annotations

import re
from typing import Literal

PasswordFault = Literal["too_short", "too_long", "too_common"]

SHORTEST, LONGEST = 12, 128
_FEWEST_OWN_CHARACTERS = 4

# Words that guessers try first, alone or strung together. Our own choice: the best-known passwords of any list,
# and the words of a school. Longest first, so that "password" goes before "pass".
_GUESSED_FIRST = """
    abc123 access account admin administrator adobe america animal apple april august austin autumn backrow
    baseball basketball batman bienvenido biology bulldog butterfly calendar changeme charlie chelsea chocolate
    class classroom coach coaching colegio computer contrasena cookie cougar daniel december default desktop
    diamond district dolphin dragon eagle eagles education english escuela estrella estudiante familia february
    flower football forever freedom friday friends ginger google grade guest hannah happy harley hello history
    holiday hola homeroom hunter iloveyou instructional internet january jasmine jennifer jessica jesus jordan
    july june justin killer kindergarten lesson letmein liverpool login london lovely maestra maestro master
    matthew mercedes michael michelle microsoft monday monkey mother mustang nicole ninja november observation
    observe october office orange p4ssw0rd p@ssw0rd p@ssword pa55word panther pass passphrase passw0rd password
    patriot pepper please pokemon princesa princess principal profesor profesora purple reading samsung saturday
    school science secret secure security september shadow snoopy soccer spring starwars student summer sunday
    sunshine superman teach teacher temporary tequiero test testing thunder thursday tiger tigers trustno1
    tuesday user warrior wednesday welcome wildcat winter wizard wolverine
"""
_WORDS = sorted(_GUESSED_FIRST.split(), key=lambda word: (-len(word), word))
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "q1w2e3r4t5y6u7i8o9p0",
)
_SHORTEST_RUN = 4
_YEAR = re.compile(r"(19|20)\d\d")
_END_DIGITS = re.compile(r"^\d{1,3}|\d{1,3}$")


def password_fault(password: str, *, email: str = "") -> PasswordFault | None:
    """Say why a password is refused, or None; length counts characters and nothing about their sort is asked.

    A password is too common when little of its owner's own remains after taking out words and keyboard runs that
    guessers try first, years, digits at the ends and the name in the e-mail address.
    """
    if len(password) < SHORTEST:
        return "too_short"
    if len(password) > LONGEST:
        return "too_long"
    if len(set(_own_part(password.casefold(), email))) < _FEWEST_OWN_CHARACTERS:
        return "too_common"
    return None


def _own_part(folded: str, email: str) -> str:
    names = [part for part in re.split(r"[^a-z0-9]+", email.casefold()) if len(part) > 3]
    rest = folded
    for word in [*names, *_WORDS]:
        rest = rest.replace(word, " ")
    rest = _YEAR.sub(" ", _without_runs(rest))
    rest = " ".join(_END_DIGITS.sub("", piece) for piece in rest.split())
    return "".join(character for character in rest if character.isalnum() or not character.isascii())


def _without_runs(text: str) -> str:
    rest = text
    for run in (*_RUNS, *(run[::-1] for run in _RUNS)):
        for length in range(len(run), _SHORTEST_RUN - 1, -1):
            for start in range(len(run) - length + 1):
                rest = rest.replace(run[start : start + length], " ")
    return rest

"""Numbers and the one sentence that explains each, from the templates that the app uses too."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from math import floor
from typing import TypeAlias

from server.domain.parts import Parts
from server.domain.shipped import protocols_folder

Facts: TypeAlias = Mapping[str, float | str]


@dataclass(frozen=True, slots=True)
class Figure:
    """What a measure came to, before it is put into words; without `parts` lessons can not be taken together."""

    value: float | None
    unit: str
    n: int
    key: str
    facts: Facts = field(default_factory=dict)
    parts: Parts | None = None


def nothing(unit: str, n: int = 0, parts: Parts | None = None) -> Figure:
    return Figure(None, unit, n, "none", parts=parts)


def say(key: str, facts: Facts, language: str) -> str:
    """Say a figure in a language; English where there is no such language."""
    texts = _templates()["says"][key]
    text = texts.get(language) or texts["en"]
    return re.sub(r"\{(\w+)\}", lambda match: _show(facts.get(match[1], ""), language), text)


@cache
def _templates() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((protocols_folder() / "schema" / "messages.toml").read_text("utf-8"))


def _show(fact: float | str, language: str) -> str:
    return fact if isinstance(fact, str) else show_number(fact, language)


def show_number(value: float, language: str) -> str:
    """Write a number with at most one decimal, halves up, with the language's decimal sign."""
    tenths = floor(value * 10 + 0.5)
    text = str(tenths // 10) if tenths % 10 == 0 else str(tenths / 10)
    return text.replace(".", ",") if language == "es" else text


def show_time(ms: float) -> str:
    """Write minutes and seconds, m:ss."""
    seconds = floor(ms / 1000 + 0.5)
    return f"{seconds // 60}:{seconds % 60:02}"

"""A figure of agreement: its value, what it rests on, and the sentence that says what it is."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NotRequired, TypedDict, cast

from server.domain.agreement.coefficients import Cells
from server.domain.picks import plain
from server.domain.says import Facts, say


@dataclass(frozen=True, slots=True)
class Settings:
    """How observers are compared.

    `step_ms`: from one compared moment to the next. `tolerance_ms`: how far apart two taps of one event may lie.
    `block_ms`: the blocks of time in which counts are compared.
    """

    step_ms: int = 1000
    tolerance_ms: int = 2000
    block_ms: int = 10_000


@dataclass(frozen=True, slots=True)
class Made:
    """A figure of two observers, not yet in words; `n`: the units it rests on. `key` names its sentence."""

    value: float | None
    unit: str
    n: int
    key: str
    facts: Facts = field(default_factory=dict)
    cells: Cells | None = None


class CellCounts(TypedDict):
    both: int
    first_only: int
    second_only: int
    neither: int


class Value(TypedDict):
    """`value` null: it cannot be computed, and `says` why. `cells` for two observers only."""

    value: float | None
    unit: str
    n: int
    says: str
    cells: NotRequired[CellCounts]


def put_in_words(made: Sequence[Made], language: str) -> Value:
    """Put a figure in words; of several pairs of observers, the mean of those that have one."""
    first = made[0]
    if len(made) == 1:
        return _put_one(first, language)
    values = [one.value for one in made if one.value is not None]
    mean = sum(values) / len(values) if values else None
    facts = {**first.facts, "value": show_value(mean, first.unit, language), "n": first.n}
    what = say(first.key if values else "agree_no_variation", facts, language)
    lead = say("agree_mean", {"pairs": len(values), "of": len(made)}, language)
    n = sum(one.n for one in made)
    return {"value": _plain(mean), "unit": first.unit, "n": n, "says": f"{lead} {what}" if values else what}


def _put_one(made: Made, language: str) -> Value:
    facts = {**made.facts, "value": show_value(made.value, made.unit, language), "n": made.n}
    key = made.key if made.value is not None else "agree_nothing" if made.n == 0 else "agree_no_variation"
    value: Value = {"value": _plain(made.value), "unit": made.unit, "n": made.n, "says": say(key, facts, language)}
    if made.cells is not None:
        value["cells"] = cast(CellCounts, asdict(made.cells))
    return value


def _plain(value: float | None) -> float | None:
    return None if value is None else plain(value)


def show_value(value: float | None, unit: str, language: str) -> str:
    """Write a coefficient with two decimals, anything else with one; halves go away from zero, which has no sign."""
    if value is None:
        return ""
    rounded = Decimal(value).quantize(Decimal("0.01" if unit == "coefficient" else "0.1"), ROUND_HALF_UP)
    text = str(abs(rounded) if rounded == 0 else rounded)
    return text.replace(".", ",") if language == "es" else text

"""One figure of the bench, and the table of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """A measured value beside its floor of the same run; `aim` is what the design asks for, in words."""

    what: str
    value: float
    unit: str
    floor: float | None = None
    aim: str = ""

    @property
    def ratio(self) -> float | None:
        return None if not self.floor else self.value / self.floor


def as_json(figures: Sequence[Figure]) -> list[dict[str, object]]:
    return [{**asdict(figure), "ratio": figure.ratio} for figure in figures]


def as_table(figures: Sequence[Figure]) -> str:
    """Lay the figures out in columns of equal width."""
    head = ("what", "value", "floor", "ratio", "aim")
    rows = [head, *(_as_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _as_row(figure: Figure) -> tuple[str, str, str, str, str]:
    floor = "" if figure.floor is None else f"{_round(figure.floor)} {figure.unit}"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    return figure.what, f"{_round(figure.value)} {figure.unit}", floor, ratio, figure.aim


def _round(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"

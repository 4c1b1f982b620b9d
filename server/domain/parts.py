"""What a figure is made of, so that several lessons can be put together exactly: sums, quotients of sums, samples."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Sum:
    """Adds up over lessons."""

    value: float


@dataclass(frozen=True, slots=True)
class Quotient:
    """Top and bottom add up over lessons, each for itself."""

    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Sample:
    """All values of all lessons go into one statistic; it gives None where they are too few."""

    values: tuple[float, ...]
    summarise: Callable[[Sequence[float]], float | None]


Parts: TypeAlias = Sum | Quotient | Sample


def pool(parts: Sequence[Parts]) -> float | None:
    """Give the figure of several lessons taken as one; None where there is nothing to divide by or to summarise."""
    sums = [each.value for each in parts if isinstance(each, Sum)]
    quotients = [each for each in parts if isinstance(each, Quotient)]
    samples = [each for each in parts if isinstance(each, Sample)]
    if sums:
        return sum(sums)
    if quotients:
        bottom = sum(each.bottom for each in quotients)
        return sum(each.top for each in quotients) / bottom if bottom else None
    return samples[0].summarise([value for each in samples for value in each.values]) if samples else None

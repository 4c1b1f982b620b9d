"""What became of sending something, and when it is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Delivered:
    """The other side took it."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Nobody is there any more, or never will take it: sending again is no use. `why` names no person."""

    why: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not work this time; `retry_after` is what the other side asks for. `why` names no person."""

    why: str
    retry_after: timedelta | None = None


Outcome = Delivered | Gone | Failed


def wait_before_try(tries: int, *, asked: timedelta | None = None, chance: float = 0.5) -> timedelta:
    """Say how long to wait after the try number `tries` (from 1): twice as long each time, spread by `chance` (0…1).

    What the other side asks for is kept to, up to the longest wait.
    """
    doubled = min(_FIRST_WAIT * (1 << min(tries - 1, 20)), _LONGEST_WAIT)
    own = doubled * (0.75 + chance / 2)
    return min(max(own, asked or timedelta(0)), _LONGEST_WAIT)

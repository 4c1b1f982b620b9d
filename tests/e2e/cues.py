"""A lesson to be tapped: which key at which moment, read from a timeline file or simulated."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import cast

from server.domain.protocol import Protocol
from server.domain.protocol_files import read_checked
from server.domain.shipped import protocols_folder
from server.domain.simulate import simulate_lesson

NOT_OBSERVED, END = "NA", "END"
Cues = tuple["Cue", ...]


@dataclass(frozen=True)
class Cue:
    """`code` is that of a key, or NOT_OBSERVED (pause), or END; `t_ms` counts from the start of the lesson."""

    t_ms: int
    code: str


def read_protocol(slug: str) -> Protocol:
    return read_checked((protocols_folder() / "library" / f"{slug}.toml").read_text("utf-8"))


def read_cues(path: Path) -> Cues:
    """Read a timeline file as its coder would have tapped it.

    A coach starts when the lesson starts, so a leading NA is time before the first tap; an NA later on is a pause.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [Cue(_read_ms(row["time"]), row["code"].strip()) for row in csv.DictReader(file)]
    first = next(row.t_ms for row in rows if row.code != NOT_OBSERVED)
    return tuple(replace(row, t_ms=row.t_ms - first) for row in rows if row.t_ms >= first)


def write_cues(cues: Cues, path: Path, *, starts_at_s: int) -> None:
    """Write a timeline file whose lesson starts so many seconds into the recording."""
    rows = [(0, NOT_OBSERVED), *((starts_at_s + cue.t_ms // 1000, cue.code) for cue in cues)]
    lines = [f"{_write_seconds(at_s)},{code}" for at_s, code in rows]
    path.write_text("\n".join(["time,code", *lines]) + "\n", "utf-8")


def simulate_cues(slug: str, length_ms: int, seed: int) -> Cues:
    """Make a lesson of a protocol of the library: no two taps at one moment, and the last cue is END."""
    items = simulate_lesson(read_protocol(slug), length_ms, Random(seed))
    taps = [Cue(cast(int, item["t_ms"]), str(item["code"])) for item in items if "code" in item]
    return (*_spread(taps), Cue(length_ms, END))


def whole_seconds(cues: Cues) -> Cues:
    """Move every tap of a lesson in exclusive states to its second; of several in one second the last is left."""
    moved = [replace(cue, t_ms=cue.t_ms // 1000 * 1000) for cue in cues]
    kept = [cue for cue, after in pairwise(moved) if cue.t_ms < after.t_ms]
    return (*_without_repeats(kept), moved[-1])


def longest_rest(cues: Cues) -> int:
    """Say after which cue of the middle third nothing happens for the longest: there a browser can be killed."""
    third = len(cues) // 3
    return max(range(third, max(third + 1, 2 * third)), key=lambda place: cues[place + 1].t_ms - cues[place].t_ms)


def _spread(cues: Iterable[Cue]) -> Iterator[Cue]:
    earliest = 0
    for cue in cues:
        yield replace(cue, t_ms=max(earliest, cue.t_ms))
        earliest = max(earliest, cue.t_ms) + 1


def _without_repeats(cues: Iterable[Cue]) -> Iterator[Cue]:
    """Leave out a start of what runs already: it is no change of state."""
    running = ""
    for cue in cues:
        if cue.code != running:
            yield cue
        running = cue.code


def _read_ms(text: str) -> int:
    hours, minutes, seconds = map(int, text.split(":"))
    return (hours * 3600 + minutes * 60 + seconds) * 1000


def _write_seconds(at_s: int) -> str:
    return f"{at_s // 3600:02}:{at_s // 60 % 60:02}:{at_s % 60:02}"

"""A timeline file: `hh:mm:ss,code[,comments]`, one row for each change of state, closed by END.

The form in which Kinnear et al. (2021) publish lectures coded with FILL+. From each row on the lesson is in that state,
until the next row of its track; NA is time that was not observed; a comment is a note of that moment. Semicolons or
tabs may stand for the commas. Where a protocol has a state END of its own, only the last END closes the lesson.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise

from server.domain.protocol import Protocol, is_exclusive
from server.domain.ranges import Range

MAX_BYTES = 256 * 1024
NOT_OBSERVED, END = "NA", "END"
_TIME = re.compile(r"(\d{1,2}):([0-5]\d):([0-5]\d)", re.ASCII)
_HEADER = ["time", "code"]


class TimelineFileError(ValueError):
    """A file is refused whole; `line` counts from 1."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"line {line}: {what}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `t_ms` from the start of the recording."""

    line: int
    t_ms: int
    code: str
    comment: str


@dataclass(frozen=True, slots=True)
class TimelineFile:
    """What a file says: starts of states, notes, and the stretches that were not observed."""

    starts: tuple[Row, ...]
    comments: tuple[Row, ...]
    not_observed: tuple[Range, ...]
    ended_ms: int


def read_timeline_file(text: str, protocol: Protocol) -> TimelineFile:
    """Read a timeline file; raises TimelineFileError for the first row that cannot be."""
    rows = list(_read_rows(text))
    _check_rows(rows, protocol)
    return TimelineFile(
        starts=tuple(row for row in rows[:-1] if row.code != NOT_OBSERVED),
        comments=tuple(row for row in rows if row.comment),
        not_observed=tuple((row.t_ms, after.t_ms) for row, after in pairwise(rows) if row.code == NOT_OBSERVED),
        ended_ms=rows[-1].t_ms,
    )


def _read_rows(text: str) -> Iterator[Row]:
    text = text.removeprefix("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        for cells in reader:
            line = reader.line_num
            if not any(cell.strip() for cell in cells) or (line == 1 and _is_header(cells)):
                continue
            yield _read_row(line, cells)
    except csv.Error as error:
        raise TimelineFileError(reader.line_num, f"not CSV: {error}. Close every quotation mark.") from error


def _is_header(cells: Sequence[str]) -> bool:
    return [cell.strip().lower() for cell in cells[:2]] == _HEADER


def _read_row(line: int, cells: Sequence[str]) -> Row:
    if len(cells) not in (2, 3):
        raise TimelineFileError(line, f"{len(cells)} columns. Write time, code and, if need be, one comment.")
    match = _TIME.fullmatch(cells[0].strip())
    if match is None:
        raise TimelineFileError(line, f"{_short(cells[0])} is not a time. Write hh:mm:ss, for instance 00:07:44.")
    hours, minutes, seconds = (int(part) for part in match.groups())
    comment = cells[2].strip() if len(cells) == 3 else ""
    return Row(line, ((hours * 60 + minutes) * 60 + seconds) * 1000, cells[1].strip(), comment)


def _check_rows(rows: Sequence[Row], protocol: Protocol) -> None:
    if not rows:
        raise TimelineFileError(1, "there is no row. Write time,code rows and END at the last.")
    has_own = END in timeline_codes(protocol)
    for before, row in pairwise(rows):
        if before.code == END and not has_own:
            raise TimelineFileError(row.line, "there are rows after END. Let END be the last.")
        if row.t_ms < before.t_ms:
            raise TimelineFileError(row.line, "the time is before that of the row above. Put rows in order of time.")
    _check_codes(rows, protocol)
    if rows[-1].code != END:
        raise TimelineFileError(rows[-1].line, "the last row is not END. Add it with the time of the end.")


def _check_codes(rows: Sequence[Row], protocol: Protocol) -> None:
    names = timeline_codes(protocol)
    if not names:
        raise TimelineFileError(1, f"{protocol['id']} has no exclusive states. Take a protocol that has.")
    for row in rows:
        if row.code not in (*names, NOT_OBSERVED, END):
            known = ", ".join([*names, NOT_OBSERVED, END])
            raise TimelineFileError(row.line, f"{protocol['id']} has no state {_short(row.code)}. Use one of {known}.")


def timeline_codes(protocol: Protocol) -> list[str]:
    """Name the states that exclude others: a row starts one, and so ends what ran of its track."""
    if protocol["sampling"]["method"] != "continuous":
        return []
    return [code["id"] for code in protocol["codes"] if code["kind"] == "state" and is_exclusive(protocol, code)]


def _short(text: str) -> str:
    return repr(text if len(text) <= 24 else text[:23] + "…")

"""Rows of a CSV file (RFC 4180), leniently: comma, semicolon or tab, whatever the first line has most of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something; `line` is the one on which it begins, from 1."""

    line: int
    cells: Sequence[str]


def read_rows(text: str) -> list[Row]:
    """Give every row that holds something. A quote that is never closed goes to the end of the file.

    Not by the csv module: it refuses long cells by a limit of the whole process, and the app must read the same rows.
    """
    return [row for row in _read(text, _choose_delimiter(text)) if any(cell.strip() for cell in row.cells)]


def _read(text: str, delimiter: str) -> Iterator[Row]:
    cells: list[str] = []
    line = begins = 1
    # A cell: in quotes (doubled ones within), or not; what stands behind closing quotes belongs to it.
    cell = re.compile(
        rf'(?:"(?P<quoted>(?:[^"]|"")*)(?:"|\Z))?(?P<bare>[^{delimiter}\r\n]*)(?P<end>{delimiter}|\r\n|\r|\n|\Z)'
    )
    place = 0
    while place < len(text):
        found = cell.match(text, place)
        assert found is not None  # every text begins with a cell, an empty one at least
        cells.append((found["quoted"] or "").replace('""', '"') + found["bare"])
        line += len(re.findall(r"\r\n|\r|\n", found[0]))
        place = found.end()
        if found["end"] != delimiter:
            yield Row(begins, cells)
            cells, begins = [], line
    if cells:
        yield Row(begins, [*cells, ""])


def _choose_delimiter(text: str) -> str:
    first = re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]
    return max(_DELIMITERS, key=first.count)

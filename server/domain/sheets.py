"""Sheets: rows under named columns, for a spreadsheet or a CSV file, with no cell that could be a formula."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from server.domain.json_values import Json

# What makes a spreadsheet take a text for a formula (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A title, the names of the columns, and rows as long as these; null is a value that there is not."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Json]]


def write_csv(sheet: Sheet) -> str:
    """Write a sheet as CSV (RFC 4180)."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(sheet.columns)
    writer.writerows([show_cell(value) for value in row] for row in sheet.rows)
    return stream.getvalue()


def show_cell(value: Json) -> str:
    """Show a value as the text of a cell; lists and objects as JSON."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return guard_text(value)
        case int() | float():
            return str(value)
        case _:
            return guard_text(orjson.dumps(value).decode())


def guard_text(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text

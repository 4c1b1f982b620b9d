"""Sheets as a spreadsheet file (Office Open XML)."""

import io
from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from server.domain.json_values import Json
from server.domain.sheets import Sheet, show_cell

_WIDEST = 60
# What the format allows of a cell; a longer text is cut off by whoever reads it, so it says that it goes on.
_LONGEST = 32_767
_MORE = " […]"
_NOT_IN_TITLES = str.maketrans("[]:*?/\\", "       ")


def write_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Write sheets as one .xlsx file: numbers as numbers, every text as a text, never as a formula or an address."""
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.title.translate(_NOT_IN_TITLES)[:31]), sheet, head, body)
    return stream.getvalue()


def _write_sheet(page: Worksheet, sheet: Sheet, head: Format, body: Format) -> None:
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, column, head)
        page.set_column(place, place, _width_of(sheet, place))
    for line, row in enumerate(sheet.rows, 1):
        for place, value in enumerate(row):
            _write_cell(page, (line, place), value, body)
    page.freeze_panes(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _write_cell(page: Worksheet, at: tuple[int, int], value: Json, body: Format) -> None:
    match value:
        case None | "":
            return
        case int() | float() if not isinstance(value, bool):
            page.write_number(*at, value, body)
        case str():
            page.write_string(*at, _cut(value), body)
        case _:
            page.write_string(*at, _cut(show_cell(value)), body)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - len(_MORE)] + _MORE


def _width_of(sheet: Sheet, place: int) -> int:
    longest = max((len(show_cell(row[place])) for row in sheet.rows[:200]), default=0)
    return min(_WIDEST, max(len(sheet.columns[place]), longest) + 2)

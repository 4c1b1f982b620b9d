"""Tables in files that somebody gave: unzipped, decoded and read by their heads, bounded whatever they hold."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 200_000
MAX_FILES = 50
LONGEST = 200

FileFault = Literal["not_csv", "not_zip", "encoding", "too_large", "too_many_rows", "no_people", "no_roles"]


class StaffFileError(Exception):
    """A file cannot be read at all; `fault` says why, `file` which."""

    def __init__(self, fault: FileFault, file: str) -> None:
        super().__init__(f"{file}: {fault}")
        self.fault: FileFault = fault
        self.file = file


class Given(NamedTuple):
    """A file as it was given."""

    name: str
    content: bytes


class Row(NamedTuple):
    file: str
    line: int
    cells: Mapping[str, str]


class Table(NamedTuple):
    """A file with a head; `broken` are lines with more cells than it."""

    file: str
    head: frozenset[str]
    rows: list[Row]
    broken: list[int]


def read_tables(given: Sequence[Given]) -> Iterator[Table]:
    """Read every CSV file, those in archives too; raises StaffFileError."""
    rows = 0
    for name, content in _unpack(given):
        table = _read_table(name, _decode(name, content), MAX_ROWS - rows)
        rows += len(table.rows)
        yield table


def _unpack(given: Sequence[Given]) -> Iterator[Given]:
    left = MAX_BYTES
    for one in given:
        inside = _unzip(one, left) if one.content[:4] == b"PK\x03\x04" else [one]
        for file in inside:
            left -= len(file.content)
            if left < 0:
                raise StaffFileError("too_large", one.name)
            yield file


def _unzip(given: Given, most: int) -> Iterator[Given]:
    """Give the CSV files of an archive, never more bytes than `most` whatever its directory says."""
    try:
        with zipfile.ZipFile(io.BytesIO(given.content)) as archive:
            names = [info for info in archive.infolist() if info.filename.lower().endswith(".csv")]
            if len(names) > MAX_FILES:
                raise StaffFileError("too_large", given.name)
            for info in names:
                with archive.open(info) as file:
                    content = file.read(most + 1)
                if len(content) > most:
                    raise StaffFileError("too_large", given.name)
                most -= len(content)
                yield Given(info.filename.rsplit("/", 1)[-1][:LONGEST], content)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        # A broken or locked archive, or one packed in a way that the library does not know.
        raise StaffFileError("not_zip", given.name) from error


def _decode(name: str, content: bytes) -> str:
    """Decode by the mark at the beginning, else as UTF-8, else as what Windows writes."""
    is_marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_marked else ["utf-8-sig", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise StaffFileError("encoding", name)


def _read_table(name: str, text: str, most: int) -> Table:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    head: list[str] = []
    rows: list[Row] = []
    broken: list[int] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not head:
                head = [_HEADS.get(cell.strip().casefold(), cell.strip().casefold()) for cell in cells]
            elif len(cells) > len(head) and any(cell.strip() for cell in cells[len(head) :]):
                broken.append(reader.line_num)
            else:
                rows.append(Row(name, reader.line_num, dict(zip(head, map(_clean, cells), strict=False))))
            if len(rows) > most:
                raise StaffFileError("too_many_rows", name)
    except csv.Error as error:
        raise StaffFileError("not_csv", name) from error
    return Table(name, frozenset(head), rows, broken)


def _clean(cell: str) -> str:
    """Take off blanks, and the shell with which spreadsheets keep a number a text: ="0012"."""
    text = cell.strip()
    return text[2:-1].strip() if text.startswith('="') and text.endswith('"') and len(text) > 2 else text


_HEADS = {
    "nombre": "name", "full name": "name", "correo": "email", "correo electrónico": "email", "e-mail": "email",
    "mail": "email", "rol": "role", "roles": "role", "función": "role", "escuela": "school", "centro": "school",
    "idioma": "language", "lengua": "language",
}  # fmt: skip

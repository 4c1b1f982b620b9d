"""Reading a file that somebody else wrote."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

from server.cli.frame import Refusal

MAX_BYTES = 256 * 1024
_GZIP = b"\x1f\x8b"


def read_bytes(file: Path, *, most: int = MAX_BYTES) -> bytes:
    """Read a file, but never more than is needed to see that it is too large."""
    try:
        with file.open("rb") as stream:
            return stream.read(most + 1)
    except OSError as error:
        raise Refusal(f"{file}: {error.strerror or error}. Name a file that can be read.") from error


def read_text_file(file: Path, *, most: int = MAX_BYTES) -> str:
    """Read a text file of at most `most` bytes, packed by gzip or not; refuses in one line."""
    data = read_bytes(file, most=most)
    if len(data) <= most and data.startswith(_GZIP):
        data = _unpack(file, data, most)
    if len(data) > most:
        raise Refusal(f"{file}: size: larger than {_show_size(most)}. Import it in parts.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refusal(f"{file}: line {line}: not UTF-8. Save the file as UTF-8.") from error


def _unpack(file: Path, data: bytes, most: int) -> bytes:
    """Unpack no more than is needed to see that it is too large, however much a small file may hold."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return stream.read(most + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Refusal(f"{file}: the gzip is damaged. Save the file anew.") from error


def _show_size(size: int) -> str:
    return f"{size // 1024**2} MiB" if size >= 1024**2 else f"{size // 1024} KiB"

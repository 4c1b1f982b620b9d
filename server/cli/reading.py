"""Reading a file that somebody else wrote."""

from __future__ import annotations

from pathlib import Path

from server.cli.frame import Refusal

MAX_BYTES = 256 * 1024


def read_bytes(file: Path) -> bytes:
    """Read a file, but never more than is needed to see that it is too large."""
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refusal(f"{file}: {error.strerror or error}. Name a file that can be read.") from error


def read_text_file(file: Path) -> str:
    """Read a text file of at most 256 KiB; refuses in one line."""
    data = read_bytes(file)
    if len(data) > MAX_BYTES:
        raise Refusal(f"{file}: size: larger than 256 KiB. Import it in parts.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refusal(f"{file}: line {line}: not UTF-8. Save the file as UTF-8.") from error

"""Photos beside the evidence: what of them is taken, and what their record announces."""

from typing import NamedTuple

from server.domain.json_values import JsonObject
from server.domain.problems import Problem

MIMES = ("image/jpeg", "image/png", "image/webp")
MAX_BYTES = 8 * 1024 * 1024
MAX_PIECE_BYTES = 256 * 1024
# A person's photos altogether: some ten thousand as the app sends them.
MAX_BYTES_OF_PERSON = 4 * 1024**3


class Announced(NamedTuple):
    """What an attachment says of its bytes, as they are sent: SHA-256 in hex, length, media type."""

    sha256: str
    bytes: int
    mime: str


class Upload(NamedTuple):
    """How far an upload is: `offset` of `bytes` came. When it is done, the picture can be fetched."""

    offset: int
    bytes: int
    is_done: bool


class Picture(NamedTuple):
    """A picture as it is given out; `sha256` is of these bytes."""

    sha256: str
    mime: str
    data: bytes


def read_announced(fields: JsonObject) -> Announced:
    """Read what an attachment announces; raises Problem not_a_picture or too_large."""
    announced = Announced(str(fields["sha256"]), int(str(fields["bytes"])), str(fields["mime"]))
    if announced.mime not in MIMES or announced.bytes == 0:
        raise Problem("not_a_picture", f"Taken are {', '.join(MIMES)}")
    if announced.bytes > MAX_BYTES:
        raise Problem("too_large", max_bytes=MAX_BYTES)
    return announced

"""Pictures made anew: the pixels that came in go out, without a word of where and by what they were taken."""

import struct
import zlib
from hashlib import sha256
from io import BytesIO
from threading import Lock

from PIL import Image, ImageOps

from server.domain.blobs import MIMES, Picture
from server.domain.problems import Problem

MAX_PIXELS = 40_000_000
# Longer than any screen shows; what the app sends has 2,048 at most.
MAX_SIDE = 4096
_QUALITY = 85
_MIME_OF_FORMAT = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_FORMATS = ("JPEG", "PNG", "WEBP")
# What the library raises for bytes that are not the picture they claim to be.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
# We look at the size ourselves, before anything is decoded.
Image.MAX_IMAGE_PIXELS = None
# Forty megapixels are 160 MB: one at a time is enough for a process.
_decoding = Lock()


def remake_picture(data: bytes, mime: str) -> Picture:
    """Decode and encode a picture, turned upright; raises Problem not_a_picture for anything else than `mime`."""
    try:
        with _decoding, Image.open(BytesIO(data), formats=_FORMATS) as opened:
            _check(opened, mime)
            return _encode(_make_upright(opened), mime)
    except _BROKEN:
        raise Problem("not_a_picture", "The file is damaged, or is no picture") from None


def _check(opened: Image.Image, mime: str) -> None:
    found = _MIME_OF_FORMAT.get(str(opened.format))
    if found != mime or mime not in MIMES:
        raise Problem("not_a_picture", f"The file is not the {mime} that was announced")
    if opened.width * opened.height > MAX_PIXELS:
        raise Problem("not_a_picture", f"The picture has more than {MAX_PIXELS // 1_000_000} megapixels")


def _make_upright(opened: Image.Image) -> Image.Image:
    """Give the first frame's pixels alone, no longer than MAX_SIDE, turned as the camera said."""
    opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
    opened.load()
    has_alpha = opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info
    turned = ImageOps.exif_transpose(opened).convert("RGBA" if has_alpha else "RGB")
    turned.thumbnail((MAX_SIDE, MAX_SIDE))
    # A new picture: nothing that stood beside the pixels comes along.
    plain = Image.new(turned.mode, turned.size)
    plain.paste(turned)
    return plain


def _encode(picture: Image.Image, mime: str) -> Picture:
    written = BytesIO()
    match mime:
        case "image/png":
            picture.save(written, "PNG")
        case "image/webp":
            picture.save(written, "WEBP", quality=_QUALITY)
        case _:
            picture.convert("RGB").save(written, "JPEG", quality=_QUALITY, progressive=True)
    data = written.getvalue()
    return Picture(sha256(data).hexdigest(), mime, data)

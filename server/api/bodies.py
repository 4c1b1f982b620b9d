"""Bodies of requests: how long, how packed, how deep they may be, and how they are read."""

import json
import zlib
from typing import NamedTuple, cast

import orjson
from flask import request

from server.domain.json_values import MAX_DEPTH, Json, is_deeper_than
from server.domain.problems import Problem

MAX_BODY_BYTES = 256 * 1024
# An object that names a key twice is kept as its pairs under this name, which no reader of fields accepts.
# What is a little too deep goes to quarantine with its change; what is far too deep is not handled at all.
_MAX_READABLE_DEPTH = 200
DOUBLED = "\0doubled"


class Body(NamedTuple):
    """A parsed body; `is_strict` when it is plain JSON: no key twice, no NaN, no lone surrogate."""

    value: Json
    is_strict: bool


def read_json(max_bytes: int = MAX_BODY_BYTES) -> Json:
    """Read the body of a request as strict JSON at most 32 deep; raises Problem for anything else."""
    body = parse(read_bytes(max_bytes))
    if not body.is_strict:
        raise Problem("bad_json", "The body has a key twice, a number or a text that JSON does not have")
    if is_deeper_than(body.value, MAX_DEPTH):
        raise Problem("bad_request", f"The body is more than {MAX_DEPTH} levels deep")
    return body.value


def read_bytes(max_bytes: int, **limits: Json) -> bytes:
    """Read the body, unpacked if it came gzipped; `limits` are told with too_large."""
    if request.mimetype != "application/json":
        raise Problem("bad_media_type")
    # A body without a length is cut at the limit without a word by the framework, so it is not taken at all.
    if request.content_length is None or "Transfer-Encoding" in request.headers:
        raise Problem("length_required")
    if request.content_length > max_bytes:
        raise Problem("too_large", "", retry_after=None, max_bytes=max_bytes, **limits)
    request.max_content_length = max_bytes
    raw = request.get_data(cache=False)
    if len(raw) != request.content_length:
        raise Problem("bad_json", "The body is shorter than its Content-Length")
    encoding = request.headers.get("Content-Encoding", "identity").lower()
    if encoding == "identity":
        return raw
    if encoding != "gzip":
        raise Problem("bad_media_type", "The body may be packed by gzip only")
    return _unpack(raw, max_bytes, limits)


def _unpack(raw: bytes, max_bytes: int, limits: dict[str, Json]) -> bytes:
    """Inflate one gzip member, never beyond the limit."""
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        data = unpacking.decompress(raw, max_bytes + 1)
    except zlib.error:
        raise Problem("bad_json", "The body is not gzip") from None
    if len(data) > max_bytes:
        raise Problem("too_large", "", retry_after=None, max_bytes=max_bytes, **limits)
    if not unpacking.eof or unpacking.unused_data:
        raise Problem("bad_json", "The body is not one whole gzip member")
    return data


def parse(raw: bytes) -> Body:
    """Parse JSON: strictly if it can be, else leniently, so that one bad value does not hide the rest.

    Raises Problem bad_json only for what is no JSON at all, bad_request for what is too deep to read.
    """
    try:
        value = cast(Json, orjson.loads(raw))
        # What we would have written alike has no key twice; only the rest is looked at closely.
        if orjson.dumps(value) == raw:
            return Body(value, is_strict=True)
    except (orjson.JSONDecodeError, TypeError):
        # Not strict JSON, or too deep to be written.
        return _parse_leniently(raw)
    return _parse_leniently(raw)


def _parse_leniently(raw: bytes) -> Body:
    doubts: list[str] = []

    def pair(pairs: list[tuple[str, Json]]) -> Json:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        doubts.append("a key twice")
        return {DOUBLED: [[key, value] for key, value in pairs]}

    def note(word: str) -> float:
        doubts.append(word)
        return float(word)

    try:
        value = json.loads(raw.decode(), object_pairs_hook=pair, parse_constant=note)
    except RecursionError:
        raise Problem("bad_request", f"The body is more than {MAX_DEPTH} levels deep") from None
    except ValueError:
        # Not UTF-8, not JSON, or a number of thousands of digits.
        raise Problem("bad_json") from None
    if is_deeper_than(value, _MAX_READABLE_DEPTH):
        raise Problem("bad_request", f"The body is more than {MAX_DEPTH} levels deep")
    return Body(value, is_strict=not doubts and _is_encodable(value))


def _is_encodable(value: Json) -> bool:
    try:
        orjson.dumps(value)
    except TypeError:
        # Lone surrogates, or integers beyond 64 bits.
        return False
    return True

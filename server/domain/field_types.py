"""The types a field can have, each with the question whether a value is of it.

Every text, at any depth, is free of NUL and lone surrogates and at most 64 KiB; every integer is exact in a double.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeGuard

from server.domain.clock import is_date, is_instant
from server.domain.ids import is_uuid, split_scope
from server.domain.json_values import MAX_DEPTH, MAX_INTEGER, is_deeper_than

# A value stands inside fields, fields in a change, a change in a list, the list in the body.
MAX_VALUE_DEPTH = MAX_DEPTH - 4
MAX_TEXT_BYTES = 64 * 1024
MAX_WORD = 200
MAX_ITEMS = 10_000
PAUSE_REASONS = ("pause", "sleep", "clock", "not_observed")
SEAT_LAYOUTS = ("rows", "columns", "free")
SEAT_LABELS = ("letters", "numbers")
# Rows and columns of a room; the app shows 12 by 10 at most.
MAX_SEATS = 40


@dataclass(frozen=True, slots=True)
class ChoiceOf:
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    name: str
    words: tuple[str, ...]


PlainType = Literal[
    "text",
    "word",
    "slug",
    "hash",
    "id",
    "ids",
    "words",
    "scope",
    "instant",
    "date",
    "count",
    "number",
    "flag",
    "scalar",
    "object",
    "modifiers",
    "pauses",
    "seatmap",
    "anything",
]
FieldType = PlainType | ChoiceOf | ListOf
Fault = Literal["bad_fields", "bad_text"]

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HASH = re.compile(r"[0-9a-f]{64}")


def find_fault(type: FieldType, value: object) -> Fault | None:
    """Say what is wrong with a value that is not null, or None when it is of the type."""
    if get_question(type)(value):
        return None
    return "bad_text" if not _is_too_deep(value) and has_bad_text(value) else "bad_fields"


def get_question(type: FieldType) -> Callable[[object], bool]:
    """Give the question whether a value is of a type."""
    if isinstance(type, str):
        return _QUESTIONS[type]
    if isinstance(type, ChoiceOf):
        return type.words.__contains__
    return partial(_is_list_of, type.words)


def _is_list_of(words: tuple[str, ...], value: object) -> bool:
    return _is_list(value) and len(value) <= len(words) and all(item in words for item in value)


def has_bad_text(value: object) -> bool:
    """Whether any text within is not storable: NUL, a lone surrogate, or more than 64 KiB."""
    if isinstance(value, str):
        return not is_text(value)
    if isinstance(value, dict):
        return any(has_bad_text(key) or has_bad_text(inner) for key, inner in value.items())
    return isinstance(value, list) and any(map(has_bad_text, value))


def is_text(value: object) -> TypeGuard[str]:
    if not isinstance(value, str) or "\0" in value:
        return False
    return (value.isascii() and len(value) <= MAX_TEXT_BYTES) or _is_encodable(value)


def _is_encodable(value: str) -> bool:
    try:
        return len(value.encode()) <= MAX_TEXT_BYTES
    except UnicodeEncodeError:
        return False


def _is_word(value: object) -> TypeGuard[str]:
    return is_text(value) and 0 < len(value) <= MAX_WORD


def _is_slug(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_WORD and _SLUG.fullmatch(value) is not None


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _is_id(value: object) -> bool:
    return isinstance(value, str) and is_uuid(value) is not None


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


def _is_list_of_ids(value: object) -> bool:
    return _is_list(value) and len(value) <= MAX_WORD and all(map(_is_id, value))


def _is_list_of_words(value: object) -> bool:
    return _is_list(value) and len(value) <= MAX_WORD and all(map(_is_word, value))


def _is_scope(value: object) -> bool:
    return isinstance(value, str) and split_scope(value) is not None


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value <= MAX_INTEGER


def is_number(value: object) -> bool:
    return (type(value) is int and abs(value) <= MAX_INTEGER) or (type(value) is float and abs(value) < 1e308)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_scalar(value: object) -> bool:
    return value is None or isinstance(value, bool) or is_number(value) or is_text(value)


def _is_anything(value: object) -> bool:
    """Whether a value that we do not know can be kept as it is."""
    if isinstance(value, dict):
        return len(value) <= MAX_ITEMS and all(is_text(key) and _is_anything(inner) for key, inner in value.items())
    if isinstance(value, list):
        return len(value) <= MAX_ITEMS and all(map(_is_anything, value))
    return _is_scalar(value)


def _is_kept(value: object) -> bool:
    return not _is_too_deep(value) and _is_anything(value)


def _is_too_deep(value: object) -> bool:
    return isinstance(value, dict | list) and is_deeper_than(value, MAX_VALUE_DEPTH)


def _is_object(value: object) -> bool:
    return isinstance(value, dict) and _is_kept(value)


def _is_modifiers(value: object) -> bool:
    return (
        isinstance(value, dict)
        and len(value) <= MAX_WORD
        and all(_is_word(key) and _is_modifier(inner) for key, inner in value.items())
    )


def _is_modifier(value: object) -> bool:
    return _is_scalar(value) or (_is_list(value) and len(value) <= MAX_WORD and all(map(_is_scalar, value)))


def _is_pauses(value: object) -> bool:
    return _is_list(value) and len(value) <= MAX_ITEMS and all(map(_is_pause, value))


def _is_pause(value: object) -> bool:
    if not isinstance(value, dict) or not _is_kept(value):
        return False
    start, end = value.get("from_ms"), value.get("to_ms")
    return _is_count(start) and (end is None or _is_count(end)) and value.get("why") in PAUSE_REASONS


def _is_seatmap(value: object) -> bool:
    if not isinstance(value, dict) or not _is_kept(value):
        return False
    empty = value.get("empty")
    return (
        value.get("layout") in SEAT_LAYOUTS
        and value.get("labels") in SEAT_LABELS
        and all(_is_count(value.get(side)) and 0 < value[side] <= MAX_SEATS for side in ("rows", "columns"))
        and _is_list(empty)
        and len(empty) <= MAX_SEATS**2
        and all(map(_is_word, empty))
    )


_QUESTIONS: Mapping[PlainType, Callable[[object], bool]] = {
    "text": is_text,
    "word": _is_word,
    "slug": _is_slug,
    "hash": _is_hash,
    "id": _is_id,
    "ids": _is_list_of_ids,
    "words": _is_list_of_words,
    "scope": _is_scope,
    "instant": lambda value: isinstance(value, str) and is_instant(value),
    "date": lambda value: isinstance(value, str) and is_date(value),
    "count": _is_count,
    "number": is_number,
    "flag": _is_flag,
    "scalar": _is_scalar,
    "object": _is_object,
    "modifiers": _is_modifiers,
    "pauses": _is_pauses,
    "seatmap": _is_seatmap,
    "anything": _is_kept,
}

"""A text that sings where nobody should hear it: planted in every field that can hold one, of every kind of record."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping

from server.domain.field_types import ChoiceOf, ListOf, PlainType
from server.domain.kinds import KINDS, Field, Kind
from tests.device import Device, Fields, Json, make_id

#: How each type of field is filled. A type that is not here fails the test: a new one has to say where a text goes.
_FILL: Mapping[PlainType, Callable[[str], Json]] = {
    "text": lambda canary: canary,
    "word": lambda canary: canary,
    "slug": lambda canary: canary,
    "scalar": lambda canary: canary,
    "words": lambda canary: [canary],
    "object": lambda canary: {canary: [canary]},
    "anything": lambda canary: {canary: [canary]},
    "modifiers": lambda canary: {canary: canary},
    "pauses": lambda canary: [{"from_ms": 1, "to_ms": 2, "why": "pause", "said": canary}],
    "seatmap": lambda canary: {"layout": "rows", "labels": "letters", "rows": 2, "columns": 2, "empty": [canary]},
    "hash": lambda _canary: "ab" * 32,
    "id": lambda _canary: make_id(),
    "ids": lambda _canary: [make_id()],
    "scope": lambda _canary: f"cycle:{make_id()}",
    "instant": lambda _canary: "2026-11-24T14:00:00.000Z",
    "date": lambda _canary: "2026-11-23",
    "count": lambda _canary: 7,
    "number": lambda _canary: 7.5,
    "flag": lambda _canary: True,
}
#: Types that hold no text of anybody's: a choice, a reference, a number.
SILENT = frozenset({"hash", "id", "ids", "scope", "instant", "date", "count", "number", "flag"})


# What is over is told to nobody, so it is not over yet.
_STILL_TO_COME: Mapping[str, Fields] = {
    "next_step": {"done_on": None},
    "conference": {"started_at": None, "ended_at": None},
}


def name_canary(tag: str, kind: str, field: str) -> str:
    return f"canary-{tag}-{kind}-{field}".replace("_", "-")


def list_canaries(kind: Kind, tag: str) -> list[str]:
    """Name every canary that `make_fields` plants."""
    held = [field.name for field in kind.fields if isinstance(field.type, str) and field.type not in SILENT]
    return [name_canary(tag, kind.name, name) for name in (*held, "of-a-later-release")]


def make_fields(kind: Kind, tag: str, **kept: Json) -> Fields:
    """Fill all fields of a kind, and one that no version knows yet; `kept` stand as they are."""
    filled = {field.name: _fill(field, name_canary(tag, kind.name, field.name)) for field in kind.fields}
    return {**filled, "of_a_later_release": name_canary(tag, kind.name, "of-a-later-release"), **kept}


def _fill(field: Field, canary: str) -> Json:
    if isinstance(field.type, ChoiceOf):
        return field.type.words[0]
    if isinstance(field.type, ListOf):
        return [field.type.words[0]]
    return _FILL[field.type](canary)


def plant(tablet: Device, scope: str, tag: str, roots: Mapping[str, tuple[str, Fields]]) -> list[str]:
    """Save a record of every kind that may live in a scope, or edit the one it is named after; gives the canaries."""
    planted: list[str] = []
    for kind in KINDS.values():
        if scope.partition(":")[0] not in kind.scopes or kind.name in ("membership", "consent"):
            continue
        if kind.makes_scope:
            record, kept = roots[kind.name]
            tablet.save(kind.name, scope, make_fields(kind, tag, **kept), record=record)
        else:
            tablet.save(kind.name, scope, make_fields(kind, tag, **_STILL_TO_COME.get(kind.name, {})))
        planted += list_canaries(kind, tag)
    return planted


def read_whole(data: bytes) -> Iterator[str]:
    """Give all that is in an answer: its text, and that of the files in it."""
    yield data.decode("utf-8", "replace")
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield name
                yield from read_whole(packed.read(name))

"""Real changes of every release are read today as what they were, in today's shape.

Each file of `tests/corpus` holds changes as tablets of that release send them. A file is never edited: a new shape of
a kind gets a version, an upcast, and `today` beside the old changes in `SHAPES` here.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from server.domain.changes import Change, Sender, read_change
from server.domain.field_types import ChoiceOf
from server.domain.json_values import JsonObject
from server.domain.kinds import KINDS
from server.domain.records import UPCASTS, upcast
from tests.newer import install_newer_version

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "tests" / "corpus").glob("*.json"))
SENDER = Sender(
    "01985f0e-7c1a-7b3e-9d55-2f6d5c1f0a11", "5d0f8a1e-52a3-4f0a-9c55-0f7d3e2b1a00", "2026-11-22T15:00:00.000Z"
)
# What changes of a release became whose shape has another form today, by id; all others are what they were.
SHAPES: Mapping[str, JsonObject] = {}


def read_corpus(file: Path) -> list[JsonObject]:
    changes: list[JsonObject] = json.loads(file.read_text("utf-8"))
    return changes


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_change_of_every_release_is_read_as_what_it_was(file: Path) -> None:
    for raw in read_corpus(file):
        change = read_change(raw, SENDER)
        assert isinstance(change, Change), (raw["id"], change)
        assert change.as_sent() == raw
        assert change.to_step().fields == SHAPES.get(change.id, raw.get("fields"))


def test_the_corpus_of_this_release_has_every_field_of_every_kind_and_every_word_of_a_choice() -> None:
    release = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    changes = read_corpus(ROOT / "tests" / "corpus" / f"{release}.json")
    for kind in KINDS.values():
        sent = [raw["fields"] for raw in changes if raw["kind"] == kind.name and raw["op"] == "put"]
        for field in kind.fields:
            values = [fields[field.name] for fields in sent if isinstance(fields, dict) and field.name in fields]
            assert values, f"no change of a {kind.name} with {field.name}"
            if isinstance(field.type, ChoiceOf):
                assert set(field.type.words) <= set(map(str, values)), f"{kind.name}.{field.name}"


def test_there_is_a_way_from_every_older_version_to_todays() -> None:
    needed = {(kind.name, version) for kind in KINDS.values() for version in range(1, kind.version)}
    assert UPCASTS.keys() == needed


def test_the_corpus_passes_through_a_newer_version_too(monkeypatch: pytest.MonkeyPatch) -> None:
    install_newer_version(monkeypatch)
    for file in FILES:
        for raw in read_corpus(file):
            change = read_change(raw, SENDER)
            assert isinstance(change, Change), raw
            if change.kind == "evidence" and change.fields and "t_ms" in change.fields:
                step = change.to_step()
                assert step.fields is not None
                assert step.fields["moment_ms"] == change.fields["t_ms"]
                assert "t_ms" not in step.fields
                assert change.as_sent() == raw


def test_upcasting_leaves_what_it_is_given_untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    install_newer_version(monkeypatch)
    fields: JsonObject = {"t_ms": 5, "code": "LQ", "unknown": [1]}
    assert upcast("evidence", 1, fields) == {"moment_ms": 5, "code": "LQ", "unknown": [1]}
    assert fields == {"t_ms": 5, "code": "LQ", "unknown": [1]}

"""A version of the server that does not exist: evidence tells its moment under another name, doodles are a kind."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from server.domain import kinds, records
from server.domain.json_values import JsonObject
from server.domain.kinds import Field, Kind

DOODLE = Kind("doodle", ("observation",), frozenset({"owner"}), (Field("text", "text", is_required=True),))


def _rename_moment(fields: JsonObject) -> JsonObject:
    return {"moment_ms" if name == "t_ms" else name: value for name, value in fields.items()}


UPCASTS: Mapping[tuple[str, int], Callable[[JsonObject], JsonObject]] = {("evidence", 1): _rename_moment}


def install_newer_version(patch: pytest.MonkeyPatch) -> None:
    """Put the newer version in place of today's until the patch is undone."""
    evidence = kinds.KINDS["evidence"]
    fields = tuple(replace(field, name="moment_ms") if field.name == "t_ms" else field for field in evidence.fields)
    newer = {**kinds.KINDS, "evidence": replace(evidence, fields=fields, version=2), "doodle": DOODLE}
    rules = {name: records._make_rules(kind) for name, kind in newer.items()}
    _put_in_place(patch, {
        "KINDS": newer,
        "_RULES": rules,
        "REQUIRED": {name: rule.required for name, rule in rules.items()},
        "PROSE": {name: frozenset(one.name for one in kind.fields if one.is_prose) for name, kind in newer.items()},
        "UPCASTS": UPCASTS,
    })  # fmt: skip


def _put_in_place(patch: pytest.MonkeyPatch, values: Mapping[str, object]) -> None:
    """Every module that has taken a name from another gets the new value too."""
    for name, value in values.items():
        old = getattr(records, name)
        for module in [module for path, module in sys.modules.items() if path.startswith("server.")]:
            if getattr(module, name, None) is old:
                patch.setattr(module, name, value)

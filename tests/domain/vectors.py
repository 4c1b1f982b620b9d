"""The shared examples of `tests/vectors`: reading them, and comparing what must stand in a result."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from server.domain.evidence import Evidence, read_evidence
from server.domain.protocol import Protocol
from server.domain.protocol_files import LISTS

FOLDER = Path(__file__).parents[1] / "vectors"
_TEXT = {"en": "…", "es": "…"}


def read_vectors(name: str) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads((FOLDER / f"{name}.json").read_text("utf-8")))


def complete(protocol: Mapping[str, Any]) -> Protocol:
    """Fill in the lists that an example leaves out."""
    return cast(Protocol, {**{name: [] for name in LISTS}, "id": "example", "version": 1, **protocol})


def read_items(rows: Sequence[Sequence[Any]]) -> list[Evidence]:
    """Read rows of record, moment, action, code and further fields."""
    return [
        read_evidence(record, {"t_ms": t_ms, "action": action, **({"code": code} if code else {}), **(more or {})})
        for record, t_ms, action, code, more in (([*row, None])[:5] for row in rows)
    ]


def assert_stands(found: object, expected: object, where: str = "") -> None:
    """Check that all of an expected value stands in a found one: of objects the named members, of lists every row."""
    if isinstance(expected, Mapping):
        assert isinstance(found, Mapping), where
        if not expected and where:
            assert not found, f"{where}: {found}"
        for name, value in expected.items():
            assert name in found, f"{where}.{name} is missing"
            assert_stands(found[name], value, f"{where}.{name}")
    elif isinstance(expected, list):
        assert isinstance(found, list | tuple), where
        assert len(found) == len(expected), f"{where}: {found}"
        for index, value in enumerate(expected):
            assert_stands(found[index], value, f"{where}[{index}]")
    elif isinstance(expected, int | float) and not isinstance(expected, bool):
        assert isinstance(found, int | float), f"{where}: {found} instead of {expected}"
        assert abs(found - expected) <= 1e-9 * max(1, abs(expected)), f"{where}: {found} instead of {expected}"
    else:
        assert found == expected, f"{where}: {found} instead of {expected}"

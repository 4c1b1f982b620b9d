"""The rules of merging by example; the tablet's half of each stands in `pwa/src/core/merge.test.ts`."""

from typing import Any, cast

import pytest

from server.domain.json_values import Json
from server.domain.merge import Step, Version, merge
from server.domain.records import PROSE
from tests.domain.vectors import read_vectors

MERGE = read_vectors("merge")


def _steps(rows: list[list[Any]]) -> list[Step]:
    return [Step(id, who, f"{who}-tablet", n, base, at, fields) for id, who, n, base, at, fields in rows]


def _show(kind: str, steps: list[Step]) -> Json:
    """Give what stands after these steps, in the form of the examples."""
    merged = merge(steps, PROSE[kind])
    if merged.deleted:
        return "deleted"
    versions = {name: [_list(version) for version in said] for name, said in merged.versions.items()}
    shown = {"fields": merged.fields, **({"versions": versions} if versions else {})}
    return cast(Json, shown | ({"revived": True} if merged.revived else {}))


def _list(version: Version) -> list[Json]:
    return [version.rev, version.value, version.by, version.at]


@pytest.mark.parametrize("case", MERGE["cases"], ids=lambda case: case["title"])
def test_the_office_shows_what_the_example_says(case: dict[str, Any]) -> None:
    assert _show(case["kind"], _steps(case["history"] + case["mine"])) == case["office"]


@pytest.mark.parametrize("case", [case for case in MERGE["cases"] if case["history"]], ids=lambda case: case["title"])
def test_the_row_that_the_tablet_starts_from_is_the_one_that_the_office_gives(case: dict[str, Any]) -> None:
    before = _show(case["kind"], _steps(case["history"]))
    versions = before.get("versions", {}) if isinstance(before, dict) else {}

    assert versions == case.get("versions", {})

"""The schema: every keyword of the language takes what it should and refuses what it should, here and in the app."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, cast, get_args, get_type_hints

import pytest

from server.domain import protocol as shapes
from server.domain.lint_shape import read_schema, validator
from server.domain.protocol_files import LISTS
from tests.domain.vectors import read_vectors

FIXTURES: Mapping[str, Any] = read_vectors("schema")["defs"]
SCHEMA = cast(dict[str, Any], read_schema())
TEXT = {"en": "a", "es": "b"}
SMALL: dict[str, Any] = {
    **{name: [] for name in LISTS},
    "id": "small",
    "version": 1,
    "title": TEXT,
    "summary": TEXT,
    "source": {"citation": "c", "url": "https://a.example", "note": TEXT},
    "licence": "l",
    "sampling": {"method": "continuous"},
    "scales": [{"id": "s", "label": TEXT, "levels": [{"value": 1, "label": TEXT}, {"value": 2, "label": TEXT}]}],
    "modifiers": [{"id": "m", "label": TEXT, "kind": "one", "options": [{"id": "o", "label": TEXT}]}],
    "measures": [{"id": "m", "label": TEXT, "kind": "count", "codes": ["A"], "norm": {"label": TEXT, "source": "S"}}],
    "script": {"speakers": [{"id": "T", "label": TEXT}]},
}
# What stands in other parts by reference, and is tried there.
INSIDE = {"slug", "code_id", "rule", "where", "short", "sampling", "timer", "measure"}


def _cases(answer: str) -> Iterator[Any]:
    for name, fixture in FIXTURES.items():
        for keyword, values in fixture["keywords"].items():
            for at, value in enumerate(values[answer]):
                yield pytest.param(fixture, keyword, value, id=f"{name}.{keyword}-{at}")


def _with(fixture: Mapping[str, Any], keyword: str, value: object) -> dict[str, Any]:
    whole = deepcopy(SMALL)
    return cast(dict[str, Any], _put(whole, fixture["place"], {**fixture["base"], keyword: value}))


def _put(whole: Any, place: Sequence[str | int], part: dict[str, Any]) -> Any:
    if not place:
        return {**whole, **part}
    at: Any = whole
    for step in place[:-1]:
        at = at[step]
    if isinstance(at, list):
        at[:1] = [part]
    else:
        at[place[-1]] = part
    return whole


@pytest.mark.parametrize(("fixture", "keyword", "value"), list(_cases("accept")))
def test_a_keyword_takes(fixture: Mapping[str, Any], keyword: str, value: object) -> None:
    assert validator().is_valid(_with(fixture, keyword, value))


@pytest.mark.parametrize(("fixture", "keyword", "value"), list(_cases("reject")))
def test_a_keyword_refuses(fixture: Mapping[str, Any], keyword: str, value: object) -> None:
    assert not validator().is_valid(_with(fixture, keyword, value))


@pytest.mark.parametrize("name", sorted(set(FIXTURES) - {"text", "protocol"}))
def test_a_part_refuses_what_is_missing_and_what_is_unheard_of(name: str) -> None:
    fixture = FIXTURES[name]
    assert not validator().is_valid(_with(fixture, "unheard-of", 1))
    for keyword in SCHEMA["$defs"][name]["required"]:
        base = {key: value for key, value in fixture["base"].items() if key != keyword}
        whole = _put(deepcopy(SMALL), fixture["place"], base)
        assert not validator().is_valid(whole), keyword


def test_no_keyword_is_without_fixtures() -> None:
    parts = {name: part for name, part in SCHEMA["$defs"].items() if name not in INSIDE}
    parts["protocol"] = SCHEMA
    without = [
        f"{name}.{keyword}"
        for name, part in parts.items()
        for keyword in part["properties"]
        if not all(
            FIXTURES.get(name, {"keywords": {}})["keywords"].get(keyword, {}).get(each) for each in ("accept", "reject")
        )
    ]
    assert without == []


def test_every_part_and_keyword_says_what_it_is() -> None:
    without = [name for name, part in SCHEMA["$defs"].items() if not (part.get("title") or part.get("description"))]
    without += [
        f"{name}.{keyword}"
        for name, part in [("protocol", SCHEMA), *SCHEMA["$defs"].items()]
        for keyword, schema in part.get("properties", {}).items()
        if not schema.get("description")
    ]
    assert without == []


@pytest.mark.parametrize(
    "name", [name for name, part in SCHEMA["$defs"].items() if "required" in part or name == "where"]
)
def test_the_types_have_the_keywords_of_the_schema(name: str) -> None:
    part = SCHEMA["$defs"][name]
    shape = getattr(shapes, part["title"], None)
    if shape in (shapes.Text, shapes.Short, shapes.Where):
        return
    assert shape is not None, part["title"]
    assert set(get_type_hints(shape)) == set(part["properties"])
    assert set(shape.__required_keys__) == set(part["required"])


def test_the_kinds_of_measures_are_those_of_the_schema() -> None:
    kinds = {kind for shape in get_args(shapes.Measure) for kind in get_args(get_type_hints(shape)["kind"])}
    described = [
        SCHEMA["$defs"][ref["$ref"].split("/")[-1]]["properties"]["kind"] for ref in SCHEMA["$defs"]["measure"]["oneOf"]
    ]
    assert kinds == {kind for each in described for kind in each.get("enum", [each.get("const")])}

"""The first half of lint: does a file have the shape that the schema says? In words, not in JSON Schema's."""

import json
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from itertools import islice
from math import isfinite
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from server.domain.lint_findings import Finding, Place, show
from server.domain.shipped import protocols_folder
from server.domain.toml_lines import Path

MAX_FINDINGS = 20
_MAX_ENTRIES = 100
_MAX_DEPTH = 8
_LANGUAGES = {"en": "English", "es": "Spanish"}
_TYPES = {
    "string": ("a text", '"…" in quotation marks'),
    "integer": ("a whole number", "a number without a point"),
    "number": ("a number", "a number"),
    "boolean": ("true or false", "true or false"),
    "array": ("a list", "[…] or [[…]]"),
    "object": ("a table", "{…} or […]"),
    "text": ("a text in each language", '{en = "…", es = "…"}'),
    "string or object": ("a text, or one for each language", '"…" or {en = "…", es = "…"}'),
    "string or array": ("a text or a list of texts", '"…" or ["…", "…"]'),
}
_FORMS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case words joined by hyphens",
    "^[A-Za-z0-9][A-Za-z0-9/+._-]{0,23}$": "up to 24 letters, digits and / + . _ -",
    "^[a-z0-9]$": "one small letter or digit",
    "^https://[^\\s]+$": "https://…",
    "^[a-z0-9]+(-[a-z0-9]+)*@[1-9][0-9]*$": "id@version, such as copus@1",
}


def lint_shape(place: Place) -> list[Finding]:
    """Find what has not the shape of a protocol, the first twenty faults of it."""
    bulky = list(islice(_find_bulk(place, (), place.body), MAX_FINDINGS))
    if bulky:
        return bulky
    errors = (leaf for error in validator().iter_errors(place.body) for leaf in _leaves(error))
    findings = (_translate(place, error) for error in errors)
    return sorted(islice(findings, MAX_FINDINGS), key=lambda finding: finding.line or 0)


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(read_schema())


@cache
def read_schema() -> dict[str, object]:
    schema: dict[str, object] = json.loads((protocols_folder() / "schema" / "protocol.schema.json").read_text("utf-8"))
    return schema


def _find_bulk(place: Place, path: Path, value: object) -> Iterator[Finding]:
    """What must not reach the validator: its work grows with the square of a list, and it recurses."""
    if isinstance(value, float) and not isfinite(value):
        yield place.find("number", path)
    if not isinstance(value, dict | list):
        return
    if len(value) > _MAX_ENTRIES:
        yield place.find("too-many", path)
    elif len(path) >= _MAX_DEPTH:
        yield place.find("depth", path[:3])
    else:
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in entries:
            yield from _find_bulk(place, (*path, step), inner)


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """Of a choice between shapes, only what is wrong with the shape that was meant."""
    if error.validator != "oneOf":
        yield error
        return
    if not isinstance(error.instance, Mapping):
        return  # that it is no table is said already
    tag = error.schema["discriminator"]["propertyName"]  # type: ignore[index]  # every oneOf of ours has one
    branches: dict[int, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(int(inner.relative_schema_path[0]), []).append(inner)
    meant = [found for found in branches.values() if not any(_is_about(inner, tag) for inner in found)]
    if meant:
        yield from (leaf for inner in meant[0] for leaf in _leaves(inner))
        return
    about = [inner for found in branches.values() for inner in found if _is_about(inner, tag)]
    yield from about[:1] if about and about[0].validator == "required" else _one_choice(about)


def _is_about(error: ValidationError, tag: str) -> bool:
    if error.validator == "required":
        return isinstance(error.instance, Mapping) and tag not in error.instance and f"'{tag}'" in error.message
    return list(error.relative_path) == [tag]


def _one_choice(errors: list[ValidationError]) -> Iterator[ValidationError]:
    choices = [choice for error in errors for choice in _choices(error)]
    first = errors[0]
    first.validator, first.validator_value = "enum", list(dict.fromkeys(choices))
    yield first


def _choices(error: ValidationError) -> list[object]:
    value = error.validator_value
    return list(value) if isinstance(value, list) else [value]


def _translate(place: Place, error: ValidationError) -> Finding:
    path: Path = tuple(error.absolute_path)
    value: object = error.instance
    wanted: object = error.validator_value
    match error.validator:
        case "required":
            return _say_missing(place, path, error)
        case "additionalProperties" | "propertyNames":
            return _say_unknown(place, path, error)
        case "type":
            words, example = _find_type(error, " or ".join(wanted) if isinstance(wanted, list) else str(wanted))
            return place.find("type", path, found=show(value), wanted=words, example=example)
        case "enum" | "const":
            choices = ", ".join(str(choice) for choice in _choices(error))
            return place.find("choice", path, found=show(value), choices=choices)
        case "pattern":
            return place.find("form", path, found=show(value), example=_FORMS.get(str(wanted), str(wanted)))
        case "minLength" | "minItems" | "minProperties":
            return place.find("short", path)
        case "maxLength" | "maxItems" | "maxProperties":
            return place.find("long", path, limit=wanted)
        case "uniqueItems":
            return place.find("repeated", path)
        case _:
            return _say_range(place, path, error)


def _find_type(error: ValidationError, wanted: str) -> tuple[str, str]:
    """Name a type and how it is written; a table of languages is a text to whoever writes one."""
    assert isinstance(error.schema, Mapping)
    return _TYPES["text" if wanted == "object" and _is_text(error.schema) else wanted]


def _is_text(schema: Mapping[str, object]) -> bool:
    required = schema.get("required")
    return isinstance(required, list) and set(required) == set(_LANGUAGES)


def _write_example(name: str, error: ValidationError) -> str:
    """Write how a missing part could stand, with its choices where it has some."""
    assert isinstance(error.schema, Mapping)
    schema = _resolve(error.schema["properties"][name])
    choices = schema.get("enum") or _find_tags(name, error.schema)
    if isinstance(choices, list) and choices:
        return f"{name}, one of {', '.join(map(str, choices))}"
    if "minimum" in schema:
        return f"{name}, a number from {schema['minimum']} to {schema['maximum']}"
    if schema.get("type") == "object":
        return f"{name} = {_TYPES['text'][1]}" if _is_text(schema) else f"[{name}]"
    forms = {"string": '"…"', "array": "[…]", "boolean": "true or false"}
    form = forms.get(str(schema.get("type")))
    return f"{name} = {form}" if form else f"[{name}]"


def _resolve(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    parts: Any = read_schema()["$defs"]
    named: Mapping[str, Any] = parts[schema["$ref"].split("/")[-1]] if "$ref" in schema else schema
    return named


def _find_tags(name: str, branch: Mapping[str, Any]) -> list[object]:
    """Find what a part may be where its kind decides on its other keywords; nothing where it does not."""
    parts: Any = read_schema()["$defs"]
    for part in parts.values():
        branches = [_resolve(each) for each in part.get("oneOf", ())]
        if branch in branches and part["discriminator"]["propertyName"] == name:
            tags = [each["properties"][name] for each in branches]
            return [one for tag in tags for one in tag.get("enum", [tag.get("const")])]
    return []


def _say_missing(place: Place, path: Path, error: ValidationError) -> Finding:
    value, required = error.instance, error.validator_value
    assert isinstance(value, Mapping)
    assert isinstance(required, list)
    name = next(name for name in required if name not in value and f"'{name}'" in error.message)
    if set(required) == set(_LANGUAGES):
        return place.find("language", path, name=_LANGUAGES[name], code=name)
    return place.find("missing", path, name=name, example=_write_example(name, error))


def _say_unknown(place: Place, path: Path, error: ValidationError) -> Finding:
    if error.validator == "propertyNames":
        return place.find("form", path, found=show(error.instance), example=_FORMS["^[a-z0-9]+(-[a-z0-9]+)*$"])
    schema, value = error.schema, error.instance
    assert isinstance(schema, Mapping)
    assert isinstance(value, Mapping)
    known = [str(name) for name in schema.get("properties", {})]
    patterns = list(schema.get("patternProperties", {}))
    name = next(name for name in value if name not in known and not any(re.search(each, name) for each in patterns))
    close = get_close_matches(str(name), known, 1)
    return place.find("unknown", (*path, name), it=place.name(path), name=show(name), **{"or": _or(close)})


def _or(close: list[str]) -> str:
    return f", or write {close[0]}" if close else ""


def _say_range(place: Place, path: Path, error: ValidationError) -> Finding:
    schema = error.schema
    assert isinstance(schema, Mapping)
    low, high = schema.get("minimum", "any"), schema.get("maximum", "any")
    return place.find("range", path, found=show(error.instance), low=low, high=high)

"""Independent variables of a project ↔ facts about the lesson."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

from server.domain.boris.events import read_ms
from server.domain.boris.names import Names, to_slug
from server.domain.boris.raw import NOT_OBSERVED, Left, clean, entries, show, text_of
from server.domain.boris.texts import both
from server.domain.json_values import Json, JsonObject
from server.domain.protocol import ContextField, Option
from server.domain.ranges import Range, unite

_MAX_FIELDS, _MAX_OPTIONS, _MAX_VALUE = 24, 40, 2000
_KNOWN = ("label", "description", "type", "default value", "possible values")
_STRETCH = re.compile(r"\s*([0-9.]{1,20})-([0-9.]{1,20})\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Variables:
    """The fields by the label of their variable, and of a choice its options by their value."""

    fields: Mapping[str, ContextField]
    options: Mapping[str, Mapping[str, str]]


def read_variables(project: Mapping[str, object], left: Left) -> Variables:
    names = Names(to_slug)
    fields: dict[str, ContextField] = {}
    options: dict[str, Mapping[str, str]] = {}
    for entry in entries(project, "independent_variables"):
        label = text_of(entry, "label")
        if label == NOT_OBSERVED:
            continue
        if not label or label in fields or len(fields) == _MAX_FIELDS:
            left.tell(f"the variable {show(label) or '(without a label)'}")
            continue
        fields[label] = _make_field(label, entry, names)
        if fields[label]["kind"] == "choice":
            options[label] = make_options(_possible(entry))
            fields[label]["options"] = _write_options(options[label])
        _tell_rest(label, entry, left)
    return Variables(fields, options)


def _make_field(label: str, entry: Mapping[str, object], names: Names) -> ContextField:
    kind = text_of(entry, "type")
    # A description is what is asked; the label, its short name, lives on in the id.
    asked = both(text_of(entry, "description") or label)
    field: ContextField = {"id": names.give(label), "label": asked, "kind": "text"}
    if kind == "numeric":
        field["kind"] = "number"
    elif kind == "value from set" and 1 < len(_possible(entry)) <= _MAX_OPTIONS:
        field["kind"] = "choice"
    return field


def _possible(entry: Mapping[str, object]) -> list[str]:
    values = (value.strip() for value in text_of(entry, "possible values").split(","))
    return list(dict.fromkeys(filter(None, values)))


def make_options(values: list[str]) -> dict[str, str]:
    """Name the options of values: value to id."""
    names = Names(to_slug)
    return {value: names.give(value) for value in values}


def _write_options(options: Mapping[str, str]) -> list[Option]:
    return [{"id": id, "label": both(value)} for value, id in options.items()]


def _tell_rest(label: str, entry: Mapping[str, object], left: Left) -> None:
    left.tell_others(entry, _KNOWN, f"the variable {show(label)}")
    if entry.get("default value"):
        left.tell(f"the default value of the variable {show(label)}")


def read_context(name: str, values: object, variables: Variables, left: Left) -> JsonObject:
    """Read the values of an observation; what does not fit its variable is told."""
    context: JsonObject = {}
    for raw, value in values.items() if isinstance(values, dict) else ():
        label = clean(raw)
        shown = clean(str(value)) if isinstance(value, str | int | float) else ""
        if not shown or label == NOT_OBSERVED:
            continue
        read = _read_value(label, shown, variables)
        if read is None:
            left.tell(f"{show(label)} = {show(shown)} of {name}, which does not fit the project's variables")
        else:
            context[variables.fields[label]["id"]] = read
    return context


def _read_value(label: str, shown: str, variables: Variables) -> Json:
    field = variables.fields.get(label)
    if field is None or len(shown) > _MAX_VALUE:
        return None
    match field["kind"]:
        case "text":
            return shown
        case "choice":
            return variables.options[label].get(shown)
        case "number":
            return read_number(shown)


def read_number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    if not isfinite(number) or abs(number) > 1e300:
        return None
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def read_not_observed(values: object) -> list[Range]:
    """Read the stretches that our own export says were not watched."""
    text = values.get(NOT_OBSERVED) if isinstance(values, dict) else None
    return unite(_read_stretches(text)) if isinstance(text, str) else []


def _read_stretches(text: str) -> Iterator[Range]:
    for part in text.split(";"):
        match = _STRETCH.fullmatch(part)
        ends = [read_ms(match[1]), read_ms(match[2])] if match else []
        start, end = ends if len(ends) == 2 else (None, None)
        if start is not None and end is not None and start < end:
            yield start, end

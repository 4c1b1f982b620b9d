"""What is true of the fields of every kind of record, and how older shapes are brought to today's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from server.domain.field_types import FieldType, find_fault, get_question
from server.domain.json_values import Json, JsonObject
from server.domain.kinds import KINDS, Kind


@dataclass(frozen=True, slots=True)
class _Rules:
    types: Mapping[str, FieldType]
    questions: Mapping[str, Callable[[object], bool]]
    required: frozenset[str]


def _make_rules(kind: Kind) -> _Rules:
    types = {field.name: field.type for field in kind.fields}
    questions = {name: get_question(type) for name, type in types.items()}
    return _Rules(types, questions, frozenset(field.name for field in kind.fields if field.is_required))


_RULES = {kind.name: _make_rules(kind) for kind in KINDS.values()}
REQUIRED: Mapping[str, frozenset[str]] = {name: rules.required for name, rules in _RULES.items()}
PROSE: Mapping[str, frozenset[str]] = {
    kind.name: frozenset(field.name for field in kind.fields if field.is_prose) for kind in KINDS.values()
}

FieldFault = Literal["bad_fields", "bad_text"]


def find_field_fault(kind: str, fields: JsonObject, *, creates: bool) -> FieldFault | None:
    """Say what is wrong with the fields of a put, or None: unknown fields are kept, known ones have their type."""
    rules = _RULES[kind]
    if creates and not fields.keys() >= rules.required:
        return "bad_fields"
    questions = rules.questions
    for name, value in fields.items():
        # Nearly every value is simply right; what is not is looked at again to say why.
        if name not in questions or not questions[name](value):
            fault = _find_value_fault(rules, name, value)
            if fault:
                return fault
    if creates and kind == "evidence" and fields["action"] != "note" and fields.get("code") is None:
        return "bad_fields"
    return None


def _find_value_fault(rules: _Rules, name: str, value: Json) -> FieldFault | None:
    if value is None:
        return "bad_fields" if name in rules.required else None
    if name not in rules.types:
        return find_fault("anything", {name: value})
    return find_fault(rules.types[name], value)


# What turns the fields of (kind, version) into those of the next version; grows with the first change of a shape.
UPCASTS: Mapping[tuple[str, int], Callable[[JsonObject], JsonObject]] = MappingProxyType({})


def upcast(kind: str, v: int, fields: JsonObject) -> JsonObject:
    """Bring the fields of a change made by an older app to today's shape of its kind."""
    if v == KINDS[kind].version:
        return fields
    for version in range(v, KINDS[kind].version):
        fields = UPCASTS[kind, version](fields)
    return fields

"""The kinds of records as marshmallow schemas, made from the table of kinds.

They stand in the OpenAPI document, and are the yardstick to which the fast reader of `domain/records` is held by a
property test. Pushed changes are not read by them: there are hundreds in a push, and each has its own fate.
"""

from collections.abc import Callable, Mapping
from functools import partial

from marshmallow import INCLUDE, Schema, ValidationError, fields, validate, validates_schema

from server.api.schemas.values import Id, Instant, check_scope, check_text
from server.domain.clock import is_date
from server.domain.field_types import (
    MAX_ITEMS,
    MAX_SEATS,
    MAX_VALUE_DEPTH,
    MAX_WORD,
    PAUSE_REASONS,
    SEAT_LABELS,
    SEAT_LAYOUTS,
    ChoiceOf,
    FieldType,
    PlainType,
)
from server.domain.json_values import MAX_INTEGER, is_deeper_than
from server.domain.kinds import KINDS, Field, Kind

# A smaller number is no text of a JavaScript client, a larger one overflows its sums.
_MAX_FLOAT = 1e308
_SLUG = r"[a-z0-9]+(-[a-z0-9]+)*\Z"


class Value(fields.Raw):
    """Any JSON value that passes a check; the document shows it as the type of JSON schema that is named."""

    def __init__(self, check: Callable[[object], None], shown_as: str = "", **options: object) -> None:
        super().__init__(validate=check, **{"metadata": {}} | options)  # type: ignore[arg-type]
        if shown_as:
            self.metadata = {**self.metadata, "type": [shown_as, "null"] if self.allow_none else shown_as}


def check_anything(value: object) -> None:
    if is_deeper_than(value, MAX_VALUE_DEPTH):
        raise ValidationError("Too deep.")
    _check_parts(value)


def _check_parts(value: object) -> None:
    if not isinstance(value, dict | list):
        check_scalar(value)
        return
    if len(value) > MAX_ITEMS:
        raise ValidationError("Too many items.")
    for part in (*value, *value.values()) if isinstance(value, dict) else value:
        _check_parts(part)


def check_scalar(value: object) -> None:
    if isinstance(value, dict | list):
        raise ValidationError("Not a single value.")
    if isinstance(value, str):
        check_text(value)
    elif isinstance(value, float) and not abs(value) < _MAX_FLOAT:
        raise ValidationError("Not a number of JSON.")
    elif isinstance(value, int) and abs(value) > MAX_INTEGER:
        raise ValidationError("Not an exact integer.")


def _check_number(value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValidationError("Not a number.")
    check_scalar(value)


def _check_flag(value: object) -> None:
    if not isinstance(value, bool):
        raise ValidationError("Not true or false.")


def _check_object(value: object) -> None:
    if not isinstance(value, dict):
        raise ValidationError("Not an object.")
    check_anything(value)


def _check_modifier(value: object) -> None:
    parts = value if isinstance(value, list) else [value]
    if len(parts) > MAX_WORD:
        raise ValidationError("Too many values.")
    for part in parts:
        check_scalar(part)


def _check_date(value: str) -> None:
    if not is_date(value):
        raise ValidationError("Not a date like 2026-11-22.")


class Count(fields.Integer):
    """An exact whole number from 0; true and 5.0 are none."""

    def __init__(self, *, least: int = 0, most: int = MAX_INTEGER, **options: object) -> None:
        super().__init__(strict=True, validate=validate.Range(least, most), **options)  # type: ignore[arg-type]

    def _validated(self, value: object) -> int:
        if type(value) is not int:
            raise self.make_error("invalid", input=value)
        return value


class KeepingUnknown(Schema):
    """An object whose members that we do not know are kept as they are, if they can be."""

    class Meta:
        unknown = INCLUDE

    @validates_schema(pass_original=True)
    def _check_unknown(self, _data: object, original: Mapping[str, object], **_options: object) -> None:
        for name in original.keys() - self.fields.keys():
            check_anything({name: original[name]})


class Pause(KeepingUnknown):
    from_ms = Count(required=True)
    to_ms = Count(allow_none=True)
    why = fields.String(required=True, validate=validate.OneOf(PAUSE_REASONS))


class Seatmap(KeepingUnknown):
    """How a room stands: a grid of places, and those of them without a seat."""

    layout = fields.String(required=True, validate=validate.OneOf(SEAT_LAYOUTS))
    rows = Count(required=True, most=MAX_SEATS, least=1)
    columns = Count(required=True, most=MAX_SEATS, least=1)
    labels = fields.String(required=True, validate=validate.OneOf(SEAT_LABELS))
    empty = fields.List(
        fields.String(validate=(validate.Length(1, MAX_WORD), check_text)),
        required=True,
        validate=validate.Length(max=MAX_SEATS**2),
        metadata={"description": "names of the places without a seat, such as A1"},
    )


_MAKERS: Mapping[PlainType, Callable[..., object]] = {
    "text": partial(fields.String, validate=check_text),
    "word": partial(fields.String, validate=(validate.Length(1, MAX_WORD), check_text)),
    "slug": partial(fields.String, validate=(validate.Length(1, MAX_WORD), validate.Regexp(_SLUG))),
    "hash": partial(fields.String, validate=validate.Regexp(r"[0-9a-f]{64}\Z")),
    "id": Id,
    "ids": partial(fields.List, Id(), validate=validate.Length(max=MAX_WORD)),
    "words": partial(
        fields.List,
        fields.String(validate=(validate.Length(1, MAX_WORD), check_text)),
        validate=validate.Length(max=MAX_WORD),
    ),
    "scope": partial(fields.String, validate=check_scope),
    "instant": Instant,
    "date": partial(fields.String, validate=_check_date),
    "count": Count,
    "number": partial(Value, _check_number, "number"),
    "flag": partial(Value, _check_flag, "boolean"),
    "scalar": partial(Value, check_scalar),
    "object": partial(Value, _check_object, "object"),
    "modifiers": partial(
        fields.Dict,
        keys=fields.String(validate=(validate.Length(1, MAX_WORD), check_text)),
        values=Value(_check_modifier, allow_none=True),
        validate=validate.Length(max=MAX_WORD),
    ),
    "pauses": partial(fields.List, fields.Nested(Pause), validate=validate.Length(max=MAX_ITEMS)),
    "seatmap": partial(fields.Nested, Seatmap),
    "anything": partial(Value, check_anything),
}


class KindFields(KeepingUnknown):
    """The fields of a put."""


class EvidenceFields(KindFields):
    @validates_schema(skip_on_field_errors=True)
    def _check_code(self, data: Mapping[str, object], **_options: object) -> None:
        if data["action"] != "note" and data.get("code") is None:
            raise ValidationError("Only a note has no code.")


def make_kind_schema(kind: Kind) -> type[Schema]:
    """Make the schema of the fields of a change that creates a record of the kind."""
    base = EvidenceFields if kind.name == "evidence" else KindFields
    members: dict[str, object] = {field.name: _make_field(field) for field in kind.fields}
    return type(make_schema_name(kind.name), (base,), members)


def make_schema_name(kind: str) -> str:
    return "".join(part.title() for part in kind.split("_")) + "Fields"


def _make_field(field: Field) -> object:
    describes = {"description": "prose: keeps versions"} if field.is_prose else {}
    options = {"required": field.is_required, "allow_none": not field.is_required, "metadata": describes}
    return _make_typed(field.type, options)


def _make_typed(type: FieldType, options: Mapping[str, object]) -> object:
    if isinstance(type, str):
        return _MAKERS[type](**options)
    one_of = validate.OneOf(type.words)
    if isinstance(type, ChoiceOf):
        return fields.String(validate=one_of, **options)  # type: ignore[arg-type]
    several = validate.Length(max=len(type.words))
    return fields.List(fields.String(validate=one_of), validate=several, **options)  # type: ignore[arg-type]


KIND_SCHEMAS: Mapping[str, type[Schema]] = {name: make_kind_schema(kind) for name, kind in KINDS.items()}

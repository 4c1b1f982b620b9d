"""Field types that several schemas share."""

from marshmallow import ValidationError, fields

from server.domain.clock import is_instant
from server.domain.field_types import is_text
from server.domain.ids import is_uuid, split_scope


class Id(fields.String):
    """A UUID in lower case."""

    def __init__(self, **options: object) -> None:
        super().__init__(validate=_check_id, **{"metadata": {}} | options)  # type: ignore[arg-type]
        self.metadata = {**self.metadata, "format": "uuid"}


class Instant(fields.String):
    """YYYY-MM-DDTHH:MM:SS.mmmZ."""

    def __init__(self, **options: object) -> None:
        super().__init__(validate=_check_instant, **{"metadata": {}} | options)  # type: ignore[arg-type]
        self.metadata = {**self.metadata, "format": "date-time"}


def _check_id(value: str) -> None:
    if not is_uuid(value):
        raise ValidationError("Not a UUID in lower case.")


def _check_instant(value: str) -> None:
    if not is_instant(value):
        raise ValidationError("Not an instant like 2026-11-22T10:02:11.480Z.")


def check_text(value: str) -> None:
    if not is_text(value):
        raise ValidationError("Not a text that can be stored.")


def check_scope(value: str) -> None:
    if split_scope(value) is None:
        raise ValidationError("Not a scope like observation:<id>.")

"""Records and their history as they are sent."""

from marshmallow import Schema, fields

from server.api.schemas.values import Id, Instant


class Entry(Schema):
    """A change with what the server knows of it. `stood` marks how the record was when the reader's grant began."""

    class Meta:
        title = "HistoryEntry"

    seq = fields.Integer(required=True)
    by = Id(required=True)
    device = Id(required=True, allow_none=True)
    received_at = Instant(required=True)
    id = Id(required=True)
    n = fields.Integer(required=True, allow_none=True)
    record = Id(required=True)
    kind = fields.String(required=True)
    v = fields.Integer(required=True)
    op = fields.String(required=True)
    scope = fields.String(required=True)
    base = Id(required=True, allow_none=True)
    at = Instant(required=True)
    fields_ = fields.Dict(data_key="fields")
    stood = fields.Boolean()


class History(Schema):
    changes = fields.List(fields.Nested(Entry), required=True)

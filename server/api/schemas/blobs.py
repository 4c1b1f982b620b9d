"""How far an upload is, as it is told."""

from marshmallow import Schema, fields


class UploadAnswer(Schema):
    """`offset` of `bytes` came; `done` when they were checked and can be fetched."""

    class Meta:
        title = "Upload"

    offset = fields.Integer(required=True)
    bytes = fields.Integer(required=True)
    done = fields.Boolean(required=True)

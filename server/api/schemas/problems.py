"""The body of every refusal (RFC 9457)."""

from marshmallow import Schema, fields

from server.domain.problems import PROBLEMS


class ErrorSchema(Schema):
    at = fields.String(required=True)
    says = fields.String(required=True)


class ProblemSchema(Schema):
    """The standard members, then those that some codes add."""

    class Meta:
        title = "Problem"

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"enum": sorted(PROBLEMS)})
    detail = fields.String()
    errors = fields.List(fields.Nested(ErrorSchema))
    max_bytes = fields.Integer(metadata={"description": "too_large: how much is taken"})
    max_changes = fields.Integer(metadata={"description": "too_large: how many changes are taken"})
    offset = fields.Integer(metadata={"description": "offset: where the upload goes on"})
    min = fields.Integer(metadata={"description": "proto: the oldest version served"})
    max = fields.Integer(metadata={"description": "proto: the newest version served"})
    fault = fields.String(metadata={"description": "weak_password, bad_file: which fault"})
    file = fields.String(metadata={"description": "bad_file: which file"})

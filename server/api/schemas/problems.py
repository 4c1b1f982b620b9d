"""The body of every refusal (RFC 9457)."""

from marshmallow import Schema, fields

from server.domain.problems import PROBLEMS


class ErrorSchema(Schema):
    at = fields.String(required=True)
    says = fields.String(required=True)


class ProblemSchema(Schema):
    """More members may stand beside these: `errors`, `max_bytes`, `max_changes`, `min`, `max`."""

    class Meta:
        title = "Problem"

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"enum": sorted(PROBLEMS)})
    detail = fields.String()
    errors = fields.List(fields.Nested(ErrorSchema))

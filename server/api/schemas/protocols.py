"""Protocol files as they are looked at and published."""

from marshmallow import Schema, fields, validate

from server.api.schemas.values import check_text


class ProtocolFile(Schema):
    """The text of a protocol file (TOML); with `dry_run` it is looked at and no more."""

    name = fields.String(required=True, validate=(validate.Length(1, 200), check_text))
    text = fields.String(required=True, validate=validate.Length(1))
    dry_run = fields.Boolean(required=True)


class ProtocolFinding(Schema):
    """One thing to say of a file; `advice` does not stand in the way. `line` is null where nothing could be read."""

    line = fields.Integer(required=True, allow_none=True)
    severity = fields.String(required=True, validate=validate.OneOf(("error", "advice")))
    what = fields.String(required=True)
    fix = fields.String(required=True)


class ProtocolTitle(Schema):
    en = fields.String(required=True)
    es = fields.String(required=True)


class ProtocolLooked(Schema):
    """`title` by language, `slug` and `version` are null when it cannot be used.

    `there`: the district has this version; `taken`: it has another one under this number, which stays.
    """

    title = fields.Nested(ProtocolTitle, required=True, allow_none=True)
    slug = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True, allow_none=True)
    published = fields.Boolean(required=True)
    there = fields.Boolean(required=True)
    taken = fields.Boolean(required=True)
    findings = fields.List(fields.Nested(ProtocolFinding), required=True)

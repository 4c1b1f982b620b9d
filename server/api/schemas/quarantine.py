"""Quarantined changes as they are shown: to their author with the words, to administrators without."""

from marshmallow import Schema, fields, validate

from server.api.schemas.values import Id, Instant


class QuarantineArguments(Schema):
    skip = fields.Integer(load_default=0, validate=validate.Range(0, 1_000_000))


class KeptShown(Schema):
    """`id`, `n` and `kind` are null where they cannot be read; `bytes` is null once the words were erased."""

    class Meta:
        title = "QuarantinedChange"

    id = Id(required=True, allow_none=True)
    sha256 = fields.String(required=True)
    code = fields.String(required=True)
    by = Id(required=True)
    device = Id(required=True)
    n = fields.Integer(required=True, allow_none=True)
    kind = fields.String(required=True, allow_none=True)
    received_at = Instant(required=True)
    bytes = fields.Integer(required=True, allow_none=True)


class OwnKeptShown(KeptShown):
    """`raw` is the text of the change as it was sent, JSON in ASCII; null once erased."""

    class Meta:
        title = "OwnQuarantinedChange"

    raw = fields.String(required=True, allow_none=True)


class Quarantine(Schema):
    """The newest 500 after `skip`; `count` is how many there are altogether."""

    count = fields.Integer(required=True)
    changes = fields.List(fields.Nested(KeptShown), required=True)


class OwnQuarantine(Schema):
    count = fields.Integer(required=True)
    changes = fields.List(fields.Nested(OwnKeptShown), required=True)

"""What tablets and server say to each other under `/sync`; SYNC.md says what it means."""

from collections.abc import Mapping

from marshmallow import RAISE, Schema, ValidationError, fields, pre_load, validate

from server.api.schemas.values import Id, Instant, check_scope, check_text
from server.domain.json_values import MAX_INTEGER, Json
from server.domain.kinds import KINDS
from server.domain.problems import Problem

PROTO = 1
MAX_CHANGES = 1000
MAX_PUSH_BYTES = 1024 * 1024
MAX_RANGES = 1000
_N = validate.Range(1, MAX_INTEGER)


class Versioned(Schema):
    """What a tablet asks, in a version of the protocol that is checked before anything else."""

    proto = fields.Integer(required=True)

    @pre_load
    def _check_proto(self, asked: object, **_options: object) -> object:
        proto = asked.get("proto") if isinstance(asked, Mapping) else None
        if str(proto).isdecimal() and str(proto) != str(PROTO):
            raise Problem("proto", min=PROTO, max=PROTO)
        return asked


class Limits(Schema):
    max_changes = fields.Integer(required=True)
    max_bytes = fields.Integer(required=True)


class ProtoRange(Schema):
    min = fields.Integer(required=True)
    max = fields.Integer(required=True)


class Hello(Schema):
    server = fields.String(required=True, metadata={"const": "backrow"})
    proto = fields.Integer(required=True)
    proto_range = fields.Nested(ProtoRange, required=True)
    time = Instant(required=True)
    gen = Id()
    limits = fields.Nested(Limits, required=True)


class ChangeSent(Schema):
    """One change. It is not read by this schema: a bad one goes to quarantine and the others on."""

    class Meta:
        title = "Change"

    id = Id(required=True)
    n = fields.Integer(required=True, strict=True, validate=_N)
    record = Id(required=True)
    kind = fields.String(required=True, metadata={"examples": sorted(KINDS)})
    v = fields.Integer(required=True, strict=True, validate=_N)
    op = fields.String(required=True, validate=validate.OneOf(("put", "delete")))
    scope = fields.String(required=True)
    base = Id(required=True, allow_none=True)
    at = Instant(required=True)
    fields_ = fields.Dict(data_key="fields")


class RawChanges(fields.List[Json]):
    """The list of changes, taken as it is and documented as what it should be."""

    def __init__(self) -> None:
        super().__init__(fields.Nested(ChangeSent), required=True, validate=validate.Length(0, MAX_CHANGES))

    def _deserialize(self, value: object, *_args: object, **_options: object) -> list[Json]:
        if not isinstance(value, list):
            raise ValidationError("Not a list.")
        return value


class Push(Versioned):
    class Meta:
        unknown = RAISE

    user = Id(required=True)
    device = Id(required=True)
    app = fields.String(required=True, validate=(validate.Length(1, 200), check_text))
    device_name = fields.String(load_default="", validate=(validate.Length(0, 200), check_text))
    unsent = fields.Integer(strict=True, load_default=None, validate=validate.Range(0, MAX_INTEGER))
    changes = RawChanges()


class ResultSent(Schema):
    class Meta:
        title = "Result"

    id = Id(required=True, allow_none=True)
    status = fields.String(required=True, validate=validate.OneOf(("applied", "duplicate", "held", "quarantined")))
    seq = fields.Integer()
    code = fields.String()


def _ranges(**options: object) -> fields.List[list[int]]:
    pair = fields.List(fields.Integer(strict=True, validate=_N), validate=validate.Length(equal=2))
    return fields.List(pair, required=True, **options)  # type: ignore[arg-type]


class DeviceAccount(Schema):
    contiguous = fields.Integer(required=True)
    highest = fields.Integer(required=True)
    missing = _ranges()
    forked = fields.Boolean(required=True)


class PushAnswer(Schema):
    proto = fields.Integer(required=True)
    gen = Id(required=True)
    received_at = Instant(required=True)
    results = fields.List(fields.Nested(ResultSent), required=True)
    device = fields.Nested(DeviceAccount, required=True)


class PullArguments(Versioned):
    user = Id(required=True)
    device = Id(load_default=None)
    cursor = fields.String(validate=validate.Length(0, 1000))
    limit = fields.Integer(load_default=1000, validate=validate.Range(1, 1000))
    digests = fields.Integer(load_default=0, validate=validate.OneOf((0, 1)))
    scope = fields.String(load_default=None, validate=check_scope)


class VersionSent(Schema):
    class Meta:
        title = "Version"

    rev = Id(required=True)
    value = fields.Raw(required=True, allow_none=True)
    by = Id(required=True)
    at = Instant(required=True)


class Row(Schema):
    seq = fields.Integer(required=True)
    record = Id(required=True)
    kind = fields.String(required=True)
    v = fields.Integer(required=True)
    rev = Id(required=True)
    scope = fields.String(required=True)
    fields_ = fields.Dict(data_key="fields", required=True)
    versions = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(VersionSent)))
    deleted = fields.Boolean()
    revived = fields.Boolean()


class Digest(Schema):
    count = fields.Integer(required=True)
    sha256 = fields.String(required=True)


class PullAnswer(Schema):
    proto = fields.Integer(required=True)
    user = Id(required=True)
    gen = Id(required=True)
    records = fields.List(fields.Nested(Row), required=True)
    cursor = fields.String(required=True)
    more = fields.Boolean(required=True)
    digests = fields.Dict(keys=fields.String(), values=fields.Nested(Digest))


class Reconcile(Versioned):
    class Meta:
        unknown = RAISE

    user = Id(required=True)
    device = Id(required=True)
    ranges = _ranges(validate=validate.Length(0, MAX_RANGES))


class ReconcileAnswer(Schema):
    proto = fields.Integer(required=True)
    gen = Id(required=True)
    missing = _ranges()
    forked = fields.Boolean(required=True)

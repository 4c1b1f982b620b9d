"""Second factors, as their owner sees and adds them."""

from marshmallow import Schema, fields, validate

from server.api.schemas.values import Id, Instant, check_text

_KINDS = ("passkey", "totp")


class FactorShown(Schema):
    class Meta:
        title = "Factor"

    id = Id(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(_KINDS))
    name = fields.String(required=True)
    made_at = Instant(required=True)
    used_at = Instant(required=True, allow_none=True)


class FactorList(Schema):
    """`required` says that the role needs one; `recovery_left` how many codes on paper are unused."""

    factors = fields.List(fields.Nested(FactorShown), required=True)
    recovery_left = fields.Integer(required=True)
    required = fields.Boolean(required=True)


class TotpOffered(Schema):
    """The same secret as text, as an otpauth: address and as a QR code to be drawn."""

    secret = fields.String(required=True)
    uri = fields.String(required=True)
    svg = fields.String(required=True)


class PasskeyOffered(Schema):
    """What `PublicKeyCredential.parseCreationOptionsFromJSON` takes."""

    passkey = fields.Dict(keys=fields.String(), required=True)


def _name() -> fields.String:
    return fields.String(load_default="", validate=(validate.Length(0, 60), check_text))


class TotpProof(Schema):
    code = fields.String(required=True, validate=(validate.Length(1, 20), check_text))
    name = _name()


class PasskeyMade(Schema):
    """What `PublicKeyCredential.toJSON()` gives."""

    passkey = fields.Dict(keys=fields.String(), required=True)
    name = _name()


class FactorAdded(Schema):
    """With the first factor come recovery codes; they are told this once."""

    factor = fields.Nested(FactorShown, required=True)
    recovery_codes = fields.List(fields.String(), required=True)


class RecoveryCodes(Schema):
    recovery_codes = fields.List(fields.String(), required=True)

"""What is said to sign in, and what is answered."""

from marshmallow import Schema, fields, validate

from server.api.schemas.values import check_text
from server.domain.people import ROLES

_KINDS = ("passkey", "totp")


class Credentials(Schema):
    email = fields.String(required=True, validate=[validate.Length(1, 254), validate.ContainsNoneOf("\0")])
    password = fields.String(required=True, validate=validate.Length(1, 1024), metadata={"format": "password"})


class User(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True)
    language = fields.String(required=True)


class Space(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    gen = fields.UUID(required=True)


class Session(Schema):
    """Who `must_enrol` is refused with `factor_needed` everywhere else until they have a second factor."""

    must_enrol = fields.Boolean(required=True)
    user = fields.Nested(User, required=True)
    space = fields.Nested(Space, required=True)


def _list_kinds() -> "fields.List[str]":
    return fields.List(fields.String(validate=validate.OneOf(_KINDS)), required=True)


class HalfSession(Schema):
    """E-mail and password are right; `POST /session/second` asks for one of the `factors`, or a recovery code."""

    factors = _list_kinds()


class SecondStep(Schema):
    """`passkey` is what `PublicKeyCredential.parseRequestOptionsFromJSON` takes."""

    factors = _list_kinds()
    passkey = fields.Dict(keys=fields.String(), required=True, allow_none=True)


class SecondProof(Schema):
    """One of the two: a code of an app or from paper, or what `PublicKeyCredential.toJSON()` gives."""

    code = fields.String(load_default="", validate=(validate.Length(0, 100), check_text))
    passkey = fields.Dict(keys=fields.String(), load_default=None, allow_none=True)

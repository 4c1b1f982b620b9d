"""What people say and are told about their own account."""

from marshmallow import Schema, fields, validate

from server.api.schemas.values import Id, Instant, check_text
from server.domain.people import LANGUAGES


class ProfileWish(Schema):
    name = fields.String(required=True, validate=(validate.Length(1, 200), check_text))
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))


class PasswordChange(Schema):
    old = fields.String(required=True, validate=validate.Length(1, 1024), metadata={"format": "password"})
    new = fields.String(required=True, validate=validate.Length(1, 1024), metadata={"format": "password"})


class SessionSeen(Schema):
    """A signed-in browser; `id` names it and opens nothing."""

    id = fields.String(required=True)
    browser = fields.String(required=True)
    made_at = Instant(required=True)
    seen_at = Instant(required=True)
    this = fields.Boolean(required=True)


class Sessions(Schema):
    sessions = fields.List(fields.Nested(SessionSeen), required=True)


class DeviceMet(Schema):
    """The tablet that asks, so that its person finds it in the list."""

    device = Id(required=True)
    name = fields.String(load_default="", validate=(validate.Length(0, 200), check_text))
    app = fields.String(load_default="", validate=(validate.Length(0, 200), check_text))


class TabletKey(Schema):
    """32 bytes, in the letters of base64url (RFC 4648) without padding."""

    key = fields.String(
        required=True, validate=validate.Regexp(r"^[A-Za-z0-9_-]{43}\Z"), metadata={"format": "password"}
    )

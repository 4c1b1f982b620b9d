"""What administrators say and are told about people, schools and devices; and the links that let people in."""

from marshmallow import Schema, fields, validate

from server.api.schemas.values import Id, Instant, check_text
from server.domain.people import LANGUAGES, ROLES

_STANDINGS = ("here", "invited", "expired", "added", "listed")


def _text(longest: int, **options: object) -> fields.String:
    options = {"required": True} | options
    return fields.String(validate=(validate.Length(1, longest), check_text), **options)  # type: ignore[arg-type]


def _roles(**options: object) -> "fields.List[str]":
    each = fields.String(validate=validate.OneOf(ROLES))
    return fields.List(each, required=True, **options)  # type: ignore[arg-type]


def _language(**options: object) -> fields.String:
    return fields.String(validate=validate.OneOf(LANGUAGES), **options)  # type: ignore[arg-type]


class Token(Schema):
    token = fields.String(required=True, validate=validate.Length(1, 200))


class Acceptance(Token):
    password = fields.String(required=True, validate=validate.Length(1, 1024), metadata={"format": "password"})
    language = _language(required=True)


class NewPassword(Token):
    password = fields.String(required=True, validate=validate.Length(1, 1024), metadata={"format": "password"})


class Invited(Schema):
    """Whom a link is for."""

    name = fields.String(required=True)
    email = fields.String(required=True)
    roles = _roles()
    language = fields.String(required=True)
    district = fields.String(required=True)


class Forgotten(Schema):
    email = fields.String(required=True, validate=(validate.Length(1, 254), check_text))


class PersonWish(Schema):
    """`email` is needed for a new person, and left out to leave it as it is."""

    name = _text(200)
    email = fields.String(load_default=None, validate=(validate.Length(1, 254), check_text))
    roles = _roles(validate=validate.Length(1, len(ROLES)))
    school = Id(load_default=None, allow_none=True)
    language = _language(load_default="en")


class NewPerson(PersonWish):
    email = fields.String(required=True, validate=(validate.Length(1, 254), check_text))
    invites = fields.Boolean(load_default=True)


class Colleague(Schema):
    """A person as administrators see them; `seen_at` is when they last used a session that still is.

    `standing`: here (has come), invited, expired, added (no letter was sent), listed (has no e-mail address).
    """

    id = Id(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    roles = _roles()
    school = Id(required=True, allow_none=True)
    language = fields.String(required=True)
    active = fields.Boolean(required=True)
    standing = fields.String(required=True, validate=validate.OneOf(_STANDINGS))
    invited_until = Instant(required=True, allow_none=True)
    seen_at = Instant(required=True, allow_none=True)


class People(Schema):
    people = fields.List(fields.Nested(Colleague), required=True)


class Activity(Schema):
    class Meta:
        title = "PersonActive"

    active = fields.Boolean(required=True)


class SchoolWish(Schema):
    name = _text(200)


class SchoolMade(Schema):
    id = Id(required=True)


class DeviceWish(Schema):
    device = Id(required=True)
    revoked = fields.Boolean(required=True)


class DeviceSeen(Schema):
    """A device of a person; `unsent` as it told last, null if it never did."""

    device = Id(required=True)
    user = Id(required=True)
    name = fields.String(required=True)
    app = fields.String(required=True)
    seen_at = Instant(required=True)
    unsent = fields.Integer(required=True, allow_none=True)
    revoked_at = Instant(required=True, allow_none=True)


class Devices(Schema):
    devices = fields.List(fields.Nested(DeviceSeen), required=True)


class Deed(Schema):
    """One act of the audit: who did what, about whom; `told` are figures, never content."""

    id = Id(required=True)
    at = Instant(required=True)
    by = fields.String(required=True)
    act = fields.String(required=True)
    about = fields.String(required=True)
    told = fields.Dict(keys=fields.String(), required=True)


class AuditArguments(Schema):
    before = Id(load_default=None)


class Audit(Schema):
    """A page of the audit, the latest first; `more` when there are older ones."""

    acts = fields.List(fields.Nested(Deed), required=True)
    more = fields.Boolean(required=True)

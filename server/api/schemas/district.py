"""Identity providers, and what they send a browser back with."""

from marshmallow import EXCLUDE, Schema, fields, validate

from server.api.schemas.values import check_text


class Provider(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)


class ProviderList(Schema):
    providers = fields.List(fields.Nested(Provider), required=True)


class CallbackQuery(Schema):
    """Providers add members of their own, which mean nothing here; without a code the sign-in was refused there."""

    class Meta:
        unknown = EXCLUDE

    code = fields.String(load_default="", validate=(validate.Length(0, 4000), check_text))
    state = fields.String(load_default="", validate=(validate.Length(0, 1000), check_text))

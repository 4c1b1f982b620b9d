"""What is said to sign in, and what is answered."""

from marshmallow import Schema, fields, validate

from server.domain.people import ROLES


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
    user = fields.Nested(User, required=True)
    space = fields.Nested(Space, required=True)

"""The address of a calendar."""

from marshmallow import Schema, fields

from server.api.schemas.values import Instant


class FeedWanted(Schema):
    names = fields.Boolean(required=True, metadata={"description": "whether entries name the people of the cycle"})


class FeedTold(Schema):
    """`made_at` is null where the calendar has no address."""

    made_at = Instant(required=True, allow_none=True)
    names = fields.Boolean(required=True)


class FeedMade(FeedTold):
    address = fields.String(required=True, metadata={"description": "told this once"})

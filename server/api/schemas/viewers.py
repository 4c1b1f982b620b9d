"""The viewer log as it travels."""

from marshmallow import Schema, fields, validate

from server.api.schemas.values import Id, Instant
from server.domain.kinds import MEMBER_ROLES
from server.services.viewers import TOLD

MOST = 500


class Opened(Schema):
    """What was opened on a device, and when."""

    observation = Id(required=True)
    what = fields.String(required=True, validate=validate.OneOf(TOLD))
    at = Instant(required=True)


class Openings(Schema):
    openings = fields.List(fields.Nested(Opened), required=True, validate=validate.Length(1, MOST))


class Viewer(Schema):
    """Somebody who may see the lesson now."""

    user = Id(required=True)
    role = fields.String(required=True, validate=validate.OneOf(MEMBER_ROLES))


class OpeningShown(Schema):
    """Somebody opened it; `what` is one of those that are told, or `file` or `photo`."""

    class Meta:
        title = "Opening"

    user = Id(required=True)
    what = fields.String(required=True)
    at = Instant(required=True)


class ViewedVisit(Schema):
    """A lesson of the reader: who may see it, and who opened it, the latest first."""

    observation = Id(required=True)
    members = fields.List(fields.Nested(Viewer), required=True)
    openings = fields.List(fields.Nested(OpeningShown), required=True)


class Viewers(Schema):
    visits = fields.List(fields.Nested(ViewedVisit), required=True)

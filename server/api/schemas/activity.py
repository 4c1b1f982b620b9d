"""How much coaching there is, as it travels."""

from marshmallow import Schema, fields


class ActivityGroup(Schema):
    """Figures of at least five teachers; `key` is null for all that is not told apart.

    A key is the id of a school or coach, or a service's; `several`, `none` and `other` are no ids.
    """

    key = fields.String(required=True, allow_none=True)
    activities = fields.Integer(required=True)
    minutes = fields.Integer(required=True)


class ActivityPeriod(Schema):
    """Months (YYYY-MM) that are told together; a division that would tell of fewer than five has no groups."""

    months = fields.List(fields.String(), required=True)
    activities = fields.Integer(required=True)
    minutes = fields.Integer(required=True)
    school = fields.List(fields.Nested(ActivityGroup), required=True)
    service = fields.List(fields.Nested(ActivityGroup), required=True)
    coach = fields.List(fields.Nested(ActivityGroup), required=True)


class CoachingActivity(Schema):
    """`waiting` are closed months with too few teachers so far; they are told with later ones."""

    periods = fields.List(fields.Nested(ActivityPeriod), required=True)
    waiting = fields.List(fields.String(), required=True)

"""Notices, and what people choose about them."""

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from server.api.schemas.values import Id, Instant, check_text
from server.domain.notices import NOTICE_KINDS, is_time_zone, read_clock_time


class NoticeShown(Schema):
    """`thing` is the record it is about (of `unsent`, the device) and `scope` where that is; `read` says if it was."""

    class Meta:
        title = "Notice"

    id = Id(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(NOTICE_KINDS))
    thing = Id(required=True)
    scope = fields.String(required=True, allow_none=True)
    at = Instant(required=True)
    read = fields.Boolean(required=True)


class NoticeList(Schema):
    notices = fields.List(fields.Nested(NoticeShown), required=True)


class ReadNotices(Schema):
    class Meta:
        unknown = RAISE

    ids = fields.List(Id(), required=True, validate=validate.Length(1, 200))


def _check_clock(value: str) -> None:
    try:
        read_clock_time(value)
    except ValueError as error:
        raise ValidationError("Not a time of day like 19:30.") from error


def _check_zone(value: str) -> None:
    if not is_time_zone(value):
        raise ValidationError("Not the name of a time zone, such as America/Chicago.")


class QuietHours(Schema):
    class Meta:
        unknown = RAISE

    from_ = fields.String(required=True, data_key="from", validate=_check_clock)
    until = fields.String(required=True, validate=_check_clock)


class NoticeChoice(Schema):
    """Kinds that are not pushed, and the hours in which nothing is; null for none."""

    class Meta:
        unknown = RAISE

    muted = fields.List(
        fields.String(validate=validate.OneOf(NOTICE_KINDS)), required=True, validate=validate.Length(0, 20)
    )
    quiet = fields.Nested(QuietHours, required=True, allow_none=True)
    time_zone = fields.String(required=True, validate=(validate.Length(1, 100), _check_zone))


class NoticeChoiceShown(NoticeChoice):
    """With the key that browsers subscribe with."""

    push_key = fields.String(required=True)


class BrowserKeys(Schema):
    class Meta:
        unknown = RAISE

    p256dh = fields.String(required=True, validate=(validate.Length(1, 200), check_text))
    auth = fields.String(required=True, validate=(validate.Length(1, 100), check_text))


class SubscriptionWish(Schema):
    """What `PushSubscription.toJSON()` gives, and the browser's time zone."""

    class Meta:
        unknown = RAISE

    endpoint = fields.String(required=True, validate=(validate.Length(1, 1000), check_text))
    keys = fields.Nested(BrowserKeys, required=True)
    time_zone = fields.String(load_default="UTC", validate=(validate.Length(1, 100), _check_zone))


class SubscriptionMade(Schema):
    id = Id(required=True)

"""Instants: UTC, to the millisecond, written `YYYY-MM-DDTHH:MM:SS.mmmZ`. Text order is time order."""

import re
from datetime import UTC, date, datetime

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def write_instant(moment: datetime) -> str:
    """Write an aware datetime as an instant; what is below a millisecond is cut off."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def read_instant(text: str) -> datetime:
    """Read an instant; raises ValueError for any other form."""
    if not _INSTANT.fullmatch(text):
        raise ValueError(f"{text!r} is no instant")
    return datetime.fromisoformat(text)


def is_instant(text: str) -> bool:
    try:
        read_instant(text)
    except ValueError:
        return False
    return True


def is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def to_unix_ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)

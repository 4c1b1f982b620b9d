"""Instants: UTC, to the millisecond, written `YYYY-MM-DDTHH:MM:SS.mmmZ`. Text order is time order."""

import re
from datetime import UTC, date, datetime
from functools import lru_cache

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z", re.ASCII)


def write_instant(moment: datetime) -> str:
    """Write an aware datetime as an instant; what is below a millisecond is cut off."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def read_instant(text: str) -> datetime:
    """Read an instant; raises ValueError for any other form."""
    if not _INSTANT.fullmatch(text):
        raise ValueError(f"{text!r} is no instant")
    return datetime.fromisoformat(text)


def is_instant(text: str) -> bool:
    """Tell whether a text is an instant; asked of every change, so days are remembered."""
    return _INSTANT.fullmatch(text) is not None and is_date(text[:10])


@lru_cache(1024)
def is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def to_unix_ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)

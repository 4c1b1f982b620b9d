"""Appointments as an iCalendar file (RFC 5545), for the calendars of other programs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vDuration

from server.domain.appointments import Appointment, name_appointment
from server.domain.ids import read_uuid7

_REFRESH = timedelta(hours=1)
# A tablet whose clock runs centuries ahead; calendars end at the year 9999.
_LATEST = 7_258_118_400
_PRODUCER = "-//Backrow//Backrow//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """An appointment with the words that its owner wants beside it, which may be none."""

    appointment: Appointment
    words: str = ""


def write_calendar(entries: Iterable[Entry], *, language: str, address: str) -> bytes:
    """Write a calendar; `address` is that of the app, to which each entry leads."""
    calendar = Calendar()
    for name, value in (("prodid", _PRODUCER), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(name, value)
    calendar.add("x-wr-calname", "Backrow")
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    for entry in entries:
        calendar.add_component(_make_event(entry, language, address))
    return bytes(calendar.to_ical())


def _make_event(entry: Entry, language: str, address: str) -> Event:
    appointment = entry.appointment
    event = Event()
    title = name_appointment(appointment.kind, language)
    event.add("uid", f"{appointment.id}@backrow")
    event.add("dtstamp", _changed_at(appointment))
    event.add("summary", f"{title} · {entry.words}" if entry.words else title)
    event.add("dtstart", appointment.begins)
    if isinstance(appointment.begins, datetime):
        event.add("dtend", appointment.begins + appointment.lasts)
    else:
        event.add("dtend", appointment.begins + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    if appointment.place:
        event.add("location", appointment.place)
    event.add("url", f"{address}/cycle/{appointment.cycle}")
    return event


def _changed_at(appointment: Appointment) -> datetime:
    """The change by which the record stands as it does has the moment of its making in its id."""
    return datetime.fromtimestamp(min(read_uuid7(appointment.rev) // 1000, _LATEST), UTC)

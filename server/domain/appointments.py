"""What stands in a person's calendar: visits, conferences and check-backs, as values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from server.domain.clock import read_instant
from server.domain.json_values import JsonObject

AppointmentKind = Literal["visit", "planning", "conference", "next_visit", "check_back"]
CONFERENCE_LASTS = timedelta(minutes=30)
_TITLES: Mapping[AppointmentKind, tuple[str, str]] = {
    "visit": ("Visit to a lesson", "Visita a una clase"),
    "planning": ("Planning conference", "Conversación de planificación"),
    "conference": ("Post-observation conference", "Conversación tras la observación"),
    "next_visit": ("Next visit", "Próxima visita"),
    "check_back": ("Check back on a next step", "Revisar un próximo paso"),
}


@dataclass(frozen=True, slots=True)
class Appointment:
    """`begins` is a day, or an instant from which it `lasts`; `id` stays the same as long as its record does."""

    id: str
    kind: AppointmentKind
    begins: date | datetime
    rev: str
    cycle: str
    place: str = ""
    lasts: timedelta = CONFERENCE_LASTS


# Outside of these years calendars do not follow, nor does the arithmetic of days.
_YEARS = range(1970, 2200)


def list_appointments(kind: str, id: str, rev: str, scope: str, fields: JsonObject) -> list[Appointment]:
    """Give the appointments that a record makes: of a cycle its visit, of a conference itself and the next visit."""
    return [one for one in _list(kind, id, rev, scope, fields) if one.begins.year in _YEARS]


def _list(kind: str, id: str, rev: str, scope: str, fields: JsonObject) -> Iterator[Appointment]:
    cycle = scope.partition(":")[2]
    match kind:
        case "cycle":
            day = fields.get("event_on")
            if isinstance(day, str) and fields.get("closed_on") is None:
                yield Appointment(id, "visit", date.fromisoformat(day), rev, cycle)
        case "conference":
            of: AppointmentKind = "planning" if fields.get("phase") == "pre" else "conference"
            place = str(fields.get("place") or "")
            yield Appointment(id, of, read_instant(str(fields["at"])), rev, cycle, place)
            following = fields.get("next_at")
            if isinstance(following, str):
                yield Appointment(f"{id}-next", "next_visit", read_instant(following), rev, cycle)
        case "next_step":
            if fields.get("state") in (None, "open"):
                yield Appointment(id, "check_back", date.fromisoformat(str(fields["due_on"])), rev, cycle)
        case _:
            return


def name_appointment(kind: AppointmentKind, language: str) -> str:
    english, spanish = _TITLES[kind]
    return spanish if language == "es" else english

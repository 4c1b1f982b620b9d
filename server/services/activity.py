"""How much coaching there is, for administrators: counts and minutes, and nothing of what was seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from server.domain.activity import SIDES, Told, tell_activity
from server.domain.activity_entries import OTHER, SERVICES, Past, list_entries
from server.domain.changes import Change
from server.domain.json_values import Json, JsonObject
from server.domain.people import SignedIn
from server.domain.sheets import Sheet
from server.services.administration import require_administrator
from server.storage.activity import find_histories_of_kind, find_templates
from server.storage.db import reading

_COLUMNS = ("months", "divided by", "which", "activities", "minutes")


def get_activity(who: SignedIn, *, now: datetime) -> Told:
    """Give what can be told of the months that are closed; raises Problem `forbidden` for others."""
    require_administrator(who)
    with reading() as connection:
        people = find_histories_of_kind(connection, who.space_id, "person")
        activities = find_histories_of_kind(connection, who.space_id, "activity")
        templates = find_templates(connection, who.space_id)
    services = {*SERVICES, *_list_own_services(templates)}
    return tell_activity(list_entries(Past(people, activities), services, now=now))


def make_activity_sheet(who: SignedIn, *, now: datetime) -> Sheet:
    """Write the same as rows; schools and coaches by name, the rest of a division as such."""
    told = get_activity(who, now=now)
    with reading() as connection:
        names = {
            id: _find_name(history)
            for kind in ("person", "school")
            for id, history in find_histories_of_kind(connection, who.space_id, kind).items()
        }
    rows: list[list[Json]] = []
    for period in told.periods:
        months = " ".join(period.months)
        rows.append([months, "all", "", len(period.total.entries), period.total.minutes])
        for side in SIDES:
            for group in period.by.get(side, ()):
                key = "the others together" if group.key is None else names.get(group.key, group.key)
                rows.append([months, side, key, len(group.entries), group.minutes])
    return Sheet("activity", _COLUMNS, rows)


def _find_name(history: Sequence[Change]) -> str:
    """Give the name that was said last."""
    said = [change.fields["name"] for change in history if change.fields and "name" in change.fields]
    return str(said[-1]) if said else ""


def _list_own_services(templates: list[JsonObject]) -> Iterator[str]:
    """List the services that a district added to the menu, by its own template; only administrators write it."""
    for fields in templates:
        body = fields.get("body")
        services = body.get("services") if isinstance(body, dict) else None
        for one in services if isinstance(services, list) else ():
            if isinstance(one, dict) and isinstance(one.get("id"), str) and one["id"] != OTHER:
                yield str(one["id"])

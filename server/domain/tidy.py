"""A lesson as tidy data: one row an event, a span, a mark, a count or a rating; read by pandas and R."""

import csv
import io
import json
from collections.abc import Iterator, Mapping

from server.domain.picks import seconds
from server.domain.protocol import Protocol
from server.domain.sheets import guard_text
from server.domain.timeline import Timeline

COLUMNS = (
    "observation", "protocol", "protocol_version", "form", "code", "label", "group", "start_s", "stop_s", "duration_s",
    "interval", "subject", "to_subject", "value", "open", "counted", "modifiers", "note", "item",
)  # fmt: skip


def write_tidy(lessons: Mapping[str, tuple[Protocol, Timeline]], *, language: str = "en") -> str:
    """Write lessons, by the id of their observation, as CSV (RFC 4180); an empty cell is a value there is not."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, restval="")
    writer.writeheader()
    for observation, (protocol, timeline) in lessons.items():
        head = {"observation": observation, "protocol": protocol["id"], "protocol_version": protocol["version"]}
        labels = _labels(protocol, language)
        for row in sorted(_rows(timeline), key=lambda row: (row["start_s"], str(row["item"]))):
            label, group = labels.get(str(row.get("code", "")), ("", ""))
            cells = {**head, **row, "label": label, "group": group}
            writer.writerow({name: _cell(value) for name, value in cells.items()})
    return stream.getvalue()


def _labels(protocol: Protocol, language: str) -> dict[str, tuple[str, str]]:
    parts = [(each["id"], each["label"], each["group"]) for each in protocol["codes"]]
    parts += [(each["id"], each["label"], each["group"]) for each in protocol["items"]]
    return {id: (label.get(language) or label["en"], group) for id, label, group in parts}


def _rows(timeline: Timeline) -> Iterator[dict[str, object]]:
    notes = {note.item: note.text for note in timeline.notes}
    told = set()
    for row in _recorded(timeline):
        told.add(row["item"])
        yield {**row, "note": notes.get(str(row["item"]), "")}
    for note in timeline.notes:
        if note.item not in told:
            yield {
                "form": "note",
                "start_s": seconds(note.t_ms),
                "subject": note.speaker,
                "note": note.text,
                "item": note.item,
            }


def _recorded(timeline: Timeline) -> Iterator[dict[str, object]]:
    for span in timeline.spans:
        times = {"start_s": span.start_ms, "stop_s": span.end_ms, "duration_s": span.end_ms - span.start_ms}
        row = {name: seconds(ms) for name, ms in times.items()} | {"open": span.open, "item": span.items[0]}
        yield {"form": "span", "code": span.code, "subject": span.subject, "modifiers": span.modifiers, **row}
    for event in timeline.events:
        row = {
            "start_s": seconds(event.t_ms),
            "to_subject": event.to_subject,
            "counted": event.counted,
            "item": event.item,
        }
        yield {"form": "event", "code": event.code, "subject": event.subject, "modifiers": event.modifiers, **row}
    for mark in timeline.marks:
        row = {"start_s": seconds(mark.t_ms), "interval": mark.interval, "item": mark.item}
        yield {"form": "mark", "code": mark.code, "subject": mark.subject, "modifiers": mark.modifiers, **row}
    for sweep in timeline.sweeps:
        for one in sweep.sightings:
            row = {"start_s": seconds(sweep.t_ms), "interval": sweep.index, "value": one.n, "item": one.item}
            yield {"form": "sweep", "code": one.code, "subject": one.subject, "modifiers": one.modifiers, **row}
    for rating in timeline.ratings:
        row = {"start_s": seconds(rating.t_ms), "interval": rating.segment, "value": rating.value, "item": rating.item}
        yield {"form": "rating", "code": rating.code, **row}


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Mapping():
            return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
        case str():
            return guard_text(value)
        case _:
            return str(value)

"""What a person takes out: an observation's evidence as JSON and as CSV."""

from __future__ import annotations

import csv
import io

import orjson

from server.domain.json_values import Json, JsonObject
from server.domain.protocol import hash_protocol
from server.services.observations import Loaded

_COLUMNS = (
    "time", "t_ms", "action", "code", "label", "note", "modifiers", "speaker", "subject", "to_subject", "interval",
    "value", "starred", "retracted", "item",
)  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def export_json(observation: Loaded) -> JsonObject:
    """Give an observation with its evidence in order of time, retracted items too, and its protocol's version."""
    items = sorted(observation.rows, key=lambda row: (_number(row.fields.get("t_ms")), row.id))
    return {
        "observation": observation.id,
        "protocol": {
            "id": observation.protocol["id"],
            "version": observation.protocol["version"],
            "hash": hash_protocol(observation.protocol),
        },
        "coach": observation.coach,
        "fields": observation.fields,
        "evidence": [{"item": row.id, **row.fields} for row in items],
    }


def export_csv(observation: Loaded, *, language: str = "en") -> str:
    """Write the evidence as CSV (RFC 4180), one item a line; no cell can be taken for a formula by a spreadsheet."""
    labels = {code["id"]: code["label"].get(language, code["id"]) for code in observation.protocol["codes"]}
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(_COLUMNS)
    for row in sorted(observation.rows, key=lambda row: (_number(row.fields.get("t_ms")), row.id)):
        cells: JsonObject = {
            **row.fields,
            "time": _clock(_number(row.fields.get("t_ms"))),
            "label": labels.get(str(row.fields.get("code")), ""),
            "item": row.id,
        }
        writer.writerow(_cell(cells.get(column)) for column in _COLUMNS)
    return stream.getvalue()


def _cell(value: Json) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
        case int() | float():
            return str(value)
        case _:
            return orjson.dumps(value).decode()


def _clock(ms: float) -> str:
    seconds = int(ms // 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _number(value: Json) -> float:
    return value if isinstance(value, int | float) else 0

"""What a person takes out: an observation's evidence as JSON and as CSV."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping

from server.domain.json_values import Json, JsonObject
from server.domain.protocol import Protocol, hash_protocol
from server.domain.sheets import Sheet, write_csv
from server.services.observations import Loaded

_COLUMNS = (
    "time", "t_ms", "action", "code", "label", "note", "modifiers", "speaker", "subject", "to_subject", "interval",
    "value", "starred", "retracted", "item",
)  # fmt: skip


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
    return write_csv(make_evidence_sheet(observation.rows, observation.protocol, language=language))


class Recorded(typing.Protocol):
    """An evidence record."""

    @property
    def id(self) -> str: ...
    @property
    def fields(self) -> JsonObject: ...


def make_evidence_sheet(rows: Iterable[Recorded], protocol: Protocol | None, *, language: str = "en") -> Sheet:
    """Make the sheet of the evidence, one item a row in order of time, retracted ones too.

    Without the protocol there are no labels.
    """
    codes = [] if protocol is None else protocol["codes"]
    labels = {code["id"]: code["label"].get(language, code["id"]) for code in codes}
    items = sorted(rows, key=lambda row: (_number(row.fields.get("t_ms")), row.id))
    return Sheet("Evidence", _COLUMNS, [_make_row(row, labels) for row in items])


def _make_row(row: Recorded, labels: Mapping[str, str]) -> list[Json]:
    cells: JsonObject = {
        **row.fields,
        "time": _clock(_number(row.fields.get("t_ms"))),
        "label": labels.get(str(row.fields.get("code")), ""),
        "item": row.id,
    }
    return [cells.get(column) for column in _COLUMNS]


def _clock(ms: float) -> str:
    seconds = int(ms // 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _number(value: Json) -> float:
    return value if isinstance(value, int | float) else 0

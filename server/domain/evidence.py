"""One captured item as a value: what an evidence record says after all its changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, cast

Action: TypeAlias = Literal["tap", "start", "stop", "mark", "rate", "check", "note", "link", "sweep"]
Modifiers: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Evidence:
    """`t_ms` counts from the start of the observation, pauses included; `record` orders items of one moment."""

    record: str
    t_ms: int
    action: Action
    code: str | None = None
    note: str | None = None
    modifiers: Modifiers = field(default_factory=dict)
    speaker: str | None = None
    subject: str | None = None
    to_subject: str | None = None
    interval: int | None = None
    value: float | None = None
    retracted: bool = False


_OPTIONAL = ("code", "note", "speaker", "subject", "to_subject", "interval", "value")


def read_evidence(record: str, fields: Mapping[str, object]) -> Evidence:
    """Make the item of a stored evidence record; its fields were checked when it was stored."""
    values = {name: fields[name] for name in _OPTIONAL if fields.get(name) is not None}
    return Evidence(
        record=record,
        t_ms=cast(int, fields["t_ms"]),
        action=cast(Action, fields["action"]),
        modifiers=cast(Modifiers, fields.get("modifiers") or {}),
        retracted=fields.get("retracted") is True,
        **values,  # type: ignore[arg-type]  # each has the type that the record's kind says
    )


def sort_evidence(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Put items in order of time, then of making, without what was retracted."""
    return sorted((item for item in evidence if not item.retracted), key=lambda item: (item.t_ms, item.record))


def matches(modifiers: Modifiers, where: Mapping[str, str | list[str]]) -> bool:
    """Whether an item has, of each modifier that is asked for, the option that is meant or one of those."""
    return all(
        any(option in _options(wanted) for option in _options(modifiers.get(name))) for name, wanted in where.items()
    )


def _options(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]

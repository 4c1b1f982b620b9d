"""A protocol's TOML file: from text to what JSON can say, and back."""

import tomllib
from typing import cast

from server.domain.protocol import Protocol

# What a file may leave out because it is then empty.
LISTS = (
    "groups",
    "codes",
    "modifiers",
    "subjects",
    "timers",
    "scales",
    "items",
    "context",
    "exclude",
    "segments",
    "measures",
    "displays",
    "prompts",
)


def read_toml(text: str) -> dict[str, object]:
    """Parse a protocol file; lists that it leaves out become empty. Raises tomllib.TOMLDecodeError."""
    body = {name: _as_json(value) for name, value in tomllib.loads(text).items()}
    return {**body, **{name: [] for name in LISTS if name not in body}}


def read_checked(text: str) -> Protocol:
    """Parse a file that lint has passed."""
    return cast(Protocol, read_toml(text))


def _as_json(value: object) -> object:
    """Write 4.0 as 4, as every JSON writer does, so that a protocol has one hash."""
    if isinstance(value, dict):
        return {name: _as_json(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_as_json(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value

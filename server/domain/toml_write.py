"""A protocol as TOML text."""

import json
import re
from collections.abc import Mapping

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def write_toml(protocol: Mapping[str, object]) -> str:
    """Write a protocol as the TOML that a coach edits: plain keys first, then a table for each part."""
    plain = [f"{_key(name)} = {_value(value)}" for name, value in protocol.items() if not _is_table(value)]
    tables = [
        _write_table(name, row, is_list=isinstance(value, list))
        for name, value in protocol.items()
        if _is_table(value)
        for row in _rows(value)
    ]
    return "\n\n".join(["\n".join(plain), *tables]) + "\n"


def _rows(value: object) -> list[Mapping[str, object]]:
    rows: list[object] = value if isinstance(value, list) else [value]
    return [row for row in rows if isinstance(row, Mapping)]


def _is_table(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(row, Mapping) for row in value)
    return isinstance(value, Mapping) and set(value) - {"en", "es"} != set()


def _write_table(name: str, row: Mapping[str, object], *, is_list: bool) -> str:
    lines = [f"{_key(key)} = {_value(value)}" for key, value in row.items()]
    return "\n".join([f"[[{name}]]" if is_list else f"[{name}]", *lines])


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(str(key))} = {_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value):
        return "[\n" + "".join(f"  {_value(inner)},\n" for inner in value) + "]"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    # JSON's texts, numbers and truth values are TOML's too, but for the delete character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)

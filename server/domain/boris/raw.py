"""A `.boris` file as parsed JSON: only what can be read as it should be, and a list of what cannot."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import cast

# Some two hundred thousand events: a year of an observer. A protocol file may hold far less.
MAX_BYTES = 16 * 1024 * 1024
STATE = "State event"
POINT = "Point event"
# The independent variable in which our own projects say what stretches were not watched: `60-75.5; 300-310`.
NOT_OBSERVED = "not observed (s)"
_SHOWN = 40
_MOST_TOLD = 500


class BorisError(ValueError):
    """A file is refused whole; the message says where and what to do."""


@dataclass(slots=True)
class Left:
    """What an import leaves out, told in order and each thing once."""

    _told: dict[str, None] = field(default_factory=dict)

    @property
    def told(self) -> list[str]:
        more = len(self._told) - _MOST_TOLD
        return [*islice(self._told, _MOST_TOLD), *([f"{more} more things"] if more > 0 else [])]

    def tell(self, what: str) -> None:
        self._told[" ".join(what.split())] = None

    def tell_others(self, table: Mapping[str, object], known: Sequence[str], owner: str) -> None:
        """Tell what a table holds beyond what is known of it."""
        for key, value in table.items():
            if value and key not in known:
                self.tell(f"{show(key)} of {owner}")


def parse_project(text: str) -> Mapping[str, object]:
    """Parse a project; raises BorisError with the line of bad JSON."""
    try:
        project = json.loads(text, parse_constant=_read_constant, object_pairs_hook=_read_table)
    except json.JSONDecodeError as error:
        raise BorisError(f"line {error.lineno}: not JSON: {error.msg}. Save the project anew from BORIS.") from error
    except RecursionError as error:
        raise BorisError("line 1: the JSON is nested too deeply. Save the project anew from BORIS.") from error
    except BorisError:
        raise
    except ValueError as error:
        raise BorisError("line 1: the JSON has a number that is none. Save the project anew from BORIS.") from error
    if not isinstance(project, dict) or not isinstance(project.get("behaviors_conf"), dict):
        raise BorisError('line 1: this is no BORIS project: it has no "behaviors_conf". Choose a .boris file.')
    _check_format(project)
    return project


def _read_constant(name: str) -> object:
    # BORIS writes NaN as the time of pictures without one; such events are told and left out.
    return None if name == "NaN" else float(name.lower().replace("infinity", "inf"))


def _read_table(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BorisError(f"line 1: {show(twice)} stands twice in one table. Save the project anew from BORIS.")
    return table


def _check_format(project: Mapping[str, object]) -> None:
    version = str(project.get("project_format_version", ""))
    major = version.split(".")[0]
    if not major.isascii() or not major.isdigit() or not 4 <= int(major[:6]) <= 7:
        raise BorisError(
            f"project_format_version: {show(version) or 'none'} is not from 4 to 7. "
            "Open the project in BORIS and save it there."
        )


def entries(project: Mapping[str, object], name: str) -> Iterator[dict[str, object]]:
    """Give the tables of a numbered table of tables, in the order of their numbers."""
    table = project.get(name)
    if not isinstance(table, dict):
        return
    for key in sorted(table, key=lambda key: (not key.isdigit(), len(key), key)):
        if isinstance(table[key], dict):
            yield cast(dict[str, object], table[key])


def text_of(table: Mapping[str, object], name: str) -> str:
    """Give a text without blanks around it and without what no text may hold; empty when it is none."""
    value = table.get(name)
    return clean(value) if isinstance(value, str) else ""


def clean(value: str) -> str:
    return value.replace("\0", "").encode("utf-8", "ignore").decode("utf-8").strip()


def show(value: object) -> str:
    """Write a foreign name or value short enough for a message."""
    text = clean(str(value))
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def show_seconds(ms: int) -> str:
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".") + " s"

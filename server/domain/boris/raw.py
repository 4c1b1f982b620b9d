"""A `.boris` file as parsed JSON: only what can be read as it should be, and a list of what cannot."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

MAX_BYTES = 256 * 1024
STATE = "State event"
POINT = "Point event"


class BorisError(ValueError):
    """A file is refused whole; the message says where and what to do."""


@dataclass(slots=True)
class Left:
    """What an import leaves out, told in order and each thing once."""

    told: list[str] = field(default_factory=list)

    def tell(self, what: str) -> None:
        if what not in self.told:
            self.told.append(what)


def parse_project(text: str) -> Mapping[str, object]:
    """Parse a project; raises BorisError with the line of bad JSON."""
    try:
        project = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise BorisError(f"line {error.lineno}: not JSON: {error.msg}. Save the project anew from BORIS.") from error
    except (RecursionError, ValueError) as error:
        raise BorisError("line 1: the JSON is nested too deeply or has a number that is none. Take it out.") from error
    if not isinstance(project, dict) or not isinstance(project.get("behaviors_conf"), dict):
        raise BorisError('line 1: this is no BORIS project: it has no "behaviors_conf". Choose a .boris file.')
    _check_format(project)
    return project


def _refuse_constant(name: str) -> object:
    # BORIS writes NaN as the time of pictures without one; such events are told and left out.
    return None if name == "NaN" else float(name.lower().replace("infinity", "inf"))


def _check_format(project: Mapping[str, object]) -> None:
    version = str(project.get("project_format_version", ""))
    major = version.split(".")[0]
    if not major.isascii() or not major.isdigit() or not 4 <= int(major[:6]) <= 7:
        shown = version[:20] or "none"
        raise BorisError(
            f"project_format_version: {shown} is not from 4 to 7. Open the project in BORIS and save it there."
        )


def entries(project: Mapping[str, object], name: str) -> Iterator[dict[str, object]]:
    """Give the tables of a numbered table of tables, in the order of their numbers."""
    table = project.get(name)
    if not isinstance(table, dict):
        return
    for key in sorted(table, key=lambda key: (not str(key).isdigit(), len(key), key)):
        if isinstance(table[key], dict):
            yield cast(dict[str, object], table[key])


def text_of(table: Mapping[str, object], name: str) -> str:
    """Give a text without blanks around it and without what no text may hold; empty when it is none."""
    value = table.get(name)
    if not isinstance(value, str):
        return ""
    return clean(value)


def clean(value: str) -> str:
    return value.replace("\0", "").encode("utf-8", "ignore").decode("utf-8").strip()

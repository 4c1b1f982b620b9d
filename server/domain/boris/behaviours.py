"""The behaviours of a project as BORIS has them, with their sets of modifiers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from server.domain.boris.raw import BorisError, Left, clean, entries, show, text_of

SetKind = Literal["one", "many", "number"]
_KINDS: dict[object, SetKind] = {0: "one", 1: "many", 2: "number", 3: "number"}
_FROM_FILE = 3
_KNOWN = ("type", "key", "code", "description", "category", "excluded", "modifiers", "coding map", "color")
_KNOWN_OF_SET = ("name", "description", "type", "values", "ask at stop")
_VALUE_KEY = re.compile(r" \([^()]*\)$")
# An ethogram that fills a file of 256 KiB is not read to its end only to be refused.
_MOST = 500


@dataclass(frozen=True, slots=True)
class Set:
    """One set of modifiers; `label` is empty where BORIS has no name for it."""

    label: str
    kind: SetKind
    values: tuple[str, ...]
    at_stop: bool = False


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One behaviour; `excluded` are the names of those that it ends."""

    name: str
    is_state: bool
    description: str
    key: str
    category: str
    excluded: frozenset[str]
    sets: tuple[Set, ...]
    has_map: bool


def read_behaviours(project: Mapping[str, object], left: Left) -> dict[str, Behaviour]:
    """Read the behaviours by their names; raises BorisError when there are none or too many to look at."""
    found: dict[str, Behaviour] = {}
    for number, entry in enumerate(entries(project, "behaviors_conf"), 1):
        if number > _MOST:
            raise BorisError(f"behaviors_conf: more than {_MOST} behaviours. Take some out in BORIS.")
        name = text_of(entry, "code")
        if not name or name in found:
            left.tell(f"a behaviour without a code of its own ({show(name or text_of(entry, 'description') or '?')})")
        else:
            found[name] = _read_behaviour(name, entry, left)
    if not found:
        raise BorisError('behaviors_conf: there is no behaviour with a "code". Add one in BORIS.')
    return found


def _read_behaviour(name: str, entry: Mapping[str, object], left: Left) -> Behaviour:
    type = text_of(entry, "type").lower()
    has_map = "coding map" in type or bool(entry.get("coding map"))
    if has_map:
        left.tell(f"the coding map of {show(name)}")
    if entry.get("color"):
        left.tell("the colours of behaviours")
    if not type.startswith(("state", "point")):
        left.tell(f"the type {show(type) or '(none)'} of {show(name)}: read as a point event")
    left.tell_others(entry, _KNOWN, show(name))
    return Behaviour(
        name=name,
        is_state=type.startswith("state"),
        description=text_of(entry, "description"),
        key=text_of(entry, "key"),
        category=text_of(entry, "category"),
        excluded=frozenset(part.strip() for part in text_of(entry, "excluded").split(",") if part.strip()),
        sets=_read_sets(name, entry.get("modifiers"), left),
        has_map=has_map,
    )


def _read_sets(name: str, raw: object, left: Left) -> tuple[Set, ...]:
    if not isinstance(raw, dict):
        if raw:
            left.tell(f"the modifiers of {show(name)}, which are not in the form of format 4 and later")
        return ()
    return tuple(_read_set(name, entry, left) for entry in entries({"sets": raw}, "sets"))


def _read_set(name: str, entry: Mapping[str, object], left: Left) -> Set:
    label, type = text_of(entry, "name"), entry.get("type", 0)
    shown = f"the modifier {show(label)} of {show(name)}" if label else f"a modifier of {show(name)}"
    if type == _FROM_FILE:
        left.tell(f"the file that gives values to {shown}")
    if entry.get("description"):
        left.tell(f"the description of {shown}")
    left.tell_others(entry, _KNOWN_OF_SET, shown)
    values = entry.get("values")
    texts = [read_value(value) for value in values if isinstance(value, str)] if isinstance(values, list) else []
    kind = _KINDS.get(type if isinstance(type, int) else None)
    if kind is None:
        left.tell(f"the kind of {shown}: read as one of its values")
    return Set(label, kind or "one", tuple(dict.fromkeys(filter(None, texts))), entry.get("ask at stop") is True)


def read_value(value: str) -> str:
    """Take the shortcut key off a modifier's value: `left (l)` is left."""
    return _VALUE_KEY.sub("", clean(value)).strip()

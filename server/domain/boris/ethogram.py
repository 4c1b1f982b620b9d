"""A BORIS ethogram → a protocol: behaviours, categories, modifiers, exclusion, subjects, independent variables."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import cast

from server.domain.boris.names import Names, to_code, to_slug
from server.domain.boris.raw import BorisError, Left, clean, entries, text_of
from server.domain.protocol import Code, ContextField, Group, Modifier, Option, Protocol, Source, Subject, Text

_KINDS = {0: "one", 1: "many", 2: "number", 3: "number"}
_KEY = re.compile(r"[a-z0-9]")
_VALUE_KEY = re.compile(r" \([^()]\)$")
_COLOURS = ("blue", "teal", "amber", "violet", "rose", "slate", "green", "orange")
_MAX = {"codes": 80, "modifiers": 24, "options": 24, "subjects": 24, "context": 24, "groups": 24}
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One behaviour of the project and what it became."""

    foreign: str
    code: str
    is_state: bool
    category: str
    excluded: frozenset[str]
    sets: tuple[Modifier, ...]


@dataclass(frozen=True, slots=True)
class Ethogram:
    """The protocol, and how foreign names are read."""

    protocol: Protocol
    behaviours: Mapping[str, Behaviour]
    subjects: Names
    context: Mapping[str, ContextField]


def read_ethogram(project: Mapping[str, object], name: str, left: Left) -> Ethogram:
    """Read the configuration of a project; raises BorisError when it has more than a protocol may have."""
    behaviours = _read_behaviours(project, left)
    if not behaviours:
        raise BorisError('behaviors_conf: there is no behaviour with a "code". Add one in BORIS.')
    groups = _make_groups(behaviours)
    subjects = Names(to_slug)
    context = _read_context(project)
    protocol: Protocol = {
        "id": to_slug(name),
        "version": 1,
        "title": _both(name),
        "summary": _both(text_of(project, "project_description") or f"BORIS: {name}"),
        "source": _make_source(project, name),
        "licence": "as the BORIS project",
        "sampling": {"method": "continuous"},
        "groups": groups,
        "codes": _make_codes(project, behaviours, groups),
        "modifiers": _unique(set for behaviour in behaviours for set in behaviour.sets),
        "subjects": _read_subjects(project, subjects),
        "timers": [],
        "scales": [],
        "items": [],
        "context": [field for field, _ in context],
        "exclude": [],
        "segments": [],
        "measures": [],
        "displays": [],
        "prompts": [],
    }
    _offer_subjects(protocol)
    _check_sizes(protocol)
    fields = {label: field for field, label in context}
    return Ethogram(protocol, {each.foreign: each for each in behaviours}, subjects, fields)


def _read_behaviours(project: Mapping[str, object], left: Left) -> list[Behaviour]:
    codes, modifiers = Names(to_code), Names(to_slug)
    behaviours = []
    for entry in entries(project, "behaviors_conf"):
        foreign = text_of(entry, "code")
        if not foreign or codes.find(foreign) is not None:
            left.tell(f"a behaviour without a code of its own ({foreign or text_of(entry, 'description') or '?'})")
            continue
        if text_of(entry, "coding map") or "coding map" in text_of(entry, "type"):
            left.tell(f"the coding map of {foreign}")
        excluded = frozenset(part.strip() for part in text_of(entry, "excluded").split(",") if part.strip())
        is_state = text_of(entry, "type").lower().startswith("state")
        sets = _read_sets(foreign, entry.get("modifiers"), modifiers, left)
        category = text_of(entry, "category")
        behaviours.append(Behaviour(foreign, codes.give(foreign), is_state, category, excluded, sets))
    return behaviours


def _read_sets(foreign: str, raw: object, names: Names, left: Left) -> tuple[Modifier, ...]:
    if not isinstance(raw, dict):
        if raw:
            left.tell(f"the modifiers of {foreign}, which are not in the form of format 4 and later")
        return ()
    sets = []
    for number, entry in enumerate(entries({"sets": raw}, "sets")):
        label = text_of(entry, "name") or f"{foreign} {number + 1}"
        kind = _KINDS.get(cast(int, entry.get("type")) if isinstance(entry.get("type"), int) else 0, "one")
        if entry.get("type") == 3:
            left.tell(f"the file that gives values to the modifier {label} of {foreign}")
        modifier = cast(Modifier, {"id": names.give(f"{foreign} {label}"), "label": _both(label), "kind": kind})
        modifier["ask"] = "stop" if entry.get("ask at stop") is True else "start"
        values = entry.get("values")
        if kind != "number":
            modifier["options"] = _make_options(values if isinstance(values, list) else [])
        sets.append(modifier)
    return tuple(sets)


def _make_options(values: Sequence[object]) -> list[Option]:
    names = Names(to_slug)
    shown = [read_value(value) for value in values if isinstance(value, str) and read_value(value)]
    return [{"id": names.give(value), "label": _both(value)} for value in dict.fromkeys(shown)]


def read_value(value: str) -> str:
    """Take the shortcut key off a modifier's value: `left (l)` is left."""
    return _VALUE_KEY.sub("", clean(value)).strip()


def _make_groups(behaviours: Sequence[Behaviour]) -> list[Group]:
    """A category is a group; one whose states all exclude each other is exclusive."""
    groups: list[Group] = []
    names = Names(to_slug)
    for number, category in enumerate(dict.fromkeys(each.category for each in behaviours)):
        members = [each for each in behaviours if each.category == category]
        is_exclusive = len(members) > 1 and all(each.is_state for each in members) and _exclude_each_other(members)
        label = _both(category) if category else {"en": "Behaviours", "es": "Conductas"}
        colour = _COLOURS[number % len(_COLOURS)]
        groups.append({"id": names.give(category), "label": label, "exclusive": is_exclusive, "colour": colour})
    return groups


def _exclude_each_other(members: Iterable[Behaviour]) -> bool:
    return all(other.foreign in each.excluded for each, other in permutations(members, 2))


def _make_codes(project: Mapping[str, object], behaviours: Sequence[Behaviour], groups: Sequence[Group]) -> list[Code]:
    categories = list(dict.fromkeys(each.category for each in behaviours))
    entry_of = {text_of(entry, "code"): entry for entry in reversed(list(entries(project, "behaviors_conf")))}
    keys: set[str] = set()
    codes = []
    for behaviour in behaviours:
        entry, group = entry_of[behaviour.foreign], groups[categories.index(behaviour.category)]
        code: Code = {
            "id": behaviour.code,
            "kind": "state" if behaviour.is_state else "event",
            "group": group["id"],
            "label": _both(behaviour.foreign),
            "look_for": _both(text_of(entry, "description") or behaviour.foreign),
        }
        key = text_of(entry, "key").lower()
        if _KEY.fullmatch(key) and key not in keys:
            keys.add(key)
            code["key"] = key
        if behaviour.sets:
            code["modifiers"] = [modifier["id"] for modifier in behaviour.sets]
        stops = _stops(behaviour, behaviours, is_exclusive=group["exclusive"])
        if stops:
            code["stops"] = stops
        codes.append(code)
    return codes


def _stops(behaviour: Behaviour, behaviours: Sequence[Behaviour], *, is_exclusive: bool) -> list[str]:
    """The states that it ends, but for those that its exclusive group ends anyhow."""
    return [
        other.code
        for other in behaviours
        if other.is_state and other.foreign in behaviour.excluded - {behaviour.foreign}
        if not (is_exclusive and other.category == behaviour.category)
    ]


def _read_subjects(project: Mapping[str, object], names: Names) -> list[Subject]:
    found = [text_of(entry, "name") for entry in entries(project, "subjects_conf")]
    return [{"id": names.give(name), "label": _both(name), "kind": "target"} for name in dict.fromkeys(found) if name]


def _offer_subjects(protocol: Protocol) -> None:
    subjects = [subject["id"] for subject in protocol["subjects"]][:16]
    for code in protocol["codes"] if subjects else []:
        code["subjects"] = subjects


def _read_context(project: Mapping[str, object]) -> list[tuple[ContextField, str]]:
    names = Names(to_slug)
    fields: list[tuple[ContextField, str]] = []
    for entry in entries(project, "independent_variables"):
        label = text_of(entry, "label")
        if not label or names.find(label) is not None:
            continue
        field: ContextField = {"id": names.give(label), "label": _both(label), "kind": "text"}
        values = [value.strip() for value in text_of(entry, "possible values").split(",") if value.strip()]
        if text_of(entry, "type") == "numeric":
            field["kind"] = "number"
        elif text_of(entry, "type") == "value from set" and len(set(values)) > 1:
            field["kind"] = "choice"
            field["options"] = _make_options(values)
        fields.append((field, label))
    return fields


def _make_source(project: Mapping[str, object], name: str) -> Source:
    date = text_of(project, "project_date")[:10]
    return {
        "citation": clean(f"BORIS project {name[:300]} {date}"),
        "url": "https://www.boris.unito.it/",
        "note": {
            "en": "Made from a BORIS project; its texts stand as they were.",
            "es": "Hecho a partir de un proyecto BORIS; sus textos quedan como estaban.",
        },
    }


def _unique(modifiers: Iterable[Modifier]) -> list[Modifier]:
    return list({modifier["id"]: modifier for modifier in modifiers}.values())


def _both(text: str) -> Text:
    """The one language that a project has, in both of ours."""
    return {"en": text[:_LONGEST], "es": text[:_LONGEST]}


def _check_sizes(protocol: Protocol) -> None:
    for name in ("codes", "modifiers", "subjects", "context", "groups"):
        if len(protocol[name]) > _MAX[name]:
            raise BorisError(f"{name}: more than {_MAX[name]}. Take some out of the project in BORIS.")
    if any(len(modifier.get("options", ())) > _MAX["options"] for modifier in protocol["modifiers"]):
        raise BorisError(f"modifiers: a set has more than {_MAX['options']} values. Take some out in BORIS.")

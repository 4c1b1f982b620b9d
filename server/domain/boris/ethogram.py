"""A BORIS ethogram → a protocol: categories, behaviours, modifiers, exclusion, subjects, independent variables."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from server.domain.boris.behaviours import Behaviour
from server.domain.boris.exclusion import Exclusion
from server.domain.boris.figures import make_displays, make_measures
from server.domain.boris.modifiers import Choices
from server.domain.boris.names import Names, to_code, to_slug
from server.domain.boris.raw import BorisError, Left, entries, show, text_of
from server.domain.boris.texts import LONGEST, both
from server.domain.boris.variables import Variables
from server.domain.lint_findings import Place
from server.domain.lint_measures import lint_measures
from server.domain.lint_parts import lint_parts
from server.domain.lint_shape import lint_shape
from server.domain.protocol import Code, Group, Protocol, Source, Subject

_KEY = re.compile(r"[a-z0-9]")
_COLOURS = ("blue", "teal", "amber", "violet", "rose", "slate", "green", "orange")
_MAX_CODES, _MAX_GROUPS, _MAX_SUBJECTS, _MAX_SUBJECTS_OF_CODE, _MAX_STOPS = 80, 24, 24, 16, 64
_KNOWN = (
    "time_format", "project_date", "project_name", "project_description", "project_format_version", "subjects_conf",
    "behaviors_conf", "behavioral_categories", "behavioral_categories_config", "independent_variables", "observations",
)  # fmt: skip
_KNOWN_OF_SUBJECT = ("key", "name", "description")


@dataclass(frozen=True, slots=True)
class Parts:
    """What was read of a project, from which the protocol is made."""

    behaviours: Mapping[str, Behaviour]
    exclusions: Exclusion
    choices: Choices
    variables: Variables


@dataclass(frozen=True, slots=True)
class Ethogram:
    """The protocol, and our names for the project's."""

    protocol: Protocol
    codes: Mapping[str, str]
    subjects: Names


def pick_behaviours(behaviours: Mapping[str, Behaviour], used: Iterable[str], left: Left) -> Mapping[str, Behaviour]:
    """Take as many behaviours as a protocol may have, first those that were recorded; raises BorisError."""
    if len(behaviours) <= _MAX_CODES:
        return behaviours
    recorded = set(used)
    if len(recorded) > _MAX_CODES:
        raise BorisError(
            f"behaviors_conf: {len(recorded)} behaviours were recorded, and a protocol has at most {_MAX_CODES}. "
            "Split the project in BORIS."
        )
    spare = [name for name in behaviours if name not in recorded]
    for name in spare[_MAX_CODES - len(recorded) :]:
        left.tell(f"the behaviour {show(name)}: a protocol has at most {_MAX_CODES}")
    kept = recorded | set(spare[: _MAX_CODES - len(recorded)])
    return {name: behaviour for name, behaviour in behaviours.items() if name in kept}


def make_ethogram(
    project: Mapping[str, object], name: str, parts: Parts, subjects_used: Sequence[str], left: Left
) -> Ethogram:
    """Make the protocol of a project; raises BorisError when lint would refuse it."""
    _tell_rest(project, left)
    codes, subjects = Names(to_code), Names(to_slug)
    given = {each: codes.give(each) for each in parts.behaviours}
    groups = _make_groups(parts, left)
    shown = _make_subjects(project, subjects_used, subjects, left)
    made = _make_codes(parts, given, groups, left)
    for code in made if shown else []:
        code["subjects"] = [subject["id"] for subject in shown[:_MAX_SUBJECTS_OF_CODE]]
    recorded = [subject["id"] for subject in shown if subject["label"]["en"] in subjects_used]
    measures = make_measures(made, recorded)
    protocol: Protocol = {
        "id": to_slug(name),
        "version": 1,
        "title": both(name),
        "summary": both(text_of(project, "project_description") or f"BORIS: {name}"),
        "source": _make_source(project, name),
        "licence": "as the BORIS project",
        "sampling": {"method": "continuous"},
        "groups": list(groups.values()),
        "codes": made,
        "modifiers": parts.choices.modifiers,
        "subjects": shown,
        "timers": [],
        "scales": [],
        "items": [],
        "context": list(parts.variables.fields.values()),
        "exclude": [],
        "segments": [],
        "measures": measures,
        "displays": make_displays(list(groups.values()), measures),
        "prompts": [],
    }
    _check(protocol)
    return Ethogram(protocol, given, subjects)


def _make_groups(parts: Parts, left: Left) -> dict[str, Group]:
    """A category is a group; one whose states all exclude each other is exclusive."""
    names = Names(to_slug)
    groups: dict[str, Group] = {}
    categories = list(dict.fromkeys(each.category for each in parts.behaviours.values()))
    for number, category in enumerate(categories[:_MAX_GROUPS]):
        label = both(category) if category else {"en": "Behaviours", "es": "Conductas"}
        groups[category] = {
            "id": names.give(category or "behaviours"),
            "label": label,
            "exclusive": _is_exclusive(category, parts),
            "colour": _COLOURS[number % len(_COLOURS)],
        }
    for category in categories[_MAX_GROUPS:]:
        left.tell(f"the category {show(category)}: a protocol has at most {_MAX_GROUPS} groups")
        groups[category] = groups[categories[_MAX_GROUPS - 1]]
        groups[category]["exclusive"] = False
    return groups


def _is_exclusive(category: str, parts: Parts) -> bool:
    members = [each for each in parts.behaviours.values() if each.category == category]
    return (
        len(members) > 1
        and all(each.is_state for each in members)
        and all((one.name, other.name) in parts.exclusions for one, other in permutations(members, 2))
    )


def _make_codes(parts: Parts, given: Mapping[str, str], groups: Mapping[str, Group], left: Left) -> list[Code]:
    keys: set[str] = set()
    codes = []
    for behaviour in parts.behaviours.values():
        code: Code = {
            "id": given[behaviour.name],
            "kind": "state" if behaviour.is_state else "event",
            "group": groups[behaviour.category]["id"],
            "label": both(behaviour.name),
            "look_for": both(behaviour.description or behaviour.name),
        }
        key = behaviour.key.lower()
        if _KEY.fullmatch(key) and key not in keys:
            keys.add(key)
            code["key"] = key
        elif key:
            left.tell(f"the key {show(behaviour.key)} of {show(behaviour.name)}")
        if modifiers := parts.choices.of(behaviour.name):
            code["modifiers"] = modifiers
        if stops := _find_stops(behaviour, parts, groups):
            code["stops"] = [given[name] for name in stops[:_MAX_STOPS]]
        for name in stops[_MAX_STOPS:]:
            left.tell(f"that {show(behaviour.name)} excludes {show(name)}: a code stops at most {_MAX_STOPS}")
        codes.append(code)
    return codes


def _find_stops(behaviour: Behaviour, parts: Parts, groups: Mapping[str, Group]) -> list[str]:
    """The states that it ends, but for those that its exclusive group ends anyhow."""
    group = groups[behaviour.category]
    return [
        other.name
        for other in parts.behaviours.values()
        if (behaviour.name, other.name) in parts.exclusions
        and not (group["exclusive"] and groups[other.category] is group)
    ]


def _make_subjects(project: Mapping[str, object], used: Sequence[str], names: Names, left: Left) -> list[Subject]:
    defined = list(filter(None, (text_of(entry, "name") for entry in entries(project, "subjects_conf"))))
    in_order = list(dict.fromkeys([*(name for name in defined if name in used), *used, *defined]))
    for name in in_order[_MAX_SUBJECTS:]:
        left.tell(f"the subject {show(name)}: a protocol has at most {_MAX_SUBJECTS}")
    if len(in_order) > _MAX_SUBJECTS_OF_CODE:
        left.tell(f"subjects at a code beyond the first {_MAX_SUBJECTS_OF_CODE}")
    for entry in entries(project, "subjects_conf"):
        left.tell_others(entry, _KNOWN_OF_SUBJECT, "a subject")
        if entry.get("key"):
            left.tell("the keys of subjects")
        if entry.get("description"):
            left.tell(f"the description of the subject {show(text_of(entry, 'name'))}")
    kept = set(in_order[:_MAX_SUBJECTS])
    return [
        {"id": names.give(name), "label": both(name), "kind": "target"}
        for name in dict.fromkeys([*defined, *used])
        if name in kept
    ]


def _make_source(project: Mapping[str, object], name: str) -> Source:
    return {
        "citation": f"BORIS project {name[:300]} {text_of(project, 'project_date')[:10]}".strip(),
        "url": "https://www.boris.unito.it/",
        "note": {
            "en": "Made from a BORIS project; its texts stand as they were.",
            "es": "Hecho a partir de un proyecto BORIS; sus textos quedan como estaban.",
        },
    }


def _tell_rest(project: Mapping[str, object], left: Left) -> None:
    for key, value in project.items():
        if value and key not in _KNOWN:
            left.tell(f"{show(key).replace('_', ' ')} of the project")
    categories = project.get("behavioral_categories")
    used = {text_of(entry, "category") for entry in entries(project, "behaviors_conf")}
    for category in categories if isinstance(categories, list) else ():
        if isinstance(category, str) and category.strip() not in used:
            left.tell(f"the category {show(category)}, which no behaviour has")
    if any(entry.get("color") for entry in entries(project, "behavioral_categories_config")):
        left.tell("the colours of categories")
    named = [(key, project.get(key)) for key in ("project_name", "project_description")]
    tables = ("behaviors_conf", "subjects_conf", "independent_variables")
    texts = [*named, *(pair for table in tables for entry in entries(project, table) for pair in entry.items())]
    for key, text in texts:
        if isinstance(text, str) and len(text) > LONGEST:
            left.tell(f"the end of a text of {len(text)} characters ({show(key)})")


def _check(protocol: Protocol) -> None:
    place = Place(protocol, {})
    findings = lint_shape(place) or [*lint_parts(place, protocol), *lint_measures(place, protocol)]
    fault = next((finding for finding in findings if finding.severity == "error"), None)
    if fault is not None:
        raise BorisError(f"{fault.rule}: in the protocol that it would make, {fault.what}. {fault.fix}")

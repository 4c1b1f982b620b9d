"""Sets of modifiers → the modifiers of a protocol, and `left|a,b|3` → what was chosen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from server.domain.boris.behaviours import Behaviour, Set, read_value
from server.domain.boris.events import Event
from server.domain.boris.names import Names, to_slug
from server.domain.boris.raw import Left, show
from server.domain.boris.texts import both
from server.domain.boris.variables import make_options, read_number
from server.domain.json_values import Json, JsonObject
from server.domain.protocol import Modifier, Option

_MAX_MODIFIERS, _MAX_OF_CODE, _MAX_OPTIONS = 24, 8, 24
_EMPTY = ("", "None", "NA", "NaN")
_NOTHING: Option = {"id": "none", "label": {"en": "None", "es": "Ninguno"}}


@dataclass(slots=True)
class _Draft:
    """One modifier in the making: `values` are those of the set and those that were used beyond."""

    set: Set
    label: str
    values: dict[str, None]
    used_by: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Choice:
    """A modifier of the protocol, and its options by the value that BORIS writes."""

    modifier: Modifier
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """Of each behaviour what stands in each place of its events; None where a set is left out."""

    by_behaviour: Mapping[str, Sequence[Choice | None]]

    @property
    def modifiers(self) -> list[Modifier]:
        every = (choice for choices in self.by_behaviour.values() for choice in choices if choice)
        return list({choice.modifier["id"]: choice.modifier for choice in every}.values())

    def of(self, behaviour: str) -> list[str]:
        return list(dict.fromkeys(choice.modifier["id"] for choice in self.by_behaviour[behaviour] if choice))


def make_choices(behaviours: Mapping[str, Behaviour], events: Sequence[Event], left: Left) -> Choices:
    """Make the modifiers; sets that are alike in name and values become one."""
    drafts = {behaviour.name: list(_draft(behaviour)) for behaviour in behaviours.values()}
    shared: dict[object, _Draft] = {}
    for name, of_behaviour in drafts.items():
        for place, (identity, draft) in enumerate(of_behaviour):
            of_behaviour[place] = identity, shared.setdefault(identity, draft)
            of_behaviour[place][1].used_by.append(name)
    _add_used_values(drafts, events)
    names = Names(to_slug)
    made: dict[object, Choice | None] = {}
    for identity, draft in shared.items():
        made[identity] = _make_choice(draft, names, sum(one is not None for one in made.values()), left)
    return Choices(
        {
            name: _limit(name, [made[identity] for identity, _ in of_behaviour], left)
            for name, of_behaviour in drafts.items()
        }
    )


def _draft(behaviour: Behaviour) -> Iterator[tuple[object, _Draft]]:
    sets = behaviour.sets
    if behaviour.has_map and not sets:
        # What was chosen on a map stands in the events as any modifier does.
        sets = (Set("", "many", ()),)
    for number, set in enumerate(sets, 1):
        identity: object = set if set.label else (behaviour.name, number)
        label = set.label or (behaviour.name if len(sets) == 1 else f"{behaviour.name} {number}")
        yield identity, _Draft(set, label, dict.fromkeys(set.values))


def _add_used_values(drafts: Mapping[str, Sequence[tuple[object, _Draft]]], events: Sequence[Event]) -> None:
    for event in events:
        for part, (_, draft) in zip(event.modifiers.split("|"), drafts[event.code], strict=False):
            draft.values.update(dict.fromkeys(_split(part, draft.set)))


def _split(part: str, set: Set) -> list[str]:
    parts = part.split(",") if set.kind == "many" else [part]
    return [value for value in map(read_value, parts) if value not in _EMPTY]


def _make_choice(draft: _Draft, names: Names, made: int, left: Left) -> Choice | None:
    owner = f"the modifier {show(draft.label)} of {', '.join(map(show, draft.used_by[:3]))}"
    if draft.set.kind != "number" and not draft.values:
        left.tell(f"{owner}: it has no values")
        return None
    if made == _MAX_MODIFIERS:
        left.tell(f"{owner}: a protocol has at most {_MAX_MODIFIERS}")
        return None
    modifier: Modifier = {
        "id": names.give_new(draft.label),
        "label": both(draft.label),
        "kind": draft.set.kind,
        "ask": "stop" if draft.set.at_stop else "start",
    }
    if draft.set.kind == "number":
        return Choice(modifier, {})
    if len(draft.values) > _MAX_OPTIONS:
        left.tell(f"values of {owner} beyond the first {_MAX_OPTIONS}")
    options = make_options(list(draft.values)[:_MAX_OPTIONS])
    modifier["options"] = [{"id": id, "label": both(value)} for value, id in options.items()]
    if len(options) == 1:
        modifier["options"].append(_NOTHING)
    return Choice(modifier, options)


def _limit(name: str, choices: Sequence[Choice | None], left: Left) -> list[Choice | None]:
    kept = [choice for choice in choices if choice][:_MAX_OF_CODE]
    if len(kept) < sum(choice is not None for choice in choices):
        left.tell(f"modifiers of {show(name)} beyond the first {_MAX_OF_CODE}")
    return [choice if choice in kept else None for choice in choices]


def read_modifiers(event: Event, choices: Choices, left: Left) -> JsonObject:
    """Read what was chosen: one part a set, in order; None where nothing was."""
    found: JsonObject = {}
    parts = event.modifiers.split("|")
    places = choices.by_behaviour[event.code]
    for part, choice in zip(parts, places, strict=False):
        if choice is not None and part.strip() not in _EMPTY:
            chosen = _read_choice(part, choice)
            if chosen is None:
                left.tell(f"the value {show(part)} of the modifier {show(choice.modifier['label']['en'])}")
            else:
                found[choice.modifier["id"]] = chosen
    if any(part.strip() not in _EMPTY for part in parts[len(places) :]):
        left.tell(f"modifiers of {show(event.code)} beyond its sets")
    return found


def _read_choice(part: str, choice: Choice) -> Json:
    match choice.modifier["kind"]:
        case "number":
            return read_number(part)
        case "one":
            return choice.options.get(read_value(part))
        case _:
            values = [value for value in map(read_value, part.split(",")) if value not in _EMPTY]
            ids: list[Json] = [choice.options[value] for value in dict.fromkeys(values) if value in choice.options]
            return ids or None

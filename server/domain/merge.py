"""What a record shows, worked out from all its changes in commit order.

A field's candidates are the changes that set it and that no other change setting it has seen. A change has seen all
up to its base, and all of its own device and user with a smaller `n`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from server.domain.json_values import Json, JsonObject, are_equal


class Step(NamedTuple):
    """One change of a record, as merging needs it; `at` is clamped to the receipt, `fields` is None for a delete."""

    id: str
    by: str
    device: str | None
    n: int | None
    base: str | None
    at: str
    fields: JsonObject | None


class Version(NamedTuple):
    """One of several words said of a prose field without knowing of each other."""

    rev: str
    value: Json
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Merged:
    fields: JsonObject
    versions: dict[str, list[Version]] = field(default_factory=dict)
    deleted: bool = False
    revived: bool = False


def merge(steps: Sequence[Step], prose: frozenset[str], *, by_commit: bool = False) -> Merged:
    """Work out fields, versions and whether the record is gone.

    Under `by_commit` the last committed change of a field wins and clocks play no part (memberships).
    """
    if len(steps) == 1 and steps[0].fields is not None:
        return Merged(steps[0].fields)
    places = {step.id: place for place, step in enumerate(steps)}
    shown: JsonObject = {}
    versions: dict[str, list[Version]] = {}
    for name in _names(steps):
        setters = [step for step in steps if step.fields is not None and name in step.fields]
        # A tablet that miscounts can make changes that have all seen each other: then, too, the last one holds.
        candidates = (not by_commit and _unseen(setters, setters, places)) or setters[-1:]
        latest = max(candidates, key=_by_time)
        shown[name] = _value(latest, name)
        if name in prose and len(said := _distinct(candidates, name)) > 1:
            versions[name] = said
    deletes = [step for step in steps if step.fields is None]
    puts = [step for step in steps if step.fields is not None]
    gone = bool(deletes) and not _unseen(puts, deletes, places)
    return Merged(shown, versions, deleted=gone, revived=bool(deletes) and not gone)


def _names(steps: Sequence[Step]) -> list[str]:
    return list(dict.fromkeys(name for step in steps if step.fields is not None for name in step.fields))


def _by_time(step: Step) -> tuple[str, str]:
    return step.at, step.id


def _value(step: Step, name: str) -> Json:
    return (step.fields or {})[name]


def _distinct(candidates: Sequence[Step], name: str) -> list[Version]:
    """Give the different values, oldest first; of those who said the same, the last is named."""
    kept: list[Version] = []
    for step in sorted(candidates, key=_by_time):
        value = _value(step, name)
        kept = [version for version in kept if not are_equal(version.value, value)]
        kept.append(Version(step.id, value, step.by, step.at))
    return kept


def _unseen(steps: Sequence[Step], lookers: Sequence[Step], places: Mapping[str, int]) -> list[Step]:
    """Give the steps that none of the lookers, itself apart, has seen; in one pass over each."""
    has_seen = _make_sight(lookers, places)
    return [step for step in steps if not has_seen(step)]


def _make_sight(lookers: Sequence[Step], places: Mapping[str, int]) -> Callable[[Step], bool]:
    highest_n: dict[tuple[str, str], int] = {}
    seen_up_to = -1
    seen_alone: set[str] = set()
    for looker in lookers:
        if looker.device is not None and looker.n is not None:
            pair = (looker.device, looker.by)
            highest_n[pair] = max(highest_n.get(pair, 0), looker.n)
        place = places.get(looker.base, -1) if looker.base is not None else -1
        if place > places[looker.id]:
            # Its base was lost with a restore and came again later: of what lies between it knew nothing.
            seen_alone.add(str(looker.base))
        else:
            seen_up_to = max(seen_up_to, place)

    def has_seen(step: Step) -> bool:
        if places[step.id] <= seen_up_to or step.id in seen_alone:
            return True
        if step.device is None or step.n is None:
            return False
        return highest_n.get((step.device, step.by), 0) > step.n

    return has_seen

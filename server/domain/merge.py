"""What a record shows, worked out from all its changes in commit order.

A field's candidates are the changes that set it and that no other change setting it has seen. A change has seen all
up to its base, and all of its own device and user with a smaller `n`. One that has it as its base, or as its base's
base and so on, it has not seen, whatever the order of commits says: that order is another after a restore.
"""

from collections.abc import Callable, Sequence
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
    order = _Order(steps)
    shown: JsonObject = {}
    versions: dict[str, list[Version]] = {}
    for name in _fields_of(steps):
        setters = [step for step in steps if step.fields is not None and name in step.fields]
        candidates = setters[-1:] if by_commit else _find_candidates(setters, order)
        latest = max(candidates, key=_by_time)
        shown[name] = _value(latest, name)
        if name in prose and len(said := _distinct(candidates, name)) > 1:
            versions[name] = said
    deletes = [step for step in steps if step.fields is None]
    puts = [step for step in steps if step.fields is not None]
    gone = bool(deletes) and not order.list_unseen(puts, deletes)
    return Merged(shown, versions, deleted=gone, revived=bool(deletes) and not gone)


def _fields_of(steps: Sequence[Step]) -> list[str]:
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


class _Order:
    """The changes of one record in the order of commits, and what each has seen of the others."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._places = {step.id: place for place, step in enumerate(steps)}
        self._bases = {step.id: step.base for step in steps}
        # Otherwise one was lost with a restore, and came again behind what had been said after it.
        self._are_bases_ahead = all(self._place_of_base(step) < place for place, step in enumerate(steps))

    def list_unseen(self, steps: Sequence[Step], lookers: Sequence[Step]) -> list[Step]:
        """Give the steps that none of the lookers, itself apart, has seen."""
        if self._are_bases_ahead:
            is_seen = self._sum_up(lookers)
            return [step for step in steps if not is_seen(step)]
        return [step for step in steps if not any(self._has_seen(looker, step) for looker in lookers)]

    def _has_seen(self, looker: Step, step: Step) -> bool:
        if looker is step:
            return False
        if _names(looker, step):
            return True
        is_said = self._places[step.id] <= self._place_of_base(looker) < self._places[looker.id]
        return is_said and not self._leads_to(step, looker.id)

    def _leads_to(self, step: Step, id: str) -> bool:
        """Whether a change stands among the bases of another, and their bases."""
        passed: set[str] = set()
        base = step.base
        while base is not None and base not in passed:
            if base == id:
                return True
            passed.add(base)
            base = self._bases.get(base)
        return False

    def _sum_up(self, lookers: Sequence[Step]) -> Callable[[Step], bool]:
        """Give what any of the lookers has seen, in one pass, where each base is ahead of its change."""
        highest_n: dict[tuple[str, str], int] = {}
        for looker in lookers:
            if looker.device is not None and looker.n is not None:
                pair = (looker.device, looker.by)
                highest_n[pair] = max(highest_n.get(pair, 0), looker.n)
        seen_up_to = max(map(self._place_of_base, lookers), default=-1)

        def is_seen(step: Step) -> bool:
            if self._places[step.id] <= seen_up_to:
                return True
            if step.device is None or step.n is None:
                return False
            return highest_n.get((step.device, step.by), 0) > step.n

        return is_seen

    def _place_of_base(self, step: Step) -> int:
        return -1 if step.base is None else self._places.get(step.base, -1)


def _find_candidates(setters: Sequence[Step], order: _Order) -> Sequence[Step]:
    # Where all are seen, in a ring, only what a change says itself counts: its base, and its device's numbers. A tablet
    # that miscounts can say that of a ring too: then the last one holds.
    return (
        order.list_unseen(setters, setters)
        or [step for step in setters if not any(_names(looker, step) for looker in setters)]
        or setters[-1:]
    )


def _names(looker: Step, step: Step) -> bool:
    """Whether a change says itself that it came after another."""
    if looker.base == step.id:
        return True
    if looker.device is None or looker.n is None or step.n is None:
        return False
    return (looker.device, looker.by) == (step.device, step.by) and step.n < looker.n

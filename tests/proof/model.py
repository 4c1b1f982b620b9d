"""The contract of sync on one page: what a server should make of what tablets send it. Shares no code with the server.

It knows observations, evidence and memberships, decides one change after the other, and is as slow as it is plain.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from tests.wire import Change, Fields, Json, membership_id

Fate = Literal["applied", "held", "quarantined"]
PROSE = {"evidence": ("note",), "observation": ("title", "context_notes")}


class Sent(NamedTuple):
    """A change, who sent it from which device, and when it was received."""

    change: Change
    by: str
    device: str
    received_at: str

    @property
    def shown_at(self) -> tuple[str, str]:
        return min(self.change["at"], self.received_at), self.change["id"]


class Shown(NamedTuple):
    """How a record should look: its fields, the values of prose said without knowing of each other, or gone."""

    fields: Fields
    versions: dict[str, list[Json]]
    deleted: bool


@dataclass
class Model:
    coaches: frozenset[str]
    people: frozenset[str]
    applied: dict[str, Sent] = field(default_factory=dict)
    waiting: dict[str, Sent] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    memberships: dict[tuple[str, str], Fields] = field(default_factory=dict)

    def take(self, sent: Sent, still_to_come: Collection[str] = ()) -> None:
        """Decide a change, unless it was before, and then what waited for it.

        What the same push asks again later waits for its turn there.
        """
        id = sent.change["id"]
        if id not in self.applied and id not in self.refused:
            self.waiting[id] = self.waiting.get(id, sent)
            agenda = [id]
            while agenda:
                one = agenda.pop(0)
                agenda += [each for each in self._decide(one) if each not in (*agenda, *still_to_come)]

    def find_fate(self, id: str) -> Fate:
        return "applied" if id in self.applied else "held" if id in self.waiting else "quarantined"

    def _decide(self, id: str) -> list[str]:
        """Decide one change, and give those that waited for what it makes visible."""
        sent, verdict = self.waiting[id], self._judge(self.waiting[id])
        if verdict == "held":
            return []
        del self.waiting[id]
        if verdict == "quarantined":
            self.refused.add(id)
            return []
        is_new = all(other.change["record"] != sent.change["record"] for other in self.applied.values())
        self.applied[id] = sent
        self._follow(sent)
        for_record = self._find_waiting(lambda change: is_new and change["record"] == sent.change["record"])
        scope = _named(sent.change) if _grants(sent.change, is_new=is_new) else None
        # One may wait for the record and for its scope: it is asked once.
        return list(dict.fromkeys([*for_record, *self._find_waiting(lambda change: _named(change) == scope)]))

    def _find_waiting(self, is_meant: Callable[[Change], bool]) -> list[str]:
        """Give the changes that are meant: each tablet's in the order of its numbers."""
        found = [sent for sent in self.waiting.values() if is_meant(sent.change)]
        return [sent.change["id"] for sent in sorted(found, key=lambda one: (one.by, one.device, one.change["n"]))]

    def _judge(self, sent: Sent) -> Fate:
        change, by = sent.change, sent.by
        if change["kind"] == "membership":
            return self._judge_membership(change, by)
        creation = self.applied.get(change["record"])
        role = self.role_of(by, change["scope"])
        if change["record"] == change["id"] and change["kind"] == "observation":
            return "applied" if by in self.coaches else "quarantined"
        if role is None or (creation is None and change["record"] != change["id"]):
            return "held"
        if role == "owner" or (role == "observer" and change["record"] == change["id"]):
            return "applied"
        is_own = role == "observer" and creation is not None and creation.by == by and change["kind"] == "evidence"
        return "applied" if is_own else "quarantined"

    def _judge_membership(self, change: Change, by: str) -> Fate:
        fields = change["fields"]
        whom, role = change["scope"].removeprefix("user:"), self.role_of(by, str(fields["scope"]))
        if role is None:
            return "held"
        keeps_own = whom != by or (fields["role"], fields["state"]) == ("owner", "granted")
        return "applied" if role == "owner" and keeps_own and whom in self.people else "quarantined"

    def _follow(self, sent: Sent) -> None:
        change = sent.change
        if change["kind"] == "membership":
            self.memberships[change["scope"].removeprefix("user:"), str(change["fields"]["scope"])] = change["fields"]
        elif change["kind"] == "observation" and change["record"] == change["id"]:
            self.memberships[sent.by, change["scope"]] = {"scope": change["scope"], "role": "owner", "state": "granted"}

    def role_of(self, user: str, scope: str) -> str | None:
        membership = self.memberships.get((user, scope), {})
        return str(membership["role"]) if membership.get("state") == "granted" else None

    # --- what should be seen

    def may_read(self, user: str, scope: str, names: str | None = None) -> bool:
        if scope.startswith("space:") or scope == f"user:{user}":
            return True
        return self.role_of(user, names) == "owner" if names else self.role_of(user, scope) is not None

    def show(self, user: str, order: Mapping[str, int]) -> dict[str, Shown]:
        """Give what a user should see of lessons; `order` is the commit order of the applied changes."""
        found = {
            membership_id(whom, scope): Shown(fields, {}, deleted=False)
            for (whom, scope), fields in self.memberships.items()
            if self.may_read(user, f"user:{whom}", scope)
        }
        for record, sents in self._by_record(order):
            if self.may_read(user, sents[0].change["scope"]):
                found[record] = _merge(sents)
        return found

    def _by_record(self, order: Mapping[str, int]) -> Iterator[tuple[str, list[Sent]]]:
        records: dict[str, list[Sent]] = {}
        for id in sorted(self.applied, key=lambda each: order[each]):
            if self.applied[id].change["kind"] != "membership":
                records.setdefault(self.applied[id].change["record"], []).append(self.applied[id])
        yield from records.items()


def _named(change: Change) -> str:
    """The scope that must be visible to the author: of a membership, the one it names."""
    return str(change["fields"]["scope"]) if change["kind"] == "membership" else change["scope"]


def _grants(change: Change, *, is_new: bool) -> bool:
    if change["kind"] == "membership":
        return change["fields"]["state"] == "granted"
    return is_new and change["kind"] == "observation"


def _merge(sents: list[Sent]) -> Shown:
    """Of each field the setters that no other setter has seen: of prose all, of the rest the latest."""
    fields: Fields = {}
    versions: dict[str, list[Json]] = {}
    puts = [sent for sent in sents if "fields" in sent.change]
    for name in dict.fromkeys(name for put in puts for name in put.change["fields"]):
        setters = [put for put in puts if name in put.change["fields"]]
        unseen = [one for one in setters if not any(_has_seen(sents, other, one) for other in setters if other != one)]
        unseen = unseen or [one for one in setters if not any(_names(other, one) for other in setters)]
        unseen = unseen or setters[-1:]
        unseen.sort(key=lambda sent: sent.shown_at)
        fields[name] = unseen[-1].change["fields"][name]
        values = list(dict.fromkeys(str(sent.change["fields"][name]) for sent in unseen))
        if name in PROSE.get(sents[0].change["kind"], ()) and len(values) > 1:
            versions[name] = sorted(values, key=str)
    deletes = [sent for sent in sents if "fields" not in sent.change]
    gone = bool(deletes) and all(any(_has_seen(sents, delete, put) for delete in deletes) for put in puts)
    return Shown(fields, versions, gone)


def _has_seen(sents: list[Sent], looker: Sent, other: Sent) -> bool:
    """What it names, and all up to its base in the order of commits, but for what has it among its own bases."""
    if _names(looker, other):
        return True
    ids = [sent.change["id"] for sent in sents]
    base = looker.change["base"]
    if base not in ids or ids.index(base) > ids.index(looker.change["id"]):
        return False
    return ids.index(other.change["id"]) <= ids.index(base) and looker.change["id"] not in _bases(sents, other)


def _bases(sents: list[Sent], of: Sent) -> list[Json]:
    base_of = {sent.change["id"]: sent.change["base"] for sent in sents}
    found: list[Json] = []
    base = of.change["base"]
    while base in base_of and base not in found:
        found.append(base)
        base = base_of[base]
    return found


def _names(looker: Sent, other: Sent) -> bool:
    is_own = (looker.device, looker.by) == (other.device, other.by)
    return looker.change["base"] == other.change["id"] or (is_own and other.change["n"] < looker.change["n"])

"""The desk where changes are decided: over what was read of the database, without touching it.

A desk lives for one transaction. It is the one mutable value of the domain, because each decision may depend on the
one before it in the same push; what it collects is written afterwards in a few statements.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from server.domain.changes import Change, QuarantineCode
from server.domain.consents import Setting, find_promoted, find_turns, goes_past_words, is_own_word, write_turn
from server.domain.entries import Entry
from server.domain.grants import Action, Actor, Thing, may
from server.domain.ids import make_membership_id, make_scope, split_scope
from server.domain.json_values import JsonObject
from server.domain.kinds import KINDS
from server.domain.protocol_records import fits_protocol
from server.domain.records import REQUIRED

Verdict = Literal["apply", "hold"] | QuarantineCode


class Fate(NamedTuple):
    """What became of a change: `place` counts the applied ones of this transaction from 0."""

    status: Literal["applied", "held", "quarantined"]
    code: str | None = None
    place: int | None = None


class Grant(NamedTuple):
    """A membership as it stands after a change; `role` is None when it was revoked, `is_new` if it was none before."""

    user: str
    scope: str
    role: str | None
    is_new: bool
    place: int


@dataclass(slots=True)
class Desk:
    space_id: str
    people: dict[str, frozenset[str]]
    records: dict[str, Entry]
    roles: dict[tuple[str, str], str]
    make_id: Callable[[], str]
    applied: list[Change] = field(default_factory=list)
    fates: dict[str, Fate] = field(default_factory=dict)
    grants: list[Grant] = field(default_factory=list)
    # Scopes whose every record, and scopes whose memberships, go out again.
    resend: set[str] = field(default_factory=set)
    resend_memberships: set[str] = field(default_factory=set)
    held: dict[str, Change] = field(default_factory=dict)
    refused: list[tuple[Change, QuarantineCode]] = field(default_factory=list)
    _new_scopes: set[str] = field(default_factory=set)
    _allowed: dict[Thing, Verdict] = field(default_factory=dict)
    _by_scope: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_record: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _agenda: deque[Change] = field(default_factory=deque)

    def await_release(self, changes: Iterable[Change]) -> None:
        """Lay down changes that were held before, to be asked again when something becomes visible."""
        for change in changes:
            self._hold(change)

    def decide(self, change: Change) -> None:
        """Decide a change, and all that waited for it."""
        self._agenda.append(change)
        while self._agenda:
            self._decide_one(self._agenda.popleft())

    def settle(self) -> None:
        """Let in, or shut out, whom coach and teacher together let see something; after all else was decided."""
        for turn in [*find_turns(self._setting(), self.applied), *find_promoted(self._setting(), self.applied)]:
            self.decide(write_turn(turn, self.make_id))

    def waits_for(self, change: Change) -> str:
        """Name the scope whose becoming visible would let a held change go on."""
        entry = self.records.get(change.record)
        if change.kind == "membership":
            return self._find_named(change, entry) or change.scope
        return change.scope if entry is None else entry.scope

    def _decide_one(self, change: Change) -> None:
        verdict = self._judge(change)
        if verdict == "hold":
            self.fates[change.id] = Fate("held", "not_visible_yet")
            self._hold(change)
            return
        self.held.pop(change.id, None)
        if verdict == "apply":
            self._apply(change)
            return
        self.fates[change.id] = Fate("quarantined", verdict)
        self.refused.append((change, verdict))

    def _hold(self, change: Change) -> None:
        self.held[change.id] = change
        self._by_scope[self.waits_for(change)].append(change.id)
        self._by_record[change.record].append(change.id)

    # --- may it?

    def _judge(self, change: Change) -> Verdict:
        if change.kind == "membership":
            return self._judge_membership(change)
        entry = self.records.get(change.record)
        if change.device is None:
            return "apply"
        if change.creates:
            verdict = "bad_change" if entry else self._judge_creation(change)
        else:
            verdict = self._judge_edit(change, entry)
        return "bad_fields" if verdict == "apply" and self._is_unfit(change) else verdict

    def _is_unfit(self, change: Change) -> bool:
        is_protocol = change.kind == "protocol" and change.op == "put" and not fits_protocol(change)
        return is_protocol or (change.kind == "consent" and not is_own_word(change, self.people))

    def _judge_creation(self, change: Change) -> Verdict:
        thing = Thing(change.kind, change.scope, self.roles.get((change.by, change.scope)), change.by)
        if thing not in self._allowed:
            # A lesson is hundreds of these; what may be depends on nothing else.
            self._allowed[thing] = self._judge_thing(self._actor(change), thing)
        return self._allowed[thing]

    def _judge_thing(self, actor: Actor, thing: Thing) -> Verdict:
        if not KINDS[thing.kind].makes_scope and not may(actor, "read", thing):
            return "hold"
        return "apply" if may(actor, "create", thing) else "forbidden"

    def _judge_edit(self, change: Change, entry: Entry | None) -> Verdict:
        if entry is None:
            return "hold"
        actor = self._actor(change)
        thing = Thing(entry.kind, entry.scope, self.roles.get((change.by, entry.scope)), entry.author)
        if not may(actor, "read", thing):
            return "hold"
        if entry.kind != change.kind or entry.scope != change.scope:
            return "bad_change"
        action: Action = "edit" if change.op == "put" else "delete"
        return "apply" if may(actor, action, thing) else "forbidden"

    def _judge_membership(self, change: Change) -> Verdict:
        """Judge by the scope that it names: visible there, owner there, and nobody gives up the ownership they use."""
        entry, fields = self.records.get(change.record), change.fields or {}
        named, user = self._find_named(change, entry), _user_of(change.scope)
        if named is None or (entry is None and not fields.keys() >= REQUIRED["membership"]):
            return "bad_fields"
        if change.record != make_membership_id(user, named):
            return "bad_change"
        if change.device is None:
            return "apply"
        thing = Thing("membership", change.scope, self.roles.get((change.by, named)), change.by)
        if thing.role is None and not may(self._actor(change), "read", Thing("cycle", named, None)):
            return "hold"
        if thing.role != "owner" or not may(self._actor(change), "edit", thing):
            return "forbidden"
        if user == change.by and (fields.get("role", "owner"), fields.get("state", "granted")) != ("owner", "granted"):
            return "forbidden"
        if user not in self.people:
            return "bad_fields"
        return "forbidden" if goes_past_words(self._setting(), change, (user, named)) else "apply"

    def _setting(self) -> Setting:
        return Setting(self.roles, self.people, self.records)

    def _find_named(self, change: Change, entry: Entry | None) -> str | None:
        named = (change.fields or {}).get("scope", entry.names if entry else None)
        return named if isinstance(named, str) else None

    def _actor(self, change: Change) -> Actor:
        return Actor(change.by, self.space_id, self.people.get(change.by, frozenset()))

    # --- what it does

    def _apply(self, change: Change) -> None:
        place = len(self.applied)
        self.applied.append(change)
        self.fates[change.id] = Fate("applied", None, place)
        entry = self.records.get(change.record)
        if entry is None:
            entry = Entry(change.kind, change.scope, change.by, self._find_named(change, None), [])
            self.records[change.record] = entry
            self._release(self._by_record.pop(change.record, ()))
        entry.steps.append(change.to_step())
        entry.place = place
        if change.kind == "membership":
            self._follow_membership(change, entry)
        elif KINDS[change.kind].makes_scope and change.creates:
            self._new_scopes.add(change.scope)
            self._apply(self._make_owner(change))

    def _make_owner(self, creation: Change) -> Change:
        fields: JsonObject = {"scope": creation.scope, "role": "owner", "state": "granted"}
        record = make_membership_id(creation.by, creation.scope)
        at = creation.received_at
        user = make_scope("user", creation.by)
        return Change(
            self.make_id(), None, record, "membership", 1, "put", user, None, at, fields, creation.by, None, at
        )

    def _follow_membership(self, change: Change, entry: Entry) -> None:
        fields, user = entry.merged().fields, _user_of(change.scope)
        scope, role = str(fields["scope"]), str(fields["role"])
        before = self.roles.pop((user, scope), None)
        if fields["state"] == "revoked":
            self.grants.append(Grant(user, scope, None, False, len(self.applied) - 1))
            return
        self.roles[user, scope] = role
        self.grants.append(Grant(user, scope, role, before is None, len(self.applied) - 1))
        if scope not in self._new_scopes:
            self._resend(scope, was=before, becomes=role)
        self._release(self._by_scope.pop(scope, ()))

    def _resend(self, scope: str, *, was: str | None, becomes: str) -> None:
        """Send out again what a new reader's cursor may be past already."""
        if was is None:
            self.resend.add(scope)
        if becomes == "owner" and was != "owner":
            # An owner reads the memberships that others have in the scope, too.
            self.resend_memberships.add(scope)

    def _release(self, ids: Iterable[str]) -> None:
        # Taken out at once: what waits for a scope and for a record in it may be called by both.
        waiting = [self.held.pop(id) for id in ids if id in self.held]
        self._agenda.extend(sorted(waiting, key=lambda change: (change.by, change.device or "", change.n or 0)))


def _user_of(scope: str) -> str:
    parts = split_scope(scope)
    return parts[1] if parts else ""

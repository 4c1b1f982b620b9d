"""Sharing with an administrator: a matter of two, who both say yes, each of whom takes it back alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from server.domain.changes import Change, merge_record
from server.domain.entries import Entry
from server.domain.ids import make_membership_id, make_scope, split_scope
from server.domain.json_values import JsonObject


class Word(NamedTuple):
    """What somebody says: whether a reader may see what is in a scope."""

    by: str
    reader: str
    given: bool


class Setting(NamedTuple):
    """What a decision rests on: everybody's standing in scopes, what people are, and the records at hand."""

    roles: Mapping[tuple[str, str], str]
    people: Mapping[str, frozenset[str]]
    records: Mapping[str, Entry]


class Turn(NamedTuple):
    """A membership that the server is to make: a reader let in, or shut out when `given` is False."""

    reader: str
    scope: str
    role: str
    given: bool
    cause: Change


def is_agreed(words: Iterable[Word], *, owners: Collection[str], teachers: Collection[str]) -> bool:
    """Whether both sides said yes: an owner, and each teacher whose lesson or cycle it is; one no refuses."""
    said: dict[str, bool] = {}
    for word in words:
        said[word.by] = said.get(word.by, True) and word.given
    sides = {*owners, *teachers}
    if any(not given for by, given in said.items() if by in sides):
        return False
    return any(by in said for by in owners) and bool(teachers) and all(by in said for by in teachers)


def goes_past_words(setting: Setting, change: Change, place: tuple[str, str]) -> bool:
    """Whether an owner's membership would let an administrator in or out past the words of both sides.

    `place` is whom and which scope it is about. Nobody's own lesson is kept from them.
    """
    (user, scope), fields = place, change.fields or {}
    if user == change.by or not is_administrator(setting.people.get(user)):
        return False
    if fields.get("state") == "revoked":
        return is_let_in(setting, user, scope)
    return fields.get("role") != "teacher" or not names_as_teacher(setting, user, scope)


def is_own_word(change: Change, people: Mapping[str, frozenset[str]]) -> bool:
    """Whether a consent is in its author's name, and about an administrator: an owner alone lets anybody else in."""
    fields = change.fields or {}
    reader = fields.get("reader")
    is_about_one = reader is None or is_administrator(people.get(str(reader)))
    return fields.get("by", change.by) == change.by and is_about_one


def is_administrator(roles: Collection[str] | None) -> bool:
    return roles is not None and "administrator" in roles


def names_as_teacher(setting: Setting, user: str, scope: str) -> bool:
    """Whether a lesson or cycle is that of somebody who teaches, whatever else they are."""
    return "teacher" in setting.people.get(user, ()) and user in _find_named(setting.records, scope)


def find_turns(setting: Setting, applied: Iterable[Change]) -> Iterator[Turn]:
    """Find what follows of changes that were applied: readers whom both sides let in now, or one no longer does."""
    touched: dict[str, Change] = {}
    spoken: set[tuple[str, str]] = set()
    for change in applied:
        entry = setting.records[change.record]
        scope = entry.names if change.kind == "membership" else talked_about(change)
        if scope is not None:
            touched[scope] = change
        if change.kind == "consent":
            spoken.update((reader, change.scope) for reader in _readers_of(entry))
    for scope, cause in touched.items():
        for reader in _find_words(setting.records, scope):
            yield from _settle(setting, reader, scope, is_spoken=(reader, scope) in spoken, cause=cause)


def find_promoted(setting: Setting, applied: Iterable[Change]) -> Iterator[Turn]:
    """Find what somebody loses who becomes an administrator: all that was shown to them without two saying so."""
    for change in applied:
        if not promotes(change) or is_administrator(setting.people.get(change.record)):
            continue
        held = [(scope, role) for (user, scope), role in setting.roles.items() if user == change.record]
        for scope, role in held:
            is_theirs = role == "owner" or (role == "teacher" and change.record in _find_named(setting.records, scope))
            if not is_theirs:
                yield Turn(change.record, scope, role, False, change)


def promotes(change: Change) -> bool:
    """Whether a change of a person that is there makes, or leaves, them an administrator."""
    roles = (change.fields or {}).get("roles")
    return change.kind == "person" and not change.creates and isinstance(roles, list) and "administrator" in roles


def talked_about(change: Change) -> str | None:
    """Name the scope of which a change says who may see it, if it does."""
    fields = change.fields or {}
    if change.kind == "consent":
        return change.scope
    if change.kind == "membership":
        named = fields.get("scope")
        return named if isinstance(named, str) else None
    is_root = change.kind in ("observation", "cycle") and not change.creates
    return change.scope if is_root and fields.keys() & {"teacher", "teachers"} else None


def write_turn(turn: Turn, make_id: Callable[[], str]) -> Change:
    """Write the membership of a turn, as the act of whoever's word decided."""
    fields: JsonObject = {"scope": turn.scope, "role": turn.role, "state": "granted" if turn.given else "revoked"}
    at, record = turn.cause.received_at, make_membership_id(turn.reader, turn.scope)
    user = make_scope("user", turn.reader)
    return Change(make_id(), None, record, "membership", 1, "put", user, None, at, fields, turn.cause.by, None, at)


def is_let_in(setting: Setting, reader: str, scope: str) -> bool:
    """Whether both sides' word lets an administrator into a scope now."""
    words = _find_words(setting.records, scope).get(reader, [])
    sides = _find_sides(setting, scope)
    # Who cannot see it any more could not take their word back, so it counts for nothing as long.
    are_there = all(setting.roles.get((one, scope)) == "teacher" for one in sides.teachers - {reader})
    is_agreed_on = is_agreed(words, owners=sides.owners, teachers=sides.teachers - {reader})
    return are_there and is_agreed_on and is_administrator(setting.people.get(reader))


def _settle(setting: Setting, reader: str, scope: str, *, is_spoken: bool, cause: Change) -> Iterator[Turn]:
    role, is_in = setting.roles.get((reader, scope)), is_let_in(setting, reader, scope)
    if is_in and role is None:
        yield Turn(reader, scope, "reader", True, cause)
    if not is_in and role == "reader" and (is_spoken or is_administrator(setting.people.get(reader))):
        yield Turn(reader, scope, "reader", False, cause)


class _Sides(NamedTuple):
    owners: set[str]
    teachers: set[str]


def _find_sides(setting: Setting, scope: str) -> _Sides:
    """Say whose yes is asked for: the owners', and that of every teacher who is in it or whom it names."""
    of = {user: role for (user, named), role in setting.roles.items() if named == scope}
    owners = {user for user, role in of.items() if role == "owner"}
    return _Sides(
        owners, {user for user, role in of.items() if role == "teacher"} | _find_named(setting.records, scope)
    )


def _find_named(records: Mapping[str, Entry], scope: str) -> set[str]:
    parts = split_scope(scope)
    root = records.get(parts[1]) if parts else None
    if root is None:
        return set()
    fields = root.merged().fields
    teachers = fields.get("teachers")
    named = [fields.get("teacher"), *(teachers if isinstance(teachers, list) else ())]
    return {one for one in named if isinstance(one, str)}


def _find_words(records: Mapping[str, Entry], scope: str) -> dict[str, list[Word]]:
    """Collect what stands in a scope, by the reader it is about; a word that was deleted is none."""
    found: dict[str, list[Word]] = {}
    for entry in records.values():
        if entry.kind != "consent" or entry.scope != scope:
            continue
        merged = merge_record(entry.kind, entry.steps)
        # Whoever was spoken of once is looked at again, though nothing is said of them any more.
        for reader in _readers_of(entry):
            found.setdefault(reader, [])
        if not merged.deleted:
            reader = str(merged.fields["reader"])
            found[reader].append(Word(entry.author, reader, merged.fields["given"] is True))
    return found


def _readers_of(entry: Entry) -> set[str]:
    return {str(step.fields["reader"]) for step in entry.steps if step.fields is not None and "reader" in step.fields}

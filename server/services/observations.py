"""Observations made or read on the server: a lesson brought in from elsewhere, a lesson to compute with."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from server.domain.changes import Draft
from server.domain.clock import read_instant, to_unix_ms, write_instant
from server.domain.evidence import Evidence, read_evidence
from server.domain.ids import is_uuid, make_membership_id, make_scope, make_uuid7
from server.domain.json_values import Json, JsonObject
from server.domain.people import Role
from server.domain.problems import Problem
from server.domain.protocol import Protocol, hash_protocol
from server.services import people
from server.services.protocols import get_by_hash
from server.services.sync_apply import new_id
from server.services.sync_drafts import commit_changes
from server.storage.db import reading
from server.storage.observations import StoredRecord, find_observation, list_evidence
from server.storage.people import Account, list_accounts


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson that was observed; `evidence` are the fields of its items in order, `fields` more of the observation."""

    protocol: Protocol
    started_at: datetime
    ended_ms: int
    evidence: Sequence[JsonObject]
    fields: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loaded:
    """An observation with all that is needed to compute and to write it out; `until_ms` is its end, or now."""

    id: str
    space_id: str
    coach: str
    fields: JsonObject
    protocol: Protocol
    evidence: Sequence[Evidence]
    rows: Sequence[StoredRecord]
    until_ms: int


def find_pair(coach: str, teacher: str) -> tuple[Account, Account]:
    """Find a coach and a teacher of one district by e-mail address; raises Problem in words for people."""
    found = _get_with_role(coach, "coach"), _get_with_role(teacher, "teacher")
    if found[0].space_id != found[1].space_id:
        raise Problem("bad_request", f"{coach} and {teacher} are not of one district")
    return found


def find_usual_pair(coach: str | None, teacher: str | None) -> tuple[Account, Account]:
    """Find a coach and a teacher; for one who is not named, the first that the one district has.

    Raises Problem in words for people.
    """
    if coach is not None and teacher is not None:
        return find_pair(coach, teacher)
    with reading() as connection:
        accounts = list_accounts(connection)
    if len({account.space_id for account in accounts}) > 1:
        raise Problem("bad_request", "there are several districts: say whose lesson it is with --coach and --teacher")
    return find_pair(coach or _get_first(accounts, "coach"), teacher or _get_first(accounts, "teacher"))


def _get_first(accounts: Sequence[Account], role: Role) -> str:
    found = next((account.email for account in accounts if account.is_active and account.has_role(role)), None)
    if found is None:
        raise Problem("bad_request", f"there is no {role} yet. Add one with backrow user add")
    return found


def add_observation(coach: Account, teacher: Account, lesson: Lesson, *, now: datetime) -> str:
    """Store a lesson as an observation that the coach owns, in one transaction, and give its id."""
    drafts = draft_observation(teacher.user_id, lesson)
    return commit_changes(coach.space_id, coach.user_id, drafts, now)[0].record


def draft_observation(teacher: str, lesson: Lesson) -> list[Draft]:
    """Make the changes of an observation: first itself, then its items."""
    id = new_id()
    scope = make_scope("observation", id)
    fields: JsonObject = {
        "protocol": lesson.protocol["id"],
        "protocol_version": lesson.protocol["version"],
        "protocol_hash": hash_protocol(lesson.protocol),
        "teacher": teacher,
        "started_at": write_instant(lesson.started_at),
        "ended_ms": lesson.ended_ms,
    }
    observation = Draft("observation", scope, fields | lesson.fields, id=id, at=lesson.started_at)
    return [observation, *_draft_items(scope, lesson)]


def _draft_items(scope: str, lesson: Lesson) -> Iterator[Draft]:
    """Give each item the id it would have had on a tablet: items of one moment are told apart by their ids' order."""
    last_ms = 0
    for item in lesson.evidence:
        at = lesson.started_at + timedelta(milliseconds=cast(int, item["t_ms"]))
        last_ms = max(last_ms + 1, to_unix_ms(at))
        id = make_uuid7(last_ms, secrets.token_bytes(10))
        yield Draft("evidence", scope, item, id=id, at=at)


def draft_sharing(observation: str, teacher: str) -> Draft:
    """Make the grant by which a teacher may read an observation."""
    scope = make_scope("observation", observation)
    fields: JsonObject = {"scope": scope, "role": "teacher", "state": "granted"}
    return Draft("membership", make_scope("user", teacher), fields, record=make_membership_id(teacher, scope))


def load_observation(id: str, *, now: datetime) -> Loaded:
    """Read an observation as whoever runs the server; raises Problem `not_found`."""
    with reading() as connection:
        found = find_observation(connection, id) if is_uuid(id) else None
        if found is None:
            raise Problem("not_found", f"there is no observation {id}")
        rows = list_evidence(connection, found)
    protocol = get_by_hash(found.space_id, str(found.fields["protocol_hash"]))
    return make_loaded(found, rows, protocol, now)


def make_loaded(found: StoredRecord, rows: Sequence[StoredRecord], protocol: Protocol, now: datetime) -> Loaded:
    """Put an observation together with its evidence and the protocol version that it was taken with."""
    evidence = [read_evidence(row.id, cast(dict[str, object], row.fields)) for row in rows]
    until_ms = _until_ms(found.fields, now)
    return Loaded(found.id, found.space_id, found.author, found.fields, protocol, evidence, rows, until_ms)


def _until_ms(fields: JsonObject, now: datetime) -> int:
    ended_ms: Json = fields.get("ended_ms")
    if isinstance(ended_ms, int):
        return ended_ms
    passed = now - read_instant(str(fields["started_at"]))
    return max(0, round(passed.total_seconds() * 1000))


def _get_with_role(email: str, role: Role) -> Account:
    account = people.get_account(email)
    if not account.has_role(role):
        raise Problem("bad_request", f"{email} is no {role}")
    return account

"""Who may do what: every kind, every capacity, from one table that people can read."""

import pytest

from server.domain.grants import Action, Actor, Thing, may
from server.domain.ids import make_scope
from server.domain.kinds import KINDS

_SPACE, _SELF, _OTHER = "01a2015e-2bf8-7060-9abc-000000000001", "01a2015e-2bf8-7060-9abc-00000000000a", "b" * 36
_COACH = Actor(_SELF, _SPACE, frozenset({"coach"}))
_TEACHER = Actor(_SELF, _SPACE, frozenset({"teacher"}))
_ADMINISTRATOR = Actor(_SELF, _SPACE, frozenset({"administrator"}))
_SCOPE = make_scope("observation", "01a2015e-2bf8-7060-9abc-000000000002")

# What each role in a scope may create there.
_CREATES = {
    "owner": {
        "cycle", "goal", "conference", "next_step", "prediction", "reflection", "observation", "evidence", "attachment",
        "consent", "membership",
    },
    "observer": {"evidence", "attachment"},
    "teacher": {"goal", "conference", "next_step", "prediction", "reflection", "attachment", "consent"},
    "reader": set(),
    None: set(),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("role", ["owner", "observer", "teacher", "reader", None])
def test_a_role_in_a_scope_creates_what_the_table_says(kind: str, role: str | None) -> None:
    assert may(_TEACHER, "create", Thing(kind, _SCOPE, role)) == (kind in _CREATES[role])


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("actor", [_COACH, _TEACHER, _ADMINISTRATOR])
def test_roles_of_a_person_give_nothing_in_a_scope_but_beginning_one(kind: str, actor: Actor) -> None:
    begins = actor is _COACH and kind in {"cycle", "observation"}

    assert may(actor, "create", Thing(kind, _SCOPE, None)) == begins
    assert not any(may(actor, action, Thing(kind, _SCOPE, None)) for action in ("read", "edit", "delete"))


@pytest.mark.parametrize("actor", [_COACH, _TEACHER, _ADMINISTRATOR])
def test_the_library_is_read_by_all_and_written_by_coach_and_administrator(actor: Actor) -> None:
    protocol = Thing("protocol", make_scope("space", _SPACE), None)

    assert may(actor, "read", protocol)
    assert may(actor, "create", protocol) == (actor is not _TEACHER)


@pytest.mark.parametrize("kind", ["school", "person"])
@pytest.mark.parametrize("action", ["create", "edit", "delete"])
def test_nobody_writes_people_and_schools_by_sync(kind: str, action: Action) -> None:
    assert not may(_ADMINISTRATOR, action, Thing(kind, make_scope("space", _SPACE), "owner", _SELF))


def test_what_is_ones_own_is_ones_own() -> None:
    for kind in ("private_note", "activity", "reflection", "prediction", "attachment"):
        assert may(_TEACHER, "create", Thing(kind, make_scope("user", _SELF), None))
        assert not may(_TEACHER, "read", Thing(kind, make_scope("user", _OTHER), None))
        assert not may(_TEACHER, "create", Thing(kind, make_scope("user", _OTHER), None))


def test_an_observer_edits_own_evidence_only_and_an_owner_all() -> None:
    own, others = (Thing("evidence", _SCOPE, "observer", author) for author in (_SELF, _OTHER))

    assert may(_COACH, "edit", own)
    assert not may(_COACH, "edit", others)
    assert may(_COACH, "delete", others._replace(role="owner"))


@pytest.mark.parametrize(("role", "reads"), [("owner", True), ("observer", False), ("reader", False), (None, False)])
def test_memberships_of_others_are_read_by_owners(role: str | None, reads: bool) -> None:
    assert may(_COACH, "read", Thing("membership", make_scope("user", _OTHER), role)) == reads
    assert may(_COACH, "read", Thing("membership", make_scope("user", _SELF), role))


def test_an_unknown_kind_is_nobodys() -> None:
    assert not may(_ADMINISTRATOR, "create", Thing("telepathy", make_scope("space", _SPACE), "owner"))

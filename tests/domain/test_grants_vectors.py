"""The table of who may do what, by example; `pwa/src/core/grants.test.ts` reads the same one."""

from itertools import product

import pytest

from server.domain.grants import Action, Actor, Thing, may
from server.domain.ids import make_scope
from server.domain.kinds import KINDS
from tests.domain.vectors import read_vectors

GRANTS = read_vectors("grants")
_SPACE, _SELF, _OTHER = "the-space", "the-actor", "another"
_ACTIONS: tuple[Action, ...] = ("read", "create", "edit", "delete")
_SCOPES = {"space": make_scope("space", _SPACE), "self": make_scope("user", _SELF)}


def _is_granted(kind: str, capacity: str, action: Action, author: str) -> bool:
    """Read the example's own word."""
    if action == "read":
        word = GRANTS["reads"].get(capacity, "")
        return word == "all" or (word == "all but membership" and kind != "membership")
    words = GRANTS["kinds"][kind].get(capacity, "").split()
    return action in words or (f"{action}-own" in words and author == _SELF)


def _place(kind: str, capacity: str) -> str:
    """Give the scope of a record of the kind, seen from the capacity; a membership lives with whom it names."""
    scope = GRANTS["capacities"][capacity]["scope"]
    away = "user" if kind == "membership" else scope
    return _SCOPES.get(scope) or make_scope(away, _OTHER)


def test_the_examples_name_every_kind() -> None:
    assert set(GRANTS["kinds"]) == set(KINDS)


@pytest.mark.parametrize(("kind", "capacity"), list(product(GRANTS["kinds"], GRANTS["capacities"])))
def test_the_office_decides_as_the_example_says(kind: str, capacity: str) -> None:
    given = GRANTS["capacities"][capacity]
    actor = Actor(_SELF, _SPACE, frozenset(given["roles"]))

    for action, author in product(_ACTIONS, (_SELF, _OTHER)):
        thing = Thing(kind, _place(kind, capacity), given["role"], author)
        assert may(actor, action, thing) == _is_granted(kind, capacity, action, author), (action, author)

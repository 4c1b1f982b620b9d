"""The one table of who may do what: default deny, per object."""

from typing import Literal, NamedTuple

from server.domain.ids import make_scope
from server.domain.kinds import KINDS, Writer

Action = Literal["read", "create", "edit", "delete"]


class Actor(NamedTuple):
    """Who acts: a person of a space, with the roles of the person record."""

    user_id: str
    space_id: str
    roles: frozenset[str]


class Thing(NamedTuple):
    """What is acted on. `role` is the actor's membership role in its scope (of a membership: in the scope it names)."""

    kind: str
    scope: str
    role: str | None
    author: str | None = None


def may(actor: Actor, action: Action, thing: Thing) -> bool:
    """Say whether the actor may do it; whoever may not even read it must not learn that it is there."""
    if action == "read":
        return _may_read(actor, thing)
    kind = KINDS.get(thing.kind)
    if kind is None:
        return False
    standing = _find_standing(actor, action, thing) & kind.writers
    if action != "create" and (standing == {"observer"} or thing.kind == "consent"):
        # An observer mends what they recorded; and nobody takes another's consent into their own hands.
        return bool(standing) and thing.author == actor.user_id
    return bool(standing)


def _may_read(actor: Actor, thing: Thing) -> bool:
    if thing.scope in (make_scope("space", actor.space_id), make_scope("user", actor.user_id)):
        return True
    return thing.role == "owner" if thing.kind == "membership" else thing.role is not None


def _find_standing(actor: Actor, action: Action, thing: Thing) -> set[Writer]:
    """Give every capacity in which the actor stands before the thing."""
    standing: set[Writer] = set()
    if thing.scope == make_scope("user", actor.user_id):
        standing.add("self")
    if thing.scope == make_scope("space", actor.space_id):
        standing.update(role for role in _SPACE_ROLES if role in actor.roles)
    if action == "create" and KINDS[thing.kind].makes_scope and "coach" in actor.roles:
        standing.add("owner")
    standing.update(role for role in _SCOPE_ROLES if role == thing.role)
    return standing


_SPACE_ROLES: tuple[Writer, ...] = ("coach", "administrator")
_SCOPE_ROLES: tuple[Writer, ...] = ("owner", "observer", "teacher")

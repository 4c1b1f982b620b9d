"""Reconcile: tells a device which of the numbers it can send again never arrived."""

from collections.abc import Sequence
from typing import NamedTuple

from server.domain.account import Range, find_missing
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.storage.db import reading
from server.storage.devices import Pair, find_account
from server.storage.spaces import get_space


class ReconcileBody(NamedTuple):
    user: str
    device: str
    ranges: Sequence[Range]


class Reconciled(NamedTuple):
    gen: str
    missing: Sequence[Range]
    forked: bool


def reconcile(actor: SignedIn, body: ReconcileBody) -> Reconciled:
    """Compare ranges of `n` with what is stored under any status; raises Problem wrong_user."""
    if body.user != actor.user_id:
        raise Problem("wrong_user")
    with reading() as connection:
        account = find_account(connection, Pair(actor.space_id, body.device, actor.user_id))
        gen = get_space(connection, actor.space_id).gen
    return Reconciled(gen, find_missing(account, body.ranges), account.forked)

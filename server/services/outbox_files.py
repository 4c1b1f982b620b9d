"""The unsent outbox of a tablet as a file, brought in by an operator on its author's behalf."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from server.domain.clock import write_instant
from server.domain.json_values import JsonObject
from server.domain.people import ROLES, SignedIn
from server.domain.problems import Problem
from server.services.sync_apply import new_id
from server.services.sync_push import PushBody, push
from server.storage.audit import Act, insert_act
from server.storage.db import in_transaction, reading
from server.storage.people import Account, list_accounts

ACT = "import_outbox"


class Imported(NamedTuple):
    """Whose changes came in, from how many tablets, and how many of them have which status now."""

    name: str
    tablets: int
    counts: Mapping[str, int]


def import_outbox(bodies: Sequence[PushBody], operator: str, *, now: datetime) -> Imported:
    """Push each body as its author would have; what was sent before counts as duplicate and changes nothing.

    Raises Problem bad_request when the bodies are of several people, or of nobody here. Each body leaves a row in the
    audit table: who brought in how many changes of whom.
    """
    account = _find_author({body.user for body in bodies})
    roles = frozenset(role for role in ROLES if account.has_role(role))
    name = str(account.fields.get("name", ""))
    author = SignedIn(account.user_id, account.space_id, roles, "", name, str(account.fields.get("language") or "en"))
    counts: Counter[str] = Counter()
    for body in bodies:
        fates = Counter[str](result.status for result in push(author, body, now).results)
        _note(author, operator, {"device": body.device, **fates}, now=now)
        counts.update(fates)
    return Imported(name, len({body.device for body in bodies}), counts)


def _note(author: SignedIn, operator: str, told: JsonObject, *, now: datetime) -> None:
    act = Act(new_id(), write_instant(now), operator, ACT, author.user_id, told)
    in_transaction(lambda connection: insert_act(connection, author.space_id, act))


def _find_author(users: set[str]) -> Account:
    if len(users) != 1:
        raise Problem("bad_request", "The file is of several people")
    with reading() as connection:
        found = [account for account in list_accounts(connection) if account.user_id in users]
    if not found:
        raise Problem("bad_request", "The file is of a person who has no account here")
    return found[0]

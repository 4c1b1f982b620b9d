"""Second factors, recovery codes and half-done sign-ins, as they stand in the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, delete, func, insert, select, update

from server.domain.json_values import JsonObject
from server.storage.tables.factors import factor, recovery_code, sign_in_step


class Owner(NamedTuple):
    """Whose it is."""

    space_id: str
    user_id: str


class Factor(NamedTuple):
    """One way to prove oneself beside the password; instants as text."""

    id: str
    kind: str
    name: str
    credential: str | None
    secret: str
    counter: int
    made_at: str
    used_at: str | None


class Step(NamedTuple):
    """What a browser began: for whom, for what, and what the server keeps of it."""

    space_id: str
    id: str
    user_id: str
    purpose: str
    held: JsonObject
    made_at: str


_COLUMNS = [factor.c[name] for name in Factor._fields]


def list_factors(connection: Connection, of: Owner) -> Sequence[Factor]:
    """Give a person's factors in the order in which they were made."""
    theirs = select(*_COLUMNS).where(factor.c.space_id == of.space_id, factor.c.user_id == of.user_id)
    return [Factor._make(row) for row in connection.execute(theirs.order_by(factor.c.id))]


def has_factor(connection: Connection, of: Owner) -> bool:
    """Tell whether a person has any factor."""
    theirs = select(factor.c.id).where(factor.c.space_id == of.space_id, factor.c.user_id == of.user_id)
    return connection.execute(theirs.limit(1)).first() is not None


def insert_factor(connection: Connection, of: Owner, made: Factor) -> None:
    connection.execute(insert(factor).values(**of._asdict(), **made._asdict()))


def use_factor(connection: Connection, of: Owner, used: Factor, *, counter: int, at: str) -> bool:
    """Note that a factor proved something, and say whether nobody else used that very proof meanwhile."""
    seen = update(factor).where(
        factor.c.space_id == of.space_id, factor.c.id == used.id, factor.c.counter == used.counter
    )
    return connection.execute(seen.values(counter=counter, used_at=at)).rowcount == 1


def delete_factor(connection: Connection, of: Owner, id: str) -> bool:
    """Take a factor away, and say whether there was one."""
    its = delete(factor).where(factor.c.space_id == of.space_id, factor.c.user_id == of.user_id, factor.c.id == id)
    return connection.execute(its).rowcount == 1


def delete_factors(connection: Connection, of: Owner) -> int:
    """Take every factor and recovery code of a person, and say how many factors there were."""
    replace_recovery_codes(connection, of, ())
    theirs = delete(factor).where(factor.c.space_id == of.space_id, factor.c.user_id == of.user_id)
    return connection.execute(theirs).rowcount


def replace_recovery_codes(connection: Connection, of: Owner, sha256s: Collection[str]) -> None:
    """Put new recovery codes in place of all that a person had."""
    theirs = (recovery_code.c.space_id == of.space_id, recovery_code.c.user_id == of.user_id)
    connection.execute(delete(recovery_code).where(*theirs))
    if sha256s:
        connection.execute(insert(recovery_code), [{**of._asdict(), "sha256": sha256} for sha256 in sha256s])


def count_recovery_codes(connection: Connection, of: Owner) -> int:
    theirs = (recovery_code.c.space_id == of.space_id, recovery_code.c.user_id == of.user_id)
    return connection.execute(select(func.count()).select_from(recovery_code).where(*theirs)).scalar_one()


def use_recovery_code(connection: Connection, of: Owner, sha256: str) -> bool:
    """Spend a recovery code, and say whether it was one."""
    its = delete(recovery_code).where(
        recovery_code.c.space_id == of.space_id,
        recovery_code.c.user_id == of.user_id,
        recovery_code.c.sha256 == sha256,
    )
    return connection.execute(its).rowcount == 1


def put_step(connection: Connection, step: Step, *, forget_before: str) -> None:
    """Note a step in place of one of the same id; steps from before an instant are forgotten."""
    connection.execute(delete(sign_in_step).where(sign_in_step.c.made_at < forget_before))
    connection.execute(delete(sign_in_step).where(sign_in_step.c.id == step.id))
    connection.execute(insert(sign_in_step).values(**{**step._asdict(), "held": orjson.dumps(step.held).decode()}))


def find_step(connection: Connection, id: str, *, purpose: str, since: str) -> Step | None:
    """Look a step up that was made since an instant."""
    columns = [sign_in_step.c[name] for name in Step._fields]
    its = (sign_in_step.c.id == id, sign_in_step.c.purpose == purpose, sign_in_step.c.made_at >= since)
    row = connection.execute(select(*columns).where(*its)).first()
    return None if row is None else Step._make(row)._replace(held=orjson.loads(row.held))


def delete_step(connection: Connection, id: str) -> bool:
    """End a step, and say whether it was still there: two who end it at once are one too many."""
    return connection.execute(delete(sign_in_step).where(sign_in_step.c.id == id)).rowcount == 1


def delete_steps(connection: Connection, of: Owner) -> None:
    """End every half-done sign-in of a person."""
    theirs = (sign_in_step.c.space_id == of.space_id, sign_in_step.c.user_id == of.user_id)
    connection.execute(delete(sign_in_step).where(*theirs))

"""How many tries somebody has: counted in the database, before anything costly is done."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection

from server.domain.clock import read_instant, to_unix_ms, write_instant
from server.domain.ids import make_uuid7
from server.domain.problems import Problem
from server.services.seals import seal
from server.storage import people as stored
from server.storage.db import in_transaction, reading

MOST_FAILURES = 10
FAILURES_COUNT_FOR = timedelta(minutes=15)


def find_budget(email: str, *, network: str, device: str | None, proof: str = "") -> str:
    """Name what an attempt is counted on: a browser known to the account, else account and network.

    So whoever guesses from elsewhere cannot lock out the tablet that its coach uses every day. Each further kind of
    `proof` has its own.
    """
    if device:
        sealed = seal(device)
        with reading() as connection:
            if stored.is_known_device(connection, email=email, sha256=sealed):
                return seal(f"{proof}device {sealed} {email}")
    return seal(f"{proof}network {network} {email}")


def spend(budget: str, *, now: datetime) -> None:
    """Count an attempt as failed until it succeeds: many at once cannot slip through between count and check.

    Raises Problem `too_many`.
    """
    since = now - FAILURES_COUNT_FOR

    def count(connection: Connection) -> Problem | None:
        stored.lock_budget(connection, budget)
        stored.delete_old_failures(connection, before=write_instant(since))
        failures = stored.list_failures(connection, budget=budget, since=write_instant(since))
        if len(failures) >= MOST_FAILURES:
            free_at = read_instant(failures[-MOST_FAILURES]) + FAILURES_COUNT_FOR
            return Problem("too_many", retry_after=max(1, -int((now - free_at).total_seconds() // 1)))
        id = make_uuid7(to_unix_ms(now), secrets.token_bytes(10))
        stored.insert_failure(connection, id=id, budget=budget, at=write_instant(now))
        return None

    refusal = in_transaction(count)
    if refusal:
        raise refusal

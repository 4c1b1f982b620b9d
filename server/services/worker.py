"""The worker: sends what waits, and may run as often and in as many processes as one likes.

Each dispatch is taken under a lease in one transaction, sent outside of any, and ended in another. Whoever dies in
between leaves a lease that runs out, and it is sent again: at least once, and a second copy takes the place of the
first.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import random
from typing import NamedTuple, assert_never

from server.domain.clock import read_instant, write_instant
from server.domain.dispatch import Delivered, Failed, Gone, Outcome, wait_before_try
from server.domain.letters import Letter
from server.services.letters import read_letter
from server.services.sync_apply import new_id
from server.storage import dispatches as stored
from server.storage.db import in_transaction, reading
from server.storage.dispatches import Counts, Dispatch

# No sending takes half as long; a worker that died holds things up no longer.
LEASE = timedelta(minutes=2)
KEPT_WHEN_DONE = timedelta(days=7)
LATE_AFTER = timedelta(minutes=10)
_AT_ONCE = 8
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Post:
    """The ways out of the machine; `mail` is None when this installation has no mail server."""

    mail: Callable[[Letter, str], Outcome] | None


class _Job(NamedTuple):
    dispatch: Dispatch
    send: Callable[[], Outcome]


def work(post: Post, *, now: datetime) -> int:
    """Do everything that is due at this moment once; gives how many things were sent or tried."""
    with reading() as connection:
        if not stored.is_any_due(connection, write_instant(now)):
            return 0
    return _send(post, now=now)


def tidy(*, now: datetime) -> None:
    """Forget what was done with long ago."""
    in_transaction(lambda connection: stored.delete_old(connection, before=write_instant(now - KEPT_WHEN_DONE)))


def count(*, now: datetime) -> Counts:
    """Count what waits and what was done with."""
    with reading() as connection:
        return stored.count(connection, late_before=write_instant(now - LATE_AFTER))


def _send(post: Post, *, now: datetime) -> int:
    lease = new_id()
    taken = in_transaction(
        lambda connection: stored.take_due(
            connection, now=write_instant(now), until=write_instant(now + LEASE), lease=lease, most=_AT_ONCE
        )
    )
    jobs = [_Job(one, _find_way(post, one)) for one in taken]
    # One slow mail server or push service does not hold up the others.
    with ThreadPoolExecutor(_AT_ONCE) as crew:
        outcomes = list(crew.map(lambda job: job.send(), jobs))
    for job, outcome in zip(jobs, outcomes, strict=True):
        _end(job.dispatch, outcome, lease=lease, now=now)
    return len(jobs)


def _find_way(post: Post, one: Dispatch) -> Callable[[], Outcome]:
    if one.body is None:
        return lambda: Gone("nothing to send")
    if post.mail is None:
        return lambda: Failed("mail: BACKROW_SMTP_URL is not set")
    return partial(post.mail, read_letter(one.body), one.id)


def _end(one: Dispatch, outcome: Outcome, *, lease: str, now: datetime) -> None:
    at = write_instant(now)
    match outcome:
        case Delivered():
            in_transaction(partial(stored.finish, done=one, lease=lease, state="sent", at=at, why=None))
        case Gone(why):
            _log.warning("%s %s was given up: %s", one.channel, one.id, why)
            in_transaction(partial(stored.finish, done=one, lease=lease, state="failed", at=at, why=why))
        case Failed(why, asked):
            again = now + wait_before_try(one.tries, asked=asked, chance=random())
            if again >= read_instant(one.expires_at):
                _end(one, Gone(why), lease=lease, now=now)
                return
            _log.info("%s %s is tried again: %s", one.channel, one.id, why)
            in_transaction(partial(stored.put_off, later=one, lease=lease, due_at=write_instant(again), why=why))
        case _:
            assert_never(outcome)

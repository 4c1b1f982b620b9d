"""The worker: sends what waits, and may run as often and in as many processes as one likes.

Each dispatch is taken under a lease in one transaction, sent outside of any, and ended in another. Whoever dies in
between leaves a lease that runs out, and it is sent again: at least once, and a second copy takes the place of the
first.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import random
from typing import NamedTuple, assert_never

from sqlalchemy import Connection

from server.domain.clock import read_instant, write_instant
from server.domain.dispatch import Delivered, Failed, Gone, Outcome, wait_before_try
from server.domain.letters import Letter
from server.domain.notices import KEPT_FOR
from server.domain.pushes import BROWSER_GONE, Push
from server.services.letters import read_letter
from server.services.pushing import LeftInPeace, forget_browser, make_push, spread
from server.services.sync_apply import new_id
from server.storage import dispatches as stored
from server.storage.db import in_transaction, reading
from server.storage.dispatches import Counts, Dispatch
from server.storage.notices import delete_old_notices, is_any_notice_due
from server.storage.subscriptions import delete_dead

# No sending takes half as long; a worker that died holds things up no longer.
LEASE = timedelta(minutes=2)
KEPT_WHEN_DONE = timedelta(days=7)
LATE_AFTER = timedelta(minutes=10)
_AT_ONCE = 8
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Post:
    """The ways out of the machine; `mail` is None when this installation has no mail server, `push` in its tests."""

    mail: Callable[[Letter, str], Outcome] | None
    push: Callable[[Push], Outcome] | None = None


class _Job(NamedTuple):
    dispatch: Dispatch
    send: Callable[[], Outcome]


def work(post: Post, *, now: datetime) -> int:
    """Do everything that is due at this moment once; gives how many things were sent or tried."""
    at = write_instant(now)
    with reading() as connection:
        is_spreading, is_sending = is_any_notice_due(connection, at), stored.is_any_due(connection, at)
    spread_out = in_transaction(partial(spread, now=now)) if is_spreading else 0
    return spread_out + (_send(post, now=now) if is_sending or spread_out else 0)


def tidy(*, now: datetime) -> None:
    """Forget what was done with long ago, and browsers whose session is over."""

    def forget(connection: Connection) -> None:
        stored.delete_old(connection, before=write_instant(now - KEPT_WHEN_DONE))
        delete_old_notices(connection, before=write_instant(now - KEPT_FOR))
        delete_dead(connection)

    in_transaction(forget)


def count(*, now: datetime) -> Counts:
    """Count what waits and what was done with."""
    with reading() as connection:
        return stored.count(connection, late_before=write_instant(now - LATE_AFTER))


def _send(post: Post, *, now: datetime) -> int:
    lease = new_id()
    jobs = in_transaction(partial(_take, post=post, lease=lease, now=now))
    # One slow mail server or push service does not hold up the others.
    with ThreadPoolExecutor(_AT_ONCE) as crew:
        tried = [crew.submit(job.send) for job in jobs]
    for job, future in zip(jobs, tried, strict=True):
        _end(job.dispatch, _find_outcome(future), lease=lease, now=now)
    return len(jobs)


def _find_outcome(tried: Future[Outcome]) -> Outcome:
    """Give what became of a try; a fault of ours is told in the log, and holds up nothing else."""
    error = tried.exception()
    if error is None:
        return tried.result()
    if not isinstance(error, Exception):
        raise error
    _log.error("Sending failed by a fault of ours", exc_info=error)
    return Failed(f"a fault of ours: {type(error).__name__}")


def _take(connection: Connection, post: Post, lease: str, now: datetime) -> list[_Job]:
    """Take what is due, leaving out what nobody is to have any more or not now."""
    at, until = write_instant(now), write_instant(now + LEASE)
    taken = stored.take_due(connection, now=at, until=until, lease=lease, most=_AT_ONCE)
    found = [(one, _find_way(connection, post, one, now=now)) for one in taken]
    jobs = []
    for one, way in found:
        if way is None:
            stored.drop(connection, one, lease=lease)
        elif isinstance(way, LeftInPeace):
            stored.put_off(connection, one, lease=lease, due_at=write_instant(way.until), why=None)
        else:
            jobs.append(_Job(one, way))
    return jobs


def _find_way(
    connection: Connection, post: Post, one: Dispatch, *, now: datetime
) -> Callable[[], Outcome] | LeftInPeace | None:
    if one.channel == "mail":
        return _find_mail_way(post, one)
    push = make_push(connection, one, now=now)
    if not isinstance(push, Push):
        return push
    return partial(post.push, push) if post.push else lambda: Failed("push: there are no keys")


def _find_mail_way(post: Post, one: Dispatch) -> Callable[[], Outcome] | None:
    if one.body is None:
        return None
    if post.mail is None:
        return lambda: Failed("mail: BACKROW_SMTP_URL is not set")
    return partial(post.mail, read_letter(one.body), one.id)


def _give_up(connection: Connection, one: Dispatch, lease: str, at: str, why: str) -> None:
    if one.channel == "push" and why == BROWSER_GONE:
        forget_browser(connection, one)
    stored.finish(connection, one, lease=lease, state="failed", at=at, why=why)


def _end(one: Dispatch, outcome: Outcome, *, lease: str, now: datetime) -> None:
    at = write_instant(now)
    match outcome:
        case Delivered():
            in_transaction(partial(stored.finish, done=one, lease=lease, state="sent", at=at, why=None))
        case Gone(why):
            _log.warning("%s %s was given up: %s", one.channel, one.id, why)
            in_transaction(partial(_give_up, one=one, lease=lease, at=at, why=why))
        case Failed(why, asked):
            again = now + wait_before_try(one.tries, asked=asked, chance=random())
            if again >= read_instant(one.expires_at):
                _end(one, Gone(why), lease=lease, now=now)
                return
            _log.info("%s %s is tried again: %s", one.channel, one.id, why)
            in_transaction(partial(stored.put_off, later=one, lease=lease, due_at=write_instant(again), why=why))
        case _:
            assert_never(outcome)

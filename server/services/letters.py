"""Letters: written with their cause in one transaction, sent afterwards by the worker."""

from __future__ import annotations

from datetime import datetime, timedelta

import orjson
from sqlalchemy import Connection

from server.domain.clock import write_instant
from server.domain.letters import Letter
from server.services.sync_apply import new_id
from server.storage.dispatches import Dispatch, insert_dispatches

# The links of invitations live as long.
KEPT_FOR = timedelta(hours=72)


def post_letter(
    connection: Connection, space_id: str, letter: Letter, *, now: datetime, lasts: timedelta = KEPT_FOR
) -> None:
    """Put a letter down to be sent, inside the transaction of what it tells; after `lasts` it is no use any more."""
    body = orjson.dumps({"to": letter.to, "subject": letter.subject, "text": letter.text}).decode()
    made = Dispatch(space_id, new_id(), "mail", None, None, body, write_instant(now + lasts), 0)
    insert_dispatches(connection, [made], due_at=write_instant(now))


def read_letter(body: str) -> Letter:
    """Read a letter as it was put down."""
    return Letter(**orjson.loads(body))

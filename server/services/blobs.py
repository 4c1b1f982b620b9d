"""Photos: their bytes come after their record, in pieces, and are given to those who may read it."""

from datetime import datetime
from hashlib import sha256

import orjson
from sqlalchemy import Connection

from server.domain.blobs import MAX_BYTES_OF_PERSON, Announced, Picture, Upload, read_announced
from server.domain.clock import write_instant
from server.domain.grants import Actor, Thing, may
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.services.pictures import remake_picture
from server.storage import blobs as stored
from server.storage.blobs import Key
from server.storage.db import in_transaction, reading
from server.storage.feed import FeedRow, Reader, find_visible
from server.storage.memberships import find_membership

_FULL_FOR_S = 3600


def begin_upload(actor: SignedIn, record: str, *, now: datetime) -> tuple[Upload, bool]:
    """Begin the upload of an attachment's bytes, or find it again; also whether it is new.

    Raises Problem not_found, forbidden, not_a_picture, too_large, or no_room when the person's is used up.
    """

    def begin(connection: Connection) -> tuple[Upload, bool]:
        announced = _read_writable(connection, actor, record)
        key = Key(actor.space_id, record)
        found = stored.find_upload(connection, key)
        if found is not None and found.announced == announced:
            return found.state, False
        if stored.count_bytes(connection, actor.space_id, actor.user_id) + announced.bytes > MAX_BYTES_OF_PERSON:
            raise Problem("no_room", retry_after=_FULL_FOR_S)
        stored.begin_upload(connection, key, announced, by=actor.user_id, at=write_instant(now))
        return Upload(0, announced.bytes, is_done=False), True

    return in_transaction(begin)


def find_upload(actor: SignedIn, record: str) -> Upload:
    """Say how far the bytes of an attachment have come; raises Problem not_found."""
    with reading() as connection:
        row = _get_attachment(connection, actor, record)
        found = stored.find_upload(connection, Key(actor.space_id, record))
    announced = int(orjson.loads(row.fields)["bytes"])
    return Upload(0, announced, is_done=False) if found is None else found.state


def append(actor: SignedIn, record: str, offset: int, data: bytes) -> Upload:
    """Take the bytes that begin at `offset`; the last ones are checked by hash and made into the picture.

    Raises Problem offset when the upload is elsewhere, too_large beyond what was announced, hash or not_a_picture when
    what came whole is not what it should be: then it begins at 0 again.
    """
    key = Key(actor.space_id, record)
    with reading() as connection:
        announced = _read_writable(connection, actor, record)
        found = stored.find_upload(connection, key)
        if found is None or found.announced != announced:
            raise _elsewhere(0)
        if found.state.is_done or found.state.offset != offset:
            raise _elsewhere(found.state.offset)
        end = offset + len(data)
        if end > announced.bytes:
            raise Problem("too_large", max_bytes=announced.bytes - offset)
        whole = stored.join_pieces(connection, key) + data if end == announced.bytes else None
    if whole is None:
        moved = in_transaction(lambda connection: stored.add_piece(connection, key, offset, data))
    else:
        picture = _make_picture(key, offset, announced, whole)
        moved = in_transaction(lambda connection: stored.finish_upload(connection, key, offset, picture))
    if not moved:
        raise _elsewhere(find_upload(actor, record).offset)
    return Upload(end, announced.bytes, is_done=whole is not None)


def get_picture(actor: SignedIn, record: str) -> Picture:
    """Give the picture of an attachment; raises Problem not_found, as long as it has not come whole too."""
    with reading() as connection:
        _get_attachment(connection, actor, record)
        found = stored.find_picture(connection, Key(actor.space_id, record))
    if found is None:
        raise Problem("not_found")
    return found


def drop_deleted() -> int:
    """Drop the bytes of photos that were deleted before deleting did so; gives of how many."""
    return in_transaction(stored.drop_all_deleted)


def _make_picture(key: Key, offset: int, announced: Announced, whole: bytes) -> Picture:
    try:
        if sha256(whole).hexdigest() != announced.sha256:
            raise Problem("hash")
        return remake_picture(whole, announced.mime)
    except Problem:
        in_transaction(lambda connection: stored.restart_upload(connection, key, offset))
        raise


def _read_writable(connection: Connection, actor: SignedIn, record: str) -> Announced:
    """Read what a visible attachment announces, if its writer asks; raises Problem not_found or forbidden."""
    row = _get_attachment(connection, actor, record)
    member = find_membership(connection, actor.space_id, user=actor.user_id, scope=row.scope)
    thing = Thing(row.kind, row.scope, None if member is None else member.role, row.author)
    if not may(Actor(actor.user_id, actor.space_id, frozenset(actor.roles)), "edit", thing):
        raise Problem("forbidden")
    return read_announced(orjson.loads(row.fields))


def _get_attachment(connection: Connection, actor: SignedIn, record: str) -> FeedRow:
    row = find_visible(connection, Reader(actor.space_id, actor.user_id), record)
    if row is None or row.kind != "attachment" or row.deleted:
        raise Problem("not_found")
    return row


def _elsewhere(offset: int) -> Problem:
    return Problem("offset", offset=offset)

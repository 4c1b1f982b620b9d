"""Photos in the database: uploads piece by piece, and the pictures made of them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from server.domain.blobs import Announced, Picture, Upload
from server.storage.tables.blobs import blob, upload, upload_piece
from server.storage.tables.sync import record


class Key(NamedTuple):
    """The attachment whose bytes these are."""

    space_id: str
    record: str


class Begun(NamedTuple):
    """An upload as it was begun, and how far it is."""

    announced: Announced
    state: Upload


def find_upload(connection: Connection, key: Key) -> Begun | None:
    columns = (upload.c.sha256, upload.c.bytes, upload.c.mime, upload.c.received, upload.c.done)
    row = connection.execute(select(*columns).where(upload.c.space_id == key.space_id, upload.c.record == key.record))
    found = row.one_or_none()
    if found is None:
        return None
    sha256, length, mime, received, done = found
    return Begun(Announced(sha256, length, mime), Upload(received, length, bool(done)))


def begin_upload(connection: Connection, key: Key, announced: Announced, *, by: str, at: str) -> None:
    """Begin an upload at nothing; whatever came before under that record, of other bytes, is dropped."""
    drop_upload(connection, key)
    row = {**key._asdict(), **announced._asdict(), "by_user": by, "received": 0, "done": False, "begun_at": at}
    connection.execute(insert(upload).values(row))


def drop_upload(connection: Connection, key: Key) -> None:
    """Forget what came of an upload; a picture that was made before stays."""
    for table in (upload_piece, upload):
        connection.execute(delete(table).where(table.c.space_id == key.space_id, table.c.record == key.record))


def add_piece(connection: Connection, key: Key, offset: int, data: bytes) -> bool:
    """Keep a piece that begins at `offset`; False if another came first, and then nothing is kept."""
    if not _move(connection, key, offset, received=offset + len(data)):
        return False
    connection.execute(insert(upload_piece).values(**key._asdict(), place=offset, data=data))
    return True


def join_pieces(connection: Connection, key: Key) -> bytes:
    query = select(upload_piece.c.data).where(
        upload_piece.c.space_id == key.space_id, upload_piece.c.record == key.record
    )
    return b"".join(connection.execute(query.order_by(upload_piece.c.place)).scalars())


def restart_upload(connection: Connection, key: Key, offset: int) -> bool:
    """Take an upload back to nothing, unless it has moved on from `offset`."""
    if not _move(connection, key, offset, received=0):
        return False
    _delete_pieces(connection, key)
    return True


def finish_upload(connection: Connection, key: Key, offset: int, picture: Picture) -> bool:
    """Put the picture in place of the pieces, unless the upload has moved on from `offset`."""
    if not _move(connection, key, offset, received=upload.c.bytes, done=True):
        return False
    _delete_pieces(connection, key)
    connection.execute(delete(blob).where(blob.c.space_id == key.space_id, blob.c.record == key.record))
    connection.execute(insert(blob).values(**key._asdict(), **picture._asdict()))
    return True


def find_picture(connection: Connection, key: Key) -> Picture | None:
    query = select(blob.c.sha256, blob.c.mime, blob.c.data).where(
        blob.c.space_id == key.space_id, blob.c.record == key.record
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else Picture(row.sha256, row.mime, bytes(row.data))


def drop_photos(connection: Connection, space_id: str, records: Sequence[str]) -> None:
    """Drop all bytes of attachments that are deleted; an upload that is under way finds no place to go on."""
    if not records:
        return
    for table in (upload_piece, upload, blob):
        connection.execute(delete(table).where(table.c.space_id == space_id, table.c.record.in_(records)))


def drop_all_deleted(connection: Connection) -> int:
    """Drop the bytes of every attachment that is deleted, and say of how many there were any."""
    gone = select(record.c.id).where(record.c.kind == "attachment", record.c.deleted.is_(True))
    dropped = [
        connection.execute(delete(table).where(table.c.record.in_(gone))) for table in (upload_piece, upload, blob)
    ]
    return dropped[-1].rowcount


def count_bytes(connection: Connection, space_id: str, user: str) -> int:
    """Sum up what a person has announced in uploads, done or not."""
    query = select(func.coalesce(func.sum(upload.c.bytes), 0)).where(
        upload.c.space_id == space_id, upload.c.by_user == user
    )
    return int(connection.execute(query).scalar_one())


def _move(connection: Connection, key: Key, offset: int, **values: object) -> bool:
    """Change an upload under way if it is where the caller believes it to be; of two at once, one does."""
    here = (upload.c.space_id == key.space_id, upload.c.record == key.record)
    waits = (upload.c.received == offset, upload.c.done.is_(False))
    return connection.execute(update(upload).where(*here, *waits).values(**values)).rowcount == 1


def _delete_pieces(connection: Connection, key: Key) -> None:
    connection.execute(
        delete(upload_piece).where(upload_piece.c.space_id == key.space_id, upload_piece.c.record == key.record)
    )

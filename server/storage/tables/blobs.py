"""The tables of photos: uploads under way, their pieces, and the pictures as they are given out.

The bytes stand in the database and not in files beside it: one backup holds a photo with its record, every worker and
host sees the same, and "so far came" is committed with the bytes themselves. `storage.blobs` alone knows.
"""

from sqlalchemy import Boolean, Column, Index, LargeBinary, Table

from server.storage.db import Base
from server.storage.tables.columns import KEY, NUMBER

# One for each attachment whose bytes were begun; `sha256`, `bytes` and `mime` as they were announced then.
upload = Table(
    "upload",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("record", KEY, primary_key=True),
    Column("by_user", KEY, nullable=False),
    Column("sha256", KEY, nullable=False),
    Column("bytes", NUMBER, nullable=False),
    Column("mime", KEY, nullable=False),
    Column("received", NUMBER, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("begun_at", KEY, nullable=False),
    Index(None, "space_id", "by_user"),
)

# What came of an upload that is not done.
upload_piece = Table(
    "upload_piece",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("record", KEY, primary_key=True),
    Column("place", NUMBER, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# The remade picture; `sha256` is of these bytes, not of those that were sent.
blob = Table(
    "blob",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("record", KEY, primary_key=True),
    Column("sha256", KEY, nullable=False),
    Column("mime", KEY, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

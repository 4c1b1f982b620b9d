"""Who opened what was shared: rows are added, never changed and never deleted."""

from sqlalchemy import Column, Table

from server.storage.db import Base
from server.storage.tables.columns import KEY

# One row for whatever somebody opened again and again within an hour; `at` is the first time in it.
opening = Table(
    "opening",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("observation", KEY, primary_key=True),
    Column("hour", KEY, primary_key=True),
    Column("user_id", KEY, primary_key=True),
    Column("what", KEY, primary_key=True),
    Column("at", KEY, nullable=False),
)

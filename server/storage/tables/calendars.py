"""The addresses under which other programs may read a person's calendar."""

from sqlalchemy import Boolean, Column, Table, UniqueConstraint

from server.storage.db import Base
from server.storage.tables.columns import KEY

# `sha256` is of the secret in the address: a copy of the table opens nothing. `names`: whether people are named.
calendar_feed = Table(
    "calendar_feed",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("user_id", KEY, primary_key=True),
    Column("sha256", KEY, nullable=False),
    Column("names", Boolean, nullable=False),
    Column("made_at", KEY, nullable=False),
    UniqueConstraint("sha256"),
)

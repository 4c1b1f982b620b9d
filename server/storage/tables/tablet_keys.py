"""The keys of people's tablets, in safekeeping."""

from sqlalchemy import Column, Table

from server.storage.db import Base
from server.storage.tables.columns import KEY, WORDS

# `key` opens what a tablet keeps, for a person who forgot its passphrase and has proved who they are.
tablet_key = Table(
    "tablet_key",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("user_id", KEY, primary_key=True),
    Column("id", KEY, primary_key=True),
    Column("key", WORDS, nullable=False),
    Column("made_at", KEY, nullable=False),
)

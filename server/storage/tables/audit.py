"""What was done to an installation from outside of the app: rows are added, never changed and never deleted."""

from sqlalchemy import Column, Table

from server.storage.db import Base
from server.storage.tables.columns import KEY, WORDS

# `by` is the operator's name on the machine, `about` the user it concerns; `told` is a JSON object of counts.
audit = Table(
    "audit",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("id", KEY, primary_key=True),
    Column("at", KEY, nullable=False),
    Column("by", WORDS, nullable=False),
    Column("act", KEY, nullable=False),
    Column("about", KEY, nullable=False),
    Column("told", WORDS, nullable=False),
)

"""The tables of notices: what people are told, where it is pushed to, and what waits to be sent."""

from sqlalchemy import Column, Index, Table, UniqueConstraint, text

from server.storage.db import Base
from server.storage.tables.columns import KEY, NUMBER, WORDS

# One thing that one person is told, at most once a day of theirs. `thing` is the record that they must be able to see;
# `due_at` is set until the notice was given to their devices, and is not before the end of their quiet hours.
notice = Table(
    "notice",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("id", KEY, primary_key=True),
    Column("user_id", KEY, nullable=False),
    Column("kind", KEY, nullable=False),
    Column("thing", KEY, nullable=False),
    Column("day", KEY, nullable=False),
    Column("made_at", KEY, nullable=False),
    Column("read_at", KEY),
    Column("due_at", KEY),
    UniqueConstraint("space_id", "user_id", "kind", "thing", "day"),
    Index("ix_notice_due_at", "due_at", sqlite_where=text("due_at IS NOT NULL"),
          postgresql_where=text("due_at IS NOT NULL")),
)  # fmt: skip

# A browser that takes push notices for a user, as long as the session lasts in which it was asked.
subscription = Table(
    "subscription",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("id", KEY, primary_key=True),
    Column("user_id", KEY, nullable=False),
    Column("session_id", KEY, nullable=False),
    Column("sha256", KEY, nullable=False),
    Column("endpoint", WORDS, nullable=False),
    Column("p256dh", KEY, nullable=False),
    Column("auth", KEY, nullable=False),
    Column("renewed_at", KEY, nullable=False),
    UniqueConstraint("sha256"),
    Index(None, "space_id", "user_id"),
)

# What a person wants to be told of: `muted` is a JSON list of kinds; the quiet hours are HH:MM in their time zone.
notice_choice = Table(
    "notice_choice",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("user_id", KEY, primary_key=True),
    Column("muted", WORDS, nullable=False),
    Column("quiet_from", KEY),
    Column("quiet_until", KEY),
    Column("time_zone", KEY, nullable=False),
)

# What waits to leave the machine, written with its cause. `body` is the JSON of a letter, emptied once it is done;
# a push has `notice` and `subscription` instead. `lease` says which worker has it, until when.
dispatch = Table(
    "dispatch",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("id", KEY, primary_key=True),
    Column("channel", KEY, nullable=False),
    Column("notice", KEY),
    Column("subscription", KEY),
    Column("body", WORDS),
    Column("state", KEY, nullable=False),
    Column("due_at", KEY, nullable=False),
    Column("expires_at", KEY, nullable=False),
    Column("tries", NUMBER, nullable=False),
    Column("lease", KEY),
    Column("leased_until", KEY),
    Column("why", WORDS),
    Column("done_at", KEY),
    Index(None, "state", "due_at"),
)

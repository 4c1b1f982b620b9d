"""The tables of sync: what was said (changes), what holds now (records), who may read it (memberships)."""

from sqlalchemy import Boolean, Column, Index, LargeBinary, Table, text

from server.storage.db import Base
from server.storage.tables.columns import KEY, NUMBER, WORDS

# The one table without a space: secrets of this installation, such as the key that seals cursors.
installation = Table(
    "installation",
    Base.metadata,
    Column("name", KEY, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

space = Table(
    "space",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("name", WORDS, nullable=False),
    Column("gen", KEY, nullable=False),
    Column("head", NUMBER, nullable=False),
)

# Applied changes, immutable. `seq` is commit order; `at` is as sent; `fields` is the text of a JSON object or null.
change = Table(
    "change",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("id", KEY, primary_key=True),
    Column("seq", NUMBER, nullable=False),
    Column("record", KEY, nullable=False),
    Column("kind", KEY, nullable=False),
    Column("v", NUMBER, nullable=False),
    Column("op", KEY, nullable=False),
    Column("scope", KEY, nullable=False),
    Column("base", KEY),
    Column("at", KEY, nullable=False),
    Column("by_user", KEY, nullable=False),
    Column("device", KEY),
    Column("n", NUMBER),
    Column("received_at", KEY, nullable=False),
    Column("fields", WORDS),
    Index(None, "space_id", "record", "seq"),
)

# Current states, the feed: `seq` is the last change or the last grant that sent the row out again.
record = Table(
    "record",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("id", KEY, primary_key=True),
    Column("seq", NUMBER, nullable=False),
    Column("kind", KEY, nullable=False),
    Column("v", NUMBER, nullable=False),
    Column("scope", KEY, nullable=False),
    Column("names", KEY),
    Column("author", KEY, nullable=False),
    Column("rev", KEY, nullable=False),
    Column("fields", WORDS, nullable=False),
    Column("versions", WORDS),
    Column("deleted", Boolean, nullable=False),
    Column("revived", Boolean, nullable=False),
    Index(None, "space_id", "scope", "seq"),
    Index(
        "ix_record_space_id_names_seq",
        "space_id",
        "names",
        "seq",
        sqlite_where=text("names IS NOT NULL"),
        postgresql_where=text("names IS NOT NULL"),
    ),
    Index(
        "ix_record_dated",
        "kind",
        sqlite_where=text("kind IN ('conference', 'next_step')"),
        postgresql_where=text("kind IN ('conference', 'next_step')"),
    ),
)

# Who may now read a scope, and since which `seq`: the membership records that are granted, by user.
membership = Table(
    "membership",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("user_id", KEY, primary_key=True),
    Column("scope", KEY, primary_key=True),
    Column("role", KEY, nullable=False),
    Column("since", NUMBER, nullable=False),
    Index(None, "space_id", "scope"),
)

# The account of each pair of device and user: which `n` arrived. `missing` is JSON, ranges below `highest`; `unsent` is
# how many changes the tablet said it still has, null if it never said. What comes from a revoked one is quarantined.
device = Table(
    "device",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("device", KEY, primary_key=True),
    Column("user_id", KEY, primary_key=True),
    Column("name", WORDS, nullable=False),
    Column("app", WORDS, nullable=False),
    Column("contiguous", NUMBER, nullable=False),
    Column("highest", NUMBER, nullable=False),
    Column("missing", WORDS, nullable=False),
    Column("forked", Boolean, nullable=False),
    Column("seen_at", KEY, nullable=False),
    Column("unsent", NUMBER),
    Column("revoked_at", KEY),
)

# Changes that wait until their author can see `waits_for`.
held = Table(
    "held",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("id", KEY, primary_key=True),
    Column("waits_for", KEY, nullable=False),
    Column("record", KEY, nullable=False),
    Column("by_user", KEY, nullable=False),
    Column("device", KEY, nullable=False),
    Column("n", NUMBER, nullable=False),
    Column("received_at", KEY, nullable=False),
    Column("raw", WORDS, nullable=False),
    Index(None, "space_id", "waits_for"),
    Index(None, "space_id", "record"),
)

# Changes that cannot be applied, raw, keyed by author and content. `raw` is null once erased.
quarantine = Table(
    "quarantine",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("by_user", KEY, primary_key=True),
    Column("sha256", KEY, primary_key=True),
    Column("id", KEY),
    Column("code", KEY, nullable=False),
    Column("device", KEY, nullable=False),
    Column("n", NUMBER),
    Column("received_at", KEY, nullable=False),
    Column("raw", WORDS),
    Index(None, "space_id", "id"),
)

"""The tables of sign-in. What a person is called and may do stands in their person record, not here."""

from sqlalchemy import Column, Index, Table, UniqueConstraint

from server.storage.db import Base
from server.storage.tables.columns import KEY, WORDS

# `email` is folded, and unique over all spaces: it is what finds the space at sign-in.
# Whoever was only invited, or only imported, has an empty `password`, which opens nothing.
account = Table(
    "account",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("user_id", KEY, primary_key=True),
    Column("email", KEY, nullable=False),
    Column("password", WORDS, nullable=False),
    Column("password_at", KEY, nullable=False),
    Column("sourced_id", WORDS),
    UniqueConstraint("email"),
)

# `id` is the SHA-256 of what the cookie holds, so that a copy of the table opens nothing. `roles` are those that its
# person had at sign-in: with others the session is over. `device` is the tablet that has used it, `browser` its name.
session = Table(
    "session",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("id", KEY, primary_key=True),
    Column("user_id", KEY, nullable=False),
    Column("made_at", KEY, nullable=False),
    Column("seen_at", KEY, nullable=False),
    Column("roles", WORDS),
    Column("browser", WORDS),
    Column("device", KEY),
    UniqueConstraint("id"),
    Index(None, "space_id", "user_id"),
)

# Links in letters that let one person in, once. `id` is the SHA-256 of what stands in the letter; a link is over when
# the person's e-mail address or roles are no longer those that stand here.
ticket = Table(
    "ticket",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("id", KEY, primary_key=True),
    Column("user_id", KEY, nullable=False),
    Column("purpose", KEY, nullable=False),
    Column("email", KEY, nullable=False),
    Column("roles", WORDS, nullable=False),
    Column("made_at", KEY, nullable=False),
    Column("expires_at", KEY, nullable=False),
    UniqueConstraint("id"),
    Index(None, "space_id", "user_id"),
)

# Browsers in which a user has signed in before, by the SHA-256 of a cookie that does nothing else.
known_device = Table(
    "known_device",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("user_id", KEY, primary_key=True),
    Column("sha256", KEY, primary_key=True),
    Column("seen_at", KEY, nullable=False),
)

# Attempts to sign in that have not succeeded. `space_id` is empty: nobody has said yet, truly, where they belong.
sign_in_failure = Table(
    "sign_in_failure",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("id", KEY, primary_key=True),
    Column("budget", KEY, nullable=False),
    Column("at", KEY, nullable=False),
    Index(None, "budget", "at"),
    Index(None, "at"),
)

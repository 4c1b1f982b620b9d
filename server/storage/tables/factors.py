"""The tables of the second factor, and of sign-ins that are half done."""

from sqlalchemy import Column, Index, Table, UniqueConstraint

from server.storage.db import Base
from server.storage.tables.columns import KEY, NUMBER, WORDS

# `secret` is what checks a proof: the shared secret of an authenticator app, or the public key of a passkey, whose id
# `credential` is. `counter` only grows: the last time step taken, or the passkey's own count.
factor = Table(
    "factor",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("id", KEY, primary_key=True),
    Column("user_id", KEY, nullable=False),
    Column("kind", KEY, nullable=False),
    Column("name", WORDS, nullable=False),
    Column("credential", KEY),
    Column("secret", WORDS, nullable=False),
    Column("counter", NUMBER, nullable=False),
    Column("made_at", KEY, nullable=False),
    Column("used_at", KEY),
    UniqueConstraint("credential"),
    Index(None, "space_id", "user_id"),
)

# Codes on paper, each for once, by their SHA-256: sixty random bits need no slower hash.
recovery_code = Table(
    "recovery_code",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("user_id", KEY, primary_key=True),
    Column("sha256", KEY, primary_key=True),
)

# What a browser began and has minutes to end. `id` is the SHA-256 of what it holds; `held` a JSON object that it never
# sees. `space_id` and `user_id` are empty as long as nobody has said who they are.
sign_in_step = Table(
    "sign_in_step",
    Base.metadata,
    Column("space_id", KEY, primary_key=True),
    Column("id", KEY, primary_key=True),
    Column("user_id", KEY, nullable=False),
    Column("purpose", KEY, nullable=False),
    Column("held", WORDS, nullable=False),
    Column("made_at", KEY, nullable=False),
    UniqueConstraint("id"),
    Index(None, "made_at"),
)

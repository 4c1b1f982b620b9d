"""Make the tables of sync."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables.columns import KEY, NUMBER, WORDS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_spaces()
    _make_feed()
    _make_devices()
    _make_waiting()


def _make_spaces() -> None:
    op.create_table(
        "installation",
        sa.Column("name", KEY, nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_installation"),
    )
    op.create_table(
        "space",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("gen", KEY, nullable=False),
        sa.Column("head", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("space_id", name="pk_space"),
    )


def _make_feed() -> None:
    op.create_table(
        "change",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("record", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("v", NUMBER, nullable=False),
        sa.Column("op", KEY, nullable=False),
        sa.Column("scope", KEY, nullable=False),
        sa.Column("base", KEY),
        sa.Column("at", KEY, nullable=False),
        sa.Column("by_user", KEY, nullable=False),
        sa.Column("device", KEY),
        sa.Column("n", NUMBER),
        sa.Column("received_at", KEY, nullable=False),
        sa.Column("fields", WORDS),
        sa.PrimaryKeyConstraint("space_id", "id", name="pk_change"),
    )
    op.create_index("ix_change_space_id_record_seq", "change", ["space_id", "record", "seq"])
    op.create_table(
        "record",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("v", NUMBER, nullable=False),
        sa.Column("scope", KEY, nullable=False),
        sa.Column("names", KEY),
        sa.Column("author", KEY, nullable=False),
        sa.Column("rev", KEY, nullable=False),
        sa.Column("fields", WORDS, nullable=False),
        sa.Column("versions", WORDS),
        sa.Column("deleted", sa.Boolean, nullable=False),
        sa.Column("revived", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "id", name="pk_record"),
    )
    op.create_index("ix_record_space_id_scope_seq", "record", ["space_id", "scope", "seq"])
    op.create_index(
        "ix_record_space_id_names_seq",
        "record",
        ["space_id", "names", "seq"],
        sqlite_where=sa.text("names IS NOT NULL"),
        postgresql_where=sa.text("names IS NOT NULL"),
    )
    op.create_table(
        "membership",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("scope", KEY, nullable=False),
        sa.Column("role", KEY, nullable=False),
        sa.Column("since", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "user_id", "scope", name="pk_membership"),
    )
    op.create_index("ix_membership_space_id_scope", "membership", ["space_id", "scope"])


def _make_devices() -> None:
    op.create_table(
        "device",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("device", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("app", WORDS, nullable=False),
        sa.Column("contiguous", NUMBER, nullable=False),
        sa.Column("highest", NUMBER, nullable=False),
        sa.Column("missing", WORDS, nullable=False),
        sa.Column("forked", sa.Boolean, nullable=False),
        sa.Column("seen_at", KEY, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "device", "user_id", name="pk_device"),
    )


def _make_waiting() -> None:
    op.create_table(
        "held",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("waits_for", KEY, nullable=False),
        sa.Column("record", KEY, nullable=False),
        sa.Column("by_user", KEY, nullable=False),
        sa.Column("device", KEY, nullable=False),
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("received_at", KEY, nullable=False),
        sa.Column("raw", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "id", name="pk_held"),
    )
    op.create_index("ix_held_space_id_waits_for", "held", ["space_id", "waits_for"])
    op.create_index("ix_held_space_id_record", "held", ["space_id", "record"])
    op.create_table(
        "quarantine",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("by_user", KEY, nullable=False),
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("id", KEY),
        sa.Column("code", KEY, nullable=False),
        sa.Column("device", KEY, nullable=False),
        sa.Column("n", NUMBER),
        sa.Column("received_at", KEY, nullable=False),
        sa.Column("raw", WORDS),
        sa.PrimaryKeyConstraint("space_id", "by_user", "sha256", name="pk_quarantine"),
    )
    op.create_index("ix_quarantine_space_id_id", "quarantine", ["space_id", "id"])

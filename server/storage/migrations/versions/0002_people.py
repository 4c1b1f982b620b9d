"""Make the tables of sign-in."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables.columns import KEY, WORDS

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("email", KEY, nullable=False),
        sa.Column("password", WORDS, nullable=False),
        sa.Column("password_at", KEY, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "user_id", name="pk_account"),
        sa.UniqueConstraint("email", name="uq_account_email"),
    )
    op.create_table(
        "session",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("made_at", KEY, nullable=False),
        sa.Column("seen_at", KEY, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "id", name="pk_session"),
        sa.UniqueConstraint("id", name="uq_session_id"),
    )
    op.create_index("ix_session_space_id_user_id", "session", ["space_id", "user_id"])
    op.create_table(
        "known_device",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("seen_at", KEY, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "user_id", "sha256", name="pk_known_device"),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("budget", KEY, nullable=False),
        sa.Column("at", KEY, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "id", name="pk_sign_in_failure"),
    )
    op.create_index("ix_sign_in_failure_budget_at", "sign_in_failure", ["budget", "at"])
    op.create_index("ix_sign_in_failure_at", "sign_in_failure", ["at"])

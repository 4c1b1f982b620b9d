"""Make the tables of the second factor; a session remembers the roles it was opened with."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables.columns import KEY, NUMBER, WORDS

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("session", sa.Column("roles", WORDS, nullable=True))
    op.create_table(
        "factor",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("credential", KEY, nullable=True),
        sa.Column("secret", WORDS, nullable=False),
        sa.Column("counter", NUMBER, nullable=False),
        sa.Column("made_at", KEY, nullable=False),
        sa.Column("used_at", KEY, nullable=True),
        sa.PrimaryKeyConstraint("space_id", "id", name="pk_factor"),
        sa.UniqueConstraint("credential", name="uq_factor_credential"),
    )
    op.create_index("ix_factor_space_id_user_id", "factor", ["space_id", "user_id"])
    op.create_table(
        "recovery_code",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("sha256", KEY, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "user_id", "sha256", name="pk_recovery_code"),
    )
    op.create_table(
        "sign_in_step",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("purpose", KEY, nullable=False),
        sa.Column("held", WORDS, nullable=False),
        sa.Column("made_at", KEY, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "id", name="pk_sign_in_step"),
        sa.UniqueConstraint("id", name="uq_sign_in_step_id"),
    )
    op.create_index("ix_sign_in_step_made_at", "sign_in_step", ["made_at"])

"""Make the table of invitations; devices can be revoked, sessions name their browser and device."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables.columns import KEY, WORDS

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("sourced_id", WORDS, nullable=True))
    op.add_column("session", sa.Column("browser", WORDS, nullable=True))
    op.add_column("session", sa.Column("device", KEY, nullable=True))
    op.add_column("device", sa.Column("revoked_at", KEY, nullable=True))
    op.create_table(
        "ticket",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("purpose", KEY, nullable=False),
        sa.Column("email", KEY, nullable=False),
        sa.Column("roles", WORDS, nullable=False),
        sa.Column("made_at", KEY, nullable=False),
        sa.Column("expires_at", KEY, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "id", name="pk_ticket"),
        sa.UniqueConstraint("id", name="uq_ticket_id"),
    )
    op.create_index("ix_ticket_space_id_user_id", "ticket", ["space_id", "user_id"])

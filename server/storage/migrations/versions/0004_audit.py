"""Make the table of what operators did."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables.columns import KEY, WORDS

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", KEY, nullable=False),
        sa.Column("by", WORDS, nullable=False),
        sa.Column("act", KEY, nullable=False),
        sa.Column("about", KEY, nullable=False),
        sa.Column("told", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "id", name="pk_audit"),
    )

"""Keep the keys of people's tablets."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables.columns import KEY, WORDS

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tablet_key",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", WORDS, nullable=False),
        sa.Column("made_at", KEY, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "user_id", "id", name="pk_tablet_key"),
    )

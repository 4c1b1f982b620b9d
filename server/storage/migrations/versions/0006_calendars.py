"""Make the table of the addresses of calendars."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables.columns import KEY

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("names", sa.Boolean, nullable=False),
        sa.Column("made_at", KEY, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "user_id", name="pk_calendar_feed"),
        sa.UniqueConstraint("sha256", name="uq_calendar_feed_sha256"),
    )

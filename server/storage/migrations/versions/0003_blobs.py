"""Make the tables of photos."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables.columns import KEY, NUMBER

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("record", KEY, nullable=False),
        sa.Column("by_user", KEY, nullable=False),
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("bytes", NUMBER, nullable=False),
        sa.Column("mime", KEY, nullable=False),
        sa.Column("received", NUMBER, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.Column("begun_at", KEY, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "record", name="pk_upload"),
    )
    op.create_index("ix_upload_space_id_by_user", "upload", ["space_id", "by_user"])
    op.create_table(
        "upload_piece",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("record", KEY, nullable=False),
        sa.Column("place", NUMBER, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "record", "place", name="pk_upload_piece"),
    )
    op.create_table(
        "blob",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("record", KEY, nullable=False),
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("mime", KEY, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "record", name="pk_blob"),
    )

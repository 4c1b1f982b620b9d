"""Make the tables of notices and of what waits to be sent, and find dated records without reading all."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables.columns import KEY, NUMBER, WORDS

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ONCE = ("space_id", "user_id", "kind", "thing", "day")
_DUE = sa.text("due_at IS NOT NULL")
_DATED = sa.text("kind IN ('conference', 'next_step')")


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("thing", KEY, nullable=False),
        sa.Column("day", KEY, nullable=False),
        sa.Column("made_at", KEY, nullable=False),
        sa.Column("read_at", KEY),
        sa.Column("due_at", KEY),
        sa.PrimaryKeyConstraint("space_id", "id", name="pk_notice"),
        sa.UniqueConstraint(
            "space_id", "user_id", "kind", "thing", "day", name="uq_notice_space_id_user_id_kind_thing_day"
        ),
    )
    op.create_index("ix_notice_due_at", "notice", ["due_at"], sqlite_where=_DUE, postgresql_where=_DUE)
    op.create_table(
        "subscription",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("session_id", KEY, nullable=False),
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("endpoint", WORDS, nullable=False),
        sa.Column("p256dh", KEY, nullable=False),
        sa.Column("auth", KEY, nullable=False),
        sa.Column("renewed_at", KEY, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "id", name="pk_subscription"),
        sa.UniqueConstraint("sha256", name="uq_subscription_sha256"),
    )
    op.create_index("ix_subscription_space_id_user_id", "subscription", ["space_id", "user_id"])
    op.create_table(
        "notice_choice",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("muted", WORDS, nullable=False),
        sa.Column("quiet_from", KEY),
        sa.Column("quiet_until", KEY),
        sa.Column("time_zone", KEY, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "user_id", name="pk_notice_choice"),
    )
    _make_dispatch()
    op.create_index("ix_record_dated", "record", ["kind"], sqlite_where=_DATED, postgresql_where=_DATED)
    # How many own changes a tablet said that it still has, when it last said so.
    op.add_column("device", sa.Column("unsent", NUMBER))


def _make_dispatch() -> None:
    op.create_table(
        "dispatch",
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("channel", KEY, nullable=False),
        sa.Column("notice", KEY),
        sa.Column("subscription", KEY),
        sa.Column("body", WORDS),
        sa.Column("state", KEY, nullable=False),
        sa.Column("due_at", KEY, nullable=False),
        sa.Column("expires_at", KEY, nullable=False),
        sa.Column("tries", NUMBER, nullable=False),
        sa.Column("lease", KEY),
        sa.Column("leased_until", KEY),
        sa.Column("why", WORDS),
        sa.Column("done_at", KEY),
        sa.PrimaryKeyConstraint("space_id", "id", name="pk_dispatch"),
    )
    op.create_index("ix_dispatch_state_due_at", "dispatch", ["state", "due_at"])

"""Make the log of who opened what was shared; nobody changes or deletes what stands in it, not even by hand."""

import sqlalchemy as sa
from alembic import op

from server.storage.tables.columns import KEY

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KEYS = ("space_id", "observation", "hour", "user_id", "what")
_SQLITE = """
    CREATE TRIGGER opening_no_{verb} BEFORE {verb} ON opening
    BEGIN SELECT RAISE(ABORT, 'the viewer log is only added to'); END
"""
_FUNCTION = """
    CREATE FUNCTION refuse_opening_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the viewer log is only added to'; END $$
"""
_POSTGRESQL = """
    CREATE TRIGGER opening_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON opening
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_opening_change()
"""


def upgrade() -> None:
    op.create_table(
        "opening",
        *(sa.Column(name, KEY, nullable=False) for name in (*_KEYS, "at")),
        sa.PrimaryKeyConstraint(*_KEYS, name="pk_opening"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_FUNCTION)
        op.execute(_POSTGRESQL)
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(_SQLITE.format(verb=verb))

"""Runs the migrations, each in one transaction, over the app's own engine."""

from alembic import context
from flask import current_app

from server.storage import tables as tables
from server.storage.db import Base


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            transaction_per_migration=True,
            # SQLite can undo DDL too, since every BEGIN is our own.
            transactional_ddl=True,
            render_as_batch=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()

"""`backrow db`: the database's schema."""

from datetime import UTC, datetime

import click

from server.app import create_app
from server.cli.frame import find_operator, read_settings
from server.cli.quarantine import say_counts
from server.services import installation
from server.services.blobs import drop_deleted
from server.services.protocols import bring_library
from server.services.quarantine import UPGRADABLE, replay
from server.services.upcasting import bring_records


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the schema of this version.

    Run it after installing a new version and before starting the server, which refuses to run on an older or a
    newer schema. Each step is one transaction: stopped half-way, it goes on where it was. No record is ever dropped.
    Records are brought to today's shape of their kind; the changes that made them are never rewritten.
    Changes in quarantine that only a newer version understands are tried again, under their own ids.
    Bytes of photos that were deleted under an older version are dropped.
    Versions of library protocols that a district does not have are added to it; those it has stay as they are.

    \b
      backrow db upgrade
      DATABASE_URL=postgresql://backrow@db/backrow backrow db upgrade
    """
    settings = read_settings()
    with create_app(settings).app_context():
        is_changed = installation.upgrade_database(settings.database_url)
        brought = bring_records()
        replayed = replay(find_operator(), now=datetime.now(UTC), codes=UPGRADABLE)
        added = bring_library(now=datetime.now(UTC))
        dropped = drop_deleted()
    click.echo("The database is now at this version." if is_changed else "The database was at this version already.")
    if brought:
        click.echo(f"{brought} records were brought to today's shape; tablets receive them anew.")
    if replayed:
        click.echo(f"Tried again from quarantine: {say_counts(replayed)}.")
    if dropped:
        click.echo(f"The bytes of {dropped} deleted photos were dropped.")
    for district, count in added.items():
        click.echo(f"{district}: {count} versions of library protocols were added.")

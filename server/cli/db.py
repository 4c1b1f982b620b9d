"""`backrow db`: the database's schema."""

import click

from server.app import create_app
from server.cli.frame import read_settings
from server.services import installation


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the schema of this version.

    Run it after installing a new version and before starting the server, which refuses to run on an older or a
    newer schema. Each step is one transaction: stopped half-way, it goes on where it was. Nothing is ever dropped.

    \b
      backrow db upgrade
      DATABASE_URL=postgresql://backrow@db/backrow backrow db upgrade
    """
    settings = read_settings()
    with create_app(settings).app_context():
        is_changed = installation.upgrade_database(settings.database_url)
    click.echo("The database is now at this version." if is_changed else "The database was at this version already.")

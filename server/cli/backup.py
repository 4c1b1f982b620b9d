"""`backrow backup` and `backrow restore`: a whole installation in one file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
import orjson

from server.app import create_app
from server.cli.frame import find_operator, opened_app, read_settings
from server.services import backups, installation
from server.services.backups import Backup


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Make nothing: read FILE from end to end and say what it holds.")
@click.option("--json", "as_json", is_flag=True, help="Print {made_at, schema, rows}.")
def backup(file: Path, check: bool, as_json: bool) -> None:
    """Copy the whole installation to FILE: database and keys, of one moment, while the server goes on.

    FILE holds everything that people wrote: only its owner can read it, and it should stay on disks that you trust.
    It is read back before it gets its name, and goes into either kind of database. Photos are in it.

    \b
      backrow backup /var/backups/backrow-$(date +%F).gz
      backrow backup --check /var/backups/backrow-2026-11-26.gz
    """
    if check:
        _tell(backups.check_backup(file), "whole", as_json=as_json)
        return
    with opened_app():
        made = backups.make_backup(file, data=read_settings().data, by=find_operator(), now=datetime.now(UTC))
    _tell(made, "written and read back", as_json=as_json)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print {made_at, schema, rows}.")
def restore(file: Path, as_json: bool) -> None:
    """Fill an empty database from the backup FILE, whole or not at all.

    The database is that of the settings; one with people in it is left alone. Each district gets a new generation:
    every tablet compares what it has with the office and sends again what is missing, so that nothing recorded since
    the backup is lost as long as its tablet is there. Everybody signs in anew.

    \b
      BACKROW_DATA=/srv/backrow-new backrow restore /var/backups/backrow-2026-11-26.gz
    """
    settings = read_settings()
    with create_app(settings).app_context():
        try:
            made = backups.restore_backup(
                file, url=settings.database_url, data=settings.data, by=find_operator(), now=datetime.now(UTC)
            )
        finally:
            installation.close_database()
    _tell(made, "restored", as_json=as_json)


def _tell(found: Backup, how: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(orjson.dumps(found._asdict()))
        return
    count = sum(found.rows.values())
    click.echo(f"The backup of {found.made_at} is {how}: {count} rows, of them {found.rows['change']} changes.")

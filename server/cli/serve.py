"""`backrow serve`: the server, for as long as it is wanted."""

from __future__ import annotations

import click

from server.app import create_app
from server.cli.frame import check_app, read_settings
from server.cli.processes import run_server


@click.command()
def serve() -> None:
    """Serve the app and its interface until SIGTERM or Ctrl-C; requests under way are answered first.

    Needs a database at this version's schema: `backrow user add` makes one, `backrow db upgrade` brings one up.
    On SQLite one process serves with many threads, on PostgreSQL one process for each processor.

    \b
      backrow serve
      PORT=9000 BACKROW_PUBLIC_URL=https://coaching.example.org backrow serve
    """
    settings = read_settings()
    check_app(settings)
    run_server(settings, lambda: create_app(settings))

"""`backrow openapi`: the description of the server's interface."""

import click

from server.app import create_app
from server.cli.frame import read_settings


@click.command()
def openapi() -> None:
    """Print the OpenAPI 3.1 document of the server's interface.

    It is what `/api/v1/openapi.json` answers and what the app's client is generated from.

    \b
      backrow openapi > openapi.json
    """
    app = create_app(read_settings())
    click.echo(app.test_client().get("/api/v1/openapi.json").get_data(as_text=True).rstrip())

"""`backrow vapid`: the keys for push notices."""

import click
import orjson

from server.cli.frame import Refusal, read_settings
from server.outbound.vapid import FILE, KeyFileError, read_or_make_public_key


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print {file, public_key}.")
def vapid(as_json: bool) -> None:
    """Print the public key that browsers subscribe with, making the pair if there is none.

    The private half stays in BACKROW_DATA, readable by its owner alone. Keep it: with another one every
    subscription ends.

    \b
      backrow vapid
      backrow vapid --json
    """
    folder = read_settings().data
    try:
        public_key = read_or_make_public_key(folder)
    except KeyFileError as error:
        raise Refusal(str(error)) from error
    if as_json:
        click.echo(orjson.dumps({"file": str(folder / FILE), "public_key": public_key}))
        return
    click.echo(public_key)

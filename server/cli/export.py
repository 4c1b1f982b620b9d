"""`backrow export`: an observation's evidence as a file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import click
import orjson

from server.cli.frame import Refusal, opened_app
from server.services import exports, observations


@click.command()
@click.argument("observation")
@click.option("--json", "form", flag_value="json", default=True, help="All fields, as they are stored (default).")
@click.option("--csv", "form", flag_value="csv", help="One item a line, for a spreadsheet.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of the terminal.")
def export(observation: str, form: Literal["json", "csv"], output: Path | None) -> None:
    """Write out the evidence of OBSERVATION, the id that `import timeline` prints and the app shows.

    \b
      backrow export 0198c0de-… --csv --output lesson.csv
      backrow export 0198c0de-… | jq '.evidence | length'
    """
    with opened_app():
        loaded = observations.load_observation(observation, now=datetime.now(UTC))
    if form == "csv":
        text = exports.export_csv(loaded)
    else:
        text = orjson.dumps(exports.export_json(loaded), option=orjson.OPT_INDENT_2).decode() + "\n"
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise Refusal(f"{output}: cannot be written ({error.strerror}). Choose another file") from error

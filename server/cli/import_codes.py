"""`backrow import codes`: a protocol draft from a spreadsheet of codes."""

from __future__ import annotations

from pathlib import Path

import click

from server.cli.frame import Refusal
from server.cli.reading import read_text_file
from server.cli.writing import write_out
from server.domain.protocol_drafts import COLUMNS, CodesFileError, read_codes_file
from server.domain.toml_write import write_toml


@click.command(
    help=f"""Make a protocol draft from a CSV FILE with the columns {", ".join(COLUMNS)}.

    Type is state or event; excluded names codes that end when this one starts. Only code and type must be there. The
    draft is TOML: fill in the Spanish, the source and the look-fors, then check it with `backrow protocols lint`.

    \b
      backrow import codes my-codes.csv --output my-codes.toml
    """
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", help="What the protocol is called; the file's name when absent.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of the terminal.")
def codes(file: Path, name: str | None, output: Path | None) -> None:
    """Print the draft, or write it to a file."""
    try:
        draft = read_codes_file(read_text_file(file), name or file.stem)
    except CodesFileError as error:
        raise Refusal(f"{file}: {error}") from error
    write_out(write_toml(draft.protocol), output)
    for what in draft.left_out:
        click.echo(f"Left out: {what}.", err=True)

"""Writing a text to the terminal or to a file."""

from __future__ import annotations

from pathlib import Path

import click

from server.cli.frame import Refusal


def write_out(text: str, output: Path | None) -> None:
    """Write a text out; refuses in one line when the file cannot be written."""
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise Refusal(f"{output}: cannot be written ({error.strerror}). Choose another file.") from error

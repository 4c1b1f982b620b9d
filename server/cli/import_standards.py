"""`backrow import standards`: a list of learning standards for the district's cycles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
import orjson

from server.cli.frame import Refusal, opened_app
from server.cli.reading import read_text_file
from server.domain.standards import (
    MAX_BYTES,
    MAX_STANDARDS,
    Fault,
    FileFault,
    Intake,
    Reading,
    Refused,
    StandardsFileError,
    read_standards,
)
from server.services.standards import get_administrator, import_standards, preview_standards

_FILE_FAULTS: Mapping[FileFault, str] = {
    "too_large": f"larger than {MAX_BYTES // 1024**2} MiB. Import it in parts.",
    "too_many": f"more than {MAX_STANDARDS} standards. Import it in parts.",
    "nothing": "there is no standard in it. Name another file.",
    "no_columns": "no columns code and text. Write both into the first line.",
    "bad_json": "not whole JSON. Download the package anew.",
    "not_case": 'JSON without "CFItems". Download the standards as a CASE package (CFPackage).',
}
_FAULTS: Mapping[Fault, str] = {
    "no_code": "has no code",
    "no_text": "has no text",
    "no_list": "belongs to no list",
    "too_long": "is too long",
    "too_many_cells": "has more cells than the first line; put quotes around a text with commas",
    "bad_text": "has a character that cannot be stored",
    "twice": "has a code that came before",
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--list", "name", help="What the list is called where the file does not say; the file's name when absent."
)
@click.option("--administrator", metavar="E-MAIL", help="In whose name; the district's first when absent.")
@click.option("--retire", "retires", is_flag=True, help="Offer no more what the file's lists have no more.")
@click.option("--dry-run", is_flag=True, help="Say what would come of it, and take nothing in.")
@click.option("--json", "as_json", is_flag=True, help='Print {"new": 12, "changed": 1, …, "refused": […]}.')
def standards(
    file: Path, name: str | None, administrator: str | None, retires: bool, dry_run: bool, as_json: bool
) -> None:
    """Take in a list of standards FILE: CSV with the columns code and text, or a CASE package (JSON).

    A CSV file may also have list, subject, grades and source. A standard that the district has is changed where the
    file says something else. None is taken away; with --retire those are offered no more that the file's lists have no
    more. Lines that cannot be taken are listed, and the others are taken.

    \b
      backrow import standards reading.csv --list "Reading 2026" --dry-run
      backrow import standards case-package.json
    """
    text = read_text_file(file, most=MAX_BYTES)
    try:
        reading = read_standards(text, name or Path(file.name).stem)
    except StandardsFileError as error:
        raise Refusal(f"{file}: {_FILE_FAULTS[error.fault]}") from error
    with opened_app():
        author = get_administrator(administrator)
        intake = (
            preview_standards(author, reading)
            if dry_run
            else import_standards(author, reading, retires=retires, now=datetime.now(UTC))
        )
    if as_json:
        click.echo(_dump(reading, intake))
        return
    for line in _say_refused(reading):
        click.echo(line)
    are = "would be" if dry_run else "are"
    click.echo(f"{len(intake.fresh)} standards {are} new, {len(intake.changed)} {are} changed, {intake.same} the same.")
    if intake.missing:
        what = f"{are} retired" if retires else "stay, though the file has them no more (--retire)"
        click.echo(f"{len(intake.missing)} {what}.")


def _say_refused(reading: Reading) -> list[str]:
    counted = "line" if reading.format == "csv" else "item"
    return [f"Left out: {counted} {each.line} {_FAULTS[each.fault]}: {_show(each)}" for each in reading.refused]


def _show(refused: Refused) -> str:
    said = " ".join(filter(None, (refused.code, refused.text)))
    return "".join(letter for letter in said if letter.isprintable()) or "(empty)"


def _dump(reading: Reading, intake: Intake) -> bytes:
    told = {"new": len(intake.fresh), "changed": len(intake.changed), "same": intake.same}
    return orjson.dumps(told | {"missing": len(intake.missing), "refused": [asdict(each) for each in reading.refused]})

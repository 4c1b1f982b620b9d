"""`backrow import outbox`: what a tablet could not send."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import click
import orjson
from marshmallow import ValidationError

from server.api.bodies import parse
from server.api.problems import list_errors
from server.api.schemas.sync import MAX_PUSH_BYTES, Push
from server.cli.frame import Refusal, find_operator, opened_app
from server.cli.reading import read_text_file
from server.domain.json_values import Json, JsonObject
from server.domain.problems import Problem
from server.services.outbox_files import Imported, import_outbox
from server.services.sync import PushBody

# Forty full lessons of a thousand items.
MAX_BYTES = 64 * 1024**2


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help='Print {"author": name, "applied": 212, …}.')
def outbox(file: Path, as_json: bool) -> None:
    """Take in what a tablet saved as FILE because it could not send it (Sync, "Save as a file").

    The changes are taken as their author's own, with the numbers they were made under: importing a file twice, or what
    was sent in the meantime too, changes nothing. Who imported how much of whom is written to the audit table.

    \b
      backrow import outbox backrow-2026-11-22.json
    """
    bodies = _read_bodies(file, read_text_file(file, most=MAX_BYTES))
    with opened_app():
        told = import_outbox(bodies, find_operator(), now=datetime.now(UTC))
    click.echo(orjson.dumps({"author": told.name, **told.counts}) if as_json else _say(told))


def _read_bodies(file: Path, text: str) -> list[PushBody]:
    """Read the list of push bodies that the app writes, each checked as the address of push checks it."""
    try:
        listed = parse(text.encode()).value
    except Problem as problem:
        raise Refusal(f"{file}: not the outbox of a tablet. Name the file that the app saved.") from problem
    if not isinstance(listed, list) or not listed:
        raise Refusal(f"{file}: not the outbox of a tablet. Name the file that the app saved.")
    return [_read_body(file, place, body) for place, body in enumerate(listed, 1)]


def _read_body(file: Path, place: int, body: Json) -> PushBody:
    size = len(orjson.dumps(body))
    if size > MAX_PUSH_BYTES:
        raise Refusal(f"{file}: body {place}: larger than a push may be. Save the file anew in the app.")
    try:
        envelope = cast(JsonObject, Push().load(body))  # type: ignore[arg-type]
    except ValidationError as error:
        found = "; ".join(
            f"{each['at']}: {each['says']}" for each in cast(list[JsonObject], list_errors(error.messages))
        )
        raise Refusal(f"{file}: body {place}: {found} Save the file anew in the app.") from error
    envelope.pop("proto")
    return PushBody(**envelope, size=size)  # type: ignore[arg-type]


def _say(told: Imported) -> str:
    counts = told.counts
    words = [
        f"{told.name}: {sum(counts.values())} changes from {told.tablets} tablet{'s' if told.tablets > 1 else ''}.",
        f"{counts.get('applied', 0)} are new here, {counts.get('duplicate', 0)} had come before.",
    ]
    if counts.get("held"):
        words.append(f"{counts['held']} wait until their author may see what they belong to.")
    if counts.get("quarantined"):
        words.append(f"{counts['quarantined']} could not be applied; their author sees them and why.")
    return " ".join(words)

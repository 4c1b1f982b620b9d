"""`backrow quarantine`: changes of tablets that could not be applied; what they say is for their author alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import click
import orjson

from server.cli.frame import find_operator, opened_app
from server.domain.json_values import JsonObject
from server.services import quarantine as kept
from server.services.quarantine import REPLAYABLE, KeptAt


@click.group()
def quarantine() -> None:
    """Look after changes that could not be applied."""


@quarantine.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def list_(as_json: bool) -> None:
    """Say what is there, whose and why, the newest first; never what it says.

    \b
      backrow quarantine list
    """
    with opened_app():
        found = kept.list_all()
    for one in found:
        click.echo(orjson.dumps(_show(one)) if as_json else _write(one))
    if not found and not as_json:
        click.echo("Nothing is in quarantine.")


@quarantine.command()
@click.argument("names", nargs=-1, metavar="[ID_OR_HASH]...")
@click.option("--code", "codes", multiple=True, type=click.Choice(REPLAYABLE), help="Only these; may be given twice.")
@click.option("--json", "as_json", is_flag=True, help='Print {"applied": 3, …}.')
def replay(names: tuple[str, ...], codes: tuple[str, ...], as_json: bool) -> None:
    """Decide changes anew, all of them or those named, under their own ids and as their authors' own.

    After an upgrade that is done by itself (`backrow db upgrade`); after a right was granted, do it here. What cannot
    be applied today either stays, and nothing is applied twice.

    \b
      backrow quarantine replay --code forbidden
    """
    with opened_app():
        counts = kept.replay(find_operator(), now=datetime.now(UTC), codes=codes or REPLAYABLE, names=names)
    click.echo(orjson.dumps(dict(counts)) if as_json else f"Tried again: {say_counts(counts)}.")


@quarantine.command()
@click.argument("names", nargs=-1, required=True, metavar="ID_OR_HASH...")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(names: tuple[str, ...], yes: bool) -> None:
    """Forget for good what changes in quarantine say; their ids, numbers and hashes stay, so that they count as come.

    \b
      backrow quarantine erase 01985f0e-7c1a-7b3e-9d55-2f6d5c1f0a11
    """
    if not yes:
        click.confirm("The words cannot be brought back, except from a backup or the tablet. Erase them?", abort=True)
    with opened_app():
        count = kept.erase(find_operator(), names, now=datetime.now(UTC))
    click.echo(f"Erased the words of {count} change{'' if count == 1 else 's'}.")


def say_counts(counts: Mapping[str, int]) -> str:
    """Say how many changes became what."""
    words = {"applied": "applied", "held": "waiting for what they belong to", "quarantined": "kept in quarantine"}
    return ", ".join(f"{counts[status]} {said}" for status, said in words.items() if counts.get(status)) or "nothing"


def _show(one: KeptAt) -> JsonObject:
    change = one.change
    return {
        "district": one.district, "id": change.id, "sha256": change.sha256, "code": change.code, "by": change.by,
        "device": change.device, "n": change.n, "kind": kept.name_kind(change), "received_at": change.received_at,
        "bytes": None if change.raw is None else len(change.raw),
    }  # fmt: skip


def _write(one: KeptAt) -> str:
    change = one.change
    name = change.id or change.sha256
    return f"{change.received_at}  {change.code:15} {kept.name_kind(change) or '–':12} {name}  by {change.by}"

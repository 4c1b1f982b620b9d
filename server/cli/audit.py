"""`backrow audit`: who did what to the installation and to who may get in."""

from __future__ import annotations

import click
import orjson

from server.cli.frame import Refusal, opened_app
from server.domain.clock import is_date
from server.domain.json_values import JsonObject
from server.services.acts import Told, list_all_acts


@click.command()
@click.option("--since", default="", metavar="DATE", help="From that day on (UTC), such as 2026-11-01.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def audit(since: str, as_json: bool) -> None:
    """Print the audit, oldest first: acts with their figures, never content.

    Rows are only ever added: the database itself refuses to change or delete one.

    \b
      backrow audit
      backrow audit --since 2026-11-01 --json
    """
    if since and not is_date(since):
        raise Refusal(f"--since: {since!r} is no day. Write it like 2026-11-01")
    with opened_app():
        acts = list_all_acts(since=since)
    for told in acts:
        click.echo(orjson.dumps(_show(told)) if as_json else _write(told))


def _show(told: Told) -> JsonObject:
    return {"district": told.district, **told.act._asdict()}


def _write(told: Told) -> str:
    act = told.act
    figures = " ".join(f"{name}={value}" for name, value in act.told.items())
    return f"{act.at}  {act.act:24} about {act.about}  by {act.by}  {figures}".rstrip()

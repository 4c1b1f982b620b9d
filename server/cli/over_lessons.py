"""The measures of several observations together, as `backrow measures` prints them."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from server.cli.frame import Refusal
from server.domain.lessons import compute_over_lessons, shared_measures
from server.domain.picks import seconds
from server.domain.says import show_time
from server.domain.timeline import Timeline
from server.services.observations import Loaded


def print_over_lessons(
    all_loaded: Sequence[Loaded], timelines: Sequence[Timeline], language: str, *, as_json: bool
) -> None:
    """Print each measure as mean of lessons and pooled; refuses lessons of different protocols, and one named twice."""
    protocols = [loaded.protocol for loaded in all_loaded]
    ids = [loaded.id for loaded in all_loaded]
    if len({protocol["id"] for protocol in protocols}) > 1:
        names = ", ".join(sorted({protocol["id"] for protocol in protocols}))
        raise Refusal(f"these observations were taken with different protocols: {names}. Choose those of one.")
    if len(set(ids)) < len(ids):
        raise Refusal("an observation is named twice. Name each once.")
    shared = shared_measures(protocols)
    found = compute_over_lessons(list(zip(protocols, timelines, strict=True)), shared, language)
    left_out = sorted({each["id"] for protocol in protocols for each in protocol["measures"]} - set(found))
    observed_ms = sum(timeline.observed_ms for timeline in timelines)
    if as_json:
        head = {"observations": ids, "protocol": protocols[0]["id"], "observed_seconds": seconds(observed_ms)}
        click.echo(json.dumps({**head, "measures": found, "left_out": left_out}, ensure_ascii=False))
        return
    click.echo(f"{show_time(observed_ms)} observed in {len(ids)} lessons")
    for name, measured in found.items():
        click.echo(f"  {name:<24} {measured['mean_of_lessons']['says']}")
        click.echo(f"  {'':<24} {measured['pooled']['says']}")
    for name in left_out:
        click.echo(f"  {name:<24} left out: its definition differs between versions of the protocol", err=True)

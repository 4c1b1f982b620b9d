"""`backrow agreement`: how far observers of one lesson agree."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import click

from server.cli.frame import opened_app
from server.domain.agreement import Agreement, Disagreement, Settings, Value
from server.domain.agreement.figures import show_value
from server.domain.protocol import LANGUAGES
from server.domain.says import show_time
from server.services.agreement import Alignment, compare_observations

_SHOWN_DISAGREEMENTS = 20


class Seconds(click.ParamType[int]):
    """A length of time in seconds, decimals allowed, as milliseconds."""

    name = "seconds"

    def __init__(self, low_ms: int) -> None:
        self.low_ms = low_ms

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        try:
            number = float(str(value))
        except ValueError:
            number = -1
        # Not a number is in no range either.
        if not self.low_ms <= number * 1000 <= 3_600_000:
            self.fail(f"{value} is not a number of seconds from {self.low_ms / 1000:g} to 3600.", param, ctx)
        return round(number * 1000)


@click.command()
@click.argument("observations", metavar="OBSERVATION OBSERVATION…", nargs=-1, required=True)
@click.option("--step", "step_ms", type=Seconds(100), default=1000, help="From one compared moment to the next; 1.")
@click.option("--tolerance", "tolerance_ms", type=Seconds(0), default=2000, help="Between two taps of one event; 2.")
@click.option("--by-clock", is_flag=True, help="Count from the clock; else each lesson from its own start.")
@click.option("--language", default="en", type=click.Choice(LANGUAGES), show_default=True, help="Of the sentences.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def agreement(
    observations: tuple[str, ...], step_ms: int, tolerance_ms: int, by_clock: bool, language: str, as_json: bool
) -> None:
    """Compare OBSERVATIONS of one lesson by several observers, named by their ids.

    All were taken with one protocol. With more than two a figure is the mean over pairs of observers.

    \b
      backrow agreement 0198c0de-… 0198c0df-… --json
      backrow agreement 0198c0de-… 0198c0df-… --step 5 --tolerance 3
    """
    settings = Settings(step_ms=step_ms, tolerance_ms=tolerance_ms)
    align: Alignment = "clock" if by_clock else "start"
    with opened_app():
        now = datetime.now(UTC)
        found = compare_observations(observations, settings, align=align, language=language, now=now)
    if as_json:
        head = {"observations": observations, "aligned_by": align, "step_s": step_ms / 1000}
        click.echo(json.dumps({**head, "tolerance_s": tolerance_ms / 1000, **found}, ensure_ascii=False))
        return
    for line in _write_page(found, language):
        click.echo(line)


def _write_page(found: Agreement, language: str) -> Iterator[str]:
    yield f"{found['observers']} observers, {show_time(found['compared_seconds'] * 1000)} watched by all"
    yield from _write_figures(found["overall"], language)
    for code, figures in found["codes"].items():
        yield f"\n{code}"
        yield from _write_figures(figures, language)
    shown = found["disagreements"][:_SHOWN_DISAGREEMENTS]
    if shown:
        yield f"\n{len(found['disagreements'])} disagreements"
    yield from map(_write_disagreement, shown)
    if len(shown) < len(found["disagreements"]):
        yield "  … all of them with --json"


def _write_figures(figures: Mapping[str, Value], language: str) -> Iterator[str]:
    for name, figure in figures.items():
        shown = show_value(figure["value"], figure["unit"], language) or "–"
        yield f"  {name:<18} {shown:>6}  {figure['says']}"


def _write_disagreement(one: Disagreement) -> str:
    sides = [", ".join(map(str, said)) or "–" for said in one["said"]]
    place, other = (number + 1 for number in one["observers"])
    code = f"{one['code']}: " if one["kind"] == "score" else ""
    when = f"{show_time(one['start_ms'])}–{show_time(one['end_ms'])}"
    return f"  {when:<12} {code}observer {place}: {sides[0]} · observer {other}: {sides[1]}"

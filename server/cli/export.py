"""`backrow export`: observations as files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import click
import orjson

from server.cli.frame import Refusal, opened_app
from server.cli.writing import write_out
from server.domain.boris.write import Written, write_boris
from server.domain.protocol import LANGUAGES, hash_protocol
from server.domain.tidy import write_tidy
from server.domain.timeline import make_timeline
from server.services import exports, observations
from server.services.observations import Loaded

_output = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of the terminal."
)


class _Export(click.Group):
    """Takes an observation's id, or an option, where a command would stand, and means `evidence` by it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        names_command = args[:1] and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if names_command else ["evidence", *args])


@click.group(cls=_Export)
def export() -> None:
    """Write out observations: their evidence, tidy data, a BORIS project.

    \b
      backrow export 0198c0de-… --csv --output lesson.csv
      backrow export tidy 0198c0de-… 0198c0df-… --output lessons.csv
      backrow export boris 0198c0de-… --output lesson.boris
    """


@export.command()
@click.argument("observation")
@click.option("--json", "form", flag_value="json", default=True, help="All fields, as they are stored (default).")
@click.option("--csv", "form", flag_value="csv", help="One item a line, for a spreadsheet.")
@_output
def evidence(observation: str, form: Literal["json", "csv"], output: Path | None) -> None:
    """Write out the evidence of OBSERVATION, the id that `import timeline` prints and the app shows.

    \b
      backrow export 0198c0de-… --csv --output lesson.csv
      backrow export 0198c0de-… | jq '.evidence | length'
    """
    loaded = _load([observation])[0]
    if form == "csv":
        write_out(exports.export_csv(loaded), output)
        return
    write_out(orjson.dumps(exports.export_json(loaded), option=orjson.OPT_INDENT_2).decode() + "\n", output)


@export.command()
@click.argument("ids", metavar="OBSERVATION…", nargs=-1, required=True)
@click.option("--language", default="en", type=click.Choice(LANGUAGES), show_default=True, help="Of the labels.")
@_output
def tidy(ids: tuple[str, ...], language: str, output: Path | None) -> None:
    """Write tidy CSV: one row an event, span, mark, count, rating or note, times in seconds.

    \b
      backrow export tidy 0198c0de-… 0198c0df-… --output lessons.csv
    """
    lessons = {
        loaded.id: (loaded.protocol, make_timeline(loaded.protocol, loaded.fields, loaded.evidence, loaded.until_ms))
        for loaded in _load(ids)
    }
    write_out(write_tidy(lessons, language=language), output)


@export.command()
@click.argument("ids", metavar="OBSERVATION…", nargs=-1, required=True)
@_output
def boris(ids: tuple[str, ...], output: Path | None) -> None:
    """Write a BORIS project (format 7) of observations taken with one protocol version.

    What BORIS cannot hold is listed on stderr.

    \b
      backrow export boris 0198c0de-… --output lesson.boris
    """
    loaded = _load(ids)
    if len({hash_protocol(each.protocol) for each in loaded}) > 1:
        raise Refusal("the observations were taken with different protocol versions. Export them one by one.")
    names = _name_lessons(loaded)
    lessons = [_as_written(each, name) for each, name in zip(loaded, names, strict=True)]
    project, left_out = write_boris(loaded[0].protocol, lessons)
    write_out(orjson.dumps(project, option=orjson.OPT_INDENT_2).decode() + "\n", output)
    for what in left_out:
        click.echo(f"Left out: {what}.", err=True)


def _name_lessons(loaded: Sequence[Loaded]) -> list[str]:
    """Name each lesson by its title, and by its id too where a title is not its own."""
    titles = [str(each.fields.get("title") or "").strip() for each in loaded]
    return [
        title if title and titles.count(title) == 1 else f"{title} {each.id}".strip()
        for title, each in zip(titles, loaded, strict=True)
    ]


def _as_written(loaded: Loaded, name: str) -> Written:
    timeline = make_timeline(loaded.protocol, loaded.fields, loaded.evidence, loaded.until_ms)
    notes = str(loaded.fields.get("context_notes") or "")
    return Written(name, str(loaded.fields["started_at"]), loaded.until_ms, notes, timeline)


def _load(ids: Sequence[str]) -> list[Loaded]:
    now = datetime.now(UTC)
    with opened_app():
        return [observations.load_observation(id, now=now) for id in dict.fromkeys(ids)]

"""`backrow import boris`: a project of BORIS, with its ethogram and its observations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import orjson

from server.cli.frame import Refusal, opened_app
from server.cli.reading import read_text_file
from server.domain.boris.raw import MAX_BYTES, BorisError
from server.domain.boris.read import BorisLesson, BorisProject, read_boris
from server.domain.json_values import Json, JsonObject
from server.services.imports import import_lessons
from server.services.observations import Lesson, find_usual_pair


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--coach", metavar="E-MAIL", help="Whose observations they are; the district's first when absent.")
@click.option("--teacher", metavar="E-MAIL", help="Whose lessons they are; the district's first when absent.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made, by the project's own names.")
def boris(file: Path, coach: str | None, teacher: str | None, as_json: bool) -> None:
    """Bring in a BORIS project FILE (.boris, .boris.gz): its ethogram as a protocol, its observations as observations.

    Reads project formats 4 to 7. What cannot be carried is listed; a state without its partner is shown as open.
    Without --coach or --teacher it is the first whom the district has, and the command says who that is.

    \b
      backrow import boris lessons.boris --coach ana@example.org --teacher leo@example.org
    """
    try:
        found = read_boris(read_text_file(file, most=MAX_BYTES), Path(file.name.removesuffix(".gz")).stem)
    except BorisError as error:
        raise Refusal(f"{file}: {error}") from error
    now = datetime.now(UTC)
    with opened_app():
        pair = find_usual_pair(coach, teacher)
        lessons = [_make_lesson(found, lesson, now) for lesson in found.lessons]
        protocol, ids = import_lessons(*pair, found.protocol, lessons, now=now)
    named: dict[str, Json] = {lesson.name: id for lesson, id in zip(found.lessons, ids, strict=True)}
    told: JsonObject = {
        "protocol": protocol["id"],
        "version": protocol["version"],
        "codes": {**found.codes},
        "observations": named,
        "coach": pair[0].email,
        "teacher": pair[1].email,
        "left_out": [*found.left_out],
    }
    if coach is None or teacher is None:
        _say_whose(pair[0].email, pair[1].email)
    if as_json:
        click.echo(orjson.dumps(told))
        return
    click.echo(f"Protocol {protocol['id']}, version {protocol['version']}: {len(protocol['codes'])} codes.")
    click.echo(f"{len(named)} observations of {pair[0].email}, lessons of {pair[1].email}.")
    for what in found.left_out:
        click.echo(f"Left out: {what}.")
    for name, id in named.items():
        click.echo(f"{id}  {name}")


def _say_whose(coach: str, teacher: str) -> None:
    """Say on stderr who was taken, since somebody was not named."""
    whose = f"The observations are those of {coach}, the lessons those of {teacher}"
    click.echo(f"{whose}: without --coach or --teacher, the first of the district.", err=True)


def _make_lesson(found: BorisProject, lesson: BorisLesson, now: datetime) -> Lesson:
    started_at = lesson.started_at or now - timedelta(milliseconds=lesson.ended_ms)
    fields: JsonObject = {"title": lesson.name[:200] or "BORIS"}
    if lesson.not_observed:
        fields["pauses"] = [
            {"from_ms": start, "to_ms": end, "why": "not_observed"} for start, end in lesson.not_observed
        ]
    if lesson.context:
        fields["context"] = lesson.context
    if lesson.notes:
        fields["context_notes"] = lesson.notes
    return Lesson(found.protocol, started_at, lesson.ended_ms, lesson.evidence, fields)

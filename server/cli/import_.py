"""`backrow import`: bring lessons in that were observed with something else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import orjson

from server.cli.frame import Refusal, opened_app
from server.cli.import_boris import boris
from server.cli.import_codes import codes
from server.cli.import_outbox import outbox
from server.cli.import_staff import staff
from server.cli.import_standards import standards
from server.cli.reading import read_text_file
from server.domain.json_values import JsonObject
from server.domain.protocol import Protocol
from server.domain.timeline_files import TimelineFile, TimelineFileError, read_timeline_file
from server.services.observations import Lesson, add_observation, find_pair
from server.services.protocols import get_newest

_DATE_TIME = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"])


@click.group("import")
def import_() -> None:
    """Bring in lessons observed with something else, codes, standards, people, what a tablet could not send."""


import_.add_command(boris)
import_.add_command(codes)
import_.add_command(outbox)
import_.add_command(staff)
import_.add_command(standards)


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--protocol", "slug", required=True, help="A protocol of the district whose states exclude each other.")
@click.option("--coach", required=True, metavar="E-MAIL", help="Whose observation it is.")
@click.option("--teacher", required=True, metavar="E-MAIL", help="Whose lesson it is.")
@click.option(
    "--at", "at", type=_DATE_TIME, help="When the recording began (UTC); when absent, so that it ended just now."
)
@click.option("--title", help="Of the observation; the file's name when absent.")
@click.option("--json", "as_json", is_flag=True, help='Print {"observation": id, …}.')
def timeline(
    file: Path, slug: str, coach: str, teacher: str, at: datetime | None, title: str | None, as_json: bool
) -> None:
    """Make an observation from a timeline FILE: rows of hh:mm:ss,code and, if need be, a comment.

    From each row on the lesson is in that state, until the next row of its lane. NA is time that was not observed, END
    closes the lesson, a comment becomes a note. One bad row, and nothing is imported. The id of the observation is the
    last line printed.

    \b
      backrow import timeline lesson.csv --protocol fill-plus --coach ana@example.org --teacher leo@example.org
    """
    text = read_text_file(file)
    with opened_app():
        pair = find_pair(coach, teacher)
        protocol = get_newest(pair[0].space_id, slug)
        try:
            found = read_timeline_file(text, protocol)
        except TimelineFileError as error:
            raise Refusal(f"{file}: {error}") from error
        now = datetime.now(UTC)
        lesson = _make_lesson(protocol, found, _started_at(at, found, now), title or file.stem)
        id = add_observation(*pair, lesson, now=now)
    told: JsonObject = {"observation": id, "protocol": slug, "items": len(lesson.evidence), "ended_ms": found.ended_ms}
    if not as_json:
        click.echo(f"{len(found.starts)} states and {len(found.comments)} notes imported from {file}.")
    click.echo(orjson.dumps(told) if as_json else id)


def _started_at(at: datetime | None, found: TimelineFile, now: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at else now - timedelta(milliseconds=found.ended_ms)


def _make_lesson(protocol: Protocol, found: TimelineFile, started_at: datetime, title: str) -> Lesson:
    starts: list[JsonObject] = [{"t_ms": row.t_ms, "action": "start", "code": row.code} for row in found.starts]
    notes: list[JsonObject] = [{"t_ms": row.t_ms, "action": "note", "note": row.comment} for row in found.comments]
    pauses: list[JsonObject] = [
        {"from_ms": start, "to_ms": end, "why": "not_observed"} for start, end in found.not_observed
    ]
    fields: JsonObject = {"pauses": [*pauses], "title": title}
    evidence = sorted([*starts, *notes], key=lambda item: int(str(item["t_ms"])))
    return Lesson(protocol, started_at, found.ended_ms, evidence, fields)

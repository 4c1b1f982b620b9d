"""`backrow import`: bring lessons in that were observed with something else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import orjson

from server.cli.frame import Refusal, opened_app
from server.domain.json_values import JsonObject
from server.domain.protocol import Protocol
from server.domain.timeline_files import MAX_BYTES, TimelineFile, TimelineFileError, read_timeline_file
from server.services.observations import Lesson, add_observation, find_pair
from server.services.protocols import get_newest

_DATE_TIME = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"])


@click.group("import")
def import_() -> None:
    """Bring in lessons that were observed with something else."""


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

    From each row on the lesson is in that state. NA is time that was not observed, END closes the lesson, a comment
    becomes a note. One bad row, and nothing is imported. The id of the observation is the last line printed.

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


def read_text_file(file: Path) -> str:
    """Read a text file of at most 256 KiB; refuses in one line."""
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refusal(f"{file}: {error.strerror or error}. Name a file that can be read.") from error
    if len(data) > MAX_BYTES:
        raise Refusal(f"{file}: size: larger than 256 KiB. Import it in parts.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refusal(f"{file}: line {line}: not UTF-8. Save the file as UTF-8.") from error


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

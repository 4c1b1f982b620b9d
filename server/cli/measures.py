"""`backrow measures`: the numbers of one observation, or of several together."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import click

from server.cli.frame import opened_app
from server.cli.over_lessons import print_over_lessons
from server.domain.clip import clip_timeline
from server.domain.measures import Measures, compute_measures
from server.domain.noticings import find_noticings, say_noticing
from server.domain.protocol import LANGUAGES
from server.domain.ranges import touches
from server.domain.says import show_number, show_time
from server.domain.timeline import Timeline, make_timeline
from server.services.observations import Loaded, load_observation

_MINUTE = 60_000
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")


class LessonTime(click.ParamType[int]):
    """A moment of the lesson, MM:SS or HH:MM:SS, as milliseconds from its start."""

    name = "mm:ss"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        match = _CLOCK.fullmatch(str(value))
        if match is None:
            self.fail(f"{value} is not a moment of a lesson. Write MM:SS, for instance 07:30.", param, ctx)
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return ((hours * 60 + minutes) * 60 + seconds) * 1000


@click.command()
@click.argument("observations", metavar="OBSERVATION…", nargs=-1, required=True)
@click.option("--from", "from_ms", type=LessonTime(), help="Only from this moment on.")
@click.option("--to", "to_ms", type=LessonTime(), help="Only up to this moment.")
@click.option("--by-minute", is_flag=True, help="Once for each minute of the lesson as well.")
@click.option("--language", default="en", type=click.Choice(LANGUAGES), show_default=True, help="Of the sentences.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def measures(
    observations: tuple[str, ...],
    from_ms: int | None,
    to_ms: int | None,
    by_minute: bool,
    language: str,
    as_json: bool,
) -> None:
    """Compute the measures of an OBSERVATION, named by its id, and say what stands out in it.

    Of several observations with one protocol it gives each measure twice: as the mean of the lessons, and of all
    lessons taken as one.

    \b
      backrow measures 0198c0de-… --json
      backrow measures 0198c0de-… --from 10:00 --to 20:00
      backrow measures 0198c0de-… 0198c0df-… 0198c0e0-…
    """
    if by_minute and len(observations) > 1:
        raise click.UsageError("--by-minute is for one observation.")
    with opened_app():
        all_loaded = [load_observation(observation, now=datetime.now(UTC)) for observation in observations]
    timelines = [_clip(_read(loaded), from_ms, to_ms, loaded.until_ms) for loaded in all_loaded]
    if len(observations) > 1:
        print_over_lessons(all_loaded, timelines, language, as_json=as_json)
        return
    loaded, timeline = all_loaded[0], timelines[0]
    found = compute_measures(loaded.protocol, timeline, language)
    noticed = _notice(loaded, timeline, language)
    if as_json:
        head = {"observation": loaded.id, "protocol": loaded.protocol["id"]}
        minutes = {"minutes": _by_minute(loaded, timeline, language)} if by_minute else {}
        click.echo(json.dumps({**head, **found, "noticings": noticed, **minutes}, ensure_ascii=False))
        return
    _print(found, language)
    for noticing in noticed:
        click.echo(f"  {noticing['says']}")
    for minute in _by_minute(loaded, timeline, language) if by_minute else ():
        click.echo(f"\n{show_time(minute['from_ms'])}–{show_time(minute['to_ms'])}")
        _print(minute, language)


def _read(loaded: Loaded) -> Timeline:
    return make_timeline(loaded.protocol, loaded.fields, loaded.evidence, loaded.until_ms)


def _clip(timeline: Timeline, from_ms: int | None, to_ms: int | None, until_ms: int) -> Timeline:
    if from_ms is None and to_ms is None:
        return timeline
    window = (from_ms or 0, until_ms if to_ms is None else to_ms)
    if window[0] >= window[1]:
        raise click.UsageError("--from must be earlier than --to and than the end of the lesson.")
    return clip_timeline(timeline, window)


def _notice(loaded: Loaded, timeline: Timeline, language: str) -> list[dict[str, object]]:
    """Give what stands out in the lesson, or in the part of it that was asked for."""
    within = [item.record for item in loaded.evidence if touches(timeline.observed, item.t_ms)]
    starred = {row.id for row in loaded.rows if row.fields.get("starred") is True and not row.fields.get("retracted")}
    found = find_noticings(loaded.protocol, timeline, [record for record in within if record in starred])
    return [
        {
            "is": each.kind,
            **each.facts,
            "items": each.items,
            "says": say_noticing(loaded.protocol, each, language),
        }
        for each in found
    ]


class Minute(Measures):
    """The figures of one window of the lesson."""

    from_ms: int
    to_ms: int


def _by_minute(loaded: Loaded, timeline: Timeline, language: str) -> list[Minute]:
    rows: list[Minute] = []
    for start in range(0, loaded.until_ms, _MINUTE):
        window = (start, min(start + _MINUTE, loaded.until_ms))
        clipped = clip_timeline(timeline, window)
        if clipped.observed_ms:
            figures = compute_measures(loaded.protocol, clipped, language)
            rows.append({"from_ms": window[0], "to_ms": window[1], **figures})
    return rows


def _print(found: Measures, language: str) -> None:
    click.echo(f"{show_time(found['observed_seconds'] * 1000)} observed")
    for code, figures in found["codes"].items():
        told = [
            f"{name} {show_number(value, language)}"
            for name, value in figures.items()
            if isinstance(value, int | float)
        ]
        click.echo(f"  {code:<12} {', '.join(told)}")
    for name, measured in found["measures"].items():
        click.echo(f"  {name:<24} {measured['says']}")

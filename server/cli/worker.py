"""`backrow worker`: sends letters and push notices, for a server whose processes do not do it themselves."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from threading import Event
from types import FrameType

import click
import orjson

from server.app import create_app
from server.cli.frame import check_app, opened_app, prepare_keys, read_settings
from server.crew import Crew
from server.services import worker as sending

_LATE = 1


@click.command()
@click.option("--status", is_flag=True, help="Print what waits and leave; exit code 1 if something waits too long.")
@click.option("--json", "as_json", is_flag=True, help="With --status: print {waiting, late, sent, failed, oldest}.")
def worker(status: bool, as_json: bool) -> int:
    """Send what waits until SIGTERM or Ctrl-C; what is under way is ended first.

    `backrow serve` does this itself. Where several servers share a PostgreSQL database, set BACKROW_WORKER=apart for
    them and run this once or more beside them: nothing is sent by two.

    \b
      backrow worker
      backrow worker --status --json
    """
    if status:
        return _show_status(as_json=as_json)
    settings = read_settings()
    check_app(settings)
    prepare_keys(settings)
    leave = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: _set(leave, _frame))
    crew = Crew(create_app(settings))
    crew.start()
    click.echo("Backrow sends letters and notices until Ctrl-C.", err=True)
    leave.wait()
    crew.stop()
    return 0


def _set(leave: Event, _frame: FrameType | None) -> None:
    leave.set()


def _show_status(*, as_json: bool) -> int:
    with opened_app():
        counts = sending.count(now=datetime.now(UTC))
    if as_json:
        click.echo(orjson.dumps(counts._asdict()))
    else:
        click.echo(
            f"waiting {counts.waiting}, of them late {counts.late}; in the last week sent {counts.sent}, "
            f"given up {counts.failed}; the oldest was due at {counts.oldest or 'no time'}"
        )
    return _LATE if counts.late else 0

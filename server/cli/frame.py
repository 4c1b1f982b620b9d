"""What all commands share: the settings, the app behind them, and how a refusal is told in one line."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from server.app import create_app
from server.config import Settings, SettingsError
from server.domain.json_values import Json
from server.domain.problems import Problem
from server.outbound.vapid import KeyFileError, read_or_make_public_key
from server.services import installation, safety
from server.services.installation import DatabaseError

WRONG = 2
_INTERRUPTED = 130


class Refusal(click.ClickException):
    """A command cannot do what was asked; the message is one line, `file:line: rule. fix` where there is a file."""

    exit_code = WRONG


@contextmanager
def opened_app(*, makes_database: bool = False) -> Iterator[Flask]:
    """Give the app on its checked database; with `makes_database` one is made if there is none."""
    settings = read_settings()
    app = create_app(settings)
    with app.app_context():
        if makes_database:
            installation.prepare_database(settings.database_url)
        try:
            installation.check_installation(settings.database_url)
            yield app
        finally:
            installation.close_database()


def check_app(settings: Settings) -> None:
    """Make sure that the app would run on its database, and that its settings keep people safe."""
    safety.check_settings(settings, os.environ)
    with opened_app():
        safety.check_people(settings)


def prepare_keys(settings: Settings) -> None:
    """Make the pair for push notices at the first start, before several processes want it."""
    try:
        read_or_make_public_key(settings.data)
    except KeyFileError as error:
        raise Refusal(str(error)) from error


def find_operator() -> str:
    """Name whoever runs the command, for the audit; in a container nobody may have a name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"uid {os.getuid()}"


def read_settings() -> Settings:
    """Read the settings from the environment."""
    return Settings.from_environment(os.environ)


def run(command: click.Command, arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave: 0 when done, 2 with one line on stderr when refused, 130 when interrupted."""
    sys.exit(_run(lambda: command.main(arguments, prog_name="backrow", standalone_mode=False)))


def _run(work: Callable[[], object]) -> int:
    try:
        result = work()
    except click.UsageError as error:
        return _say(f"{error.format_message()}{_where_to_read(error)}")
    except click.ClickException as error:
        return _say(error.format_message(), code=error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except Problem as problem:
        return _say(_tell(problem))
    except (SettingsError, DatabaseError) as error:
        return _say(str(error))
    except OperationalError as error:
        return _say(f"DATABASE_URL: the database does not answer: {error.orig}")
    except BrokenPipeError:
        # Whoever read our output has read enough; the interpreter must not complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0


def _say(message: str, code: int = WRONG) -> int:
    click.echo(" ".join(message.split()), err=True)
    return code


def _tell(problem: Problem) -> str:
    errors = problem.extra.get("errors")
    found = [_tell_error(error) for error in errors] if isinstance(errors, list) else []
    return "; ".join([problem.detail or problem.title, *found])


def _tell_error(error: Json) -> str:
    return f"{error.get('at')}: {error.get('says')}" if isinstance(error, dict) else str(error)


def _where_to_read(error: click.UsageError) -> str:
    return f" See: {error.ctx.command_path} --help" if error.ctx else ""

"""`backrow user`: who may sign in."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click
import orjson

from server.cli.frame import Refusal, find_operator, opened_app
from server.domain.people import LANGUAGES, ROLES, Role
from server.services import factors, people
from server.services.passwords import make_password

_password_options = (
    click.option("--password-stdin", is_flag=True, help="Read the password from standard input."),
    click.option("--generate", is_flag=True, help="Make a password and print it."),
)


@click.group()
def user() -> None:
    """Add the people who may sign in, and end their sessions."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="How the person is shown to others.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="May be given twice.")
@click.option("--district", help="The district; made, with its protocol library, if there is none of that name.")
@click.option("--language", default="en", type=click.Choice(LANGUAGES), help="Of the app.", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
@_password_options[0]
@_password_options[1]
def add(
    email: str,
    name: str,
    roles: tuple[Role, ...],
    district: str | None,
    language: str,
    as_json: bool,
    password_stdin: bool,
    generate: bool,
) -> None:
    """Add a person who signs in as EMAIL.

    The password is asked for; without a terminal one is made and printed once. It has 12 to 128 characters of any kind.
    The first person's district is made on the way, and so is the database.

    \b
      backrow user add ana@example.org --name "Ana Ruiz" --role coach
      backrow user add sam@example.org --name "Sam Lee" --role administrator --role coach --district "North Valley"
      pass show ana | backrow user add ana@example.org --name "Ana Ruiz" --role teacher --password-stdin
    """
    password, is_made = _choose_password(from_stdin=password_stdin, generates=generate)
    newcomer = people.Newcomer(email, name, frozenset(roles), password, language)
    with opened_app(makes_database=True):
        added = people.add_user(newcomer, district=district, now=datetime.now(UTC))
    if as_json:
        shown = {"user": added.user_id, "space": added.space_id} | ({"password": password} if is_made else {})
        click.echo(orjson.dumps(shown))
        return
    if added.is_new_space:
        click.echo(f"Made the district {added.space_name} with its protocol library.")
    click.echo(f"Added {name} ({', '.join(roles)}), who signs in as {email}.")
    if is_made:
        click.echo(f"Password: {password}")


@user.command()
@click.argument("email")
@_password_options[0]
@_password_options[1]
def password(email: str, password_stdin: bool, generate: bool) -> None:
    """Give EMAIL another password; every session of the person ends.

    \b
      backrow user password ana@example.org
    """
    chosen, is_made = _choose_password(from_stdin=password_stdin, generates=generate)
    with opened_app():
        people.set_password(email, chosen, now=datetime.now(UTC))
    click.echo(f"Password: {chosen}" if is_made else f"{email} has another password.")


@user.command()
@click.argument("email")
@click.argument("to")
def email(email: str, to: str) -> None:
    """Let EMAIL sign in as TO from now on; every session and link of the person ends.

    Make sure that it is the person who asks. Nobody can do this from the app; it stands in `backrow audit`.

    \b
      backrow user email ana@example.org ana.ruiz@example.org
    """
    with opened_app():
        people.change_email(email, to, by=find_operator(), now=datetime.now(UTC))
    click.echo(f"{email} signs in as {to} now.")


@user.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Take EMAIL's way in; what the person recorded stays.

    \b
      backrow user deactivate ana@example.org
    """
    with opened_app():
        people.set_active(email, is_active=False, now=datetime.now(UTC))
    click.echo(f"{email} can no longer sign in.")


@user.command()
@click.argument("email")
def activate(email: str) -> None:
    """Give EMAIL the way in back.

    \b
      backrow user activate ana@example.org
    """
    with opened_app():
        people.set_active(email, is_active=True, now=datetime.now(UTC))
    click.echo(f"{email} can sign in.")


@user.command("forget-factors")
@click.argument("email")
def forget_factors(email: str) -> None:
    """Take every second factor of EMAIL, who lost them all, and end the person's sessions.

    Make sure that it is the person who asks. Nobody can do this from the app; it stands in `backrow audit`.

    \b
      backrow user forget-factors ana@example.org
    """
    with opened_app():
        count = factors.forget_factors(email, by=find_operator(), now=datetime.now(UTC))
    click.echo(f"{email} signs in without a second factor now; there {'was 1' if count == 1 else f'were {count}'}.")


def _choose_password(*, from_stdin: bool, generates: bool) -> tuple[str, bool]:
    """Give a password, and whether it was made here and must be shown."""
    if from_stdin and generates:
        raise Refusal("--password-stdin and --generate cannot both be. Leave one out")
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n"), False
    if generates or not sys.stdin.isatty():
        return make_password(), True
    return click.prompt("Password (12 characters or more)", hide_input=True, confirmation_prompt="Once more"), False

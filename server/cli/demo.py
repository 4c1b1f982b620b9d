"""`backrow demo`: a district to look at."""

import os
from dataclasses import replace
from datetime import datetime

import click
import orjson

from server.app import create_app
from server.cli.frame import opened_app, read_settings
from server.cli.processes import run_server
from server.services import demo as district
from server.services.safety import check_settings


@click.command()
@click.option("--no-serve", is_flag=True, help="Only make the district.")
@click.option("--json", "as_json", is_flag=True, help="Print {url, password, people}.")
def demo(no_serve: bool, as_json: bool) -> None:
    """Make a district with made-up people and simulated lessons, print its sign-ins, and serve it.

    Run again it keeps what is there, and moves plans that have passed to today. The password is known to everybody
    who reads this: never put a demo where others can reach it.

    \b
      backrow demo
      BACKROW_DATA=/tmp/try PORT=8001 backrow demo
      backrow demo --no-serve --json
    """
    settings = replace(read_settings(), is_demo=True)
    check_settings(settings, os.environ)
    with opened_app(makes_database=True):
        is_made = district.make_demo(now=datetime.now().astimezone())
    if as_json:
        click.echo(orjson.dumps(_list_sign_ins(settings.public_url)))
    else:
        click.echo(_tell_sign_ins(settings.public_url, is_made=is_made))
    if not no_serve:
        run_server(settings, lambda: create_app(settings))


def _list_sign_ins(url: str) -> dict[str, object]:
    people = [{"email": one.email, "name": one.name, "role": one.role} for one in district.PEOPLE]
    return {"url": url, "password": district.PASSWORD, "people": people}


def _tell_sign_ins(url: str, *, is_made: bool) -> str:
    rows = [f"  {one.email:24} {one.name:18} {one.role}" for one in district.PEOPLE]
    done = "Made" if is_made else "Found"
    head, foot = f"{done} the district {district.DISTRICT}.", f"  {url}   password: {district.PASSWORD}"
    return "\n".join([head, "", *rows, "", foot, ""])

"""`backrow import staff`: people from OneRoster or a table."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
import orjson

from server.api.staff_import import show_import
from server.cli.frame import Refusal, find_operator, opened_app, read_settings
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.domain.staff_files import Rule
from server.domain.staff_tables import MAX_BYTES, FileFault, Given
from server.services.people import get_account
from server.services.staff_import import Imported, Order, import_staff


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--as", "by", required=True, metavar="E-MAIL", help="The administrator in whose name it is done.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--invite", "invites", is_flag=True, help="Send each new person an invitation.")
@click.option("--deactivate-left", is_flag=True, help="Take the way in of those who came by such files and left.")
@click.option("--activate-returned", is_flag=True, help="Give it back to the deactivated who stand there again.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole report as JSON.")
def staff(
    files: tuple[Path, ...],
    by: str,
    dry_run: bool,
    invites: bool,
    deactivate_left: bool,
    activate_returned: bool,
    as_json: bool,
) -> None:
    """Bring people in from FILES: OneRoster 1.1 or 1.2 as a zip or as its CSV files, or a table of your own.

    The table has the columns name, email, role (coach, teacher, administrator; several by commas) and may have school
    and language. Importing again updates and never doubles. A row that does not fit is told and left out. Nobody is
    deactivated unless you say so.

    \b
      backrow import staff oneroster.zip --as sam@example.org --dry-run
      backrow import staff staff.csv --as sam@example.org --invite
    """
    given = [Given(file.name, _read(file)) for file in files]
    with opened_app():
        account = get_account(by)
        if not account.has_role("administrator") or not account.is_active:
            raise Refusal(f"{by} is no administrator. Name one with --as")
        who = SignedIn(account.user_id, account.space_id, frozenset({"administrator"}), "", find_operator(), "en")
        site, now = read_settings().public_url, datetime.now(UTC)
        plan = _try(who, Order(given), site, now).plan
        order = Order(
            given,
            dry_run,
            invites,
            frozenset(one.id for one in plan.left) if deactivate_left else (),
            frozenset(one.id for one in plan.returned) if activate_returned else (),
        )
        done = _try(who, order, site, now)
    if as_json:
        click.echo(orjson.dumps(show_import(done)))
        return
    _tell(done)


def _try(who: SignedIn, order: Order, site: str, now: datetime) -> Imported:
    try:
        return import_staff(who, order, site=site, now=now)
    except Problem as problem:
        fault = next((words for name, words in FAULTS.items() if name == problem.extra.get("fault")), None)
        if fault is None:
            raise
        raise Refusal(f"{problem.extra.get('file')}: {fault}") from problem


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise Refusal(f"{file}: is larger than {MAX_BYTES >> 20} MiB. Leave students out of the export")
        return file.read_bytes()
    except OSError as error:
        raise Refusal(f"{file}: cannot be read. {error.strerror}") from error


def _tell(done: Imported) -> None:
    plan = done.plan
    for one in plan.refused:
        click.echo(f"{one.file}:{one.line}: {RULES[one.rule]}{f' ({one.value})' if one.value else ''}", err=True)
    for role, count in sorted(done.passed_over.items()):
        click.echo(f"{count} rows of the role {role} are no coaches or teachers and were passed over.")
    changed = sum(bool(update.changes) for update in plan.updates)
    would = "Would add" if done.is_dry else "Added"
    click.echo(
        f"{would} {len(plan.adds)}, update {changed}, leave {plan.same} as they are; {len(plan.refused)} refused."
    )
    for person in plan.left:
        click.echo(f"Not in the files any more: {person.name} ({person.email})")
    for person in plan.returned:
        click.echo(f"Deactivated, and in the files again: {person.name} ({person.email})")


RULES: dict[Rule, str] = {
    "no_email": "there is no e-mail address. Add one, it is how people sign in",
    "bad_email": "this is no e-mail address. Correct it",
    "no_name": "there is no name. Add one",
    "bad_name": "a name has at most 200 characters and begins with no = + - @. Correct it",
    "bad_school": "a school's name has at most 200 characters and begins with no = + - @. Correct it",
    "no_role": "there is no role. Write coach, teacher or administrator",
    "unknown_role": "this is no role. Write coach, teacher or administrator",
    "unknown_language": "the app speaks en and es. Write one of these, or nothing",
    "twice": "this person stands in the files before. Keep one of the rows",
    "bad_row": "there are more cells than the head has. Put what holds a comma in quotes",
    "elsewhere": "this address has an account in another district. Use another one",
    "email_fixed": "this person has another address here, which only they can leave. Keep the one they sign in with",
}

FAULTS: dict[FileFault, str] = {
    "not_csv": "is no CSV file",
    "not_zip": "is no zip archive that can be opened",
    "encoding": "is neither UTF-8 nor UTF-16 nor Windows-1252. Save it as UTF-8",
    "too_large": "is too large. Leave students out of the export",
    "too_many_rows": "has too many rows. Leave students out of the export",
    "no_people": "names nobody: OneRoster has a users.csv, a table the columns name, email and role",
    "no_roles": "says no roles: add roles.csv (OneRoster 1.2)",
}

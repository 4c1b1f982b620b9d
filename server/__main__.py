"""The console command `backrow`, also `python -m server`."""

from typing import NoReturn

import click

from server.cli import (
    agreement,
    audit,
    backup,
    db,
    demo,
    export,
    import_,
    measures,
    openapi,
    protocols,
    quarantine,
    serve,
    user,
    vapid,
    worker,
)
from server.cli.frame import run


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="backrow", message="Backrow %(version)s")
def backrow() -> None:
    """Classroom observation on a tablet, offline all day.

    \b
    Look at it:            backrow demo
    Begin for real:        backrow user add ana@example.org --name "Ana Ruiz" --role coach
                           backrow serve
    Bring a lesson in:     backrow import timeline lesson.csv --protocol fill-plus --coach E-MAIL --teacher E-MAIL
    Take figures out:      backrow measures OBSERVATION --json
                           backrow agreement OBSERVATION OBSERVATION
                           backrow export OBSERVATION --csv

    \b
    Look after it:         backrow backup FILE
                           backrow audit
                           backrow quarantine list

    \b
    Settings are environment variables:
      BACKROW_DATA         folder of the database and the keys (./data)
      DATABASE_URL         postgresql://… instead of SQLite in that folder
      HOST, PORT           where to listen (127.0.0.1, 8000)
      BACKROW_PUBLIC_URL   what people type, such as https://coaching.example.org
      BACKROW_LOG          debug, info, warning or error (info)
      BACKROW_SMTP_URL     smtp://user:password@host:587 (STARTTLS) or smtps://…, for invitations and resets
      BACKROW_MAIL_FROM    the sender of those letters
      BACKROW_SECOND_FACTOR  administrators, everyone, or none where only this machine reaches the server
      BACKROW_OIDC_GOOGLE_CLIENT_ID, …_CLIENT_SECRET, …_ISSUER, …_NAME
                           sign-in by the district; MICROSOFT, CLEVER or any other word instead of GOOGLE
      BACKROW_WORKER       inside: the server sends letters and notices; apart: `backrow worker` does (inside)

    A command that refuses says why in one line on stderr and exits with 2.
    """


for command in (
    serve.serve,
    demo.demo,
    db.db,
    user.user,
    protocols.protocols,
    import_.import_,
    measures.measures,
    agreement.agreement,
    export.export,
    openapi.openapi,
    vapid.vapid,
    quarantine.quarantine,
    audit.audit,
    backup.backup,
    backup.restore,
    worker.worker,
):
    backrow.add_command(command)


def main() -> NoReturn:
    """Run the command that was typed."""
    run(backrow)


if __name__ == "__main__":
    main()

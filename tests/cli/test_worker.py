"""`backrow worker`: sends what waits beside a server that does not, and says how much that is."""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

from server.app import create_app
from server.config import Settings
from server.domain.letters import Letter
from server.services.letters import post_letter
from server.storage.db import db, in_transaction
from server.storage.spaces import find_spaces
from tests.cli.conftest import ROOT, Shell
from tests.mailbox import Mailbox, serve_mail


def put_down(shell: Shell, *, at: datetime) -> None:
    """Put a letter down at a time."""
    app = create_app(Settings.from_environment(shell.environment()))
    letter = Letter("tom@example.org", "Hello", "A link\n")
    with app.app_context():
        in_transaction(lambda connection: post_letter(connection, find_spaces(connection)[0].space_id, letter, now=at))
        db.engine.dispose()


def test_a_worker_sends_what_waits_and_ends_when_told_to(district: Shell) -> None:
    with serve_mail(Mailbox()) as mailbox:
        environment = district.environment(
            BACKROW_SMTP_URL=f"smtp://127.0.0.1:{mailbox.port}", BACKROW_MAIL_FROM="b@x.example"
        )
        put_down(district, at=datetime.now(UTC))
        process = subprocess.Popen(
            [sys.executable, "-m", "server", "worker"], env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        deadline = time.monotonic() + 30
        while not mailbox.letters and time.monotonic() < deadline:
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, "Traceback" in err) == (0, False), err
    assert len(mailbox.letters) == 1
    assert stat.S_IMODE((district.data / "vapid.pem").stat().st_mode) == 0o600


def test_the_status_counts_and_what_is_late_is_an_exit_code(district: Shell) -> None:
    before = json.loads(district.run("worker", "--status", "--json").out)
    put_down(district, at=datetime.now(UTC) - timedelta(hours=1))
    ran = district.run("worker", "--status", "--json")
    after = json.loads(ran.out)
    assert (ran.code, after["waiting"], after["late"]) == (1, before["waiting"] + 1, before["late"] + 1)
    assert "late 1" in district.run("worker", "--status").out


def test_a_worker_needs_a_database(shell: Shell) -> None:
    assert shell.run("worker").code == 2
    assert shell.run("worker", "--status").code == 2
    assert not shell.data.exists()

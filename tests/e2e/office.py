"""The office: a real server process with a data folder of its own, driven by the command `backrow`."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from server.app import create_app
from server.config import Settings
from server.domain.json_values import Json
from server.domain.people import Role
from server.services import installation
from server.services.people import Newcomer, add_user
from server.storage.db import db

COMMAND = Path(sys.executable).parent / "backrow"
SERVE = (str(COMMAND), "serve")
PASSWORD = "nine grey herons wade"
DISTRICT = "North Valley"
_START_S = 30


class Person(NamedTuple):
    email: str
    name: str
    role: Role
    also: tuple[Role, ...] = ()


@dataclass
class Office:
    """`stop` and `start` again on the same port stand for a network that goes and comes back."""

    data: Path
    port: int
    database_url: str = ""
    command: tuple[str, ...] = SERVE
    second_factor: str = "none"
    more: dict[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        return self.data / "serve.log"

    def run(self, *arguments: str) -> str:
        """Run `backrow` with these arguments and give what it prints; raises with its words if it refuses."""
        done = subprocess.run(
            [COMMAND, *arguments],
            env=self.environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        if done.returncode != 0:
            raise RuntimeError(f"backrow {' '.join(arguments)} → {done.returncode}: {done.stderr}")
        return done.stdout

    def refuses(self, *arguments: str) -> str:
        """Give the words with which `backrow` refuses these arguments."""
        try:
            printed = self.run(*arguments)
        except RuntimeError as refused:
            return str(refused)
        raise AssertionError(f"backrow {' '.join(arguments)} was not refused: {printed}")

    def change_password(self, email: str) -> str:
        """Give a person another password, which ends their sessions; gives the new one."""
        return self.run("user", "password", email, "--generate").removeprefix("Password: ").strip()

    def run_json(self, *arguments: str) -> Json:
        read: Json = json.loads(self.run(*arguments, "--json"))
        return read

    def enrol(self, people: Iterable[Person]) -> None:
        """Make the database and add people, in this process: a command for each would take seconds."""
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        settings = Settings.from_environment(self.environment)
        app = create_app(settings)
        with app.app_context():
            installation.prepare_database(settings.database_url)
            for email, name, role, also in people:
                newcomer = Newcomer(email, name, frozenset({role, *also}), PASSWORD)
                add_user(newcomer, district=DISTRICT, now=datetime.now(UTC))
            db.engine.dispose()

    def start(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + _START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start: {self.log.read_text('utf-8')[-2000:]}")
            time.sleep(0.1)

    def stop(self) -> None:
        """End the process and its workers, as an operator would; kill them if they do not go."""
        if self._process is None:
            return
        self._signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait()
        self._process = None

    def _signal(self, number: int) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, number)

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        database = {"DATABASE_URL": self.database_url} if self.database_url else {}
        return (
            kept
            | database
            | {
                "BACKROW_DATA": str(self.data),
                "PORT": str(self.port),
                "BACKROW_LOG": "warning",
                "BACKROW_SECOND_FACTOR": self.second_factor,
            }
            | self.more
        )


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port

"""The console command as a person runs it: its words, its output, its exit code."""

from __future__ import annotations

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from server.__main__ import backrow
from server.cli.frame import run

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Shell:
    """A folder for the data, and the command in it."""

    data: Path

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PORT", "HOST")}
        return kept | {"BACKROW_DATA": str(self.data)} | more

    def run(self, *arguments: str, stdin: str = "", **environment: str) -> Ran:
        """Run the command in this process, which spares the second that Python takes to load it."""
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(os, "environ", self.environment(**environment))
            patch.setattr(sys, "stdin", io.StringIO(stdin))
            with pytest.raises(SystemExit) as left:
                run(backrow, arguments)
        code = left.value.code
        return Ran(code if isinstance(code, int) else 0, _read(out), _read(err))


def _read(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A shell on a machine where Backrow has never run."""
    return Shell(tmp_path / "data")


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A shell on a machine with the demo district."""
    shell = Shell(tmp_path_factory.mktemp("district") / "data")
    made = shell.run("demo", "--no-serve")
    assert made.code == 0, made.err
    return shell

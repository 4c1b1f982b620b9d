"""BORIS's own functions as the judge, in a process and with libraries of their own (see the Makefile)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

_LIBRARIES = Path(sys.prefix) / "boris"
_JUDGE = Path(__file__).with_name("judge.py")


def ask_judge(project: Path, folder: Path, *, step_s: str = "") -> dict[str, Any]:
    """Let BORIS open a project: its time budget of each observation and, if there is a step, its kappa of each two.

    It opens a copy in `folder`: beside a project of an older format BORIS leaves a copy of its own.
    """
    copy = folder / "project.boris"
    copy.write_bytes(project.read_bytes())
    ran = subprocess.run(
        [sys.executable, _JUDGE, _LIBRARIES, copy, step_s],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return cast(dict[str, Any], json.loads(ran.stdout))

"""What the page of threats says that holds is held by the tests that it names."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "server" / "THREATS.md").read_text("utf-8")
HOLDS = PAGE[PAGE.index("## What holds") : PAGE.index("## Not covered")]
_NAMED = re.compile(r"`(\w+/test_\w+)::(test_\w+)`")


def test_every_line_of_what_holds_names_a_test() -> None:
    rows = [line for line in HOLDS.splitlines() if line.startswith("| ") and "| shown by |" not in line]
    assert len(rows) > 30
    assert [row for row in rows if not _NAMED.search(row)] == []


def test_every_test_that_is_named_is_there() -> None:
    named = set(_NAMED.findall(HOLDS))
    assert len(named) > 60
    missing = [
        f"{file}::{test}"
        for file, test in sorted(named)
        if f"def {test}(" not in (ROOT / "tests" / f"{file}.py").read_text("utf-8")
    ]
    assert missing == []

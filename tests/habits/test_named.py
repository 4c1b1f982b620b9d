"""What the pages of threats and of sync's rules say that holds is held by the tests that they name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
THREATS = (ROOT / "server" / "THREATS.md").read_text("utf-8")
HOLDS = THREATS[THREATS.index("## What holds") : THREATS.index("## Not covered")]
RULES = (ROOT / "tests" / "proof" / "RULES.md").read_text("utf-8")
# A test of ours, and one of the app by its title.
_NAMED = re.compile(r"`(\w+/test_\w+)::(test_\w+)`")
_TITLED = re.compile(r"`(\w+/[\w.-]+\.test)` “([^”]+)”")


@pytest.mark.parametrize("page", [HOLDS, RULES], ids=["threats", "rules"])
def test_every_line_of_what_holds_names_a_test(page: str) -> None:
    rows = [line for line in page.splitlines() if line.startswith("| ") and "| shown by |" not in line]
    assert len(rows) > 30
    assert [row for row in rows if not _NAMED.search(row) and not _TITLED.search(row)] == []


@pytest.mark.parametrize("page", [HOLDS, RULES], ids=["threats", "rules"])
def test_every_test_that_is_named_is_there(page: str) -> None:
    named = set(_NAMED.findall(page))
    assert len(named) > 60
    missing = [
        f"{file}::{test}"
        for file, test in sorted(named)
        if f"def {test}(" not in (ROOT / "tests" / f"{file}.py").read_text("utf-8")
    ]
    missing += [
        f"{file} {title}"
        for file, title in sorted(set(_TITLED.findall(page)))
        if f"'{title}'" not in (ROOT / "pwa" / "src" / f"{file}.ts").read_text("utf-8")
    ]
    assert missing == []

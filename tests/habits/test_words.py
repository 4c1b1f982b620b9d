"""Habits of the house that no linter holds: no stray words, nothing left for later, files of a readable length."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_GENERATED = ("pwa/src/generated/", "package-lock.json", "requirements.lock", "LICENSE")
_TEXT = {".py", ".pyi", ".ts", ".svelte", ".mjs", ".js", ".css", ".toml", ".md", ".html", ".json", ""}
# Written in halves, so that this file passes its own test.
_LEFT_FOR_LATER = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX:", r"\bHACK\b", "@ts-" + "ignore")))
_SKIPPED = re.compile(r"pytest\.(skip|importorskip|mark\.(skip|skipif|xfail))|\.(skip|todo|only)\(")
_SWALLOWED = re.compile(r"except Exception\b|except:|catch\s*(\([^)]*\))?\s*\{\s*\}")
# We aim for 120 lines and split along a noun past 250; here nothing goes.
_LONGEST = 320


@cache
def files() -> tuple[Path, ...]:
    """List the files that are ours: those that git keeps and nobody generates."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    names = [name for name in listed.stdout.split("\0") if name and not name.endswith(_GENERATED)]
    ours = [ROOT / name for name in names if not name.startswith(_GENERATED) and Path(name).suffix in _TEXT]
    return tuple(file for file in ours if file.is_file())


def find(pattern: re.Pattern[str], *suffixes: str) -> list[str]:
    """Say where a pattern stands, as file:line."""
    places = []
    for file in files():
        if (suffixes and file.suffix not in suffixes) or file == Path(__file__):
            continue
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if pattern.search(line):
                places.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    return places


def test_nothing_is_left_for_later() -> None:
    assert find(_LEFT_FOR_LATER) == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    assert find(_SKIPPED, ".py", ".ts") == []


def test_no_error_is_swallowed() -> None:
    assert find(_SWALLOWED, ".py", ".ts", ".svelte", ".mjs") == []


def test_code_files_stay_readable() -> None:
    code = [file for file in files() if file.suffix in (".py", ".ts", ".svelte") and not _is_test(file)]
    lengths = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in code}
    long = {name: length for name, length in lengths.items() if length > _LONGEST and name not in _LONG_FOR_A_REASON}
    assert long == {}


def _is_test(file: Path) -> bool:
    return "tests" in file.parts or ".test." in file.name


# Why each of them is longer than it should be.
_LONG_FOR_A_REASON = {
    "server/domain/protocol.py": "the whole shape of a protocol, one type after the other",
}

"""Lessons of 1,000 items in the browser at a quarter of the processor's speed: their figures, and their agreement."""

from __future__ import annotations

import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import TypedDict

import orjson
from playwright.sync_api import Page

from server.domain.json_values import JsonObject
from server.domain.protocol import Protocol
from server.domain.simulate import simulate_lesson
from server.services.protocols import get_library_protocol
from tests.bench.bare import served_bare_page
from tests.bench.figures import Figure
from tests.e2e.tablet import Tablet

THROTTLING = 4
ITEMS = 1_000
_LENGTH_MS = 60 * 60_000
_TURNS = 3
# The most measures over the longest records: states, pairs of states, tracks side by side, chains, intervals.
_PROTOCOLS = ("fill-plus", "flanders", "lesson-structure", "co-teaching", "behaviour-abc", "on-task-intervals")
_HERE = Path(__file__).parent
_PWA = _HERE.parents[1] / "pwa"


class _Times(TypedDict):
    """Milliseconds; `floor` is what reading the same lessons as JSON takes."""

    floor: float
    timeline: float
    measures: float
    agreement: float


def measure_core(tablet: Tablet, folder: Path) -> Iterator[Figure]:
    """Give what the slowest of some protocols takes, each in a page of its own, where nothing is warm."""
    _bundle(folder / "core.js")
    with served_bare_page() as url:
        page = tablet.open_blank()
        tablet.devtools().send("Emulation.setCPUThrottlingRate", {"rate": THROTTLING})
        times = {id: _measure(page, url, folder, get_library_protocol(id)) for id in _PROTOCOLS}
        tablet.close()
    yield _slowest(times, "measures", f"all measures of {ITEMS:,} items", "≤ 20 ms")
    yield _slowest(
        times, "agreement", f"agreement of two times {ITEMS:,} items, 60 minutes in steps of 1 s", "≤ 200 ms"
    )


def _slowest(times: dict[str, _Times], name: str, what: str, aim: str) -> Figure:
    taken = {id: one["measures"] if name == "measures" else one["agreement"] for id, one in times.items()}
    slowest = max(taken, key=lambda id: taken[id])
    middle = statistics.median(taken.values())
    said = f"{what}, {THROTTLING}× slower, the slowest ({slowest}; median {middle:.0f} ms)"
    return Figure(said, taken[slowest], "ms", floor=times[slowest]["floor"], aim=aim)


def _bundle(output: Path) -> None:
    rolldown, entry = _PWA / "node_modules" / ".bin" / "rolldown", _HERE / "core.mjs"
    options = ("--file", str(output), "--format", "iife", "--name", "core", "--minify")
    subprocess.run([str(rolldown), str(entry), *options], cwd=_PWA, check=True, capture_output=True)


def _measure(page: Page, url: str, folder: Path, protocol: Protocol) -> _Times:
    """Take the median of a few pages for each of the times."""
    text = orjson.dumps({"protocol": protocol, "lessons": _make_lessons(protocol), "until_ms": _LENGTH_MS}).decode()
    found: list[_Times] = []
    for _ in range(_TURNS):
        page.goto(url)
        page.add_script_tag(path=folder / "core.js")
        page.add_script_tag(path=_HERE / "core.js")
        found.append(page.evaluate("(text) => measure(text)", text))
    return {
        "floor": statistics.median(one["floor"] for one in found),
        "timeline": statistics.median(one["timeline"] for one in found),
        "measures": statistics.median(one["measures"] for one in found),
        "agreement": statistics.median(one["agreement"] for one in found),
    }


def _make_lessons(protocol: Protocol) -> list[list[JsonObject]]:
    """Make what one observer recorded, and a second one who misses every seventh item and is a little late."""
    items = _make_items(protocol)
    late = [{**item, "t_ms": int(str(item["t_ms"])) + 700} for place, item in enumerate(items) if place % 7]
    return [[{"record": f"{place:05}", "fields": item} for place, item in enumerate(one)] for one in (items, late)]


def _make_items(protocol: Protocol) -> list[JsonObject]:
    """Lay simulated lessons over each other until there are enough items, and take as many evenly."""
    items: list[JsonObject] = []
    for seed in range(1, ITEMS):
        items += simulate_lesson(protocol, _LENGTH_MS, Random(seed))
        if len(items) >= ITEMS:
            break
    items.sort(key=lambda item: int(str(item["t_ms"])))
    return [items[place * len(items) // ITEMS] for place in range(ITEMS)]

"""From the touch to the painted key and to the durable item, at a quarter of the processor's speed."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from playwright.sync_api import Locator

from tests.bench.bare import served_bare_page
from tests.bench.figures import Figure
from tests.e2e import screens
from tests.e2e.people import TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import Tablet, middle, wait_until

THROTTLING = 4
TAPS = 60
# Events with details, and states that run together; fill-plus has states one at a time.
OTHERS = ("opportunities-praise", "co-teaching")
PROBE = Path(__file__).with_name("probe.js").read_text("utf-8")
_REST_MS = 60


class _Tap(TypedDict):
    at: float
    painted: float | None
    durable: float | None


@dataclass(frozen=True)
class Latency:
    """The 95th percentiles of many taps, in milliseconds."""

    painted: float
    durable: float


def measure_bare(tablet: Tablet, count: int = TAPS) -> Latency:
    """Measure the floor: the same taps on a bare page."""
    with served_bare_page() as url:
        page = tablet.open_blank()
        page.add_init_script(PROBE)
        page.goto(url)
        page.locator("body[data-ready]").wait_for()
        latency = measure_taps(tablet, [key(page, "AD"), key(page, "LT")], count)
        tablet.close()
    return latency


def measure_taps(tablet: Tablet, keys: Sequence[Locator], count: int = TAPS) -> Latency:
    """Tap the keys in turn, each tap when the one before it is durable."""
    page = tablet.page
    devtools = tablet.devtools()
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLING})
    page.evaluate("window.probe.taps = []")
    for turn in range(count):
        tablet.touch_key(keys[turn % len(keys)])
        wait_until(lambda: _is_done(tablet), "a tap to be painted and durable")
        page.wait_for_timeout(_REST_MS)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    devtools.detach()
    taps: list[_Tap] = page.evaluate("window.probe.taps")
    if len(taps) != count:
        raise RuntimeError(f"{count} touches made {len(taps)} taps")
    return Latency(_percentile([tap["painted"] for tap in taps]), _percentile([tap["durable"] for tap in taps]))


def fill_lesson(tablet: Tablet, items: int, codes: Sequence[str]) -> None:
    """Tap until the running lesson has so many items, as fast as touches can be sent."""
    page = tablet.page
    made = int(page.get_by_test_id("safe").get_attribute("data-items") or "0")
    points = [middle(key(page, code)) for code in codes]
    for turn in range(items - made):
        page.touchscreen.tap(*points[turn % 2])
    screens.wait_until_safe(tablet, items)


def measure_pad(tablet: Tablet, bare: Tablet) -> Iterator[Figure]:
    """Give the figures of lessons with few and with many items, each beside a floor of the same minute.

    The last lesson stays open; `bare` is a tablet that has a network.
    """
    tablet.open_blank().add_init_script(PROBE)
    tablet.page.goto(tablet.base_url)
    for protocol in OTHERS:
        codes = _start(tablet, protocol)
        yield from _measure_at(tablet, bare, 1_000, protocol, codes)
        screens.end_lesson(tablet)
        tablet.page.goto(tablet.base_url)
    codes = _start(tablet, "fill-plus")
    for items in (10, 1_000):
        yield from _measure_at(tablet, bare, items, "fill-plus", codes)


def _start(tablet: Tablet, protocol: str) -> list[str]:
    """Start a lesson, and give the codes of its keys."""
    screens.start_lesson(tablet, teacher=TILDA.name, protocol=protocol)
    return [str(one.get_attribute("data-code")) for one in tablet.page.locator("button[data-code]").all()]


def _measure_at(tablet: Tablet, bare: Tablet, items: int, protocol: str, codes: Sequence[str]) -> Iterator[Figure]:
    fill_lesson(tablet, items - TAPS if items > TAPS else items, codes[:2])
    floor = measure_bare(bare)
    latency = measure_taps(tablet, [key(tablet.page, code) for code in codes[2:4]])
    what = f"tap → {{}}, p95, {protocol}, {items:,} items, {THROTTLING}× slower"
    yield Figure(what.format("painted"), latency.painted, "ms", floor=floor.painted, aim="≤ 1.25 × a bare put")
    yield Figure(what.format("durable"), latency.durable, "ms", floor=floor.durable, aim="≤ 1.25 × a bare put")


def _is_done(tablet: Tablet) -> bool:
    last: _Tap | None = tablet.page.evaluate("window.probe.taps.at(-1) ?? null")
    return last is not None and last["painted"] is not None and last["durable"] is not None


def _percentile(values: Sequence[float | None]) -> float:
    return statistics.quantiles([value for value in values if value is not None], n=20)[-1]

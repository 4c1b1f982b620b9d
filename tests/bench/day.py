"""A day of 1,600 changes sent over a school's link: 100 ms and 5 Mbit/s."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from playwright.sync_api import Request, expect

from tests.bench.figures import Figure
from tests.bench.taps import fill_lesson
from tests.e2e import screens
from tests.e2e.office import Office
from tests.e2e.tablet import Tablet

CHANGES = 1_600
_LATENCY_MS = 100
_BYTES_PER_SECOND = 5_000_000 / 8


class _Timing(TypedDict):
    start: float
    end: float


def measure_day(tablet: Tablet, office: Office) -> Iterator[Figure]:
    """Fill the open lesson up to a day's changes and send it all; the tablet must be offline."""
    # The visit itself is one change, its end another.
    fill_lesson(tablet, CHANGES - 2, ("LT", "SD"))
    screens.end_lesson(tablet)
    tablet.touch(tablet.page.get_by_test_id("to-review"))
    _open_link(tablet, office)
    pushes: list[Request] = []
    # One that finds the office still away is no part of the way of a day.
    tablet.page.on("requestfinished", lambda asked: pushes.append(asked) if "/sync/push" in asked.url else None)
    tablet.page.evaluate("performance.clearResourceTimings()")
    tablet.touch(tablet.page.get_by_test_id("send-now"))
    screens.wait_for_sync(tablet)
    timings: list[_Timing] = tablet.page.evaluate(
        """performance.getEntriesByType('resource')
           .filter(({ name, responseStatus }) => name.includes('/sync/push') && responseStatus === 200)
           .map(({ startTime, responseEnd }) => ({ start: startTime, end: responseEnd }))"""
    )
    sent = sum(int(push.all_headers()["content-length"]) for push in pushes)
    seconds = (max(one["end"] for one in timings) - min(one["start"] for one in timings)) / 1000
    link = f"{_LATENCY_MS} ms and 5 Mbit/s"
    yield Figure(f"push of {CHANGES:,} changes, bytes each", sent / CHANGES, "B", aim="≤ 60 B, better 40 B")
    yield Figure(f"push of {CHANGES:,} changes, requests", len(pushes), "requests", aim="one per 1,000")
    floor = len(pushes) * _LATENCY_MS / 1000 + sent / _BYTES_PER_SECOND
    yield Figure(f"push of {CHANGES:,} changes over {link}", seconds, "s", floor=floor, aim="≤ 0.8 s")


def _open_link(tablet: Tablet, office: Office) -> None:
    """Put the link under the tablet while the office is away, so that nothing is sent before it is slow."""
    office.stop()
    tablet.go_online()
    conditions = {
        "offline": False,
        "latency": _LATENCY_MS,
        "downloadThroughput": _BYTES_PER_SECOND,
        "uploadThroughput": _BYTES_PER_SECOND,
    }
    tablet.devtools().send("Network.emulateNetworkConditions", conditions)
    tablet.touch(tablet.page.get_by_test_id("sync-badge"))
    expect(tablet.page.get_by_test_id("sync-badge")).to_contain_text("No network")
    office.start()

"""The start of the app: how long with no network, and how much JavaScript."""

from __future__ import annotations

import gzip
import statistics
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.bare import served_bare_page
from tests.bench.figures import Figure
from tests.e2e import screens
from tests.e2e.people import MARTA, TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import Tablet

THROTTLING = 6
STARTS = 3
DIST = Path(__file__).parents[2] / "pwa" / "dist"
# Milliseconds from the beginning of the navigation until the first key was painted.
_FIRST_KEY = """
window.firstKey = null;
const seen = new MutationObserver(() => {
  if (document.querySelector('[data-testid="key"]:not(:disabled)') === null) return;
  seen.disconnect();
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => (window.firstKey = performance.now());
    channel.port2.postMessage(null);
  });
});
seen.observe(document, { subtree: true, childList: true });
"""


def measure_sizes(tablet: Tablet) -> Iterator[Figure]:
    """Give the size of what the sign-in screen loads, and prepare the tablet for the day."""
    tablet.open()
    tablet.page.locator('input[name="email"]').wait_for()
    yield Figure("JavaScript of the first screen (sign-in), gzip", _script_kb(tablet), "kB", aim="≤ 80 kB")
    screens.prepare_for_the_day(tablet, MARTA.email)


def measure_start(tablet: Tablet) -> Iterator[Figure]:
    """Give the time of a cold start with no network to a key that can be tapped; the tablet must be offline."""
    tablet.open()
    lesson = screens.start_lesson(tablet, teacher=TILDA.name, protocol="fill-plus")
    tablet.touch_key(key(tablet.page, "LT"))
    screens.wait_until_safe(tablet, 1)
    with served_bare_page() as bare:
        tablet.go_online()
        tablet.page.goto(bare)
        screens.wait_for_worker(tablet)
        tablet.close()
        tablet.go_offline()
        floor = [_start(tablet, f"{bare}/") for _ in range(STARTS)]
    took = [_start(tablet, f"{tablet.base_url}/lesson/{lesson}") for _ in range(STARTS)]
    what = f"cold start offline → a key to tap, {THROTTLING}× slower"
    yield Figure(what, statistics.median(took), "s", floor=statistics.median(floor), aim="≤ 1.5 s")
    tablet.open(f"/lesson/{lesson}")
    tablet.page.get_by_test_id("pad").wait_for()
    yield Figure("JavaScript of a start in a lesson, gzip", _script_kb(tablet), "kB")
    screens.end_lesson(tablet)
    tablet.close()


def _start(tablet: Tablet, url: str) -> float:
    """Start the browser anew and open a page; gives the seconds to its first painted key."""
    page = tablet.open_blank()
    page.add_init_script(_FIRST_KEY)
    tablet.devtools().send("Emulation.setCPUThrottlingRate", {"rate": THROTTLING})
    page.goto(url)
    key(page, "LT").wait_for()
    page.wait_for_timeout(500)
    seconds = float(page.evaluate("window.firstKey")) / 1000
    tablet.close()
    return seconds


def _script_kb(tablet: Tablet) -> float:
    """The gzipped size of all scripts that the page has loaded so far."""
    names: list[str] = tablet.page.evaluate(
        "performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => name.endsWith('.js'))"
    )
    files = {DIST / urlsplit(name).path.lstrip("/") for name in names if not name.endswith("/sw.js")}
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files) / 1000

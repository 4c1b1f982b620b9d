"""The review of a lesson of 1,000 items: from the touch on the visit to its painted timeline."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.bench.figures import Figure
from tests.e2e import screens, visits
from tests.e2e.office import PASSWORD, Office
from tests.e2e.people import MARTA, TILDA
from tests.e2e.tablet import Tablet, wait_until

THROTTLING = 4
ITEMS = 1_000
_TURNS = 7
# Milliseconds from the finger on the visit until the timeline with all its marks was painted.
_WATCH = """
window.painted = null;
let from = null;
addEventListener('pointerdown', (event) => (from ??= event.timeStamp), { capture: true, once: true });
const seen = new MutationObserver(() => {
  if (document.querySelector('[data-testid="ribbon"] path.stretch[d^="M"]') === null) return;
  seen.disconnect();
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => (window.painted = performance.now() - from);
    channel.port2.postMessage(null);
  });
});
seen.observe(document, { subtree: true, childList: true, attributes: true });
"""


def measure_review(tablet: Tablet, office: Office) -> Iterator[Figure]:
    """Give the time to the first paint in an app that has just started, offline, and in one that was there before."""
    observation = _observe(office)
    tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    tablet.go_offline()
    first, again = zip(*(_open_twice(tablet, observation) for _ in range(_TURNS)), strict=True)
    tablet.close()
    what = f"touch on a visit → review of {ITEMS:,} items painted, {THROTTLING}× slower, {{}}"
    yield Figure(what.format("again"), statistics.median(again), "ms", aim="≤ 200 ms")
    yield Figure(what.format("for the first time since the start"), statistics.median(first), "ms", aim="≤ 200 ms")


def _observe(office: Office) -> str:
    """Bring a visit from another tablet of the coach; gives the observation's id."""
    other = visits.sign_in(office.url, MARTA.email, PASSWORD)
    observation = visits.visit(other, visits.find(other, "person", name=TILDA.name), ITEMS)
    other.sync()
    return observation


def _open_twice(tablet: Tablet, observation: str) -> tuple[float, float]:
    """Start the app anew and open the review from Today, twice."""
    page = tablet.page
    page.goto(tablet.base_url)
    first = _open(tablet, observation)
    tablet.touch(page.locator('nav a[href="/"]'))
    return first, _open(tablet, observation)


def _open(tablet: Tablet, observation: str) -> float:
    page = tablet.page
    link = page.locator(f'[data-testid="visit"][data-observation="{observation}"] a')
    expect(link).to_be_visible()
    page.wait_for_timeout(800)
    devtools = tablet.devtools()
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLING})
    page.evaluate(_WATCH)
    tablet.touch_key(link)
    wait_until(lambda: _painted(page) is not None, "the review to be painted")
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    devtools.detach()
    return _painted(page) or 0.0


def _painted(page: Page) -> float | None:
    painted: float | None = page.evaluate("window.painted")
    return painted

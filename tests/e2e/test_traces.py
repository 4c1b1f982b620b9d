"""What a day leaves where others may look: titles, addresses, the history, caches and small storage name nobody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import screens
from tests.e2e.people import MARTA, TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import Tablet

pytestmark = pytest.mark.browser

SCREENS = ("/", "/coaching", "/new", "/sync", "/notices", "/log", "/journal", "/settings", "/account", "/check")
READ_CACHES = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      found.push(request.url, await response.text());
    }
  }
  return found;
}"""
# Who is signed in stands in small storage, so that the app opens with no network; nobody else does.
READ_SMALL = """
  Object.entries(localStorage).filter(([name]) => name !== 'backrow.session').join(' ') + JSON.stringify(sessionStorage)
"""


def test_a_day_leaves_nobodys_name_in_titles_addresses_caches_or_small_storage(tablet: Tablet) -> None:
    page = tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    traces: list[str] = []
    lesson = screens.start_lesson(tablet, teacher=TILDA.name, protocol="fill-plus")
    tablet.touch_key(key(page, "LT"))
    screens.wait_until_safe(tablet, 1)
    traces += look(page)
    screens.end_lesson(tablet)
    for path in (*SCREENS, f"/review/{lesson}", f"/share/{lesson}"):
        page.goto(tablet.base_url + path)
        expect(page.locator("h1").first).to_be_visible()
        traces += look(page)
    caches = page.evaluate(READ_CACHES)
    assert len(caches) > 100, "no cache was looked at"
    whole = "\n".join([*traces, *caches, page.evaluate(READ_SMALL)])
    assert [name for name in (TILDA.name, MARTA.name, TILDA.email, MARTA.email) if name in whole] == []


def look(page: Page) -> list[str]:
    return [page.title(), page.url, page.evaluate("JSON.stringify(history.state)")]

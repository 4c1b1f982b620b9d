"""Closed work older than 90 days: its evidence is at the office only, and no number is made without it in silence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e import disk, screens, visits
from tests.e2e.office import PASSWORD, Office
from tests.e2e.people import MARTA, TILDA
from tests.e2e.tablet import Tablet
from tests.e2e.test_screens import VIEWS, Looker

pytestmark = pytest.mark.browser

ITEMS = 12
WAIT_MS = 30_000


def count_here(tablet: Tablet, observation: str) -> int:
    """Count the evidence of one lesson in both copies of what the office has."""
    rows = [row for place in disk.read_stores(tablet, "rows_a", "rows_b").values() for row in place]
    return sum(row["kind"] == "evidence" and row["scope"] == f"observation:{observation}" for row in rows)


def _days_ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT09:00:00.000Z")


def test_an_old_visit_is_at_the_office_only_and_its_numbers_do_not_lie(office: Office, tablet: Tablet) -> None:
    other = visits.sign_in(office.url, MARTA.email, PASSWORD)
    teacher = visits.find(other, "person", name=TILDA.name)
    old = visits.visit(other, teacher, ITEMS, started_at=_days_ago(120))
    young = visits.visit(other, teacher, ITEMS, started_at=_days_ago(30))
    other.sync()
    page = tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    row = page.locator(f'[data-testid="visit"][data-observation="{old}"]')
    expect(row).to_contain_text("Kept at the office", timeout=WAIT_MS)
    assert count_here(tablet, old) == 0
    assert count_here(tablet, young) == ITEMS

    looker = Looker(tablet)
    looker.look("away-today", VIEWS[:3])
    page.goto(f"{tablet.base_url}/sync")
    expect(page.get_by_test_id("away")).to_contain_text("1 visit", timeout=WAIT_MS)
    page.goto(f"{tablet.base_url}/review/{old}")
    expect(page.get_by_test_id("review")).to_contain_text(f"{ITEMS} items", timeout=WAIT_MS)
    assert count_here(tablet, old) == 0

    tablet.go_offline()
    page.goto(f"{tablet.base_url}/review/{old}")
    expect(page.locator("h1")).to_contain_text("Kept at the office", timeout=WAIT_MS)
    expect(page.get_by_test_id("review")).to_have_count(0)
    looker.look("away-review", VIEWS[:3])
    # Said once, by what stands in the place of the lesson.
    expect(page.get_by_test_id("at-office")).to_have_count(0)
    page.goto(f"{tablet.base_url}/trends/{teacher}")
    expect(page.get_by_test_id("at-office")).to_have_attribute("data-missing", "1", timeout=WAIT_MS)
    looker.look("away-trends", VIEWS[:3])
    tablet.go_online()
    expect(page.get_by_test_id("at-office")).to_have_count(0, timeout=WAIT_MS)
    assert looker.faults == []

"""Sign-in by the district's own account in a real browser: away to another site, and back with a session."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.e2e import screens
from tests.e2e.office import Office, free_port
from tests.e2e.people import MARTA, PEOPLE
from tests.e2e.tablet import Tablet
from tests.e2e.test_screens import Looker
from tests.provider import CLIENT, SECRET, Provider, serving

pytestmark = pytest.mark.browser


@pytest.fixture
def provider() -> Iterator[Provider]:
    """Somebody else's site: to a browser 127.0.0.1 is another one than localhost."""
    with serving(Provider(lambda: datetime.now(UTC), MARTA.email)) as running:
        yield running


@pytest.fixture
def tablet(provider: Provider, playwright: Playwright, tmp_path: Path) -> Iterator[Tablet]:
    start = "BACKROW_OIDC_DISTRICT"
    told = {"ISSUER": provider.url, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "NAME": "North Valley"}
    office = Office(tmp_path / "office", free_port(), more={f"{start}_{name}": value for name, value in told.items()})
    office.enrol(PEOPLE)
    office.start()
    made = Tablet(playwright, tmp_path / "tablet", office.url)
    made.open()
    yield made
    made.close()
    office.stop()
    assert made.complaints == []


def go_by_district(page: Page) -> None:
    page.get_by_test_id("providers").get_by_role("link", name="North Valley").tap()


def test_the_district_vouches_and_the_tablet_works_offline_from_then_on(tablet: Tablet) -> None:
    page = tablet.page
    expect(page.get_by_test_id("providers")).to_be_visible()
    looker = Looker(tablet)
    looker.look("sign-in-district")
    go_by_district(page)
    expect(page.locator('nav a[href="/settings"]')).to_be_visible()
    screens.wait_for_sync(tablet)
    screens.wait_for_worker(tablet)
    assert "code" not in page.url
    assert "state" not in page.url
    tablet.go_offline()
    page.reload()
    expect(page.get_by_test_id("start-visit")).to_be_visible()
    assert looker.faults == []


def test_whom_the_district_does_not_know_here_is_told_so_and_can_use_a_password(
    tablet: Tablet, provider: Provider
) -> None:
    page = tablet.page
    provider.email = "nobody@district.example"
    go_by_district(page)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator('nav a[href="/settings"]')).to_have_count(0)
    screens.sign_in(tablet, MARTA.email)
    expect(page.locator('nav a[href="/settings"]')).to_be_visible()

"""The app as a program: new versions, languages, headers."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.e2e import screens
from tests.e2e.forwarder import forwarding
from tests.e2e.office import Office
from tests.e2e.people import MARTA, TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import Tablet, wait_until

pytestmark = pytest.mark.browser

_WAITS = "navigator.serviceWorker.getRegistration().then((it) => it?.waiting !== null && it?.installing === null)"


def has_waiting_version(page: Page) -> bool:
    return bool(page.evaluate(_WAITS))


def test_a_new_version_waits_for_the_end_of_the_lesson_and_is_then_offered(
    playwright: Playwright, office: Office, tmp_path: Path
) -> None:
    with forwarding(office.port) as forwarder:
        tablet = Tablet(playwright, tmp_path / "tablet", forwarder.url)
        page = tablet.open()
        screens.prepare_for_the_day(tablet, MARTA.email)
        page.reload()
        screens.start_lesson(tablet, teacher=TILDA.name, protocol="opportunities-praise")
        tablet.touch_key(key(page, "BSP"))
        screens.wait_until_safe(tablet, 1)
        forwarder.changes["/sw.js"] = lambda body: body + b"\n// the next version\n"

        page.reload()
        wait_until(lambda: has_waiting_version(page), "the new version to wait")
        expect(key(page, "BSP")).to_have_attribute("data-count", "1")
        expect(page.get_by_text("A new version of Backrow is ready")).to_have_count(0)
        tablet.touch_key(key(page, "BSP"))
        screens.wait_until_safe(tablet, 2)
        assert has_waiting_version(page), "the new version took over in a lesson"

        screens.end_lesson(tablet)
        tablet.touch(page.get_by_test_id("to-review"))
        screens.wait_for_sync(tablet)
        expect(page.get_by_text("A new version of Backrow is ready")).to_be_visible()
        with page.expect_event("load"):
            tablet.touch(page.get_by_role("button", name="Use it now"))
        expect(page.get_by_test_id("review")).to_be_visible()
        assert not has_waiting_version(page)
        tablet.close()
    assert tablet.complaints == []


def test_the_app_needs_no_network_from_the_first_sign_in_on(tablet: Tablet, office: Office) -> None:
    page = tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    tablet.go_offline()
    office.stop()
    screens.start_lesson(tablet, teacher=TILDA.name, protocol="fill-plus")
    tablet.touch_key(key(page, "LT"))
    screens.wait_until_safe(tablet, 1)
    screens.end_lesson(tablet)
    tablet.touch(page.get_by_test_id("to-review"))
    expect(page.get_by_test_id("review")).to_be_visible()


def test_the_app_speaks_the_language_that_is_chosen_and_remembers_it(tablet: Tablet) -> None:
    page = tablet.open()
    tablet.touch(page.get_by_role("button", name="Español"))
    expect(page.get_by_role("button", name="Entrar").or_(page.locator('button[type="submit"]'))).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    tablet.touch(page.get_by_role("button", name="English"))
    screens.prepare_for_the_day(tablet, MARTA.email)
    tablet.touch(page.locator('nav a[href="/settings"]'))
    tablet.touch(page.locator('input[name="language"][value="es"]'))
    expect(page.locator("nav")).to_contain_text("Hoy")
    tablet.close()

    page = tablet.open()
    expect(page.locator("nav")).to_contain_text("Hoy")
    expect(page.locator("html")).to_have_attribute("lang", "es")


def test_the_app_is_kept_apart_from_everything_else_by_its_headers(tablet: Tablet) -> None:
    tablet.open_blank()
    answer = tablet.page.goto(tablet.base_url)
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    requested: list[str] = []
    tablet.page.on("request", lambda request: requested.append(request.url))
    screens.prepare_for_the_day(tablet, MARTA.email)
    assert [url for url in requested if not url.startswith(tablet.base_url)] == []


def test_a_start_that_fails_at_once_is_told_in_words(tablet: Tablet) -> None:
    """Even what fails before anything is drawn: no page stays blank."""
    page = tablet.open()
    expect(page.locator('input[name="email"]')).to_be_visible()
    page.evaluate("localStorage.setItem('backrow.session', '{')")
    page.reload()
    expect(page.get_by_test_id("trouble")).to_contain_text("SyntaxError")

"""Sharing as a coach does it: by name, after a look at what goes out; and as the teacher then sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.e2e import screens
from tests.e2e.office import Office
from tests.e2e.people import MARTA, OWEN, TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import PHONE, Tablet
from tests.e2e.test_screens import Looker

pytestmark = pytest.mark.browser


def test_a_visit_is_the_coachs_until_it_is_shared_and_again_after(
    tablet: Tablet, office: Office, playwright: Playwright, tmp_path: Path
) -> None:
    page = tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    observation = screens.start_lesson(tablet, teacher=TILDA.name, protocol="opportunities-praise")
    tablet.touch_key(key(page, "BSP"))
    page.get_by_test_id("note").fill("Two hands at the window")
    page.get_by_test_id("note").press("Enter")
    screens.wait_until_all_safe(tablet)
    screens.end_lesson(tablet)
    page.goto(f"{tablet.base_url}/review/{observation}")
    screens.wait_for_sync(tablet)
    teacher = Tablet(playwright, tmp_path / "phone", office.url, PHONE)
    phone = teacher.open()
    screens.sign_in(teacher, TILDA.email)
    expect(phone.locator("main h1")).to_be_visible()
    screens.wait_for_sync(teacher)
    expect(phone.get_by_test_id("visit")).to_have_count(0)

    tablet.touch(page.get_by_test_id("to-share"))
    expect(page.get_by_test_id("preview")).to_contain_text("Two hands at the window")
    expect(page.get_by_test_id("person-with-access")).to_have_count(1)
    looker = Looker(tablet)
    looker.look("share")
    tablet.touch(page.get_by_test_id("as-teacher"))
    expect(page.get_by_test_id("evidence-item").first).to_be_visible()
    expect(page.get_by_test_id("to-share")).to_have_count(0)
    expect(page.get_by_test_id("set-times")).to_have_count(0)
    page.goto(f"{tablet.base_url}/share/{observation}")
    tablet.touch(page.get_by_test_id("share"))
    expect(page.get_by_test_id("is-shared")).to_be_visible()
    page.get_by_test_id("pick-coach").select_option(label=OWEN.name)
    tablet.touch(page.get_by_test_id("add-observer"))
    expect(page.locator('[data-testid="person-with-access"][data-role="observer"]')).to_have_count(1)
    looker.look("share-done")
    assert looker.faults == []

    screens.wait_for_sync(tablet)
    phone.goto(f"{teacher.base_url}/")
    expect(phone.get_by_test_id("visit")).to_have_count(1, timeout=20_000)
    teacher.touch(phone.get_by_test_id("visit").locator("a"))
    expect(phone.get_by_test_id("evidence-item").filter(has_text="Two hands")).to_be_visible()
    expect(phone.get_by_test_id("after-sharing")).to_have_count(0)
    expect(phone.get_by_test_id("to-share")).to_have_count(0)

    page.goto(f"{tablet.base_url}/review/{observation}")
    tablet.touch(page.get_by_test_id("evidence-item").filter(has_text="Two hands").locator("button").first)
    page.get_by_test_id("item-note").fill("Three hands at the window")
    page.get_by_test_id("item-note").blur()
    expect(phone.get_by_test_id("after-sharing")).to_contain_text("Edited after sharing", timeout=20_000)

    page.goto(f"{tablet.base_url}/share/{observation}")
    tablet.touch(page.locator('[data-testid="person-with-access"][data-role="teacher"]').get_by_test_id("stop-sharing"))
    expect(page.locator('[data-testid="person-with-access"][data-role="teacher"]')).to_have_count(0)
    screens.wait_for_sync(tablet)
    phone.goto(f"{teacher.base_url}/")
    expect(phone.get_by_test_id("visit")).to_have_count(0, timeout=20_000)
    teacher.close()
    assert teacher.complaints == []

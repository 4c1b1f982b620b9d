"""Signing in: what is refused and how it is said, and whose tablet it is afterwards."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import screens
from tests.e2e.conftest import MakeTablet
from tests.e2e.figures import count_of
from tests.e2e.office import Office
from tests.e2e.people import MARTA, OWEN, TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import Tablet

pytestmark = pytest.mark.browser


def test_a_wrong_password_and_an_unknown_person_are_answered_alike(make_tablet: MakeTablet) -> None:
    tablet = make_tablet(expects=("401",))
    page = tablet.open()
    said = []
    for email, password in ((MARTA.email, "not this one, no"), ("nobody@example.org", "not this one, no")):
        screens.sign_in(tablet, email, password)
        expect(page.get_by_role("alert")).to_be_visible()
        said.append(page.locator("form").inner_text())
        page.locator('input[name="password"]').fill("")
    assert said[0] == said[1]
    assert "do not belong together" in said[0]


def test_the_first_sign_in_needs_a_network_and_says_so(tablet: Tablet, office: Office) -> None:
    page = tablet.open()
    screens.wait_for_worker(tablet)
    office.stop()
    tablet.go_offline()
    screens.sign_in(tablet, MARTA.email)
    expect(page.get_by_text("The office cannot be reached")).to_be_visible()


def test_a_session_that_ended_delays_sending_and_nothing_else(make_tablet: MakeTablet, office: Office) -> None:
    tablet = make_tablet(expects=("401",))
    page = tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    tablet.go_offline()
    observation = screens.start_lesson(tablet, teacher=TILDA.name, protocol="opportunities-praise")
    password = office.change_password(MARTA.email)
    tablet.go_online()
    for _ in range(30):
        tablet.touch_key(key(page, "BSP"))
    screens.wait_until_safe(tablet, 30)
    screens.end_lesson(tablet)
    tablet.touch(page.get_by_test_id("to-review"))
    expect(page.get_by_test_id("sync-badge")).to_contain_text("Sign in to send")

    tablet.touch(page.get_by_test_id("sync-badge"))
    tablet.touch(page.get_by_role("button", name="Sign in again"))
    screens.sign_in(tablet, MARTA.email, password)
    screens.wait_for_sync(tablet)

    assert screens.read_fates(tablet)["here"] == 0
    assert count_of(office, observation, "BSP") == 30


def test_another_coach_on_the_tablet_neither_sees_nor_sends_what_the_first_one_left(
    tablet: Tablet, office: Office
) -> None:
    page = tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    office.stop()  # of a request that a browser only pretends not to send, the office may still hear
    observation = screens.start_lesson(tablet, teacher=TILDA.name, protocol="opportunities-praise")
    for _ in range(3):
        tablet.touch_key(key(page, "REP"))
    screens.wait_until_safe(tablet, 3)
    screens.end_lesson(tablet)
    page.goto(f"{office.url}/settings")
    tablet.touch(page.get_by_test_id("sign-out"))
    expect(page.get_by_text("are not sent yet")).to_be_visible()
    tablet.touch(page.get_by_test_id("sign-out-confirm"))
    expect(page.locator('input[name="email"]')).to_be_visible()

    office.start()
    screens.sign_in(tablet, OWEN.email)
    expect(page.get_by_test_id("start-visit")).to_be_visible()
    screens.wait_for_sync(tablet)
    expect(page.get_by_test_id("visit")).to_have_count(0)
    assert observation in office.refuses("measures", observation)

    page.goto(f"{office.url}/settings")
    tablet.touch(page.get_by_test_id("sign-out"))
    tablet.touch(page.get_by_test_id("sign-out-confirm"))
    screens.sign_in(tablet, MARTA.email)
    expect(page.get_by_test_id("visit")).to_have_count(1)
    screens.wait_for_sync(tablet)
    assert count_of(office, observation, "REP") == 3

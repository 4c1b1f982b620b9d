"""A tablet left on a desk: it locks, shows nothing of anybody, and a lesson that runs goes on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import screens
from tests.e2e.conftest import MakeTablet
from tests.e2e.people import MARTA, TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import Tablet
from tests.e2e.test_screens import PICTURES, Looker

pytestmark = pytest.mark.browser

PASSPHRASE = "chalk and rain"


def choose_passphrase(tablet: Tablet) -> None:
    page = tablet.page
    tablet.touch(page.locator('nav a[href="/settings"]'))
    tablet.touch(page.get_by_test_id("lock-choose"))
    page.locator('input[name="fresh"]').fill(PASSPHRASE)
    page.locator('input[name="again"]').fill(PASSPHRASE)
    tablet.touch(page.get_by_test_id("lock-keep"))
    expect(page.get_by_test_id("lock-now")).to_be_visible()


def give_passphrase(tablet: Tablet, passphrase: str) -> None:
    tablet.page.locator('input[name="passphrase"]').fill(passphrase)
    tablet.touch(tablet.page.get_by_test_id("unlock"))


def everything_shown(page: Page) -> str:
    """The whole document with its head, the address, and what any page of this origin can read without a key."""
    return str(
        page.evaluate(
            "document.documentElement.outerHTML + location.href + document.title + JSON.stringify(sessionStorage)"
        )
    )


def test_a_locked_tablet_shows_nothing_of_anybody_and_opens_with_no_network(make_tablet: MakeTablet) -> None:
    tablet = make_tablet()
    tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    choose_passphrase(tablet)
    tablet.go_offline()
    page = tablet.page
    tablet.touch(page.get_by_test_id("lock-now"))
    expect(page.get_by_test_id("lock")).to_be_visible()
    for path in ("/", "/coaching", "/settings", "/notices"):
        page.goto(tablet.base_url + path)
        expect(page.get_by_test_id("lock")).to_be_visible()
        assert page.title() == "Backrow"
        shown = everything_shown(page)
        assert [name for name in (MARTA.name, MARTA.email, TILDA.name, PASSPHRASE) if name in shown] == []

    give_passphrase(tablet, "chalk and snow")
    expect(page.get_by_role("alert")).to_contain_text("not the passphrase")
    give_passphrase(tablet, PASSPHRASE)
    expect(page.locator('nav a[href="/settings"]')).to_be_visible()


def test_a_lesson_goes_on_behind_the_lock_and_other_screens_ask(make_tablet: MakeTablet) -> None:
    tablet = make_tablet()
    tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    choose_passphrase(tablet)
    page = tablet.page
    tablet.touch(page.locator('nav a[href="/"]').first)
    screens.start_lesson(tablet, teacher=TILDA.name, protocol="fill-plus")
    tablet.go_offline()
    page.evaluate("sessionStorage.clear()")  # as if it had not been touched for long
    page.reload()
    tablet.touch_key(key(page, "LT"))
    screens.wait_until_safe(tablet, 1)
    lesson = page.url
    page.goto(tablet.base_url + "/coaching")
    expect(page.get_by_test_id("lock")).to_be_visible()
    assert TILDA.name not in everything_shown(page)
    expect(page.get_by_test_id("forgotten")).to_have_count(0)
    tablet.touch(page.get_by_test_id("back-to-lesson"))
    expect(page).to_have_url(lesson)
    expect(key(page, "LT")).to_be_visible()


def test_who_forgot_the_passphrase_signs_in_and_loses_nothing(make_tablet: MakeTablet) -> None:
    tablet = make_tablet()
    tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    choose_passphrase(tablet)
    page = tablet.page
    tablet.touch(page.get_by_test_id("lock-now"))
    tablet.touch(page.get_by_test_id("forgotten"))
    tablet.touch(page.get_by_test_id("forgotten-go"))
    screens.sign_in(tablet, MARTA.email)
    tablet.touch(page.locator('nav a[href="/settings"]'))
    expect(page.get_by_test_id("lock-choose")).to_be_visible()
    expect(page.get_by_test_id("lock-now")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "es"])
def test_lock_and_its_settings_stand_in_every_size_and_light(make_tablet: MakeTablet, language: str) -> None:
    tablet = make_tablet()
    tablet.open()
    screens.sign_in(tablet, MARTA.email)
    page = tablet.page
    tablet.touch(page.locator('nav a[href="/settings"]'))
    page.locator(f'input[name="language"][value="{language}"]').check(force=True)
    PICTURES.mkdir(exist_ok=True)
    looker = Looker(tablet, language)
    tablet.touch(page.get_by_test_id("lock-choose"))
    page.locator('input[name="fresh"]').fill("short")
    tablet.touch(page.get_by_test_id("lock-keep"))
    looker.look("lock-choose")
    page.locator('input[name="fresh"]').fill(PASSPHRASE)
    page.locator('input[name="again"]').fill(PASSPHRASE)
    tablet.touch(page.get_by_test_id("lock-keep"))
    expect(page.get_by_test_id("lock-now")).to_be_visible()
    looker.look("lock-settings")
    tablet.touch(page.get_by_test_id("lock-now"))
    give_passphrase(tablet, "chalk and snow")
    expect(page.get_by_role("alert")).to_be_visible()
    looker.look("lock")
    assert looker.faults == []

"""A tablet left on a desk: it locks, shows nothing of anybody, and a lesson that runs goes on."""

from __future__ import annotations

import orjson
import pytest
from playwright.sync_api import Page, expect

from tests.e2e import disk, screens
from tests.e2e.conftest import MakeTablet
from tests.e2e.people import MARTA, TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import Tablet
from tests.e2e.test_screens import Looker

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


def make_sealed_tablet(make_tablet: MakeTablet) -> Tablet:
    """Make a coach's tablet that is ready for the day and has a passphrase; its settings are open."""
    tablet = make_tablet()
    tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    choose_passphrase(tablet)
    return tablet


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
    tablet = make_sealed_tablet(make_tablet)
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
    tablet = make_sealed_tablet(make_tablet)
    page = tablet.page
    tablet.touch(page.locator('nav a[href="/"]').first)
    screens.start_lesson(tablet, teacher=TILDA.name, protocol="fill-plus")
    tablet.go_offline()
    page.evaluate("sessionStorage.setItem('backrow.touched', '0')")  # as if it had not been touched for long
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
    tablet = make_sealed_tablet(make_tablet)
    page = tablet.page
    tablet.touch(page.get_by_test_id("lock-now"))
    tablet.touch(page.get_by_test_id("forgotten"))
    tablet.touch(page.get_by_test_id("forgotten-go"))
    screens.sign_in(tablet, MARTA.email)
    tablet.touch(page.locator('nav a[href="/settings"]'))
    expect(page.get_by_test_id("lock-choose")).to_be_visible()
    expect(page.get_by_test_id("lock-now")).to_have_count(0)


def test_who_takes_the_disk_reads_nothing_and_a_lesson_that_was_cut_off_goes_on(make_tablet: MakeTablet) -> None:
    tablet = make_tablet()
    tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    page = tablet.page
    assert TILDA.name in lying_on_the_disk(tablet)
    choose_passphrase(tablet)
    # A browser that is closed in peace keeps who is signed in; it writes that a minute late.
    tablet.close()
    page = tablet.open()
    give_passphrase(tablet, PASSPHRASE)
    lesson = screens.start_lesson(tablet, teacher=TILDA.name, protocol="opportunities-praise")
    tablet.go_offline()
    tablet.touch_key(key(page, "BSP"))
    page.get_by_test_id("note").fill("Two hands at the window")
    page.get_by_test_id("note").press("Enter")
    screens.wait_until_all_safe(tablet)
    tablet.kill()

    page = tablet.open()
    expect(page.get_by_test_id("lock")).to_be_visible()
    on_disk = lying_on_the_disk(tablet)
    assert lesson in on_disk, "the ids of the lesson are needed to find anything at all"
    readable = [TILDA.name, TILDA.email, MARTA.name, "Two hands at the window", PASSPHRASE]
    assert [words for words in readable if words in on_disk] == []
    give_passphrase(tablet, PASSPHRASE)
    tablet.touch(page.locator(f'a[href="/lesson/{lesson}"]'))
    expect(page.get_by_test_id("pad")).to_have_attribute("data-lesson", lesson)
    screens.wait_until_all_safe(tablet)
    tablet.go_online()
    screens.end_lesson(tablet)
    page.goto(f"{tablet.base_url}/review/{lesson}")
    give_passphrase(tablet, PASSPHRASE)
    screens.wait_for_sync(tablet)
    expect(page.get_by_test_id("evidence-item").filter(has_text="Two hands at the window")).to_be_visible()


def test_a_passkey_of_the_tablet_opens_it_with_no_network(make_tablet: MakeTablet) -> None:
    tablet = make_tablet()
    tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    add_passkeys_with_secrets(tablet)
    choose_passphrase(tablet)
    page = tablet.page
    tablet.touch(page.get_by_test_id("lock-add-passkey"))
    expect(page.get_by_test_id("passkey-on")).to_be_visible()
    tablet.go_offline()
    page.reload()
    expect(page.get_by_test_id("lock")).to_be_visible()
    tablet.touch(page.get_by_test_id("unlock-by-passkey"))
    expect(page.get_by_test_id("lock-now")).to_be_visible()


def test_a_passphrase_is_offered_once_there_is_something_to_keep(make_tablet: MakeTablet) -> None:
    tablet = make_tablet()
    tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    page = tablet.page
    expect(page.get_by_test_id("lock-offer")).to_have_count(0)
    screens.start_lesson(tablet, teacher=TILDA.name, protocol="opportunities-praise")
    tablet.touch_key(key(page, "BSP"))
    screens.end_lesson(tablet)
    page.goto(f"{tablet.base_url}/")
    expect(page.get_by_test_id("lock-offer")).to_be_visible()
    looker = Looker(tablet)
    looker.look("lock-offer")
    tablet.touch(page.get_by_test_id("lock-offer-yes"))
    expect(page.get_by_test_id("lock-choose")).to_be_in_viewport()
    page.goto(f"{tablet.base_url}/check")
    expect(page.locator('[data-check="sealed"]')).to_have_attribute("data-state", "look")
    page.goto(f"{tablet.base_url}/")
    expect(page.get_by_test_id("start-visit")).to_be_visible()
    expect(page.get_by_test_id("visit")).to_have_count(1)
    expect(page.get_by_test_id("lock-offer")).to_have_count(0)
    assert looker.faults == []


def test_many_wrong_guesses_wait(make_tablet: MakeTablet) -> None:
    tablet = make_sealed_tablet(make_tablet)
    page = tablet.page
    tablet.touch(page.get_by_test_id("lock-now"))
    for _ in range(5):
        give_passphrase(tablet, "chalk and snow")
        expect(page.get_by_role("alert")).to_contain_text("not the passphrase")
        expect(page.locator('input[name="passphrase"]')).to_have_value("")
    give_passphrase(tablet, PASSPHRASE)
    expect(page.get_by_role("alert")).to_contain_text("Try again in")
    expect(page.get_by_test_id("lock")).to_be_visible()


def lying_on_the_disk(tablet: Tablet) -> str:
    """Everything in the database of the person of this tablet, as somebody reads it who has the disk and no key."""
    beside: str = tablet.page.evaluate("JSON.stringify({ ...sessionStorage })")
    return orjson.dumps(disk.read_stores(tablet)).decode() + beside


def add_passkeys_with_secrets(tablet: Tablet) -> None:
    """Give the tablet a passkey store of its own, whose passkeys have a secret, and a person who says yes."""
    devtools = tablet.devtools()
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "hasPrf": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.parametrize("language", ["en", "es"])
def test_lock_and_its_settings_stand_in_every_size_and_light(make_tablet: MakeTablet, language: str) -> None:
    tablet = make_tablet()
    tablet.open()
    screens.sign_in(tablet, MARTA.email)
    page = tablet.page
    tablet.touch(page.locator('nav a[href="/settings"]'))
    page.locator(f'input[name="language"][value="{language}"]').check(force=True)
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

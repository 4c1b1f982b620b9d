"""The second factor on a tablet: an administrator's first sign-in, a passkey of the device, an app, a code on paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from re import compile

import pyotp
import pytest
from playwright.sync_api import CDPSession, Page, Playwright, expect

from tests.e2e import screens
from tests.e2e.office import Office, Person, free_port
from tests.e2e.people import MARTA
from tests.e2e.tablet import Tablet
from tests.e2e.test_screens import Looker

pytestmark = pytest.mark.browser

ADA = Person("ada@example.org", "Ada Quist", "administrator")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An installation as one begins it: administrators need a second factor."""
    office = Office(tmp_path / "office", free_port(), second_factor="administrators")
    office.enrol((ADA, MARTA))
    office.start()
    yield office
    office.stop()


@pytest.fixture
def tablet(playwright: Playwright, office: Office, tmp_path: Path) -> Iterator[Tablet]:
    # An administrator without a factor is refused a while, and wrong codes are: the browser notes both.
    tablet = Tablet(playwright, tmp_path / "tablet", office.url, expects=("401", "403"))
    tablet.open()
    yield tablet
    tablet.close()
    assert tablet.complaints == []


def give_it_passkeys(page: Page) -> CDPSession:
    """Let the browser have a device of its own that confirms its person, as a tablet with a fingerprint reader."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def sign_out(tablet: Tablet) -> None:
    tablet.page.goto(f"{tablet.base_url}/settings")
    tablet.touch(tablet.page.get_by_test_id("sign-out"))
    tablet.touch(tablet.page.get_by_test_id("sign-out-confirm"))
    expect(tablet.page.locator('input[name="email"]')).to_be_visible()


def test_an_administrator_adds_a_passkey_first_and_signs_in_with_it(tablet: Tablet) -> None:
    page = tablet.page
    give_it_passkeys(page)
    screens.sign_in(tablet, ADA.email)
    expect(page.get_by_text("needs a second proof")).to_be_visible()
    # No other page opens before.
    page.goto(f"{tablet.base_url}/settings")
    expect(page.get_by_text("needs a second proof")).to_be_visible()

    tablet.touch(page.get_by_test_id("add-passkey"))
    expect(page.get_by_test_id("recovery-codes").locator("li")).to_have_count(10)
    paper = page.get_by_test_id("recovery-codes").locator("code").first.inner_text()
    tablet.touch(page.get_by_test_id("codes-kept"))
    expect(page.get_by_test_id("factors").locator("li")).to_have_count(1)
    tablet.touch(page.get_by_test_id("enrolled"))
    expect(page.get_by_test_id("factors")).to_have_count(0)

    sign_out(tablet)
    screens.sign_in(tablet, ADA.email)
    tablet.touch(page.get_by_test_id("use-passkey"))
    expect(page.get_by_test_id("second-step")).to_have_count(0)
    expect(page.locator("nav")).to_be_visible()

    sign_out(tablet)
    screens.sign_in(tablet, ADA.email)
    for code, is_good in (("not a code", False), (paper, True)):
        page.locator('input[name="code"]').fill(code)
        tablet.touch(page.get_by_role("button", name="Go on"))
        if not is_good:
            expect(page.get_by_role("alert")).to_contain_text("did not fit")
    expect(page.locator("nav")).to_be_visible()


def test_a_coach_adds_an_app_and_is_asked_for_its_number(tablet: Tablet) -> None:
    page = tablet.page
    screens.sign_in(tablet, MARTA.email)
    expect(page.get_by_test_id("start-visit")).to_be_visible()
    page.goto(f"{tablet.base_url}/factors")
    expect(page.get_by_test_id("no-factors")).to_be_visible()
    tablet.touch(page.get_by_test_id("add-totp"))
    expect(page.get_by_test_id("totp").locator("img")).to_be_visible()
    assert page.get_by_test_id("totp").locator("img").evaluate("img => img.complete && img.naturalWidth > 0")
    secret = page.get_by_test_id("totp-secret").inner_text().replace(" ", "")
    page.locator('input[name="code"]').fill(pyotp.TOTP(secret).at(int(datetime.now(UTC).timestamp()) - 30))
    tablet.touch(page.get_by_role("button", name="Add", exact=True))
    tablet.touch(page.get_by_test_id("codes-kept"))
    expect(page.get_by_test_id("factors")).to_contain_text("My phone")

    sign_out(tablet)
    screens.sign_in(tablet, MARTA.email)
    page.locator('input[name="code"]').fill(pyotp.TOTP(secret).now())
    tablet.touch(page.get_by_role("button", name="Go on"))
    expect(page.get_by_test_id("start-visit")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "es"])
def test_its_screens_are_clean_in_every_size_and_light(tablet: Tablet, office: Office, language: str) -> None:
    looker, page = Looker(tablet), tablet.page
    looker.language = language
    give_it_passkeys(page)
    person = ("user", "add", "sol@example.org", "--name", "Sol Vega", "--role", "administrator", "--generate")
    password = json.loads(office.run(*person, "--language", language, "--json"))["password"]
    screens.sign_in(tablet, "sol@example.org", password)
    expect(page.get_by_test_id("add-passkey")).to_be_visible()
    looker.look("factors-forced")
    tablet.touch(page.get_by_test_id("add-totp"))
    expect(page.get_by_test_id("totp").locator("img")).to_be_visible()
    looker.look("factors-totp")
    tablet.touch(page.get_by_role("button", name=compile("^Cancel")))
    tablet.touch(page.get_by_test_id("add-passkey"))
    expect(page.get_by_test_id("recovery-codes")).to_be_visible()
    looker.look("factors-codes")
    tablet.touch(page.get_by_test_id("codes-kept"))
    expect(page.get_by_test_id("factors")).to_be_visible()
    looker.look("factors-list")
    tablet.touch(page.get_by_test_id("enrolled"))
    sign_out(tablet)
    screens.sign_in(tablet, "sol@example.org", password)
    expect(page.get_by_test_id("second-step")).to_be_visible()
    looker.look("sign-in-second")
    assert looker.faults == []


def test_an_office_that_asks_for_more_from_now_on_says_so_and_locks_nobody_out(tablet: Tablet, office: Office) -> None:
    """The policy changes while somebody is signed in: their tablet goes on, and leads to what is asked."""
    page = tablet.page
    expect(page.locator('input[name="email"]')).to_be_visible()
    office.stop()
    office.second_factor = "none"
    office.start()
    screens.sign_in(tablet, ADA.email)
    expect(page.locator('nav a[href="/district"]')).to_be_visible()
    office.stop()
    office.second_factor = "administrators"
    office.start()
    page.goto(f"{tablet.base_url}/sync")
    expect(page.get_by_test_id("needs-factor")).to_be_visible()
    looker = Looker(tablet)
    looker.look("needs-factor", (((1180, 820), "light"), ((360, 740), "dark")))
    give_it_passkeys(page)
    tablet.touch(page.get_by_test_id("needs-factor"))
    tablet.touch(page.get_by_test_id("add-passkey"))
    expect(page.get_by_test_id("recovery-codes").locator("li")).to_have_count(10)
    page.goto(f"{tablet.base_url}/sync")
    screens.wait_for_sync(tablet)
    expect(page.get_by_test_id("needs-factor")).to_have_count(0)
    assert looker.faults == []

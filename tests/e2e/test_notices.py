"""Notices in the browser: the list and its bell, offline too; asking at the right moment; and what a push shows."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from server.outbound.push_guard import PushGuard
from server.services import demo
from tests.e2e import screens
from tests.e2e.office import PASSWORD, Office, free_port
from tests.e2e.people import MARTA
from tests.e2e.tablet import Tablet, wait_until
from tests.e2e.test_screens import Looker
from tests.push_service import PushService

pytestmark = pytest.mark.browser

TEACHER = "teacher@demo.example"
# Without a window Chromium has decided for the person.
MAY_ASK = "Object.defineProperty(Notification, 'permission', { get: () => 'default' })"
# Chromium's own push service is not on this machine: its browser half gives the address and keys of ours.
SUBSCRIBE = """
  let made = null;
  const give = () => ({ toJSON: () => (%s), unsubscribe: async () => { made = null; return true; } });
  PushManager.prototype.subscribe = async function () { return (made = give()); };
  PushManager.prototype.getSubscription = async function () { return made; };
"""


@pytest.fixture(scope="module")
def demo_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demo district, running."""
    office = Office(tmp_path_factory.mktemp("demo"), free_port())
    office.run("demo", "--no-serve")
    office.start()
    yield office
    office.stop()


@pytest.fixture
def tablet(playwright: Playwright, demo_office: Office, tmp_path: Path) -> Iterator[Tablet]:
    tablet = Tablet(playwright, tmp_path / "tablet", demo_office.url)
    yield tablet
    tablet.close()
    assert tablet.complaints == []


def enter(tablet: Tablet, email: str = TEACHER, *, script: str = "", password: str = demo.PASSWORD) -> Page:
    """Sign in, in a browser in which a script was run before any of ours."""
    page = tablet.open_blank()
    if script:
        tablet.context.add_init_script(script)
    page.goto(tablet.base_url)
    screens.sign_in(tablet, email, password)
    expect(tablet.page.get_by_test_id("bell")).to_be_visible()
    screens.wait_for_sync(tablet)
    return tablet.page


def allow(tablet: Tablet) -> None:
    tablet.context.grant_permissions(["notifications"], origin=tablet.base_url)


def test_a_teacher_reads_what_was_shared_with_no_network_too(tablet: Tablet) -> None:
    page = enter(tablet)
    screens.wait_for_worker(tablet)
    bell = page.get_by_test_id("bell")
    wait_until(lambda: bell.get_attribute("data-new") not in ("0", None), "the notices to come")
    count = int(bell.get_attribute("data-new") or "0")
    expect(bell).to_have_attribute("aria-label", f"Notices, {count} new")
    tablet.touch(bell)
    lines = page.get_by_test_id("notice")
    expect(lines).to_have_count(count)
    shared = lines.filter(has_text="An observation was shared with you").first
    expect(shared).to_be_visible()
    tablet.go_offline()
    page.reload()
    expect(lines).to_have_count(count)
    tablet.touch(shared.locator("a"))
    expect(page.get_by_test_id("review")).to_be_visible()
    expect(bell).to_have_attribute("data-new", str(count - 1))
    tablet.go_online()
    page.goto(f"{tablet.base_url}/notices")
    expect(page.locator('[data-testid="notice"][data-new="true"]')).to_have_count(count - 1)
    tablet.touch(page.get_by_test_id("read-all"))
    expect(bell).to_have_attribute("data-new", "0")
    expect(bell).to_have_attribute("aria-label", "Notices, none new")


def test_another_tablet_knows_what_was_read(
    tablet: Tablet, playwright: Playwright, demo_office: Office, tmp_path: Path
) -> None:
    page = enter(tablet, "teacher2@demo.example")
    page.goto(f"{tablet.base_url}/notices")
    tablet.touch(page.get_by_test_id("read-all"))
    expect(page.get_by_test_id("bell")).to_have_attribute("data-new", "0")
    page.wait_for_timeout(500)
    other = Tablet(playwright, tmp_path / "other", demo_office.url)
    again = enter(other, "teacher2@demo.example")
    again.goto(f"{other.base_url}/notices")
    expect(again.locator("h1")).to_be_visible()
    expect(again.locator('[data-testid="notice"][data-new="true"]')).to_have_count(0)
    other.close()


def test_nobody_is_asked_before_there_is_anything_to_be_told_of(tablet: Tablet, office: Office) -> None:
    tablet.base_url = office.url
    page = enter(tablet, MARTA.email, script=MAY_ASK, password=PASSWORD)
    expect(page.get_by_test_id("push-offer")).to_have_count(0)
    page.goto(f"{tablet.base_url}/notices")
    expect(page.get_by_test_id("no-notices")).to_be_visible()
    expect(page.get_by_test_id("push-offer")).to_have_count(0)


def test_a_browser_that_takes_notices_is_told_so_and_renews_at_the_start(tablet: Tablet) -> None:
    browser = PushService(PushGuard()).open_browser()
    page = enter(tablet, script=SUBSCRIBE % json.dumps(browser.wish))
    screens.wait_for_worker(tablet)
    allow(tablet)
    page.goto(f"{tablet.base_url}/settings")
    tablet.touch(page.get_by_test_id("push-on"))
    expect(page.get_by_test_id("push-off")).to_be_visible()
    with page.expect_response("**/api/v1/notices/subscriptions") as renewed:
        page.reload()
    assert renewed.value.status == 201
    with page.expect_response("**/api/v1/notices/subscriptions/*") as ended:
        tablet.touch(page.get_by_test_id("push-off"))
    assert ended.value.status == 204
    expect(page.get_by_test_id("push-on")).to_be_visible()


def test_a_browser_without_a_push_service_says_so(tablet: Tablet) -> None:
    page = enter(tablet)
    screens.wait_for_worker(tablet)
    allow(tablet)
    page.goto(f"{tablet.base_url}/settings")
    tablet.touch(page.get_by_test_id("push-on"))
    expect(page.get_by_test_id("push-settings")).to_contain_text("The browser did not take it")


def test_quiet_hours_and_kinds_are_kept_at_the_office(tablet: Tablet) -> None:
    page = enter(tablet)
    page.goto(f"{tablet.base_url}/settings")
    section = page.get_by_test_id("push-settings")
    tablet.touch(section.get_by_label("A reflection was added"))
    section.locator('input[type="time"]').first.fill("18:30")
    section.locator('input[type="time"]').first.blur()
    expect(section).to_contain_text("Europe/Madrid")
    page.wait_for_timeout(500)
    page.reload()
    expect(section.get_by_label("A reflection was added")).not_to_be_checked()
    expect(section.locator('input[type="time"]').first).to_have_value("18:30")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"kind": "observation_shared", "tag": "t1", "language": "es"}, "An observation was shared with you."),
        ({"kind": "unsent", "tag": "t1", "language": "en"}, "A tablet still has something to send since yesterday."),
        ({"v": 9, "kind": "unheard"}, "There is something new."),
        (None, "There is something new."),
    ],
)  # fmt: skip
def test_a_push_shows_words_of_the_app_and_no_more(tablet: Tablet, said: object, shown: str) -> None:
    page = enter(tablet)
    screens.wait_for_worker(tablet)
    allow(tablet)
    deliver_until(tablet, "not json" if said is None else json.dumps(said), lambda: read_notifications(page) != [])
    assert read_notifications(page) == [["Backrow", shown]]
    if isinstance(said, dict) and "tag" in said:
        # One that comes again takes the place of the first.
        deliver(tablet, json.dumps(said))
        page.wait_for_timeout(300)
        assert len(read_notifications(page)) == 1


def test_a_push_speaks_the_language_that_was_chosen_here(tablet: Tablet) -> None:
    page = enter(tablet)
    screens.wait_for_worker(tablet)
    allow(tablet)
    page.goto(f"{tablet.base_url}/settings")
    tablet.touch(page.locator('input[name="language"][value="es"]').locator(".."))
    expect(page.locator("h1")).to_have_text("Ajustes")
    page.wait_for_timeout(300)
    pushed = json.dumps({"kind": "check_back", "tag": "t1", "language": "en"})
    deliver_until(tablet, pushed, lambda: read_notifications(page) != [])
    assert read_notifications(page) == [["Backrow", "Hoy vence un próximo paso."]]


def deliver(tablet: Tablet, data: str) -> None:
    """Hand the service worker a push, as the browser would after decrypting it."""
    devtools = tablet.devtools()
    found: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    tablet.page.wait_for_timeout(100)
    wait_until(lambda: bool(found), "the worker's registration")
    devtools.send(
        "ServiceWorker.deliverPushMessage", {"origin": tablet.base_url, "registrationId": found[0], "data": data}
    )


def deliver_until(tablet: Tablet, data: str, is_shown: Callable[[], bool]) -> None:
    """Hand it over until it is shown: a browser under load loses what its tools deliver, a push service comes again."""
    for _ in range(4):
        deliver(tablet, data)
        with contextlib.suppress(AssertionError):
            return wait_until(is_shown, "the notification", timeout_s=8)
    raise AssertionError("four pushes were delivered and none was shown")


def read_notifications(page: Page) -> list[list[str]]:
    shown: list[list[str]] = page.evaluate(
        "navigator.serviceWorker.ready.then((one) => one.getNotifications())"
        ".then((all) => all.map((one) => [one.title, one.body]))"
    )
    return shown


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_screens_of_notices_are_clean_in_every_size_and_light(tablet: Tablet, language: str) -> None:
    page = enter(tablet, script=MAY_ASK)
    looker = Looker(tablet, language)
    page.goto(f"{tablet.base_url}/settings")
    tablet.touch(page.locator(f'input[name="language"][value="{language}"]').locator(".."))
    expect(page.get_by_test_id("push-settings").locator("fieldset").first).to_be_visible()
    looker.look("settings-notices")
    page.goto(f"{tablet.base_url}/notices")
    expect(page.get_by_test_id("notice").first).to_be_visible()
    expect(page.get_by_test_id("push-offer")).to_be_visible()
    looker.look("notices")
    page.goto(f"{tablet.base_url}/")
    expect(page.get_by_test_id("push-offer")).to_be_visible()
    looker.look("today-offer")
    assert looker.faults == []
    tablet.touch(page.get_by_test_id("push-no"))
    expect(page.get_by_test_id("push-offer")).to_have_count(0)
    page.reload()
    expect(page.get_by_test_id("visit").first).to_be_visible()
    expect(page.get_by_test_id("push-offer")).to_have_count(0)

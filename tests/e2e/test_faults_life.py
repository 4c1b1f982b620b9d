"""Browser, windows and clocks fail in a lesson: what was ticked is there once, at its time."""

from __future__ import annotations

import contextlib
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Playwright, expect

from tests.e2e import disk, screens
from tests.e2e.figures import count_of
from tests.e2e.forwarder import forwarding
from tests.e2e.office import Office
from tests.e2e.people import MARTA, TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import Tablet
from tests.e2e.test_faults_disk import EVENTS, assert_all_there, tap

pytestmark = pytest.mark.browser

STATES = "fill-plus"
_MINUTE_MS = 60_000

# The pages of a driven browser are never hidden by themselves.
_HIDE = """(() => {
  Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
  document.dispatchEvent(new Event('visibilitychange'));
})()"""


def begin(tablet: Tablet, protocol: str = EVENTS) -> str:
    return screens.start_lesson(tablet, teacher=TILDA.name, protocol=protocol)


def crash(page: Page) -> None:
    """End the process that draws the page, as a tablet does that needs the memory."""
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")


def open_at(tablet: Tablet, at: datetime) -> Page:
    return tablet.open("/", at=at)


def test_a_page_that_crashes_comes_back_with_every_tick(coach: Tablet) -> None:
    coach.open()
    observation = begin(coach)
    tap(coach, "BSP", "GP", "REP")
    screens.wait_until_safe(coach, 3)
    ticked = disk.read_items(coach, observation)
    old = coach.page
    coach.context.new_page()
    crash(old)
    coach.page.goto(f"{coach.base_url}/lesson/{observation}")
    tap(coach, "BSP")
    screens.wait_until_safe(coach, 4)
    assert_all_there(coach, observation, ticked, items=4)


def test_a_page_that_was_frozen_goes_on_and_one_that_was_discarded_comes_back(coach: Tablet) -> None:
    page = coach.open()
    observation = begin(coach)
    tap(coach, "BSP")
    screens.wait_until_safe(coach, 1)
    devtools = coach.devtools()
    for state in ("frozen", "active"):
        devtools.send("Page.setWebLifecycleState", {"state": state})
    tap(coach, "GP")
    screens.wait_until_safe(coach, 2)
    ticked = disk.read_items(coach, observation)
    devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
    coach.context.new_page()
    crash(page)
    coach.page.goto(f"{coach.base_url}/")
    assert_all_there(coach, observation, ticked, items=2)


def test_words_are_kept_when_the_app_is_swiped_away_in_the_middle_of_a_sentence(coach: Tablet) -> None:
    page = coach.open()
    observation = begin(coach, STATES)
    coach.touch(page.get_by_test_id("note"))
    page.keyboard.type("Two pairs compare their")
    # What a swipe does: the page is hidden, frozen, and its process ended.
    page.evaluate(_HIDE)
    coach.devtools().send("Page.setWebLifecycleState", {"state": "frozen"})
    time.sleep(0.3)
    coach.kill()
    coach.open(f"/lesson/{observation}")
    notes = [change["fields"] for change in disk.read_changes(coach) if change["kind"] == "evidence"]
    assert [note["note"] for note in notes if isinstance(note, dict)] == ["Two pairs compare their"]


def test_one_window_records_and_another_watches_until_it_takes_over(coach: Tablet) -> None:
    first = coach.open()
    observation = begin(coach)
    tap(coach, "BSP")
    screens.wait_until_safe(coach, 1)
    second = coach.context.new_page()
    second.goto(f"{coach.base_url}/lesson/{observation}")
    expect(second.get_by_text("open in another window")).to_be_visible()
    expect(key(second, "BSP")).to_have_attribute("data-count", "1")
    expect(key(second, "GP")).to_be_disabled()
    coach.touch(second.get_by_role("button", name="Record here"))
    expect(first.get_by_text("open in another window")).to_be_visible()
    tap(coach, "GP")
    screens.wait_until_safe(coach, 2)
    ticked = disk.read_items(coach, observation)
    expect(key(first, "GP")).to_have_attribute("data-count", "1")
    first.close()
    assert_all_there(coach, observation, ticked, items=2)


def test_sleep_in_a_lesson_is_named_and_ends_what_ran(coach: Tablet) -> None:
    page = open_at(coach, datetime(2026, 11, 3, 9, tzinfo=UTC))
    observation = begin(coach, STATES)
    coach.touch_key(key(page, "LT"))
    screens.wait_until_safe(coach, 1)
    coach.pass_time(_MINUTE_MS)
    # A closed lid: no timer runs, and all that are due run once when it opens.
    page.clock.fast_forward(10 * _MINUTE_MS)
    coach.pass_time(2_000)
    expect(page.get_by_text("It is marked as not observed")).to_be_visible()
    expect(key(page, "LT")).to_have_attribute("data-running", "false")
    coach.touch_key(key(page, "SD"))
    screens.wait_until_safe(coach, 2)
    times = [item.t_ms for item in disk.read_items(coach, observation) if item.code in ("LT", "SD")]
    assert [round(t_ms / 1000) for t_ms in times] == [0, 662]


@pytest.mark.parametrize("years", [-1, 3])
def test_a_clock_that_is_set_moves_no_tap(coach: Tablet, years: int) -> None:
    began = datetime(2026, 11, 3, 9, tzinfo=UTC)
    page = open_at(coach, began)
    observation = begin(coach)
    coach.pass_time(10_000)
    tap(coach, "BSP")
    screens.wait_until_safe(coach, 1)
    page.clock.set_system_time(began + timedelta(days=365 * years))
    for _ in range(10):
        coach.pass_time(1_000)
        time.sleep(0.05)  # What the clock has to tell reaches the disk in real time.
    tap(coach, "GP")
    screens.wait_until_safe(coach, 2)
    expect(page.get_by_test_id("lesson-clock")).to_have_text("0:20")
    times = [item.t_ms for item in disk.read_items(coach, observation)]
    assert [round(t_ms / 1000) for t_ms in times] == [10, 20]
    page.reload()
    expect(page.get_by_test_id("lesson-clock")).to_have_text("0:20")
    assert [item.t_ms for item in disk.read_items(coach, observation)] == times


def test_neither_summer_time_nor_another_time_zone_moves_the_lesson(coach: Tablet) -> None:
    # In Madrid the clocks go back at this moment.
    began = datetime(2026, 10, 25, 0, 59, tzinfo=UTC)
    page = open_at(coach, began)
    observation = begin(coach)
    tap(coach, "BSP")
    screens.wait_until_safe(coach, 1)
    coach.pass_time(2 * _MINUTE_MS)
    tap(coach, "GP")
    screens.wait_until_safe(coach, 2)
    expect(page.get_by_test_id("lesson-clock")).to_have_text("2:00")
    time.sleep(0.3)
    coach.close()

    coach.time_zone = "Pacific/Auckland"
    page = coach.open(f"/lesson/{observation}", at=began + timedelta(minutes=2, seconds=5))
    expect(page.get_by_test_id("lesson-clock")).to_have_text("2:05")
    assert [round(item.t_ms / 1000) for item in disk.read_items(coach, observation)] == [0, 120]


def test_a_broken_update_leaves_the_old_app_at_work(playwright: Playwright, school: Office, tmp_path: Path) -> None:
    with forwarding(school.port) as forwarder:
        tablet = Tablet(playwright, tmp_path / "tablet", forwarder.url, expects=("sw.js", "ServiceWorker"))
        page = tablet.open()
        screens.prepare_for_the_day(tablet, MARTA.email)
        forwarder.changes["/sw.js"] = lambda _body: b"throw new Error('a broken release');"
        forwarder.changes["/index.html"] = lambda _body: b"<!doctype html><title>broken</title>"
        page.reload()
        begin(tablet)
        tap(tablet, "BSP")
        screens.wait_until_safe(tablet, 1)
        page.reload()
        expect(key(page, "BSP")).to_have_attribute("data-count", "1")
        tablet.close()


def test_a_cleared_tablet_says_so_and_gets_back_what_the_office_has(coach: Tablet, school: Office) -> None:
    coach.go_online()
    page = coach.open()
    observation = begin(coach)
    tap(coach, "BSP", "GP")
    screens.wait_until_safe(coach, 2)
    screens.end_lesson(coach)
    coach.touch(page.get_by_test_id("to-review"))
    screens.wait_for_sync(coach)
    # A page outside of the app; the browser looks for its favicon in vain.
    coach.expects = ("404",)
    page.goto(f"{coach.base_url}/icon.svg")
    coach.devtools().send("Storage.clearDataForOrigin", {"origin": coach.base_url, "storageTypes": "indexeddb"})
    page.goto(f"{coach.base_url}/")
    expect(page.get_by_text("cleared what was stored on this tablet")).to_be_visible()
    expect(
        page.locator(f'[data-testid="visit"][data-observation="{observation}"]').or_(page.get_by_test_id("visit").first)
    ).to_be_visible()
    assert count_of(school, observation, "BSP") == 1


def test_two_tablets_that_are_copies_of_one_profile_lose_nothing(
    playwright: Playwright, coach: Tablet, school: Office, tmp_path: Path
) -> None:
    coach.open_blank()
    coach.close()
    twin = Tablet(playwright, tmp_path / "twin", school.url)
    shutil.copytree(coach.profile, twin.profile, symlinks=True)
    twin.go_offline()
    lessons = []
    for tablet, code in ((coach, "BSP"), (twin, "GP")):
        page = tablet.open()
        lessons.append(begin(tablet))
        tap(tablet, code, code)
        screens.wait_until_safe(tablet, 2)
        screens.end_lesson(tablet)
        tablet.go_online()
        tablet.touch(page.get_by_test_id("to-review"))
        screens.wait_for_sync(tablet)
    assert [count_of(school, lesson, code) for lesson, code in zip(lessons, ("BSP", "GP"), strict=True)] == [2, 2]
    page = twin.page
    page.goto(f"{twin.base_url}/")
    begin(twin)
    tap(twin, "REP")
    screens.wait_until_safe(twin, 1)
    devices = {change["device"] for change in disk.read_changes(twin)}
    assert len(devices) == 2
    twin.close()
    assert twin.complaints == []

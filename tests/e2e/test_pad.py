"""The pad as an instrument: what a thumb, a keyboard and a glance can do with it, and what can be put right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e import screens
from tests.e2e.conftest import MakeTablet
from tests.e2e.figures import codes_of, measure
from tests.e2e.office import Office
from tests.e2e.people import BO, MARTA, TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import PHONE, Tablet

pytestmark = pytest.mark.browser

EVENTS = "opportunities-praise"
STATES = "fill-plus"
WAITS = "questioning-wait-time"
SWEEPS = "classroom-snapshot"
_MINUTE_MS = 60_000
# What follows the key under the finger is painted within this time.
_PAINTED_MS = 100


@pytest.fixture
def ready(tablet: Tablet) -> Tablet:
    """A tablet on which everything came this morning."""
    tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    return tablet


def stand_still(tablet: Tablet) -> None:
    """Open the app anew under a clock that the test moves."""
    tablet.close()
    tablet.open("/", at=datetime.now(UTC).replace(microsecond=0) - timedelta(days=1))


def count(tablet: Tablet, code: str) -> int:
    return int(key(tablet.page, code).get_attribute("data-count") or "0")


def open_item(tablet: Tablet, name: str) -> Locator:
    """Open the drawer of the latest items at one of them, from the list that a lying tablet shows."""
    tablet.touch(tablet.page.get_by_test_id("latest-item").filter(has_text=name).first)
    item = tablet.page.get_by_test_id("recent").filter(has=tablet.page.get_by_test_id("evidence-form"))
    expect(item).to_be_visible()
    return item


def test_an_item_of_the_list_is_moved_named_anew_starred_and_taken_away_and_each_can_be_undone(ready: Tablet) -> None:
    stand_still(ready)
    screens.start_lesson(ready, teacher=TILDA.name, protocol=EVENTS)
    page = ready.page
    ready.pass_time(20_000)
    for code in ("BSP", "GP"):
        ready.touch_key(key(page, code))
    ready.pass_time(_PAINTED_MS)
    item = open_item(ready, "Specific")
    ready.touch(item.locator('[data-testid="nudge"][data-by="-2"]'))
    expect(item.locator("button").first).to_contain_text("0:18")
    item.get_by_test_id("other-code").select_option("REP")
    expect(key(page, "REP")).to_have_attribute("data-count", "1")
    ready.touch(item.get_by_test_id("star-item"))
    expect(item.get_by_test_id("star-item")).to_have_attribute("aria-pressed", "true")

    ready.touch_key(key(page, "OTR-G"))
    expect(key(page, "OTR-G")).to_have_attribute("data-count", "1")  # The drawer stands in nobody's way.

    ready.touch(item.get_by_test_id("retract"))
    assert [count(ready, code) for code in ("BSP", "GP", "REP", "OTR-G")] == [0, 1, 0, 1]
    ready.touch(page.get_by_test_id("drawer-close"))
    ready.pass_time(_PAINTED_MS)
    expect(page.get_by_test_id("undo")).to_contain_text("Correct taken away")
    for left in ([0, 1, 1, 1], [0, 1, 1, 0], [0, 1, 1, 0], [1, 1, 0, 0]):
        ready.touch(page.get_by_test_id("undo"))
        assert [count(ready, code) for code in ("BSP", "GP", "REP", "OTR-G")] == left
        ready.pass_time(_PAINTED_MS)
    ready.touch(page.get_by_test_id("undo"))
    ready.pass_time(_PAINTED_MS)
    expect(page.get_by_test_id("latest-item").filter(has_text="Specific")).to_contain_text("0:20")
    screens.wait_until_all_safe(ready)


def test_what_was_left_for_later_is_filled_in_after_the_end_and_in_the_review(ready: Tablet, office: Office) -> None:
    observation = screens.start_lesson(ready, teacher=TILDA.name, protocol=EVENTS)
    page = ready.page
    for code in ("OTR-G", "OTR-G", "GP"):
        ready.touch_key(key(page, code))
    ready.touch(page.get_by_test_id("star"))
    ready.touch(page.get_by_test_id("modifier-strip").locator('[data-option="group"]'))
    screens.end_lesson(ready)

    ready.touch(page.get_by_test_id("fill-left"))
    expect(page.get_by_test_id("left-count")).to_have_attribute("data-left", "2")
    first = page.get_by_test_id("left-item").first
    ready.touch(first.locator('[data-modifier="mode"] [data-option="say"]'))
    expect(first).to_have_attribute("data-open", "false")
    ready.touch(page.get_by_test_id("to-review"))
    rest = page.get_by_test_id("review-left")
    expect(rest).to_have_attribute("data-left", "1")
    ready.touch(rest.locator("summary"))
    ready.touch(rest.locator('[data-modifier="mode"] [data-option="write"]'))
    expect(rest).to_have_attribute("data-left", "0")
    ready.touch(page.get_by_test_id("filter-starred"))
    expect(page.get_by_test_id("evidence-item")).to_have_count(1)
    expect(page.get_by_test_id("evidence-item")).to_contain_text("Starred moment")
    screens.wait_for_sync(ready)
    assert codes_of(measure(office, observation))["OTR-G"]["count"] == 2


def test_a_late_start_and_an_early_end_are_set_afterwards_and_an_end_can_be_taken_back(
    ready: Tablet, office: Office
) -> None:
    stand_still(ready)
    observation = screens.start_lesson(ready, teacher=TILDA.name, protocol=STATES)
    page = ready.page
    ready.touch_key(key(page, "LT"))
    ready.pass_time(4 * _MINUTE_MS)
    screens.end_lesson(ready)
    part = page.get_by_test_id("set-part")
    ready.touch(part.locator("summary"))
    ready.touch(page.get_by_test_id("reopen"))
    ready.touch_key(key(page, "SD"))
    ready.pass_time(6 * _MINUTE_MS)
    screens.end_lesson(ready)

    ready.touch(part.locator("summary"))
    for edge, by in (("from", "minute-later"), ("until", "minute-earlier"), ("until", "minute-earlier")):
        ready.touch(page.get_by_test_id(f"part-{edge}").get_by_test_id(by))
    expect(page.get_by_test_id("part-until")).to_have_attribute("data-ms", str(8 * _MINUTE_MS))
    ready.let_time_flow()
    ready.touch(page.get_by_test_id("to-review"))
    screens.wait_for_sync(ready)
    measured = measure(office, observation)
    assert measured["observed_seconds"] == 7 * 60
    assert [codes_of(measured)[code]["seconds"] for code in ("LT", "SD")] == [3 * 60, 4 * 60]


def test_ending_before_the_protocol_is_done_warns_and_stops_nobody(ready: Tablet) -> None:
    screens.start_lesson(ready, teacher=TILDA.name, protocol=SWEEPS)
    page = ready.page
    ready.touch(page.get_by_test_id("end"))
    expect(page.get_by_test_id("unfinished")).to_contain_text("0 of 10 sweeps are made")
    ready.touch_key(page.get_by_test_id("key").first)
    expect(page.get_by_test_id("safe")).to_have_attribute("data-items", "1")
    ready.touch(page.get_by_test_id("end-now"))
    expect(page.get_by_test_id("summary")).to_be_visible()


def test_wait_time_runs_along_on_the_pad(ready: Tablet) -> None:
    stand_still(ready)
    screens.start_lesson(ready, teacher=TILDA.name, protocol=WAITS)
    page = ready.page
    wait = page.locator('[data-timer="wait-1"]')
    ready.touch_key(key(page, "Q"))
    ready.pass_time(2_000)
    expect(wait).to_contain_text("waiting 2")
    ready.pass_time(1_500)
    expect(wait).to_contain_text("3 s reached")
    ready.touch_key(key(page, "A"))
    expect(wait).to_contain_text("last 3.5 s")


def test_three_touches_from_today_start_a_lesson_that_one_thumb_can_record(make_tablet: MakeTablet) -> None:
    tablet = make_tablet(size=PHONE)
    page = tablet.open_blank()
    page.add_init_script("delete Navigator.prototype.wakeLock")
    page.goto(tablet.base_url)
    screens.prepare_for_the_day(tablet, MARTA.email)
    screens.start_lesson(tablet, teacher=BO.name, protocol=EVENTS)
    expect(page.get_by_test_id("wake-lock")).to_contain_text("cannot be kept awake")
    tablet.touch(page.get_by_test_id("wake-lock").locator("xpath=../..").get_by_role("button"))
    expect(page.get_by_test_id("wake-lock")).to_have_count(0)
    screens.end_lesson(tablet)
    page.goto(f"{tablet.base_url}/")

    tablet.touch(page.get_by_test_id("start-visit"))
    tablet.touch(page.get_by_test_id("teacher").filter(has_text=BO.name))
    tablet.touch(page.get_by_test_id("start-lesson"))

    expect(page.get_by_test_id("pad")).to_contain_text("Opportunities to respond")
    tablet.touch(page.get_by_test_id("more"))
    tablet.touch(page.get_by_test_id("choice-pad-look").locator("label").last)
    expect(page.locator("html")).to_have_attribute("data-look", "dim")
    tablet.touch(page.get_by_test_id("drawer-close"))
    for code in ("OTR-I", "BSP", "REP"):
        tablet.touch_key(key(page, code))
    tablet.touch(page.get_by_test_id("modifier-strip").locator('[data-option="private"]'))
    tablet.touch(page.get_by_test_id("undo"))
    tablet.touch(page.get_by_test_id("open-latest"))
    tablet.touch(page.get_by_test_id("recent").first.locator("button").first)
    tablet.touch(page.get_by_test_id("nudge").first)
    tablet.touch(page.get_by_test_id("drawer-close"))
    screens.wait_until_safe(tablet, 3)
    screens.end_lesson(tablet)
    expect(page.get_by_text("3 of 3 items safe on this tablet")).to_be_visible()


def press_until(tablet: Tablet, target: Locator, *, by: str = "Tab") -> None:
    """Press a key until the focus is on an element, as somebody without a finger or a mouse does."""
    page = tablet.page
    expect(target).to_be_attached()
    for _ in range(80):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(by)
    raise AssertionError(f"{target} cannot be reached by {by}")


def test_a_lesson_by_keyboard_alone(ready: Tablet) -> None:
    page = ready.page
    press_until(ready, page.get_by_test_id("start-visit"))
    page.keyboard.press("Enter")
    press_until(ready, page.get_by_test_id("teacher").locator("input").first)
    page.keyboard.press("Space")
    press_until(ready, page.locator('[data-testid="protocol"] input:checked'))
    press_until(ready, page.locator(f'[data-protocol="{EVENTS}"] input'), by="ArrowDown")
    press_until(ready, page.get_by_test_id("start-lesson"))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("pad")).to_be_visible()

    page.keyboard.press("?")
    expect(page.get_by_test_id("keyboard-help")).to_contain_text("undo")
    letters = page.locator("kbd").all_inner_texts()
    assert {"g", "i", "s", "p", "r"} <= set(letters)
    for letter in ("s", "s", "g", "p"):
        page.keyboard.press(letter)
    page.keyboard.press("Escape")
    assert [count(ready, code) for code in ("BSP", "OTR-G", "GP")] == [2, 1, 0]
    page.keyboard.press("Space")
    page.keyboard.type("spring is a g word")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("*")
    press_until(ready, page.get_by_test_id("latest-item").filter(has_text="Specific").first)
    page.keyboard.press("Enter")
    press_until(ready, page.locator('[data-testid="nudge"][data-by="-2"]'))
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("drawer")).to_have_count(0)
    expect(page.get_by_test_id("undo")).to_contain_text("change of Specific")
    screens.wait_until_all_safe(ready)
    press_until(ready, page.get_by_test_id("end"))
    page.keyboard.press("Enter")
    press_until(ready, page.get_by_test_id("end-now"))
    page.keyboard.press("Enter")
    press_until(ready, page.get_by_test_id("to-review"))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("review")).to_contain_text("6 items")

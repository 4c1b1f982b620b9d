"""A lesson with no network: fingers, notes, pauses, crashes. Nothing is lost and nothing is doubled."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e import screens
from tests.e2e.conftest import MakeTablet
from tests.e2e.figures import codes_of, count_of, measure
from tests.e2e.office import Office
from tests.e2e.people import BO, MARTA, TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import PHONE, PORTRAIT, Size, Tablet

pytestmark = pytest.mark.browser

EVENTS = "opportunities-praise"
STATES = "fill-plus"
INTERVALS = "copus"
_MINUTE_MS = 60_000


@pytest.fixture
def offline(tablet: Tablet) -> Tablet:
    """A tablet whose coach signed in this morning, in a school with no network."""
    tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    tablet.close()
    tablet.go_offline()
    return tablet


def open_in_class(tablet: Tablet) -> datetime:
    """Open the app under a clock that stands still; gives what it says."""
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    tablet.open("/", at=at)
    return at


def test_a_day_offline_is_stored_at_the_office_in_the_evening(offline: Tablet, office: Office) -> None:
    office.stop()
    page = offline.open()
    lessons = {}
    for teacher, protocol, code in ((TILDA, STATES, "LT"), (BO, EVENTS, "BSP"), (TILDA, INTERVALS, "L")):
        lessons[code] = screens.start_lesson(offline, teacher=teacher.name, protocol=protocol)
        offline.touch_key(key(page, code))
        screens.wait_until_safe(offline, 1)
        screens.end_lesson(offline)
        expect(page.get_by_text("1 of 1 item safe on this tablet")).to_be_visible()
        page.goto(f"{office.url}/")
    offline.close()
    office.start()
    offline.go_online()

    page = offline.open()
    screens.wait_for_sync(offline)

    expect(page.get_by_test_id("visit")).to_have_count(3)
    expect(page.locator('[data-testid="visit"][data-waiting="0"]')).to_have_count(3)
    stored = {code: codes_of(measure(office, lesson))[code] for code, lesson in lessons.items()}
    assert (stored["LT"]["count"], stored["BSP"]["count"], stored["L"]["intervals"]) == (1, 1, 1)


def test_two_fingers_and_ten_taps_a_second_lose_and_double_nothing(offline: Tablet, office: Office) -> None:
    page = offline.open()
    observation = screens.start_lesson(offline, teacher=TILDA.name, protocol=EVENTS)
    keys = [key(page, code) for code in ("BSP", "REP")]
    for _ in range(10):
        offline.touch_together(*keys)
    for tap in range(40):
        offline.touch_key(keys[tap % 2])
    screens.wait_until_safe(offline, 60)
    screens.end_lesson(offline)
    offline.go_online()
    offline.touch(page.get_by_test_id("to-review"))
    screens.wait_for_sync(offline)
    assert [count_of(office, observation, code) for code in ("BSP", "REP")] == [30, 30]


@pytest.mark.parametrize("size", [PHONE, PORTRAIT])
def test_a_finger_makes_one_item_even_if_the_keys_move_under_it(make_tablet: MakeTablet, size: Size) -> None:
    tablet = make_tablet(size=size)
    page = tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    screens.start_lesson(tablet, teacher=TILDA.name, protocol=EVENTS)
    tablet.touch_key(key(page, "BSP"))
    tablet.rest_on(key(page, "REP"), 1_200)
    page.wait_for_timeout(200)
    screens.wait_until_safe(tablet, 2)
    assert [key(page, code).get_attribute("data-count") for code in ("BSP", "REP")] == ["1", "1"]


def test_what_was_ticked_before_the_browser_died_is_there_afterwards(offline: Tablet) -> None:
    page = offline.open()
    observation = screens.start_lesson(offline, teacher=TILDA.name, protocol=EVENTS)
    for _ in range(12):
        offline.touch_key(key(page, "OTR-G"))
    ticked = int(page.get_by_test_id("safe").get_attribute("data-safe") or "0")
    offline.kill()

    page = offline.open(f"/lesson/{observation}")
    kept = int(page.get_by_test_id("safe").get_attribute("data-items") or "0")
    assert 0 < ticked <= kept <= 12
    expect(key(page, "OTR-G")).to_have_attribute("data-count", str(kept))


def test_a_browser_that_dies_in_a_quiet_stretch_leaves_no_gap_in_the_lesson(offline: Tablet) -> None:
    began_at = open_in_class(offline)
    observation = screens.start_lesson(offline, teacher=TILDA.name, protocol=STATES)
    offline.touch_key(key(offline.page, "LT"))
    screens.wait_until_safe(offline, 1)
    offline.pass_time(12 * _MINUTE_MS)
    time.sleep(0.5)  # The last beats of these twelve minutes reach the database in real time.
    offline.kill()

    page = offline.open(f"/lesson/{observation}", at=began_at + timedelta(minutes=12, seconds=8))
    expect(page.get_by_test_id("lesson-clock")).to_have_text("12:08")
    expect(key(page, "LT")).to_have_attribute("data-running", "true")
    expect(page.get_by_text("not observed")).to_have_count(0)


def test_a_lesson_left_for_ten_minutes_names_the_gap(offline: Tablet) -> None:
    began_at = open_in_class(offline)
    observation = screens.start_lesson(offline, teacher=TILDA.name, protocol=STATES)
    offline.touch_key(key(offline.page, "LT"))
    screens.wait_until_safe(offline, 1)
    offline.pass_time(_MINUTE_MS)
    time.sleep(0.5)
    offline.kill()

    page = offline.open(f"/lesson/{observation}", at=began_at + timedelta(minutes=11))
    expect(page.get_by_test_id("lesson-clock")).to_have_text("11:00")
    expect(page.get_by_text("It is marked as not observed")).to_be_visible()
    expect(key(page, "LT")).to_have_attribute("data-running", "false")


def test_a_reload_resumes_the_lesson_at_the_right_time(offline: Tablet) -> None:
    open_in_class(offline)
    screens.start_lesson(offline, teacher=TILDA.name, protocol=STATES)
    page = offline.page
    offline.touch_key(key(page, "SD"))
    screens.wait_until_safe(offline, 1)
    offline.pass_time(95_000)
    page.reload()
    expect(page.get_by_test_id("lesson-clock")).to_have_text("1:35")
    expect(key(page, "SD")).to_contain_text("1:35")


def test_undo_takes_back_the_last_item_and_keeps_it_in_the_record(offline: Tablet, office: Office) -> None:
    page = offline.open()
    observation = screens.start_lesson(offline, teacher=TILDA.name, protocol=EVENTS)
    for code in ("BSP", "BSP", "GP"):
        offline.touch_key(key(page, code))
    offline.touch(page.get_by_test_id("undo"))
    expect(key(page, "GP")).to_have_attribute("data-count", "0")
    offline.touch(page.get_by_test_id("undo"))
    expect(key(page, "BSP")).to_have_attribute("data-count", "1")
    screens.end_lesson(offline)
    offline.go_online()
    offline.touch(page.get_by_test_id("to-review"))
    screens.wait_for_sync(offline)

    assert [count_of(office, observation, code) for code in ("BSP", "GP")] == [1, 0]
    expect(page.get_by_test_id("evidence-item")).to_have_count(1)
    offline.touch(page.get_by_test_id("filter-retracted"))
    expect(page.get_by_test_id("evidence-item")).to_have_count(3)


def test_a_note_has_the_time_of_its_first_keystroke_and_survives_the_browser(offline: Tablet) -> None:
    began_at = open_in_class(offline)
    observation = screens.start_lesson(offline, teacher=TILDA.name, protocol=STATES)
    page = offline.page
    offline.pass_time(30_000)
    offline.touch(page.get_by_test_id("note"))
    for word in ("Two", " pairs", " compare"):
        page.keyboard.type(word)
        offline.pass_time(4_000)
    screens.wait_until_all_safe(offline)
    time.sleep(0.5)
    offline.kill()

    page = offline.open(f"/lesson/{observation}", at=began_at + timedelta(seconds=45))
    screens.end_lesson(offline)
    offline.let_time_flow()
    offline.touch(page.get_by_test_id("to-review"))
    item = page.get_by_test_id("evidence-item")
    expect(item).to_have_attribute("data-t-ms", "30000")
    expect(item).to_contain_text("Two pairs compare")


def test_a_pause_is_not_observed_and_closes_what_runs(offline: Tablet, office: Office) -> None:
    open_in_class(offline)
    observation = screens.start_lesson(offline, teacher=TILDA.name, protocol=STATES)
    page = offline.page
    offline.touch_key(key(page, "LT"))
    screens.wait_until_safe(offline, 1)
    offline.pass_time(60_000)
    offline.touch(page.get_by_test_id("pause"))
    expect(key(page, "LT")).to_be_disabled()
    offline.pass_time(120_000)
    offline.touch(page.get_by_test_id("resume-lesson"))
    # The keys take the room of what has gone: only then do they stand where they will be touched.
    expect(page.get_by_test_id("resume-lesson")).to_have_count(0)
    expect(key(page, "SD")).to_be_enabled()
    offline.touch_key(key(page, "SD"))
    screens.wait_until_safe(offline, 2)
    offline.pass_time(30_000)
    screens.end_lesson(offline)
    offline.let_time_flow()
    offline.go_online()
    offline.touch(page.get_by_test_id("to-review"))
    screens.wait_for_sync(offline)

    measured = measure(office, observation)
    assert measured["observed_seconds"] == 90
    seconds = [codes_of(measured)[code]["seconds"] for code in ("LT", "SD")]
    assert seconds == [60, 30], office.run("export", "tidy", observation)


def test_a_second_tap_in_an_interval_takes_the_mark_away_and_the_next_interval_is_empty(offline: Tablet) -> None:
    open_in_class(offline)
    screens.start_lesson(offline, teacher=TILDA.name, protocol=INTERVALS)
    page = offline.page
    for code in ("L", "Lec", "SQ", "SQ"):
        offline.touch_key(key(page, code))
    marked = {code: state[1] for code, state in screens.read_keys(offline).items()}
    assert [code for code, is_marked in marked.items() if is_marked == "true"] == ["L", "Lec"]
    screens.wait_until_all_safe(offline)
    expect(page.get_by_test_id("interval-strip")).to_contain_text("Interval 1")

    offline.pass_time(2 * _MINUTE_MS)
    expect(page.get_by_test_id("interval-strip")).to_contain_text("Interval 2")
    expect(page.get_by_test_id("interval-before")).to_contain_text("Lec")
    assert {state[1] for state in screens.read_keys(offline).values()} == {"false"}


def test_a_tap_in_the_first_moment_of_an_interval_is_marked_in_it(offline: Tablet) -> None:
    open_in_class(offline)
    screens.start_lesson(offline, teacher=TILDA.name, protocol=INTERVALS)
    page = offline.page
    offline.pass_time(95_100)
    page.reload()
    expect(page.get_by_test_id("lesson-clock")).to_have_text("1:35")
    # The clock on the screen moves four times a second: here it still shows the interval before.
    offline.pass_time(24_950)
    offline.touch_key(key(page, "L"))
    screens.wait_until_safe(offline, 1)
    expect(page.get_by_test_id("interval-strip")).to_contain_text("Interval 2")
    expect(key(page, "L")).to_have_attribute("data-marked", "true")

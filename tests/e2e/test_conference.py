"""A conference as it is held: alone with the tablet in a room without a network, and on two devices at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from server.services import demo
from tests.e2e import screens
from tests.e2e.conferring import expect_step, go_on, hold, open_cycle, write, write_prediction
from tests.e2e.office import Office, free_port
from tests.e2e.tablet import PHONE, PORTRAIT, Tablet
from tests.e2e.test_screens import Looker

pytestmark = pytest.mark.browser

TEACHER = "Priya Raman"


@pytest.fixture
def district(tmp_path: Path) -> Iterator[Office]:
    """A demo district of its own, running."""
    office = Office(tmp_path / "district", free_port())
    office.run("demo", "--no-serve")
    office.start()
    yield office
    office.stop()


@pytest.fixture
def coach(playwright: Playwright, district: Office, tmp_path: Path) -> Iterator[Tablet]:
    """The tablet of the coach, with everything on it."""
    tablet = Tablet(playwright, tmp_path / "coach-tablet", district.url, PORTRAIT)
    tablet.open()
    screens.sign_in(tablet, "coach@demo.example", demo.PASSWORD)
    expect(tablet.page.get_by_test_id("visit").first).to_be_visible()
    screens.wait_for_sync(tablet)
    screens.wait_for_worker(tablet)
    yield tablet
    tablet.close()
    assert tablet.complaints == []


def arrange(tablet: Tablet) -> None:
    """Go from the cycle over its last visit to the conference about it."""
    open_cycle(tablet, TEACHER)
    tablet.touch(tablet.page.locator('[data-testid="visits"] a[href^="/prepare"]').last)
    expect(tablet.page.get_by_test_id("displays")).to_be_visible()
    tablet.touch(tablet.page.get_by_test_id("to-conference"))
    expect_step(tablet.page, "focus")


def test_a_whole_conference_needs_no_network_and_is_at_the_office_in_the_evening(coach: Tablet) -> None:
    page = coach.page
    coach.go_offline()
    arrange(coach)
    hold(coach, prediction="2", words="They speak together first.", what="Whisper before every open question.")
    expect(page.get_by_test_id("read-out")).to_contain_text("Whisper before every open question.")
    coach.touch(page.get_by_test_id("coach_agreed_at"))
    coach.touch(page.get_by_test_id("teacher_agreed_at"))
    coach.touch(page.get_by_test_id("finish"))
    expect(page.get_by_test_id("cycle-head")).to_have_attribute("data-phase", "reflect")
    expect(page.get_by_test_id("steps")).to_contain_text("Whisper before every open question.")
    coach.close()

    page = coach.open("/coaching")
    open_cycle(coach, TEACHER)
    expect(page.get_by_test_id("steps")).to_contain_text("Whisper before every open question.")
    coach.go_online()
    coach.touch(page.get_by_test_id("sync-badge"))
    coach.touch(page.get_by_test_id("send-now"))
    screens.wait_for_sync(coach)


def test_a_conference_on_two_devices_goes_together(
    coach: Tablet, district: Office, playwright: Playwright, tmp_path: Path
) -> None:
    teacher = Tablet(playwright, tmp_path / "phone", district.url, PHONE)
    phone = teacher.open()
    screens.sign_in(teacher, "teacher@demo.example", demo.PASSWORD)
    expect(phone.get_by_test_id("visit").first).to_be_visible()
    arrange(coach)
    address = coach.page.url
    screens_path = address.removeprefix(district.url)
    go_on(coach, "predict")
    expect_arrival(teacher, screens_path)

    expect_step(phone, "predict")
    write_prediction(phone, "2.5")
    expect(coach.page.get_by_test_id("prediction").first).to_have_value("2.5", timeout=30_000)
    go_on(coach, "look")
    expect(phone.get_by_test_id("confer")).to_have_attribute("data-step", "look", timeout=30_000)
    go_on(coach, "words")
    write(phone, "own-words", "In my own words, from my own phone.")
    expect(coach.page.get_by_test_id("own-words")).to_have_value("In my own words, from my own phone.", timeout=30_000)
    teacher.close()
    assert teacher.complaints == []


def expect_arrival(teacher: Tablet, path: str) -> None:
    """Open the conference on the teacher's device, as soon as it has come there."""
    teacher.page.goto(f"{teacher.base_url}/coaching")
    screens.wait_for_sync(teacher)
    open_cycle(teacher, "More voices")
    teacher.touch(teacher.page.locator(f'a[href="{path}"]'))


def test_two_texts_of_one_reflection_stand_side_by_side(
    coach: Tablet, district: Office, playwright: Playwright, tmp_path: Path
) -> None:
    teacher = Tablet(playwright, tmp_path / "phone", district.url, PHONE)
    phone = teacher.open()
    screens.sign_in(teacher, "teacher@demo.example", demo.PASSWORD)
    expect(phone.get_by_test_id("visit").first).to_be_visible()
    open_cycle(coach, TEACHER)
    held = coach.page.locator('[data-testid="conference"][data-phase="post"] a').first
    path = held.get_attribute("href")
    coach.touch(held)
    for step in ("predict", "look", "words"):
        go_on(coach, step)
    expect_arrival(teacher, str(path))
    expect(phone.get_by_test_id("own-words")).to_be_visible()
    teacher.go_offline()
    write(phone, "own-words", "Written on the way home.")
    write(coach.page, "own-words", "Written in the room.")
    teacher.go_online()
    expect(coach.page.get_by_test_id("versions")).to_contain_text("Written on the way home.", timeout=20_000)
    coach.page.get_by_test_id("merged").fill("Both, in one.")
    coach.touch(coach.page.get_by_test_id("keep-merged"))
    expect(phone.get_by_test_id("own-words")).to_have_value("Both, in one.", timeout=20_000)
    teacher.close()
    assert teacher.complaints == []


def test_every_step_is_clean_in_every_size_and_light(coach: Tablet) -> None:
    looker = Looker(coach)
    open_cycle(coach, TEACHER)
    looker.look("cycle")
    coach.touch(coach.page.get_by_test_id("goal").get_by_role("link"))
    looker.look("goal")
    for path in ("/coaching", "/log", "/cycle/new"):
        coach.page.goto(f"{coach.base_url}{path}")
        expect(coach.page.locator("main h1")).to_be_visible()
        looker.look(f"coaching{path.replace('/', '-')}")
    coach.page.goto(f"{coach.base_url}/coaching")
    open_cycle(coach, TEACHER)
    coach.touch(coach.page.locator('[data-testid="visits"] a[href^="/prepare"]').last)
    expect(coach.page.get_by_test_id("displays")).to_be_visible()
    looker.look("prepare")
    coach.touch(coach.page.get_by_test_id("to-conference"))
    expect_step(coach.page, "focus")
    for step in ("focus", "predict", "look", "words", "minute", "sides", "compare", "step", "date", "agree"):
        expect_step(coach.page, step)
        looker.look(f"confer-{step}")
        if step != "agree":
            coach.touch(coach.page.get_by_test_id("step-next"))
    assert looker.faults == []

"""A cycle as it is lived: planned offline, visited, its goal moved by the visit, read by the teacher, gone on with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from server.domain.toml_write import write_toml
from server.services import demo
from server.services.protocols import get_library_protocol
from tests.e2e import screens
from tests.e2e.conferring import open_cycle, write
from tests.e2e.office import Office, free_port
from tests.e2e.screens import key
from tests.e2e.tablet import PHONE, PORTRAIT, Size, Tablet
from tests.e2e.test_screens import Looker
from tests.web import Web, ask

pytestmark = pytest.mark.browser

# Nobody coaches Hannah Price yet.
TEACHER, TEACHER_EMAIL = "Hannah Price", "teacher8"
TARGET = "Every student answers aloud in a lesson."
PROTOCOL, MEASURE = "opportunities-praise", "opportunities-per-minute"
STANDARDS = (
    'code,text,grades\nSL.4.1,Takes part in talk about a text,4\n,A heading\nSL.4.2,"Says it again, in own words",4\n'
)


@pytest.fixture
def district(tmp_path: Path) -> Iterator[Office]:
    """A demo district of its own, running."""
    office = Office(tmp_path / "district", free_port())
    office.run("demo", "--no-serve")
    office.start()
    yield office
    office.stop()


class Door:
    """Where people of the demo sign in, each on a tablet of their own; at the end no browser has complained."""

    def __init__(self, playwright: Playwright, district: Office, folder: Path) -> None:
        self.playwright, self.district, self.folder = playwright, district, folder
        self.tablets: list[Tablet] = []

    def enter(self, email: str, size: Size = PORTRAIT) -> Tablet:
        tablet = Tablet(self.playwright, self.folder / email, self.district.url, size)
        self.tablets.append(tablet)
        tablet.open()
        screens.sign_in(tablet, f"{email}@demo.example", demo.PASSWORD)
        expect(tablet.page.locator("main h1, main h2").first).to_be_visible()
        screens.wait_for_sync(tablet)
        screens.wait_for_worker(tablet)
        return tablet


@pytest.fixture
def door(playwright: Playwright, district: Office, tmp_path: Path) -> Iterator[Door]:
    door = Door(playwright, district, tmp_path)
    yield door
    for tablet in door.tablets:
        tablet.close()
    assert [words for tablet in door.tablets for words in tablet.complaints] == []


def begin_cycle(coach: Tablet) -> str:
    """Begin a cycle with the teacher; gives its address."""
    page = coach.page
    coach.touch(page.locator('nav a[href="/coaching"]'))
    coach.touch(page.get_by_test_id("new-cycle"))
    search = page.locator('main input[type="search"]')
    if search.count():
        search.fill(TEACHER)
    coach.touch(page.get_by_test_id("person").filter(has_text=TEACHER))
    page.get_by_test_id("learning-target").fill(TARGET)
    page.get_by_test_id("protocol").select_option(PROTOCOL)
    coach.touch(page.get_by_test_id("begin-cycle"))
    expect(page.get_by_test_id("cycle-head")).to_contain_text(TEACHER)
    return page.url.removeprefix(coach.base_url)


def plan(coach: Tablet, answer: str) -> None:
    """Arrange the planning conference and write down what was said to its first question."""
    page = coach.page
    coach.touch(page.get_by_test_id("arrange"))
    page.get_by_test_id("conference-at").fill("2027-01-11T08:15")
    coach.touch(page.get_by_test_id("save-conference"))
    box = page.get_by_test_id("answer").first
    # Left twice, the second time before the first is shown again: it stays one answer.
    for text in (answer[:6], answer):
        box.fill(text)
        box.blur()


def set_goal(coach: Tablet, *, baseline: str, target: str) -> None:
    """Make a goal of a vague wish: it is asked which measure."""
    page = coach.page
    coach.touch(page.get_by_test_id("add-goal"))
    page.get_by_test_id("goal-text").fill("More engagement")
    expect(page.get_by_test_id("goal-form").get_by_role("status")).to_be_visible()
    page.get_by_test_id("goal-measure").select_option(MEASURE)
    expect(page.get_by_test_id("goal-form").get_by_role("status")).to_have_count(0)
    page.get_by_test_id("goal-text").fill("Everybody answers, and most more than once.")
    page.get_by_test_id("goal-baseline").fill(baseline)
    page.get_by_test_id("goal-target").fill(target)
    coach.touch(page.get_by_test_id("save-goal"))
    expect(page.get_by_test_id("goal")).to_contain_text("Everybody answers")


def visit(coach: Tablet, taps: int) -> None:
    """Start the visit from the cycle, where teacher and protocol are known, and see so many opportunities."""
    page = coach.page
    coach.touch(page.locator('[data-testid="visits"] a[href^="/new?cycle="]'))
    expect(page.locator('[data-testid="teacher"]:has(input:checked)')).to_contain_text(TEACHER)
    coach.touch(page.get_by_test_id("start-lesson"))
    expect(page.get_by_test_id("pad")).to_be_visible()
    for _ in range(taps):
        coach.touch_key(key(page, "OTR-G"))
    screens.wait_until_safe(coach, taps)
    screens.end_lesson(coach)


def send(tablet: Tablet) -> None:
    """Send by hand, and wait until everything is at the office."""
    tablet.touch(tablet.page.get_by_test_id("sync-badge"))
    tablet.touch(tablet.page.get_by_test_id("send-now"))
    screens.wait_for_sync(tablet)


def share_latest(coach: Tablet, cycle: str) -> None:
    page = coach.page
    page.goto(f"{coach.base_url}{cycle}")
    coach.touch(page.locator('[data-testid="visits"] li a[href^="/review"]').last)
    coach.touch(page.get_by_test_id("to-share"))
    coach.touch(page.get_by_test_id("share"))
    expect(page.get_by_test_id("is-shared")).to_be_visible()


def progress_of(page: Page) -> str:
    goal = page.get_by_test_id("goal")
    expect(goal).to_have_attribute("data-progress", re.compile(r"\d"))
    return str(goal.get_attribute("data-progress"))


def test_a_cycle_is_planned_and_visited_offline_and_its_goal_moves_for_coach_and_teacher(door: Door) -> None:
    coach = door.enter("coach")
    page = coach.page
    coach.go_offline()
    cycle = begin_cycle(coach)
    plan(coach, "Those at the back hardly speak.")
    set_goal(coach, baseline="0", target="2")
    expect(page.get_by_test_id("goal")).not_to_have_attribute("data-progress", re.compile(r"\d"))
    coach.touch(page.get_by_test_id("move-to_event"))
    visit(coach, taps=3)

    page.goto(f"{coach.base_url}{cycle}")
    expect(page.locator('[data-testid="visits"] li')).to_have_count(1)
    moved = progress_of(page)
    assert float(moved) > 0
    coach.close()

    page = coach.open(cycle)
    expect(page.get_by_test_id("answer").first).to_have_value("Those at the back hardly speak.")
    assert progress_of(page) == moved
    coach.go_online()
    screens.wait_for_sync(coach)

    teacher = door.enter(TEACHER_EMAIL, PHONE)
    phone = teacher.page
    open_cycle(teacher, TEACHER)
    expect(phone.get_by_test_id("plan")).to_contain_text(TARGET)
    expect(phone.get_by_test_id("learning-target")).to_have_count(0)
    expect(phone.get_by_test_id("answer").first).to_have_value("Those at the back hardly speak.")
    expect(phone.locator('[data-testid="visits"] li')).to_have_count(0)
    expect(phone.get_by_test_id("goal")).not_to_have_attribute("data-progress", re.compile(r"\d"))

    share_latest(coach, cycle)
    send(coach)
    phone.goto(f"{teacher.base_url}{cycle}")
    expect(phone.locator('[data-testid="visits"] li')).to_have_count(1, timeout=90_000)
    assert progress_of(phone) == moved
    teacher.go_offline()
    phone.reload()
    assert progress_of(phone) == moved


def test_two_answers_to_one_question_stand_side_by_side_until_they_are_one(door: Door) -> None:
    coach = door.enter("coach")
    cycle = begin_cycle(coach)
    plan(coach, "First said.")
    send(coach)
    coach.page.goto(f"{coach.base_url}{cycle}")
    expect(coach.page.get_by_test_id("answer").first).to_have_value("First said.")
    teacher = door.enter(TEACHER_EMAIL, PHONE)
    open_cycle(teacher, TEACHER)
    answer = teacher.page.get_by_test_id("answer").first
    expect(answer).to_have_value("First said.")
    coach.go_offline()
    teacher.go_offline()
    for tablet, text in ((coach, "As the coach heard it."), (teacher, "As the teacher meant it.")):
        box = tablet.page.get_by_test_id("answer").first
        box.fill(text)
        box.blur()
    for tablet in (teacher, coach):
        tablet.go_online()
        send(tablet)
    page = coach.page
    page.goto(f"{coach.base_url}{cycle}")
    expect(page.get_by_test_id("versions")).to_contain_text("As the teacher meant it.", timeout=90_000)
    expect(page.get_by_test_id("versions")).to_contain_text("As the coach heard it.")
    write(page, "merged", "As both put it.")
    coach.touch(page.get_by_test_id("keep-merged"))
    expect(page.get_by_test_id("versions")).to_have_count(0)
    expect(page.get_by_test_id("answer").first).to_have_value("As both put it.")


def test_a_closed_cycle_opens_again_and_goes_on_in_a_next_one(door: Door) -> None:
    coach = door.enter("coach")
    page = coach.page
    cycle = begin_cycle(coach)
    set_goal(coach, baseline="1", target="3")
    coach.touch(page.get_by_test_id("move-close"))
    expect(page.get_by_test_id("cycle-head")).to_have_attribute("data-closed", "true")
    coach.touch(page.get_by_role("button", name="Open it again"))
    expect(page.get_by_test_id("cycle-head")).to_have_attribute("data-closed", "false")
    coach.touch(page.get_by_test_id("move-close"))
    coach.touch(page.get_by_role("button", name="Go on in a next cycle"))
    expect(page.locator(f'a[href="{cycle}"]')).to_be_visible()
    expect(page.get_by_test_id("cycle-head")).to_contain_text(TEACHER)
    expect(page.get_by_test_id("goal")).to_contain_text("Everybody answers")


def test_what_a_district_makes_its_own_is_in_every_cycle(door: Door, tmp_path: Path) -> None:
    office = door.enter("admin")
    page = office.page
    looker = Looker(office)
    page.goto(f"{office.base_url}/district/templates")
    page.get_by_test_id("phase-plan-en").fill("Before we meet")
    office.touch(page.get_by_test_id("add-prompt"))
    page.get_by_label("Questions for conferences, English").last.fill("Who has not spoken this week?")
    page.get_by_test_id("service-data-en").fill("Data talk")
    looker.look("district-templates")
    office.touch(page.get_by_test_id("save-template"))
    expect(page.get_by_test_id("saved")).to_be_visible()

    file = tmp_path / "Speaking.csv"
    file.write_text(STANDARDS, "utf-8")
    page.goto(f"{office.base_url}/district/standards")
    page.get_by_test_id("standards-file").set_input_files(file)
    expect(page.get_by_test_id("preview")).to_contain_text("2 new")
    expect(page.get_by_test_id("refused")).to_contain_text("Row 3")
    expect(page.get_by_test_id("lists")).not_to_contain_text("Speaking")
    looker.look("district-standards")
    office.touch(page.get_by_test_id("take"))
    expect(page.get_by_test_id("lists")).to_contain_text("Speaking")
    page.get_by_test_id("standards-file").set_input_files(file)
    expect(page.get_by_test_id("preview")).to_contain_text("2 as before")
    expect(page.get_by_test_id("take")).to_be_disabled()
    send(office)

    coach = door.enter("coach")
    begin_cycle(coach)
    page = coach.page
    expect(page.locator("ol.track")).to_contain_text("Before we meet")
    plan(coach, "Said.")
    expect(page.get_by_test_id("conferences")).to_contain_text("Who has not spoken this week?")
    picker = page.locator("select", has=page.locator("option", has_text="SL.4.1"))
    picker.select_option(label="SL.4.2 Says it again, in own words")
    expect(page.locator("select", has=page.locator("option", has_text="Data talk"))).to_have_count(1)
    assert looker.faults == []


def test_a_goal_whose_measure_a_newer_protocol_lacks_says_so_and_offers_the_nearest(
    door: Door, district: Office
) -> None:
    web = Web(district.url)
    web.sign_in("admin@demo.example", demo.PASSWORD)
    publish_without(web, MEASURE)
    coach = door.enter("coach")
    page = coach.page
    coach.touch(page.locator('nav a[href="/coaching"]'))
    open_cycle(coach, "Priya Raman")
    coach.touch(page.get_by_test_id("goal").locator("a").first)
    warning = page.locator("main .bar")
    expect(warning).to_contain_text("has no such measure")
    coach.touch(warning.get_by_role("button"))
    expect(warning).to_have_count(0)


def publish_without(web: Web, measure: str) -> None:
    """Publish a next version of the protocol that has another measure of the same in the place of this one."""
    protocol = get_library_protocol(PROTOCOL)
    measures = [{**one, "id": "asked-a-minute"} if one["id"] == measure else one for one in protocol["measures"]]
    displays = [
        {**one, "measures": ["asked-a-minute" if each == measure else each for each in one["measures"]]}
        if one.get("measures")
        else one
        for one in protocol["displays"]
    ]
    version = protocol["version"] + 1
    text = write_toml({**protocol, "version": version, "measures": measures, "displays": displays})
    told = ask(
        web, "POST", "/api/v1/protocols", json.dumps({"name": "next.toml", "text": text, "dry_run": False}).encode()
    )
    assert told["published"] is True, told

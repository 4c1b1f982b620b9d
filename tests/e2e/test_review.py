"""What is looked at after a lesson: the timeline under the fingers, and conferences about visits of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from re import compile as pattern

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from server.services import demo
from tests.e2e import screens, visits
from tests.e2e.conferring import STEPS, expect_step, go_on, hold
from tests.e2e.office import Office, free_port
from tests.e2e.tablet import PORTRAIT, Tablet
from tests.e2e.test_screens import Looker
from tests.e2e.visits import LENGTH_MS

pytestmark = pytest.mark.browser

TEACHER = "Tom Beckett"
MINUTE_MS = 60_000


@dataclass(frozen=True)
class Arranged:
    """A visit and the conference about it."""

    observation: str
    conference: str


@dataclass(frozen=True)
class District:
    """A demo district in which one coach has come from visits with nothing, one item and a thousand."""

    office: Office
    of: dict[str, Arranged]


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    office = Office(tmp_path_factory.mktemp("district"), free_port())
    office.run("demo", "--no-serve")
    office.start()
    other = visits.sign_in(office.url, "coach@demo.example", demo.PASSWORD)
    teacher = visits.find(other, "person", name=TEACHER)
    cycle = visits.find(other, "cycle", title="Group work that starts quickly")
    of = {}
    for name, items in (("nothing", 0), ("one", 1), ("many", 1_000), ("running", 7)):
        ended: dict[str, int | None] = {"ended_ms": None} if name == "running" else {}
        observation = visits.visit(other, teacher, items, cycle=cycle, **ended)
        of[name] = Arranged(observation, visits.arrange(other, cycle, observation))
    other.sync()
    assert {fate["status"] for fate in other.fates.values()} == {"applied"}
    yield District(office, of)
    office.stop()


@pytest.fixture
def coach(playwright: Playwright, district: District, tmp_path: Path) -> Iterator[Tablet]:
    tablet = Tablet(playwright, tmp_path / "tablet", district.office.url, PORTRAIT)
    tablet.open()
    screens.sign_in(tablet, "coach@demo.example", demo.PASSWORD)
    expect(tablet.page.get_by_test_id("visit").first).to_be_visible()
    screens.wait_for_sync(tablet)
    screens.wait_for_worker(tablet)
    yield tablet
    tablet.close()
    assert tablet.complaints == []


def shown(page: Page) -> tuple[int, int]:
    """The part of the lesson that the timeline shows, in milliseconds."""
    ribbon = page.get_by_test_id("ribbon")
    return int(str(ribbon.get_attribute("data-from-ms"))), int(str(ribbon.get_attribute("data-to-ms")))


def pull(tablet: Tablet, target: Locator, *ways: tuple[float, float]) -> None:
    """Put a finger down for each way, from and to parts of the width of an element, and lift them together."""
    box = target.bounding_box()
    assert box is not None
    y = box["y"] + min(box["height"] / 2, 120)
    devtools = tablet.devtools()
    for step in range(11):
        points = [
            {"x": box["x"] + box["width"] * (start + (end - start) * step / 10), "y": y, "id": finger}
            for finger, (start, end) in enumerate(ways)
        ]
        devtools.send(
            "Input.dispatchTouchEvent", {"type": "touchStart" if step == 0 else "touchMove", "touchPoints": points}
        )
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    devtools.detach()


def open_review(tablet: Tablet, observation: str) -> Page:
    tablet.page.goto(f"{tablet.base_url}/review/{observation}")
    expect(tablet.page.get_by_test_id("ribbon")).to_be_visible()
    return tablet.page


def opened(page: Page) -> Locator:
    """The items of evidence that are open."""
    return page.locator('[data-testid="evidence-item"] [aria-expanded="true"]')


def test_the_timeline_is_zoomed_and_moved_by_fingers(coach: Tablet, district: District) -> None:
    page = open_review(coach, district.of["many"].observation)
    ribbon = page.get_by_test_id("ribbon")
    assert shown(page) == (0, LENGTH_MS)
    pull(coach, ribbon, (0.45, 0.2), (0.65, 0.9))
    near = shown(page)
    assert 10 * MINUTE_MS < near[1] - near[0] < 14 * MINUTE_MS, "fingers 3.5 times as far apart"
    assert near[0] > 0
    assert near[1] < LENGTH_MS
    pull(coach, ribbon, (0.3, 0.6))
    moved = shown(page)
    assert moved[1] - moved[0] == near[1] - near[0]
    assert moved[0] < near[0], "the lesson goes along with the finger"
    for _ in range(4):
        pull(coach, ribbon, (0.5, 0.2), (0.6, 0.95))
    closest = shown(page)
    assert closest[1] - closest[0] == MINUTE_MS
    expect(opened(page)).to_have_count(0)


def test_the_timeline_is_zoomed_and_moved_by_keys_and_the_picture_follows_the_items(
    coach: Tablet, district: District
) -> None:
    page = open_review(coach, district.of["many"].observation)
    field = page.get_by_test_id("ribbon").get_by_role("button")
    for _ in range(6):
        field.press("+")
    first = shown(page)
    assert first[1] - first[0] == MINUTE_MS
    field.press("PageDown")
    assert shown(page)[0] > first[0]
    field.press("ArrowRight")
    start, end = shown(page)
    assert (start, end - start) == (0, MINUTE_MS), "the first item is in the first minute"
    field.press("0")
    assert shown(page) == (0, LENGTH_MS)


def test_a_touch_of_a_mark_opens_its_evidence_also_near(coach: Tablet, district: District) -> None:
    page = open_review(coach, district.of["one"].observation)
    ribbon = page.get_by_test_id("ribbon")
    pull(coach, ribbon, (0.3, 0.2), (0.5, 0.7))
    near = shown(page)
    assert near[1] - near[0] < LENGTH_MS
    box = ribbon.bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + 24 + 22 + 10)
    expect(opened(page)).to_have_count(1)
    assert shown(page) == near


def test_what_is_noticed_in_a_lesson_leads_to_the_evidence_it_rests_on(coach: Tablet, district: District) -> None:
    # One state for the whole lesson: its longest stretch is 45 minutes from the beginning.
    page = open_review(coach, district.of["one"].observation)
    noticing = page.get_by_test_id("noticings").get_by_role("button")
    expect(noticing).to_have_count(1)
    expect(noticing).to_contain_text("45:00")
    coach.touch(noticing)
    expect(opened(page)).to_contain_text("AD")
    open_review(coach, district.of["many"].observation)
    several = page.locator('details[data-testid="noticing"]').first
    coach.touch(several.locator("summary"))
    times = several.get_by_role("button")
    expect(times).to_have_count(2)
    last = str(times.last.text_content()).strip()
    coach.touch(times.last)
    expect(opened(page)).to_contain_text(last)
    open_review(coach, district.of["nothing"].observation)
    expect(page.get_by_test_id("evidence")).to_be_visible()
    expect(page.get_by_test_id("noticings")).to_have_count(0)


@pytest.mark.parametrize("name", ["nothing", "one", "many"])
def test_a_conference_is_held_about_whatever_was_recorded(coach: Tablet, district: District, name: str) -> None:
    page = coach.page
    coach.go_offline()
    page.goto(f"{coach.base_url}/confer/{district.of[name].conference}")
    looker = Looker(coach)
    expect_step(page, "focus")
    expect(page.get_by_test_id("step-next")).to_be_enabled()
    for step in STEPS:
        if step != "focus":
            go_on(coach, step)
        expect(page.locator("main")).not_to_contain_text(pattern("undefined|NaN|Infinity"))
        if step in ("look", "minute", "compare"):
            says_nothing = page.locator("main").get_by_text("Nothing was recorded in this visit.")
            expect(says_nothing).to_have_count(1 if name == "nothing" else 0)
        looker.look(f"confer-{name}-{step}", ((PORTRAIT, "light"),))
    assert looker.faults == []


def test_a_conference_about_a_visit_that_still_runs_says_so_and_shows_what_there_is(
    coach: Tablet, district: District
) -> None:
    page = coach.page
    page.goto(f"{coach.base_url}/confer/{district.of['running'].conference}")
    expect(page.locator("main")).to_contain_text("This lesson is still running.")
    for step in ("predict", "look", "words", "minute"):
        go_on(coach, step)
    page.locator('[data-testid="ribbon"] button').press("ArrowRight")
    expect(page.get_by_test_id("minute").locator("li")).to_have_count(1)


def test_a_conference_says_what_has_not_been_sent_yet(coach: Tablet, district: District) -> None:
    page = open_review(coach, district.of["one"].observation)
    coach.go_offline()
    coach.touch(page.get_by_test_id("evidence-item").get_by_role("button"))
    coach.touch(page.get_by_test_id("star-item"))
    expect(page.get_by_test_id("star-item")).to_have_attribute("aria-pressed", "true")
    page.goto(f"{coach.base_url}/confer/{district.of['one'].conference}")
    expect(page.locator("main")).to_contain_text("still on its way to the office")


def test_a_conference_keeps_the_protocol_of_its_visit_when_that_is_retired(coach: Tablet, district: District) -> None:
    office = visits.sign_in(district.office.url, "admin@demo.example", demo.PASSWORD)
    record = visits.find(office, "protocol", slug="fill-plus")
    office.edit(record, retired=True)
    office.sync()
    page = coach.page
    page.goto(f"{coach.base_url}/coaching")
    screens.wait_for_sync(coach)
    page.goto(f"{coach.base_url}/confer/{district.of['many'].conference}")
    expect(page.get_by_test_id("confer")).to_have_attribute("data-step", pattern("."))
    coach.touch(page.locator("nav button").first)
    hold(coach, prediction="40", words="Longer than I thought.", what="Begin groups within a minute.")
    expect(page.get_by_test_id("read-out")).to_contain_text("Begin groups within a minute.")

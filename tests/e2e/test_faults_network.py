"""The network of a school in a real browser: after each fault everything is at the office, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Playwright, expect

from tests.e2e import disk, screens
from tests.e2e.figures import count_of
from tests.e2e.forwarder import (
    Forwarder,
    Weather,
    cut,
    elsewhere,
    forwarding,
    gateway,
    lost,
    portal,
    refusing,
    remembering,
    slow,
    twice,
    unanswered,
    unpacking,
)
from tests.e2e.office import Office
from tests.e2e.people import MARTA, TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import Tablet, wait_until

pytestmark = pytest.mark.browser

PUSH, PULL, HELLO = "/api/v1/sync/push", "/api/v1/sync/pull", "/api/v1/sync/hello"
_TAPS = 8

_cache = remembering()

# What the weather is for the next requests of each address.
FAULTS: dict[str, dict[str, list[Weather]]] = {
    "a request that is lost": {PUSH: [lost]},
    "an answer that is lost after the commit": {PUSH: [unanswered]},
    "a request that is delivered twice": {PUSH: [twice], PULL: [_cache]},
    "an answer cut at its first byte": {PUSH: [cut(0)]},
    "an answer cut in the middle": {PUSH: [cut(0.5)], PULL: [cut(0.9)]},
    "a slow line": {PUSH: [slow(1.5)], PULL: [slow(1)]},
    "a line that comes and goes": {HELLO: [lost], PUSH: [lost, unanswered], PULL: [lost, lost]},
    "a captive portal": {HELLO: [portal], PUSH: [portal], PULL: [portal]},
    "a portal that redirects": {PUSH: [elsewhere], PULL: [elsewhere]},
    "a proxy that forgets that bodies are packed": {PUSH: [unpacking] * 2},
    "a proxy that gives the page of an hour ago": {PULL: [_cache]},
    "a gateway without an office": {PUSH: [gateway], PULL: [gateway]},
    "an office that is too busy": {PUSH: [refusing(503, "busy", 1)]},
    "an office that asks to slow down": {PUSH: [refusing(429, "too_many", 1)]},
    "a proxy that takes small bodies only": {PUSH: [refusing(413, "too_large", max_changes=4, max_bytes=100_000)]},
}


class School(NamedTuple):
    tablet: Tablet
    forwarder: Forwarder
    office: Office
    lesson: str


@pytest.fixture(scope="module")
def lesson(playwright: Playwright, school: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """A lesson that runs all day, on a tablet whose network is the forwarder."""
    with forwarding(school.port) as forwarder:
        expects = ("Failed to load resource", "413", "502", "503", "429")
        tablet = Tablet(playwright, tmp_path_factory.mktemp("network") / "tablet", forwarder.url, expects=expects)
        tablet.open()
        screens.prepare_for_the_day(tablet, MARTA.email)
        observation = screens.start_lesson(tablet, teacher=TILDA.name, protocol="opportunities-praise")
        yield School(tablet, forwarder, school, observation)
        tablet.close()
    assert tablet.complaints == []


def is_stored(tablet: Tablet) -> bool:
    """Tell whether the app says that everything is stored; if it rests without, send now."""
    headline = tablet.page.get_by_test_id("sync-headline")
    phase = headline.get_attribute("data-phase")
    if phase in ("offline", "problem"):
        tablet.page.evaluate("document.querySelector('[data-testid=send-now]')?.click()")
    return phase == "idle" and "stored at the office" in headline.inner_text()


@pytest.mark.parametrize("fault", FAULTS)
def test_what_was_tapped_is_at_the_office_after(fault: str, lesson: School) -> None:
    tablet, page = lesson.tablet, lesson.tablet.page
    page.goto(f"{tablet.base_url}/lesson/{lesson.lesson}")
    before = int(page.get_by_test_id("safe").get_attribute("data-items") or "0")
    for _ in range(_TAPS):
        tablet.touch_key(key(page, "BSP"))
    screens.wait_until_safe(tablet, before + _TAPS)
    lesson.forwarder.weather.update({path: list(weather) for path, weather in FAULTS[fault].items()})

    page.goto(f"{tablet.base_url}/sync")
    wait_until(lambda: is_stored(tablet), "everything to be stored")

    # What the screen says is true at this moment.
    assert {change["fate"] for change in disk.read_changes(tablet)} == {"applied"}
    assert lesson.forwarder.weather[next(iter(FAULTS[fault]))] == [], "the fault did not happen"
    lesson.forwarder.weather.clear()


def test_none_of_them_has_doubled_anything(lesson: School) -> None:
    recorded = disk.read_items(lesson.tablet, lesson.lesson)
    assert len(recorded) >= _TAPS
    assert count_of(lesson.office, lesson.lesson, "BSP") == len(recorded)


def test_two_open_reviews_follow_each_other_and_two_texts_stand_side_by_side(
    lesson: School, playwright: Playwright, tmp_path: Path
) -> None:
    other = Tablet(playwright, tmp_path / "other", lesson.office.url)
    page = other.open()
    screens.prepare_for_the_day(other, MARTA.email)
    observation = screens.start_lesson(other, teacher=TILDA.name, protocol="opportunities-praise")
    other.touch_key(key(page, "BSP"))
    screens.wait_until_safe(other, 1)
    screens.end_lesson(other)
    other.touch(page.get_by_test_id("to-review"))
    screens.wait_for_sync(other)
    here = lesson.tablet.page
    here.goto(f"{lesson.tablet.base_url}/review/{observation}")
    expect(here.get_by_test_id("evidence-item")).to_have_count(1)

    other.touch(page.get_by_test_id("evidence-item").locator("button").first)
    screens.note_item(other, "Seen from the other side")

    item = here.get_by_test_id("evidence-item")
    expect(item).to_contain_text("Seen from the other side", timeout=30_000)

    other.go_offline()
    screens.note_item(other, "Written with no network")
    lesson.tablet.touch(item.locator("button").first)
    screens.note_item(lesson.tablet, "Written at the desk")
    screens.wait_for_sync(lesson.tablet)
    other.go_online()
    screens.wait_for_sync(other)
    versions = here.get_by_test_id("versions")
    expect(versions).to_contain_text("Written with no network", timeout=30_000)
    expect(versions).to_contain_text("Written at the desk")
    here.get_by_test_id("merged").fill("Both, in one")
    lesson.tablet.touch(here.get_by_test_id("keep-merged"))
    expect(page.get_by_test_id("evidence-item")).to_contain_text("Both, in one", timeout=30_000)
    expect(page.get_by_test_id("versions")).to_have_count(0)

    lesson.tablet.touch(here.get_by_test_id("history"))
    expect(here.get_by_test_id("past")).to_contain_text("was “Written")
    other.close()
    assert other.complaints == []

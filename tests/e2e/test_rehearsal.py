"""A rehearsal: the real pad on a made-up lesson, an agreement at the end, and nothing kept of it."""

from __future__ import annotations

from datetime import UTC, datetime
from re import compile as pattern
from re import escape

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.screens import key
from tests.e2e.tablet import Tablet

pytestmark = pytest.mark.browser

COUNT_KEPT = """async () => {
    const [{name}] = (await indexedDB.databases()).filter(({name}) => name.startsWith('backrow-'));
    const opening = indexedDB.open(name);
    await new Promise((resolve) => { opening.onsuccess = resolve; });
    const counting = opening.result.transaction('changes').objectStore('changes').count();
    await new Promise((resolve) => { counting.onsuccess = resolve; });
    opening.result.close();
    const traces = Object.keys(localStorage).filter((key) => key.includes('00000000-0000-7000'));
    return [counting.result, traces.length];
}"""


def tap_what_is_named(tablet: Tablet, page: Page, tapped: set[str]) -> None:
    """Tap the key of each thing that is told and was not tapped yet, as its name says."""
    for scene in page.get_by_test_id("scene").all():
        place = str(scene.get_attribute("data-scene"))
        name = scene.locator(".name").inner_text().strip()
        if place in tapped:
            continue
        tapped.add(place)
        label = page.locator(".label").filter(has_text=pattern(rf"^\s*{escape(name)}\s*$"))
        code = str(page.get_by_test_id("key").filter(has=label).get_attribute("data-code"))
        tablet.touch_key(key(page, code))


def test_a_coach_practises_on_the_pad_and_nothing_of_it_stays(coach: Tablet) -> None:
    page = coach.open("/new", at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    coach.touch(page.locator('[data-testid="protocol"][data-protocol="opportunities-praise"]'))
    coach.touch(page.get_by_test_id("rehearse"))
    page.get_by_test_id("names").check()
    coach.touch(page.locator('input[name="minutes"][value="3"]'))
    coach.touch(page.get_by_test_id("begin-rehearsal"))
    expect(page.get_by_test_id("pad")).to_be_visible()
    expect(page.get_by_text("Rehearsal: nothing is kept or sent")).to_be_visible()
    expect(page.get_by_test_id("safe")).to_be_hidden()

    tapped: set[str] = set()
    for _ in range(14):
        coach.pass_time(3_000)
        tap_what_is_named(coach, page, tapped)
    assert len(tapped) >= 3
    coach.touch(page.get_by_test_id("end"))
    coach.touch(page.get_by_test_id("end-now"))

    expect(page.get_by_test_id("rehearsal-result")).to_be_visible()
    expect(page.get_by_test_id("overall").first).to_contain_text("100.0 % matched")
    expect(page.get_by_test_id("differences")).to_have_attribute("data-count", "0")
    coach.touch(page.get_by_role("button", name="Done"))
    expect(page.get_by_role("heading", name="Practise a protocol")).to_be_visible()
    assert page.evaluate(COUNT_KEPT) == [0, 0]

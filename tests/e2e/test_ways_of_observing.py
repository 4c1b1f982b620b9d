"""Every way of observing, by a finger on a real pad with no network: what is stored is what was seen, when it was."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from tests.e2e import disk, screens
from tests.e2e.office import Office
from tests.e2e.people import TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import Tablet

pytestmark = pytest.mark.browser

_SECOND_MS = 1_000
_MINUTE_MS = 60_000


@pytest.fixture(scope="module")
def pad(
    playwright: Playwright, school: Office, morning: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Tablet]:
    """A tablet in class whose clock stands still but for what a test lets pass."""
    profile = tmp_path_factory.mktemp("ways") / "profile"
    shutil.copytree(morning, profile, symlinks=True)
    tablet = Tablet(playwright, profile, school.url)
    tablet.go_offline()
    tablet.open("/", at=datetime.now(UTC).replace(microsecond=0) - timedelta(days=1))
    yield tablet
    tablet.close()
    assert tablet.complaints == []


def observe(tablet: Tablet, protocol: str) -> str:
    """Start a lesson by a protocol; gives its id."""
    tablet.page.goto(f"{tablet.base_url}/")
    return screens.start_lesson(tablet, teacher=TILDA.name, protocol=protocol)


def read_evidence(tablet: Tablet, lesson: str) -> list[dict[str, Any]]:
    """Give what stands on the tablet's disk, record by record; what was retracted is left out."""
    screens.wait_until_all_safe(tablet)
    records: dict[str, dict[str, Any]] = {}
    for change in disk.read_changes(tablet):
        if change["kind"] == "evidence" and change["scope"] == f"observation:{lesson}":
            records.setdefault(change["record"], {}).update(change["fields"])
    return [one for one in records.values() if not one.get("retracted")]


def seat(page: Page, name: str) -> Locator:
    return page.locator(f'[data-testid="seat"][data-seat="{name}"]')


def item(page: Page, code: str) -> Locator:
    return page.locator(f'[data-testid="item"][data-code="{code}"]')


def answer(page: Page, code: str, value: str) -> Locator:
    return item(page, code).locator(f'[data-value="{value}"]')


def test_heads_are_counted_sweep_by_sweep(pad: Tablet) -> None:
    lesson, page = observe(pad, "classroom-snapshot"), pad.page
    pad.touch(page.get_by_test_id("next-sweep"))
    for code in ("T-RD", "S-UN", "S-UN"):
        pad.touch_key(key(page, code))
    pad.pass_time(20 * _SECOND_MS)
    pad.touch(page.get_by_test_id("next-sweep"))
    pad.touch_key(key(page, "S-UN"))
    expect(page.get_by_test_id("sweep-bar")).to_contain_text("Sweep 2 of 10")
    expect(page.get_by_test_id("sweep-bar")).to_contain_text("1 counted")
    assert read_evidence(pad, lesson) == [
        {"t_ms": 0, "action": "sweep", "code": "T-RD", "interval": 0},
        {"t_ms": 0, "action": "sweep", "code": "S-UN", "interval": 0, "value": 2},
        {"t_ms": 20_000, "action": "sweep", "code": "S-UN", "interval": 1, "value": 1},
    ]
    screens.end_lesson(pad)


def test_a_room_is_swept_seat_by_seat_and_any_seat_can_be_looked_at_again(pad: Tablet) -> None:
    lesson, page = observe(pad, "at-task"), pad.page
    pad.touch(page.get_by_test_id("next-sweep"))
    for code in ("AT", "WAIT"):
        pad.touch_key(key(page, code))
    expect(page.get_by_test_id("seat-hint")).to_contain_text("A3")
    pad.touch(seat(page, "B3"))
    expect(page.get_by_test_id("seat-hint")).to_contain_text("B3")
    pad.touch_key(key(page, "AT"))
    expect(page.get_by_test_id("sweep-bar")).to_contain_text("3 of 30")
    assert [(one["subject"], one["code"], one["interval"]) for one in read_evidence(pad, lesson)] == [
        ("A1", "AT", 0),
        ("A2", "WAIT", 0),
        ("B3", "AT", 0),
    ]
    screens.end_lesson(pad)


def test_a_room_is_arranged_in_seconds_and_says_who_spoke_to_whom(pad: Tablet) -> None:
    lesson, page = observe(pad, "verbal-flow"), pad.page
    pad.touch(page.get_by_test_id("arrange"))
    pad.touch(page.get_by_role("button", name="Columns: fewer"))
    pad.touch(seat(page, "A2"))
    pad.touch(page.get_by_test_id("arrange"))
    expect(seat(page, "A2")).to_have_count(0)
    expect(seat(page, "A6")).to_have_count(0)
    pad.touch(seat(page, "A1"))
    pad.pass_time(3 * _SECOND_MS)
    pad.touch_key(key(page, "T-PRAISE"))
    pad.touch(seat(page, "B2"))
    pad.draw(seat(page, "B1"), seat(page, "C3"))
    assert read_evidence(pad, lesson) == [
        {"t_ms": 0, "action": "tap", "code": "S-ANS", "subject": "A1"},
        {"t_ms": 3_000, "action": "tap", "code": "T-PRAISE", "subject": "B2"},
        {"t_ms": 3_000, "action": "link", "code": "S-S", "subject": "B1", "to_subject": "C3"},
    ]
    screens.end_lesson(pad)


def test_the_way_of_the_teacher_through_the_room_stands_beside_where_they_are(pad: Tablet) -> None:
    lesson, page = observe(pad, "teacher-movement"), pad.page
    pad.touch_key(key(page, "FRONT"))
    for name in ("B2", "C4"):
        pad.pass_time(5 * _SECOND_MS)
        pad.touch(seat(page, name))
    assert read_evidence(pad, lesson) == [
        {"t_ms": 0, "action": "start", "code": "FRONT"},
        {"t_ms": 5_000, "action": "tap", "code": "STOP", "subject": "B2"},
        {"t_ms": 10_000, "action": "tap", "code": "STOP", "subject": "C4"},
    ]
    screens.end_lesson(pad)


def test_a_script_has_the_moment_of_the_first_letter_the_speaker_and_its_tags(pad: Tablet) -> None:
    lesson, page = observe(pad, "selective-scripting"), pad.page
    note = page.get_by_test_id("note")
    pad.pass_time(5 * _SECOND_MS)
    pad.touch(page.locator('[data-testid="speaker"][data-speaker="S"]'))
    note.press_sequentially("Why")
    pad.pass_time(7 * _SECOND_MS)
    note.press_sequentially(" so? #SR")
    note.press("Enter")
    pad.touch(page.get_by_test_id("phrase").filter(has_text="What do you notice?"))
    note.press_sequentially("Over there")
    pad.touch(page.locator('[data-testid="tag"][data-code="TQ"]'))
    note.press("Enter")
    # Who types one tag and touches another means the latter.
    note.press_sequentially("And then? #SR")
    pad.touch(page.locator('[data-testid="tag"][data-code="TQ"]'))
    note.press("Enter")
    # A line that stands is tagged afterwards.
    note.press_sequentially("Sit down")
    note.press("Enter")
    pad.touch(page.locator('[data-testid="tag"][data-code="DIR"]'))
    page.get_by_test_id("speaker-seat").fill("B4")
    page.get_by_test_id("speaker-seat").blur()
    note.press_sequentially("Me?")
    note.press("Enter")
    lines = [(one["t_ms"], one["note"], one["speaker"], one.get("code")) for one in read_evidence(pad, lesson)]
    assert lines == [
        (5_000, "Why so?", "S", "SR"),
        (12_000, "What do you notice? Over there", "S", "TQ"),
        (12_000, "And then?", "S", "TQ"),
        (12_000, "Sit down", "S", "DIR"),
        (12_000, "Me?", "B4", None),
    ]
    screens.end_lesson(pad)


def test_ratings_stand_by_segment_with_their_evidence_and_pauses_for_scoring(pad: Tablet) -> None:
    lesson, page = observe(pad, "time-on-task-elements"), pad.page
    bar = page.get_by_test_id("segment-bar")
    expect(bar).to_have_attribute("data-phase", "watch")
    pad.pass_time(20 * _SECOND_MS)
    pad.touch(item(page, "1.1").locator("button.name"))
    expect(item(page, "1.1").locator(".about")).to_contain_text("Low")
    pad.touch(answer(page, "1.1", "1"))
    item(page, "1.1").get_by_test_id("item-evidence").fill("Names were used")
    item(page, "1.1").get_by_test_id("item-evidence").blur()
    pad.touch(answer(page, "1.2", "none"))
    pad.touch(page.locator('[data-testid="item-pad"] [data-segment="1"]'))
    pad.touch(answer(page, "1.1", "3"))
    assert read_evidence(pad, lesson) == [
        {"t_ms": 20_000, "action": "rate", "code": "1.1", "value": 1, "interval": 0, "note": "Names were used"},
        {"t_ms": 20_000, "action": "rate", "code": "1.2", "value": None, "interval": 0},
        {"t_ms": 20_000, "action": "rate", "code": "1.1", "value": 3, "interval": 1},
    ]
    pad.pass_time(15 * _MINUTE_MS)
    expect(bar).to_have_attribute("data-phase", "score")
    expect(bar).to_contain_text("time to rate")
    pad.pass_time(10 * _MINUTE_MS)
    expect(bar).to_have_attribute("data-segment", "1")
    screens.end_lesson(pad)


def test_a_look_for_is_ticked_at_its_moment_and_facts_of_the_lesson_are_filled_in(pad: Tablet) -> None:
    lesson, page = observe(pad, "universal-design"), pad.page
    pad.pass_time(9 * _SECOND_MS)
    pad.touch(answer(page, "E7-CHOICE", "1"))
    pad.touch(answer(page, "E8-GOAL", "0"))
    expect(page.get_by_test_id("item-pad")).to_have_attribute("data-answered", "2")
    pad.pass_time(2 * _SECOND_MS)
    pad.touch(answer(page, "E8-GOAL", "1"))
    ticked = [(one["t_ms"], one["code"], one["value"]) for one in read_evidence(pad, lesson)]
    assert [one[1:] for one in ticked] == [("E7-CHOICE", 1), ("E8-GOAL", 1)]
    assert ticked[0][0] == 9_000
    pad.touch(page.get_by_test_id("more"))
    page.get_by_label("Students present").fill("24")
    page.get_by_label("Students present").blur()
    page.get_by_label("Principle chosen for this visit").select_option(index=2)
    page.keyboard.press("Escape")
    page.reload()
    pad.touch(page.get_by_test_id("more"))
    expect(page.get_by_label("Students present")).to_have_value("24")
    page.keyboard.press("Escape")
    screens.end_lesson(pad)


def test_a_timer_runs_from_one_tap_to_the_next(pad: Tablet) -> None:
    lesson, page = observe(pad, "lesson-structure"), pad.page
    timer = page.get_by_test_id("timers")
    expect(timer).to_contain_text("not yet")
    pad.touch_key(key(page, "TRA"))
    pad.pass_time(30 * _SECOND_MS)
    expect(timer).to_contain_text("30 s")
    # The next phase ends the one before, and so the transition.
    pad.touch_key(key(page, "NEW"))
    pad.pass_time(5 * _SECOND_MS)
    expect(timer).to_contain_text("30")
    expect(timer.locator("[data-waits]").first).to_have_attribute("data-waits", "false")
    assert [(one["t_ms"], one["action"]) for one in read_evidence(pad, lesson)] == [(0, "start"), (30_000, "start")]
    screens.end_lesson(pad)


def test_students_take_turns_interval_by_interval(pad: Tablet) -> None:
    lesson, page = observe(pad, "on-task-intervals"), pad.page
    turns = []
    for _ in range(6):
        turns.append(page.get_by_test_id("subject-now").get_attribute("data-subject"))
        pad.touch_key(key(page, "AET"))
        pad.pass_time(15 * _SECOND_MS)
    assert turns == ["target"] * 4 + ["peer", "target"]
    marks = [(one["t_ms"], one["action"], one["code"]) for one in read_evidence(pad, lesson)]
    assert marks == [(n * 15_000, "mark", "AET") for n in range(6)]
    screens.end_lesson(pad)


def test_all_of_it_comes_to_the_office(pad: Tablet) -> None:
    pad.let_time_flow()
    pad.go_online()
    pad.page.goto(f"{pad.base_url}/")
    screens.wait_for_sync(pad)
    assert screens.read_fates(pad).get("here", 0) == 0

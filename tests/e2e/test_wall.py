"""The wall as people meet it: who opened what is the teacher's to know, and an administrator needs both sides' word."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from server.domain.toml_write import write_toml
from server.services.protocols import get_library_protocol
from tests.e2e import screens
from tests.e2e.office import Office, Person, free_port
from tests.e2e.people import MARTA, OWEN, PEOPLE, TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import PHONE, Tablet
from tests.e2e.test_screens import VIEWS, Looker

pytestmark = pytest.mark.browser

RUTH = Person("ruth@example.org", "Ruth Lindqvist", "administrator")


@pytest.fixture
def wall_office(tmp_path: Path) -> Office:
    office = Office(tmp_path / "office", free_port())
    office.enrol((*PEOPLE, RUTH))
    office.start()
    return office


def sync(tablet: Tablet) -> None:
    tablet.page.goto(f"{tablet.base_url}/sync")
    tablet.touch(tablet.page.get_by_test_id("send-now"))
    screens.wait_for_sync(tablet)


def test_who_opened_it_and_what_it_takes_for_an_administrator(
    wall_office: Office, playwright: Playwright, tmp_path: Path
) -> None:
    office = wall_office
    coach, leader = (Tablet(playwright, tmp_path / name, office.url) for name in ("coach", "leader"))
    teacher = Tablet(playwright, tmp_path / "teacher", office.url, PHONE)
    try:
        observation = _share(coach)
        looker = Looker(teacher)
        teacher.open()
        screens.sign_in(teacher, TILDA.email)
        expect(teacher.page.locator("nav")).to_be_visible()
        sync(teacher)
        teacher.page.goto(f"{teacher.base_url}/")
        expect(teacher.page.get_by_test_id("visit")).to_have_count(1)
        _open_offline(coach, observation)
        sync(coach)

        page = teacher.page
        page.goto(f"{teacher.base_url}/")
        teacher.touch(page.get_by_test_id("to-viewers"))
        expect(page.get_by_test_id("openings")).to_contain_text(MARTA.name)
        expect(page.get_by_test_id("viewed-visit")).to_contain_text(OWEN.name)
        looker.look("viewers")
        leader.open()
        screens.sign_in(leader, RUTH.email)
        expect(leader.page.get_by_test_id("admin-wall")).to_be_visible()
        sync(leader)
        leader.page.goto(f"{leader.base_url}/review/{observation}")
        expect(leader.page.locator("h1")).to_be_visible()
        expect(leader.page.get_by_test_id("review")).to_have_count(0)

        page.goto(f"{teacher.base_url}/review/{observation}")
        expect(page.get_by_test_id("answer-consent")).to_be_visible()
        looker.look("consent-asked", VIEWS[2:3])
        teacher.touch(page.get_by_test_id("answer-consent"))
        expect(page.get_by_test_id("consent")).to_contain_text("does not see it")
        expect(page.get_by_test_id("consent")).to_contain_text(f"{MARTA.name} agreed.")
        looker.look("consent-teacher")
        teacher.touch(page.get_by_test_id("agree"))
        expect(page.get_by_test_id("consent")).to_contain_text("can read it")
        sync(teacher)
        sync(leader)
        leader.page.goto(f"{leader.base_url}/review/{observation}")
        expect(leader.page.get_by_test_id("evidence-item").filter(has_text="Two hands")).to_be_visible()

        sync(coach)
        coach.page.goto(f"{coach.base_url}/share/{observation}")
        expect(coach.page.get_by_test_id("consent")).to_contain_text("can read it")
        coach_looker = Looker(coach)
        coach_looker.look("consent-coach")
        sync(teacher)
        page.goto(f"{teacher.base_url}/share/{observation}")
        expect(page.get_by_test_id("openings")).to_contain_text(RUTH.name)
        teacher.touch(page.get_by_test_id("take-back"))
        expect(page.get_by_test_id("consent")).to_contain_text("does not see it")
        sync(teacher)
        sync(leader)
        leader.page.goto(f"{leader.base_url}/review/{observation}")
        expect(leader.page.get_by_test_id("review")).to_have_count(0)
        assert looker.faults + coach_looker.faults == []
    finally:
        for tablet in (coach, teacher, leader):
            tablet.close()
        office.stop()
    assert coach.complaints + teacher.complaints + leader.complaints == []


def test_a_protocol_is_published_from_a_file(wall_office: Office, playwright: Playwright, tmp_path: Path) -> None:
    leader = Tablet(playwright, tmp_path / "leader", wall_office.url)
    ours = write_toml({**get_library_protocol("talk-ratio"), "id": "our-talk", "version": 1})
    try:
        page = leader.open()
        screens.sign_in(leader, RUTH.email)
        expect(page.get_by_test_id("admin-wall")).to_be_visible()
        page.goto(f"{leader.base_url}/district")
        choose = page.get_by_test_id("protocol-file")
        choose.set_input_files({"name": "our-talk.toml", "mimeType": "text/plain", "buffer": b"version = 1"})
        expect(page.get_by_test_id("findings")).to_contain_text("title")
        expect(page.get_by_test_id("publish-it")).to_have_count(0)
        looker = Looker(leader)
        looker.look("publish", VIEWS[:3])
        choose.set_input_files({"name": "our-talk.toml", "mimeType": "text/plain", "buffer": ours.encode()})
        leader.touch(page.get_by_test_id("publish-it"))
        expect(page.get_by_test_id("publish-it")).to_have_count(0)
        expect(page.get_by_test_id("protocols").locator("li").filter(has_text="version 1")).not_to_have_count(0)
        expect(page.get_by_test_id("publish")).to_contain_text("Published")
        assert looker.faults == []
    finally:
        leader.close()
        wall_office.stop()
    assert leader.complaints == []


def _share(coach: Tablet) -> str:
    """Record a lesson, let a co-observer in, share it with the teacher, and agree that an administrator reads it."""
    page = coach.open()
    screens.prepare_for_the_day(coach, MARTA.email)
    observation = screens.start_lesson(coach, teacher=TILDA.name, protocol="opportunities-praise")
    coach.touch_key(key(page, "BSP"))
    page.get_by_test_id("note").fill("Two hands at the window")
    page.get_by_test_id("note").press("Enter")
    screens.wait_until_all_safe(coach)
    screens.end_lesson(coach)
    page.goto(f"{coach.base_url}/share/{observation}")
    page.get_by_test_id("pick-coach").select_option(label=OWEN.name)
    coach.touch(page.get_by_test_id("add-observer"))
    coach.touch(page.get_by_test_id("share"))
    expect(page.get_by_test_id("is-shared")).to_be_visible()
    coach.touch(page.get_by_test_id("agree"))
    expect(page.get_by_test_id("consent")).to_contain_text(f"It waits for {TILDA.name}.")
    sync(coach)
    return observation


def _open_offline(coach: Tablet, observation: str) -> None:
    """Open it where there is no network: it is told with the next sync."""
    coach.go_offline()
    coach.page.goto(f"{coach.base_url}/review/{observation}")
    expect(coach.page.get_by_test_id("review")).to_be_visible()
    coach.page.wait_for_timeout(500)
    coach.go_online()

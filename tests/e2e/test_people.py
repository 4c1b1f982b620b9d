"""People come in by a letter, lose a tablet, and are brought in by the dozen: as an administrator and they live it."""

from __future__ import annotations

import json
import sqlite3
from re import compile as pattern
from re import search
from typing import cast

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import screens
from tests.e2e.conftest import MakeTablet
from tests.e2e.office import PASSWORD, Office, Person
from tests.e2e.people import MARTA, TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import Tablet
from tests.e2e.test_screens import PICTURES, VIEWS, Looker
from tests.web import Web, ask

pytestmark = pytest.mark.browser

ADA = Person("ada@example.org", "Ada Wirth", "administrator")
NEW = "chalk dust and a quiet corner"
TABLE = (
    "name,email,role,school\nRae Moss,rae@example.org,coach,Hill Middle\nNo One,,teacher,\n"
    "Bo,bo@example.org,teacher,Hill Middle\n"
)


def read_link(office: Office) -> str:
    """Give the path of the link in the letter that was put down last."""
    with sqlite3.connect(office.data / "backrow.sqlite3") as connection:
        [body] = connection.execute(
            "SELECT body FROM dispatch WHERE channel = 'mail' ORDER BY id DESC LIMIT 1"
        ).fetchone()
    found = search(r"http://[^/\s]+(/\S+)", json.loads(body)["text"])
    assert found
    return found.group(1)


def open_as_administrator(make_tablet: MakeTablet, office: Office, **wanted: object) -> Tablet:
    office.enrol([ADA])
    tablet = make_tablet(**wanted)
    tablet.open()
    screens.sign_in(tablet, ADA.email)
    expect(tablet.page.get_by_test_id("todo")).to_be_visible()
    return tablet


def invite(tablet: Tablet, name: str, email: str) -> None:
    page = tablet.page
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + "/people")
    tablet.touch(page.get_by_test_id("add-person"))
    form = page.get_by_test_id("person-form")
    form.locator('input[name="name"]').fill(name)
    form.locator('input[name="email"]').fill(email)
    tablet.touch(page.get_by_test_id("save-person"))
    expect(page.get_by_test_id("person").filter(has_text=name)).to_contain_text(pattern("invited|invitación"))


def test_somebody_is_invited_chooses_a_password_and_is_in(make_tablet: MakeTablet, office: Office) -> None:
    desk = open_as_administrator(make_tablet, office)
    invite(desk, "Lena Ortiz", "lena@example.org")
    link = read_link(office)

    theirs = make_tablet(expects=("410", "422"))
    page = theirs.open(link)
    expect(page.get_by_test_id("invited")).to_contain_text("Lena Ortiz")
    assert "#" not in page.url  # no history keeps the token
    page.locator('input[name="password"]').fill("short")
    theirs.touch(page.get_by_test_id("accept"))
    expect(page.get_by_role("alert")).to_contain_text("12 characters")
    page.locator('input[name="password"]').fill(NEW)
    theirs.touch(page.get_by_test_id("accept"))
    expect(page.locator('nav a[href="/settings"]')).to_be_visible()

    again = make_tablet(expects=("410",)).open(link)
    expect(again.get_by_text("This link is over")).to_be_visible()
    desk.page.reload()
    expect(desk.page.get_by_test_id("person").filter(has_text="Lena Ortiz")).to_contain_text("has come")


def test_a_link_with_no_network_says_so_plainly(make_tablet: MakeTablet, office: Office) -> None:
    tablet = make_tablet()
    page = tablet.open()
    screens.wait_for_worker(tablet)
    page.reload()
    tablet.go_offline()
    page.goto(f"{office.url}/invitation#whatever")
    expect(page.get_by_text("The office cannot be reached")).to_be_visible()
    page.goto(f"{office.url}/forgot")
    page.locator('input[name="email"]').fill(MARTA.email)
    tablet.touch(page.get_by_test_id("send"))
    expect(page.get_by_text("The office cannot be reached")).to_be_visible()


def test_a_forgotten_password_is_chosen_anew(make_tablet: MakeTablet, office: Office) -> None:
    tablet = make_tablet()
    page = tablet.open()
    tablet.touch(page.get_by_role("link", name="Forgot your password?"))
    said = []
    for email in (MARTA.email, "nobody@example.org"):
        page.locator('input[name="email"]').fill(email)
        tablet.touch(page.get_by_test_id("send"))
        expect(page.get_by_role("status")).to_be_visible()
        said.append(page.locator("main").inner_text())
        page.reload()
    assert said[0] == said[1]
    page.goto(office.url + read_link(office))
    expect(page.get_by_text(MARTA.email)).to_be_visible()
    page.locator('input[name="password"]').fill(NEW)
    tablet.touch(page.get_by_test_id("keep"))
    tablet.touch(page.get_by_role("link", name="To the sign-in"))
    screens.sign_in(tablet, MARTA.email, NEW)
    expect(page.get_by_test_id("start-visit")).to_be_visible()


def test_a_revoked_tablet_is_out_and_what_it_had_is_kept_apart(make_tablet: MakeTablet, office: Office) -> None:
    tablet = make_tablet(expects=("401", "403"))
    page = tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    tablet.go_offline()
    screens.start_lesson(tablet, teacher=TILDA.name, protocol="opportunities-praise")
    for _ in range(3):
        tablet.touch_key(key(page, "REP"))
    screens.wait_until_safe(tablet, 3)
    screens.end_lesson(tablet)
    tablet.touch(page.get_by_test_id("to-review"))

    desk = open_as_administrator(make_tablet, office)
    desk.page.goto(f"{office.url}/district")
    row = desk.page.get_by_test_id("device").filter(has_text=MARTA.name)
    desk.touch(row.get_by_test_id("revoke"))
    desk.touch(desk.page.get_by_test_id("revoke-now"))
    expect(row).to_contain_text("Revoked")

    tablet.go_online()
    expect(page.get_by_test_id("sync-badge")).to_contain_text("Sign in to send", timeout=60_000)
    tablet.touch(page.get_by_test_id("sync-badge"))
    tablet.touch(page.get_by_role("button", name="Sign in again"))
    screens.sign_in(tablet, MARTA.email)
    expect(page.locator('input[name="email"]')).to_have_count(0)
    page.goto(f"{office.url}/sync")
    expect(page.get_by_test_id("sync-headline")).to_contain_text("This tablet was signed out for good", timeout=30_000)
    expect(page.get_by_test_id("sync-problem")).to_contain_text("still goes to the office")
    expect(page.get_by_test_id("fate-here")).to_have_attribute("data-count", "0")
    expect(page.get_by_test_id("tray-refused")).to_contain_text("REP")
    page.screenshot(path=PICTURES / "sync-revoked.png", full_page=True)
    desk.page.reload()
    expect(desk.page.get_by_test_id("district-quarantine")).to_contain_text(MARTA.name)
    expect(desk.page.get_by_test_id("district-quarantine")).to_contain_text("signed out for good")


def test_what_the_office_refuses_is_told_in_words_and_kept_until_it_is_taken_off(
    make_tablet: MakeTablet, office: Office
) -> None:
    tablet = make_tablet(expects=("401", "403"))
    page = tablet.open()
    screens.prepare_for_the_day(tablet, MARTA.email)
    tablet.go_offline()
    screens.start_lesson(tablet, teacher=TILDA.name, protocol="opportunities-praise")
    tablet.touch_key(key(page, "BSP"))
    page.get_by_test_id("note").fill("Two hands at the window")
    page.get_by_test_id("note").press("Enter")
    screens.wait_until_all_safe(tablet)
    screens.end_lesson(tablet)
    tablet.touch(page.get_by_test_id("to-review"))
    make_teacher_of(MARTA, office)

    tablet.go_online()
    expect(page.get_by_test_id("sync-badge")).to_contain_text("Sign in to send", timeout=60_000)
    tablet.touch(page.get_by_test_id("sync-badge"))
    tablet.touch(page.get_by_role("button", name="Sign in again"))
    screens.sign_in(tablet, MARTA.email)
    expect(page.locator('input[name="email"]')).to_have_count(0)
    page.goto(f"{office.url}/sync")
    refused, held = page.get_by_test_id("tray-refused"), page.get_by_test_id("tray-held")
    expect(refused).to_contain_text("Ask whoever owns the lesson")
    # The lesson itself was refused; what was said in it waits for it, and none of it is lost.
    expect(held).to_contain_text("Two hands at the window")
    Looker(tablet).look("tray")
    page.reload()
    expect(held).to_contain_text("Two hands at the window")
    tablet.touch(refused.get_by_test_id("take-off"))
    tablet.touch(refused.get_by_test_id("take-off-now"))
    expect(refused).to_have_count(0)
    expect(held).to_contain_text("Two hands at the window")


def make_teacher_of(coach: Person, office: Office) -> None:
    """Take a coach's role, as an administrator does whose list said so."""
    office.enrol([ADA])
    web = Web(office.url)
    web.sign_in(ADA.email, PASSWORD)
    people = cast(list[dict[str, str]], ask(web, "GET", "/api/v1/people")["people"])
    found = next(one for one in people if one["name"] == coach.name)
    wish = json.dumps({"name": coach.name, "roles": ["teacher"]}).encode()
    ask(web, "PUT", f"/api/v1/people/{found['id']}", wish)


def test_staff_is_imported_after_a_look(make_tablet: MakeTablet, office: Office) -> None:
    desk = open_as_administrator(make_tablet, office)
    page = desk.page
    page.goto(f"{office.url}/people/import")
    page.get_by_test_id("staff-files").set_input_files(
        {"name": "staff.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    preview = page.get_by_test_id("staff-preview")
    expect(preview).to_contain_text("adds 1 person")
    expect(page.get_by_test_id("staff-refused")).to_contain_text("staff.csv, line 3: no e-mail address")
    desk.touch(page.get_by_test_id("run-import"))
    expect(page.get_by_text("Done.").first).to_be_visible()
    page.goto(f"{office.url}/people")
    expect(page.get_by_test_id("person").filter(has_text="Rae Moss")).to_contain_text("Hill Middle")
    page.goto(office.url)
    expect(page.get_by_test_id("todo")).to_contain_text("1 person is invited")


def test_a_screen_that_is_left_asks_nothing_more(make_tablet: MakeTablet, office: Office) -> None:
    desk = open_as_administrator(make_tablet, office)
    page = desk.page
    desk.touch(page.locator('nav a[href="/district"]'))
    expect(page.get_by_test_id("audit")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(office.url).partition("?")[0]))
    desk.touch(page.locator('nav a[href="/settings"]'))
    expect(page.get_by_test_id("sign-out")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert "/api/v1/audit" not in asked


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_screen_of_people_in_every_size_and_light(make_tablet: MakeTablet, office: Office, language: str) -> None:
    desk = open_as_administrator(make_tablet, office)
    page = desk.page
    if language == "es":
        page.goto(f"{office.url}/settings")
        page.locator("input[name=language][value=es]").check(force=True)
        expect(page.locator("html")).to_have_attribute("lang", "es")
    page.goto(f"{office.url}/people/import")
    files = page.get_by_test_id("staff-files")
    files.set_input_files({"name": "staff.csv", "mimeType": "text/csv", "buffer": TABLE.encode()})
    expect(page.get_by_test_id("staff-preview")).to_be_visible()
    looker = Looker(desk, language)
    looker.look("people-import")
    desk.touch(page.get_by_test_id("run-import"))
    expect(page.get_by_test_id("run-import")).to_have_count(0)
    invite(desk, "Lena Ortiz", "lena@example.org")
    looker.look("people")
    desk.touch(page.get_by_test_id("person").first)
    expect(page.get_by_test_id("person-form")).to_be_visible()
    looker.look("people-person")
    for path, sign in (("/", "todo"), ("/district", "audit"), ("/account", "devices")):
        page.goto(office.url + path)
        _settle(page, sign)
        looker.look(f"people-{sign}")
    outside = make_tablet(expects=("410",))
    outside_page = outside.open(read_link(office))
    expect(outside_page.get_by_test_id("invited")).to_be_visible()
    at_door = Looker(outside, language)
    if language == "es":
        outside.touch(outside_page.get_by_text("Español"))
    at_door.look("people-invitation")
    outside_page.goto(f"{office.url}/forgot")
    expect(outside_page.get_by_test_id("send")).to_be_visible()
    at_door.look("people-forgot")
    outside_page.goto(f"{office.url}/reset#over")
    expect(outside_page.locator(".bar")).to_be_visible()
    at_door.look("people-reset-over")
    assert looker.faults + at_door.faults == []


def _settle(page: Page, sign: str) -> None:
    expect(page.get_by_test_id(sign)).to_be_visible()
    page.wait_for_load_state("networkidle")


def test_a_coach_who_administers_too_finds_the_district_on_today_in_every_size(
    make_tablet: MakeTablet, office: Office
) -> None:
    both = Person("uma@example.org", "Uma Frey", "coach", ("administrator",))
    office.enrol([both])
    tablet = make_tablet()
    page = tablet.open()
    screens.sign_in(tablet, both.email)
    expect(page.get_by_test_id("to-district")).to_be_visible()
    looker = Looker(tablet)
    looker.look("today-both", VIEWS[1:3])
    assert looker.faults == []
    tablet.touch(page.get_by_test_id("to-district").get_by_role("link", name="People"))
    expect(page.get_by_test_id("add-person")).to_be_visible()

"""What comes after the conference: paper, lines over the year, two observers side by side, the teacher's own pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest
from PIL import ImageChops
from playwright.sync_api import Page, Playwright, expect

from server.services import demo
from tests.e2e import screens
from tests.e2e.conferring import open_cycle
from tests.e2e.office import Office, free_port
from tests.e2e.tablet import PHONE, PORTRAIT, Size, Tablet
from tests.e2e.test_screens import PICTURES, Looker

pytestmark = pytest.mark.browser

TEACHER = "Priya Raman"


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demo district, running."""
    office = Office(tmp_path_factory.mktemp("growth") / "district", free_port())
    office.run("demo", "--no-serve")
    office.start()
    yield office
    office.stop()


def enter(playwright: Playwright, district: Office, profile: Path, email: str, size: Size) -> Tablet:
    tablet = Tablet(playwright, profile, district.url, size)
    tablet.open()
    screens.sign_in(tablet, f"{email}@demo.example", demo.PASSWORD)
    expect(tablet.page.get_by_test_id("visit").first).to_be_visible()
    screens.wait_for_sync(tablet)
    return tablet


@pytest.fixture
def coach(playwright: Playwright, district: Office, tmp_path: Path) -> Iterator[Tablet]:
    tablet = enter(playwright, district, tmp_path / "coach", "coach", PORTRAIT)
    yield tablet
    tablet.close()
    assert tablet.complaints == []


@pytest.fixture
def teacher(playwright: Playwright, district: Office, tmp_path: Path) -> Iterator[Tablet]:
    tablet = enter(playwright, district, tmp_path / "teacher", "teacher", PHONE)
    yield tablet
    tablet.close()
    assert tablet.complaints == []


def address_of(page: Page, selector: str) -> str:
    return str(page.locator(selector).get_attribute("href")).rpartition("/")[2]


def latest_visit(tablet: Tablet) -> str:
    open_cycle(tablet, TEACHER)
    expect(tablet.page.locator('[data-testid="visits"] li')).to_have_count(3)
    return address_of(tablet.page, '[data-testid="visits"] li:last-child a[href^="/review"]')


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_conference_sheet_is_one_page_in_greys(coach: Tablet, tmp_path: Path, paper: str) -> None:
    open_cycle(coach, TEACHER)
    held = address_of(coach.page, '[data-testid="conference"][data-phase="post"] a >> nth=0')
    coach.page.goto(f"{coach.base_url}/sheet/{held}")
    expect(coach.page.get_by_test_id("sheet")).to_contain_text("Ask for an answer in chorus")
    coach.page.pdf(path=tmp_path / "sheet.pdf", format=paper, print_background=True)

    with pypdfium2.PdfDocument(tmp_path / "sheet.pdf") as printed:
        assert len(printed) == 1
        page = printed[0]
        text = page.get_textpage().get_text_range()
        picture = page.render(scale=1).to_pil().convert("RGB")
    picture.save(PICTURES / f"printed-sheet-{paper}.png")
    for said in (TEACHER, "Next step", "I call on the same hands", "Agreed"):
        assert said in text
    red, green, blue = picture.split()
    for one, other in ((red, green), (green, blue)):
        _, most = ImageChops.difference(one, other).getextrema()
        assert isinstance(most, int)
        assert most <= 12, "there is a colour on the sheet"


def test_the_report_prints_every_item_of_the_lesson(coach: Tablet, tmp_path: Path) -> None:
    visit = latest_visit(coach)
    coach.page.goto(f"{coach.base_url}/report/{visit}")
    table = coach.page.get_by_test_id("report-evidence").locator("tbody tr")
    expect(table.first).to_be_visible()
    rows = table.count()
    coach.page.goto(f"{coach.base_url}/review/{visit}")
    expect(coach.page.get_by_test_id("review")).to_contain_text(f"{rows} items")


def test_two_observers_agree_on_the_screen_as_by_the_command(coach: Tablet, district: Office) -> None:
    visit = latest_visit(coach)
    coach.page.goto(f"{coach.base_url}/calibrate/{visit}")
    coach.touch(coach.page.get_by_test_id("candidates").get_by_role("button").first)
    overall = coach.page.get_by_test_id("overall")
    expect(overall).to_be_visible()
    other = coach.page.url.rpartition("/")[2]
    told = district.run_json("agreement", visit, other)
    assert isinstance(told, dict)
    figures = told["overall"]
    assert isinstance(figures, dict)
    for method in ("percent", "kappa", "ac1"):
        value = figures[method]
        assert isinstance(value, dict)
        shown = overall.locator(f'[data-method="{method}"] b').inner_text()
        assert float(shown) == pytest.approx(value["value"], abs=0.006)


def test_a_decision_becomes_the_look_for_of_the_next_version(coach: Tablet) -> None:
    page = coach.page
    visit = latest_visit(coach)
    page.goto(f"{coach.base_url}/calibrate/{visit}")
    # Once they were paired, the comparison opens by itself.
    expect(page.get_by_test_id("candidates").or_(page.get_by_test_id("overall"))).to_be_visible()
    if page.get_by_test_id("candidates").is_visible():
        coach.touch(page.get_by_test_id("candidates").get_by_role("button").first)
    page.get_by_test_id("decide-code").select_option("BSP")
    page.get_by_test_id("look-for-en").fill("Praise that names what was done; thanks alone do not count.")
    page.get_by_test_id("look-for-es").fill("Elogio que nombra lo hecho; dar las gracias no cuenta.")
    coach.touch(page.get_by_test_id("decide-save"))
    expect(page.get_by_test_id("decided")).to_be_visible()
    screens.wait_for_sync(coach)
    page.goto(f"{coach.base_url}/new")
    expect(page.locator('[data-testid="protocol"][data-protocol="opportunities-praise"]')).to_have_count(1)


def test_a_journal_is_private_until_an_entry_is_shared(teacher: Tablet, coach: Tablet) -> None:
    page = teacher.page
    page.goto(f"{teacher.base_url}/journal")
    for text in ("For me alone.", "For both of us."):
        page.get_by_test_id("entry").fill(text)
        teacher.touch(page.get_by_test_id("keep-entry"))
        expect(page.get_by_test_id("journal-entry").filter(has=page.locator("textarea"))).not_to_have_count(0)
    expect(page.get_by_test_id("journal-entry")).to_have_count(2)
    page.get_by_test_id("journal-entry").first.get_by_test_id("share-entry").select_option(
        label="More voices in grade 4 reading"
    )
    expect(page.locator('[data-testid="journal-entry"][data-private="false"]')).to_have_count(1)
    expect(page.get_by_test_id("sync-badge")).not_to_have_text(re.compile("Stored"))
    screens.wait_for_sync(teacher)

    with coach.page.expect_download() as taken:
        coach.page.goto(f"{coach.base_url}/settings")
        coach.touch(coach.page.get_by_test_id("file-me"))
    with ZipFile(taken.value.path()) as file:
        records = json.loads(file.read("records.json"))
    texts = [record["fields"].get("text") for record in records["records"]]
    assert "For both of us." in texts
    assert "For me alone." not in texts


def test_an_address_opens_the_calendar_of_its_owner(coach: Tablet) -> None:
    page = coach.page
    page.goto(f"{coach.base_url}/settings")
    coach.touch(page.get_by_test_id("make-feed"))
    address = page.get_by_test_id("feed-address").input_value()
    answer = page.request.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "Visit to a lesson" in answer.text()
    assert TEACHER not in answer.text()


def test_these_pages_are_clean_in_every_size_and_light(coach: Tablet, teacher: Tablet) -> None:
    looker, own = Looker(coach), Looker(teacher)
    visit = latest_visit(coach)
    held = address_of(coach.page, '[data-testid="conference"][data-phase="post"] a >> nth=0')
    for path in (f"sheet/{held}", f"report/{visit}", f"calibrate/{visit}"):
        coach.page.goto(f"{coach.base_url}/{path}")
        expect(coach.page.locator("h1")).to_be_visible()
        coach.page.wait_for_timeout(500)
        looker.look(path.partition("/")[0])
    coach.page.goto(f"{coach.base_url}/review/{visit}")
    coach.touch(coach.page.locator('.ways a[href^="/trends"]'))
    expect(coach.page.locator("svg g.point").first).to_be_visible()
    looker.look("trends")
    for path in ("", "journal", "portfolio", "coaching"):
        teacher.page.goto(f"{teacher.base_url}/{path}")
        expect(teacher.page.locator("h1")).to_be_visible()
        teacher.page.wait_for_timeout(400)
        own.look(f"teacher-{path or 'today'}")
    assert looker.faults + own.faults == []

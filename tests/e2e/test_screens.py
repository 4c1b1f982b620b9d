"""Every screen in every size and light: nothing for axe-core to find, nothing wider than the window, keys to hit.

The pictures lie in `tests/.screens` afterwards, to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

import pytest
from playwright.sync_api import Page, Playwright, ViewportSize, expect

from server.services import demo
from tests.e2e import screens
from tests.e2e.office import Office
from tests.e2e.screens import key
from tests.e2e.tablet import LANDSCAPE, PHONE, PORTRAIT, Look, Size, Tablet, wait_until

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[1] / ".screens"
AXE = (Path(__file__).parents[2] / "pwa" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
VIEWS: tuple[tuple[Size, Look], ...] = (
    (LANDSCAPE, "light"),
    (PORTRAIT, "dark"),
    (PHONE, "light"),
    (LANDSCAPE, "dark"),
    (PORTRAIT, "light"),
    (PHONE, "dark"),
)
_TARGET_PX = 48
_LARGE_PX = 60
# What is left of a tablet beside another app: a third, and half of it held upright or across.
SPLIT = ((320, 1180), (410, 1180), (590, 820))
# Students in turn, a list with a script, seats, a script, sweeps, and timers.
OTHER_WAYS = (
    "on-task-intervals",
    "universal-design",
    "verbal-flow",
    "selective-scripting",
    "classroom-snapshot",
    "questioning-wait-time",
)


class _Node(TypedDict):
    html: str


class _Violation(TypedDict):
    id: str
    nodes: list[_Node]


@dataclass
class Looker:
    """Looks at the screen in every view and collects what is wrong with it."""

    tablet: Tablet
    language: str = "en"
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        PICTURES.mkdir(exist_ok=True)

    def look(self, name: str, views: tuple[tuple[Size, Look], ...] = VIEWS) -> None:
        page = self.tablet.page
        for size, light in views:
            page.set_viewport_size(ViewportSize(width=size[0], height=size[1]))
            page.emulate_media(color_scheme=light)
            page.wait_for_timeout(150)
            where = f"{name}-{self.language}-{size[0]}x{size[1]}-{light}"
            page.screenshot(path=PICTURES / f"{where}.png", full_page="pad" not in name)
            self.faults += [f"{where}: {fault}" for fault in (*_find_axe(page), *_find_wide(page))]


def _find_axe(page: Page) -> Iterator[str]:
    page.evaluate(AXE)
    passed, violations = page.evaluate("axe.run().then((found) => [found.passes.length, found.violations])")
    assert passed > 10, "axe-core has looked at nothing"
    violation: _Violation
    for violation in violations:
        yield f"{violation['id']}: {'; '.join(node['html'][:160] for node in violation['nodes'][:3])}"


def _find_wide(page: Page) -> Iterator[str]:
    excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if excess > 0:
        yield f"{excess} px wider than the window"


def find_small_keys(page: Page, px: int = _TARGET_PX) -> list[str]:
    """Name the keys of the pad that are smaller than a finger."""
    boxes = {str(one.get_attribute("data-code")): one.bounding_box() for one in page.get_by_test_id("key").all()}
    return [code for code, box in boxes.items() if box is None or box["width"] < px - 0.5 or box["height"] < px - 0.5]


def find_cut_words(page: Page) -> list[str]:
    """Name the codes whose words end in an ellipsis."""
    cut: list[str] = page.locator("button[data-code] .label").evaluate_all(
        "labels => labels.filter(one => one.scrollHeight > one.clientHeight + 1).map(one => one.innerText)"
    )
    return cut


@pytest.fixture
def looker(playwright: Playwright, demo_office: Office, tmp_path: Path) -> Iterator[Looker]:
    tablet = Tablet(playwright, tmp_path / "tablet", demo_office.url)
    tablet.open()
    yield Looker(tablet)
    tablet.close()
    assert tablet.complaints == []


def test_every_screen_of_a_coach_is_clean_in_every_size_and_light(looker: Looker) -> None:
    tablet, page = looker.tablet, looker.tablet.page
    expect(page.locator('input[name="email"]')).to_be_visible()
    looker.look("sign-in")
    screens.sign_in(tablet, "coach@demo.example", demo.PASSWORD)
    expect(page.get_by_test_id("visit").first).to_be_visible()
    screens.wait_for_sync(tablet)
    looker.look("today")
    for protocol, codes in (("fill-plus", ("LT", "SD")), ("copus", ("L", "Lec")), ("opportunities-praise", ("BSP",))):
        page.goto(f"{tablet.base_url}/")
        screens.start_lesson(tablet, teacher="Priya Raman", protocol=protocol)
        for code in codes:
            tablet.touch_key(key(page, code))
        looker.look(f"pad-{protocol}")
        if protocol == "opportunities-praise":
            look_into_drawers(looker)
        screens.end_lesson(tablet)
        if protocol == "opportunities-praise":
            tablet.touch(page.get_by_test_id("fill-left"))
            tablet.touch(page.get_by_test_id("set-part").locator("summary"))
    looker.look("summary")
    page.goto(f"{tablet.base_url}/")
    looker.look("today-with-visits")
    for path in ("new", "sync", "settings", "check", "rehearse"):
        page.goto(f"{tablet.base_url}/{path}")
        expect(page.locator("main h1, main fieldset").first).to_be_attached()
        looker.look(path)
    assert looker.faults == []


def test_with_one_thumb_every_key_of_a_phone_is_in_the_lower_corner(looker: Looker) -> None:
    tablet, page = looker.tablet, looker.tablet.page
    page.set_viewport_size(ViewportSize(width=PHONE[0], height=PHONE[1]))
    screens.sign_in(tablet, "coach@demo.example", demo.PASSWORD)
    expect(page.get_by_test_id("visit").first).to_be_visible()
    page.goto(f"{tablet.base_url}/settings")
    for choice in ("hand", "reach"):
        tablet.touch(page.locator(f'label:has(input[name="{choice}"])').last)
    for protocol in ("fill-plus", "copus"):
        page.goto(f"{tablet.base_url}/")
        screens.start_lesson(tablet, teacher="Priya Raman", protocol=protocol)
        seen = set[str]()
        tabs = page.get_by_test_id("page").all()
        for place in range(max(1, len(tabs))):
            for tab in tabs[place : place + 1]:
                tablet.touch(tab)
            wait_until(lambda: _is_in_reach(page), f"the keys of {protocol} to be in reach of the thumb")
            seen |= {str(face.get_attribute("data-code")) for face in page.locator("button[data-code]").all()}
        assert len(seen) == {"fill-plus": 10, "copus": 28}[protocol]
        looker.look(f"pad-thumb-{protocol}", ((PHONE, "light"), (PHONE, "dark")))
        screens.end_lesson(tablet)
    assert looker.faults == []


def test_the_pad_of_each_other_way_of_observing_is_clean(looker: Looker) -> None:
    tablet, page = looker.tablet, looker.tablet.page
    screens.sign_in(tablet, "coach@demo.example", demo.PASSWORD)
    expect(page.get_by_test_id("visit").first).to_be_visible()
    for protocol in OTHER_WAYS:
        page.goto(f"{tablet.base_url}/")
        screens.start_lesson(tablet, teacher="Priya Raman", protocol=protocol)
        looker.look(f"pad-{protocol}", VIEWS[:3])
        screens.end_lesson(tablet)
    page.goto(f"{tablet.base_url}/settings")
    tablet.touch(page.locator('label:has(input[name="look"][value="dim"])'))
    for protocol in ("fill-plus", "selective-scripting"):
        page.goto(f"{tablet.base_url}/")
        screens.start_lesson(tablet, teacher="Priya Raman", protocol=protocol)
        looker.look(f"pad-dim-{protocol}", VIEWS[1:3])
        screens.end_lesson(tablet)
    assert looker.faults == []


def _is_in_reach(page: Page) -> bool:
    boxes = [face.bounding_box() for face in page.locator("button[data-code]").all()]
    return all(
        box is not None and box["y"] >= PHONE[1] * 0.3 and min(box["width"], box["height"]) >= _TARGET_PX
        for box in boxes
    )


def look_into_drawers(looker: Looker) -> None:
    """Look at the pad while a drawer of each kind is open."""
    tablet, page = looker.tablet, looker.tablet.page
    page.set_viewport_size(ViewportSize(width=LANDSCAPE[0], height=LANDSCAPE[1]))
    tablet.touch(page.get_by_test_id("latest-item").first)
    looker.look("pad-drawer-latest", VIEWS[:3])
    for opener in ("more", "open-left"):
        tablet.touch(page.get_by_test_id(opener))
        looker.look(f"pad-drawer-{opener}", VIEWS[:3])
    page.keyboard.press("Escape")


def test_the_review_of_each_kind_of_protocol_is_clean_in_every_size_and_light(looker: Looker) -> None:
    tablet, page = looker.tablet, looker.tablet.page
    screens.sign_in(tablet, "coach@demo.example", demo.PASSWORD)
    expect(page.get_by_test_id("visit").first).to_be_visible()
    links = [str(link.get_attribute("href")) for link in page.locator('[data-testid="visit"] a').all()]
    for place, link in enumerate(links[:3]):
        page.goto(f"{tablet.base_url}{link}")
        expect(page.get_by_test_id("review")).to_be_visible()
        looker.look(f"review-{place}")
    assert looker.faults == []


def test_teachers_and_administrators_have_clean_screens_too(looker: Looker) -> None:
    tablet, page = looker.tablet, looker.tablet.page
    for person, path, sign in (
        ("teacher@demo.example", "/viewers", "viewed-visit"),
        ("admin@demo.example", "/activity", "activity-total"),
    ):
        screens.sign_in(tablet, person, demo.PASSWORD)
        expect(page.get_by_test_id("visit").or_(page.get_by_test_id("admin-wall")).first).to_be_visible()
        looker.look(f"today-{person.partition('@')[0]}")
        page.goto(tablet.base_url + path)
        expect(page.get_by_test_id(sign).first).to_be_visible()
        looker.look(path.removeprefix("/"))
        page.goto(f"{tablet.base_url}/settings")
        tablet.touch(page.get_by_test_id("sign-out"))
        tablet.touch(page.get_by_test_id("sign-out-confirm"))
    assert looker.faults == []


def test_keys_are_as_large_as_a_finger_on_every_screen(looker: Looker) -> None:
    tablet, page = looker.tablet, looker.tablet.page
    screens.sign_in(tablet, "coach2@demo.example", demo.PASSWORD)
    screens.start_lesson(tablet, teacher="Priya Raman", protocol="copus")
    for size in (LANDSCAPE, PORTRAIT, PHONE, *SPLIT):
        page.set_viewport_size(ViewportSize(width=size[0], height=size[1]))
        page.wait_for_timeout(200)
        assert find_small_keys(page) == [], f"at {size}"
        assert list(_find_wide(page)) == [], f"at {size}"
    page.set_viewport_size(ViewportSize(width=PORTRAIT[0], height=PORTRAIT[1]))
    wait_until(lambda: find_cut_words(page) == [], "the words on every key of an upright tablet to be whole")


def test_large_keys_and_words_fit_beside_another_app(looker: Looker) -> None:
    tablet, page = looker.tablet, looker.tablet.page
    screens.sign_in(tablet, "coach2@demo.example", demo.PASSWORD)
    expect(page.get_by_test_id("start-visit")).to_be_visible()
    page.goto(f"{tablet.base_url}/settings")
    tablet.touch(page.locator('label:has(input[name="targets"][value="large"])'))
    for protocol in ("copus", "fill-plus"):
        page.goto(f"{tablet.base_url}/")
        screens.start_lesson(tablet, teacher="Priya Raman", protocol=protocol)
        for size in (PORTRAIT, *SPLIT):
            page.set_viewport_size(ViewportSize(width=size[0], height=size[1]))
            page.wait_for_timeout(200)
            assert find_small_keys(page, px=_LARGE_PX) == [], f"{protocol} at {size}"
            assert list(_find_wide(page)) == [], f"{protocol} at {size}"
            page.screenshot(path=PICTURES / f"pad-large-{protocol}-{size[0]}x{size[1]}.png")
        screens.end_lesson(tablet)


def test_spanish_fits_where_english_fits(looker: Looker) -> None:
    tablet, page = looker.tablet, looker.tablet.page
    looker.language = "es"
    screens.sign_in(tablet, "coach3@demo.example", demo.PASSWORD)
    expect(page.locator("nav")).to_contain_text("Hoy")
    looker.look("today")
    screens.start_lesson(tablet, teacher="Elena Duarte", protocol="fill-plus")
    tablet.touch_key(key(page, "LT"))
    looker.look("pad-fill-plus")
    page.set_viewport_size(ViewportSize(width=LANDSCAPE[0], height=LANDSCAPE[1]))
    assert (
        not page.get_by_test_id("undo")
        .locator(".grow")
        .evaluate("words => words.scrollHeight > words.clientHeight + 1 || words.scrollWidth > words.clientWidth + 1")
    ), "what undo takes back is cut off"
    screens.end_lesson(tablet)
    tablet.touch(page.get_by_test_id("to-review"))
    expect(page.get_by_test_id("review")).to_be_visible()
    looker.look("review")
    assert looker.faults == []

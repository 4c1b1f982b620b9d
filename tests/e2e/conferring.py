"""What people do on the pages of coaching, said once: open a cycle, go from step to step of a conference."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.tablet import Tablet

STEPS = ("focus", "predict", "look", "words", "minute", "sides", "compare", "step", "date", "agree")


def open_cycle(tablet: Tablet, teacher: str) -> None:
    """Open the first cycle with a teacher from the list of cycles."""
    page = tablet.page
    tablet.touch(page.locator('nav a[href="/coaching"]'))
    tablet.touch(page.get_by_test_id("cycle").locator("a").filter(has_text=teacher).first)
    expect(page.get_by_test_id("cycle-head")).to_be_visible()


def expect_step(page: Page, step: str) -> None:
    expect(page.get_by_test_id("confer")).to_have_attribute("data-step", step)


def go_on(tablet: Tablet, step: str) -> None:
    """Go on to the next step and see that it is this one."""
    tablet.touch(tablet.page.get_by_test_id("step-next"))
    expect_step(tablet.page, step)


def write(page: Page, testid: str, text: str) -> None:
    """Write into a field and leave it, which keeps it."""
    box = page.get_by_test_id(testid)
    box.fill(text)
    box.blur()


def hold(tablet: Tablet, *, prediction: str, words: str, what: str) -> None:
    """Go through a conference that was opened, from its first step to what both agree on."""
    page = tablet.page
    expect_step(page, "focus")
    go_on(tablet, "predict")
    write_prediction(page, prediction)
    go_on(tablet, "look")
    expect(page.get_by_test_id("silent")).to_be_visible()
    expect(page.get_by_test_id("noticings")).to_have_count(0)
    tablet.touch(page.get_by_test_id("show-words"))
    go_on(tablet, "words")
    write(page, "own-words", words)
    go_on(tablet, "minute")
    page.locator('[data-testid="ribbon"] button').press("ArrowRight")
    expect(page.get_by_test_id("minute").locator("li").first).to_be_visible()
    go_on(tablet, "sides")
    page.get_by_test_id("add-evidence").fill("Five answers in chorus.")
    tablet.touch(page.get_by_test_id("keep-evidence"))
    page.get_by_test_id("add-interpretation").fill("A whisper gives courage.")
    tablet.touch(page.get_by_test_id("keep-interpretation"))
    go_on(tablet, "compare")
    go_on(tablet, "step")
    page.get_by_test_id("step-what").fill(what)
    tablet.touch(page.get_by_test_id("save-step"))
    expect(page.get_by_test_id("agreed-step")).to_contain_text(what)
    go_on(tablet, "date")
    page.get_by_test_id("next-at").fill("2027-03-10T09:10")
    go_on(tablet, "agree")


def write_prediction(page: Page, value: str) -> None:
    first = page.get_by_test_id("prediction").first
    first.fill(value)
    first.blur()

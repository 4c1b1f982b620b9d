"""What a person does and reads on each screen, said once."""

from __future__ import annotations

from dataclasses import dataclass
from re import compile as pattern

from playwright.sync_api import Locator, Page, expect

from tests.e2e.office import PASSWORD
from tests.e2e.tablet import Tablet, wait_until


def key(page: Page, code: str) -> Locator:
    return page.locator(f'[data-testid="key"][data-code="{code}"]')


def sign_in(tablet: Tablet, email: str, password: str = PASSWORD) -> None:
    """Fill in the form and send it; what comes of it is the caller's to read."""
    tablet.page.locator('input[name="email"]').fill(email)
    tablet.page.locator('input[name="password"]').fill(password)
    tablet.touch(tablet.page.locator('button[type="submit"]'))


def prepare_for_the_day(tablet: Tablet, email: str) -> None:
    """Sign in with a network, and see that the teachers and the whole app have come to the tablet."""
    sign_in(tablet, email)
    tablet.touch(tablet.page.get_by_test_id("start-visit"))
    expect(tablet.page.get_by_test_id("teacher")).not_to_have_count(0)
    tablet.touch(tablet.page.locator('nav a[href="/"]'))
    wait_for_sync(tablet)
    wait_for_worker(tablet)


def wait_for_worker(tablet: Tablet) -> None:
    """Wait until the service worker has the whole app."""
    tablet.page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def wait_for_sync(tablet: Tablet) -> None:
    """Wait until everything is stored at the office and nothing is under way."""
    expect(tablet.page.get_by_test_id("sync-badge")).to_have_text(pattern(r"^\s*(Stored|Guardado)\s*$"), timeout=30_000)


def start_lesson(tablet: Tablet, *, teacher: str, protocol: str) -> str:
    """Set a visit up from Today and start it; gives the observation's id."""
    page = tablet.page
    tablet.touch(page.get_by_test_id("start-visit"))
    tablet.touch(page.get_by_test_id("teacher").filter(has_text=teacher))
    tablet.touch(page.locator(f'[data-testid="protocol"][data-protocol="{protocol}"]'))
    tablet.touch(page.get_by_test_id("start-lesson"))
    expect(page.get_by_test_id("pad")).to_be_visible()
    observation = page.get_by_test_id("pad").get_attribute("data-lesson")
    assert observation is not None
    return observation


def wait_until_safe(tablet: Tablet, items: int) -> None:
    """Wait until the pad says that so many items are on the tablet's disk."""
    safe = tablet.page.get_by_test_id("safe")
    expect(safe).to_have_attribute("data-items", str(items))
    expect(safe).to_have_attribute("data-safe", str(items))


def end_lesson(tablet: Tablet) -> None:
    tablet.touch(tablet.page.get_by_test_id("end"))
    tablet.touch(tablet.page.get_by_test_id("end-now"))
    expect(tablet.page.get_by_test_id("summary")).to_be_visible()


def lesson_time(page: Page) -> str:
    """What the clock of the pad shows, such as 12:04."""
    return page.get_by_test_id("lesson-clock").inner_text().strip()


@dataclass(frozen=True)
class Table:
    """A table of the review: its head, and its rows by their first cell."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> dict[str, str]:
        place = self.head.index(name)
        return {row[0]: row[place] for row in self.rows}


def read_table(tablet: Tablet, figure: str) -> Table:
    """Turn a figure of the review to its table and read it."""
    section = tablet.page.get_by_test_id(f"figure-{figure}")
    tablet.touch(section.locator(".switch button").nth(1))
    table = tablet.page.get_by_test_id(f"table-{figure}")
    head = tuple(cell.strip() for cell in table.locator("thead th").all_inner_texts())
    rows = tuple(
        tuple(cell.strip() for cell in row.locator("th, td").all_inner_texts())
        for row in table.locator("tbody tr").all()
    )
    return Table(head, rows)


def wait_until_all_safe(tablet: Tablet) -> None:
    """Wait until everything that was tapped is on the tablet's disk."""
    safe = tablet.page.get_by_test_id("safe")
    wait_until(
        lambda: safe.get_attribute("data-safe") == safe.get_attribute("data-items"), "all items to be on the disk"
    )


KeyState = tuple[str, str, str]


def read_keys(tablet: Tablet) -> dict[str, KeyState]:
    """Read of each key whether it runs, whether it is marked, and how often it was tapped."""
    return {
        str(one.get_attribute("data-code")): (
            str(one.get_attribute("data-running")),
            str(one.get_attribute("data-marked")),
            str(one.get_attribute("data-count")),
        )
        for one in tablet.page.get_by_test_id("key").all()
    }


def read_fates(tablet: Tablet) -> dict[str, int]:
    """Open the sync page and read how many items have which fate."""
    tablet.touch(tablet.page.get_by_test_id("sync-badge"))
    expect(tablet.page.get_by_test_id("sync-headline")).to_be_visible()
    fates = tablet.page.locator('[data-testid^="fate-"]').all()
    return {
        str(fate.get_attribute("data-testid")).removeprefix("fate-"): int(fate.get_attribute("data-count") or "0")
        for fate in fates
    }


def note_item(tablet: Tablet, text: str) -> None:
    """Write the note of the item that is open in a review, and go on."""
    box = tablet.page.get_by_test_id("item-note")
    box.fill(text)
    box.blur()

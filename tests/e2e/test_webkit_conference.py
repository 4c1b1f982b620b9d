"""A whole conference in WebKit, the engine of the iPad, with the server gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.services import demo
from tests.e2e.ipad import opened_webkit
from tests.e2e.office import Office, free_port
from tests.e2e.test_webkit import Hand

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore:setting remote_server_addr")]

_PATIENCE_S = 30
_KEPT = "const [done] = arguments; navigator.serviceWorker.ready.then(() => done(true));"


@pytest.fixture
def hand() -> Iterator[Hand]:
    with opened_webkit() as browser:
        browser.set_script_timeout(_PATIENCE_S)
        yield Hand(browser)


@pytest.fixture
def district(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path / "district", free_port())
    office.run("demo", "--no-serve")
    office.start()
    yield office
    office.stop()


def go_on(hand: Hand, step: str) -> None:
    hand.press('[data-testid="step-next"]')
    hand.wait_for_attribute('[data-testid="confer"]', "data-step", step)


def test_a_conference_on_webkit_needs_no_server(hand: Hand, district: Office) -> None:
    hand.browser.get(district.url)
    hand.type('input[name="email"]', "coach@demo.example")
    hand.type('input[name="password"]', demo.PASSWORD)
    hand.press('button[type="submit"]')
    hand.wait_for('[data-testid="sync-badge"]', "Stored")
    hand.browser.execute_async_script(_KEPT)
    district.stop()

    hand.press('nav a[href="/coaching"]')
    hand.wait_for('[data-testid="cycle"]', "Priya Raman")
    hand.press_link('[data-testid="cycle"] a', "Priya Raman")
    # The latest of the three visits: the first one has had its conference.
    hand.press('[data-testid="visits"] li:nth-child(3) a[href^="/prepare"]')
    hand.press('[data-testid="to-conference"]')
    hand.wait_for_attribute('[data-testid="confer"]', "data-step", "focus")
    go_on(hand, "predict")
    hand.type('[data-testid="prediction"]', "2")
    go_on(hand, "look")
    hand.press('[data-testid="show-words"]')
    hand.wait_for('[data-testid="figure-counts"], [data-testid^="figure-"]', "Counted")
    go_on(hand, "words")
    hand.type('[data-testid="own-words"]', "They speak together first.")
    go_on(hand, "minute")
    go_on(hand, "sides")
    hand.type('[data-testid="add-evidence"]', "Five answers in chorus.")
    hand.press('[data-testid="keep-evidence"]')
    go_on(hand, "compare")
    hand.wait_for('[data-testid="compare"]', "Predicted 2 per minute")
    go_on(hand, "step")
    hand.type('[data-testid="step-what"]', "Whisper before every open question.")
    hand.press('[data-testid="save-step"]')
    hand.wait_for('[data-testid="agreed-step"]', "Whisper before")
    go_on(hand, "date")
    go_on(hand, "agree")
    hand.wait_for('[data-testid="confer"]', "They speak together first.")
    hand.press('[data-testid="coach_agreed_at"]')
    hand.press('[data-testid="teacher_agreed_at"]')
    hand.wait_for('[data-testid="confer"]', "Both have agreed")
    hand.browser.refresh()
    hand.wait_for_attribute('[data-testid="confer"]', "data-step", "agree")
    hand.wait_for('[data-testid="confer"]', "Both have agreed")

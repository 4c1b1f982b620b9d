"""The main journey in WebKit, the engine of the iPad: sign in, observe with the server gone, reload, sync, review."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.common.exceptions import TimeoutException
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions as until
from selenium.webdriver.support.wait import WebDriverWait

from tests.e2e.figures import count_of
from tests.e2e.ipad import opened_webkit
from tests.e2e.office import PASSWORD, Office
from tests.e2e.people import MARTA, TILDA

# Selenium deprecates what its own WebKitGTK driver does.
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore:setting remote_server_addr")]

_PATIENCE_S = 30
_HAS_FOCUS = """const [selector, words] = arguments; const at = document.activeElement;
return at.matches(selector) && (at.closest('label') ?? at).textContent.includes(words)"""
_KEPT = "const [done] = arguments; navigator.serviceWorker.ready.then(() => done(true));"


class Hand:
    """Finds things as they come and presses them."""

    def __init__(self, browser: WebKitGTK) -> None:
        self.browser = browser

    def find(self, selector: str) -> WebElement:
        return self._wait.until(until.element_to_be_clickable((By.CSS_SELECTOR, selector)), selector)

    def press(self, selector: str) -> None:
        self.find(selector).click()

    def press_label(self, selector: str, words: str) -> None:
        """Choose the radio button whose label has these words."""
        self.wait_for(selector, words)
        found = next(one for one in self.browser.find_elements(By.CSS_SELECTOR, selector) if words in one.text)
        # What is chosen last stands under the bar at the bottom until somebody scrolls.
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
        found.find_element(By.CSS_SELECTOR, "input").click()

    def press_link(self, selector: str, words: str) -> None:
        """Follow the link that has these words."""
        self.wait_for(selector, words)
        found = next(one for one in self.browser.find_elements(By.CSS_SELECTOR, selector) if words in one.text)
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
        found.click()

    def type(self, selector: str, text: str) -> None:
        self.find(selector).send_keys(text)

    def keys(self, *keys: str) -> None:
        """Press keys, whatever has the focus."""
        ActionChains(self.browser).send_keys(*keys).perform()

    def lead_to(self, selector: str, words: str = "", *, by: str = Keys.TAB) -> None:
        """Press a key until the focus is on such an element, as somebody without a finger or a mouse does."""
        self._wait.until(until.presence_of_element_located((By.CSS_SELECTOR, selector)), selector)
        for _ in range(60):
            if self.browser.execute_script(_HAS_FOCUS, selector, words):
                return
            self.keys(by)
        raise AssertionError(f"{selector} {words} cannot be reached")

    def wait_for(self, selector: str, words: str) -> None:
        """Wait until one of these elements says these words."""
        self._wait.until(lambda browser: words in self._read(selector), f"{words!r} in {selector}")

    def wait_for_attribute(self, selector: str, name: str, value: str) -> None:
        is_so = until.text_to_be_present_in_element_attribute((By.CSS_SELECTOR, selector), name, value)
        try:
            self._wait.until(is_so, f"{name}={value} on {selector}")
        except TimeoutException as late:
            raise AssertionError(f"{name}={value} on {selector} did not come; seen is: {self._read('body')}") from late

    def _read(self, selector: str) -> str:
        script = "return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent).join(' ')"
        return str(self.browser.execute_script(script, selector))

    @property
    def _wait(self) -> WebDriverWait[WebKitGTK]:
        return WebDriverWait(self.browser, _PATIENCE_S)


@pytest.fixture
def hand() -> Iterator[Hand]:
    with opened_webkit() as browser:
        browser.set_script_timeout(_PATIENCE_S)
        yield Hand(browser)


def test_a_lesson_on_webkit_survives_a_reload_with_the_server_gone_and_syncs(hand: Hand, office: Office) -> None:
    browser = hand.browser
    browser.get(office.url)
    hand.type('input[name="email"]', MARTA.email)
    hand.type('input[name="password"]', PASSWORD)
    hand.press('button[type="submit"]')
    hand.press('[data-testid="start-visit"]')
    hand.wait_for('[data-testid="teacher"]', TILDA.name)
    browser.execute_async_script(_KEPT)

    office.stop()
    hand.press_label('[data-testid="teacher"]', TILDA.name)
    hand.press_label('[data-testid="protocol"]', "Opportunities to respond")
    hand.press('[data-testid="start-lesson"]')
    for code in ("OTR-G", "OTR-I", "BSP", "BSP"):
        hand.press(f'[data-testid="key"][data-code="{code}"]')
    hand.type('[data-testid="note"]', "Cold call, then wait")
    hand.wait_for_attribute('[data-testid="safe"]', "data-safe", "5")
    observation = hand.find('[data-testid="pad"]').get_attribute("data-lesson")
    assert observation is not None

    browser.refresh()
    hand.wait_for_attribute('[data-testid="key"][data-code="BSP"]', "data-count", "2")
    hand.press('[data-testid="key"][data-code="REP"]')
    hand.wait_for_attribute('[data-testid="safe"]', "data-safe", "6")
    hand.press('[data-testid="end"]')
    hand.press('[data-testid="end-now"]')
    hand.wait_for('[data-testid="summary"]', "6 of 6 items safe")

    office.start()
    hand.press('[data-testid="to-review"]')
    hand.press('[data-testid="sync-badge"]')
    hand.press('[data-testid="send-now"]')
    hand.wait_for('[data-testid="sync-badge"]', "Stored")
    hand.wait_for_attribute('[data-testid="fate-here"]', "data-count", "0")
    browser.get(f"{office.url}/review/{observation}")
    hand.wait_for('[data-testid="figure-counts"]', "Specific praise 2")
    hand.wait_for('[data-testid="evidence"]', "Cold call, then wait")

    counted = {code: count_of(office, observation, code) for code in ("OTR-G", "OTR-I", "BSP", "REP")}
    assert counted == {"OTR-G": 1, "OTR-I": 1, "BSP": 2, "REP": 1}


def test_a_lesson_on_webkit_by_keyboard_alone(hand: Hand, office: Office) -> None:
    hand.browser.get(office.url)
    hand.lead_to('input[name="email"]')
    hand.keys(MARTA.email, Keys.TAB, PASSWORD, Keys.ENTER)
    hand.lead_to('[data-testid="start-visit"]')
    hand.keys(Keys.ENTER)
    hand.wait_for('[data-testid="teacher"]', TILDA.name)
    hand.lead_to('[data-testid="teacher"] input')
    hand.keys(Keys.SPACE)
    hand.lead_to('[data-testid="protocol"] input')
    hand.lead_to('[data-testid="protocol"] input', "Opportunities to respond", by=Keys.ARROW_DOWN)
    hand.lead_to('[data-testid="start-lesson"]')
    hand.keys(Keys.ENTER)
    hand.wait_for_attribute('[data-testid="safe"]', "data-items", "0")

    hand.keys("s", "s", "g", Keys.ESCAPE, Keys.SPACE, "Who has not spoken yet", Keys.ENTER, Keys.ESCAPE, "*", "?")
    hand.wait_for('[data-testid="keyboard-help"]', "undo")
    hand.wait_for_attribute('[data-testid="safe"]', "data-safe", "5")
    hand.wait_for_attribute('[data-testid="key"][data-code="BSP"]', "data-count", "2")
    hand.wait_for_attribute('[data-testid="key"][data-code="OTR-G"]', "data-count", "0")
    hand.lead_to('[data-testid="latest-item"]', "Specific")
    hand.keys(Keys.ENTER)
    hand.lead_to('[data-testid="star-item"]')
    hand.keys(Keys.ENTER)
    hand.wait_for_attribute('[data-testid="star-item"]', "aria-pressed", "true")
    hand.keys(Keys.ESCAPE)
    hand.lead_to('[data-testid="end"]')
    hand.keys(Keys.ENTER)
    hand.lead_to('[data-testid="end-now"]')
    hand.keys(Keys.ENTER)
    hand.wait_for('[data-testid="summary"]', "5 of 5 items safe")


def test_a_browser_without_pushes_says_so_and_lists_the_notices(hand: Hand, office: Office) -> None:
    hand.browser.get(office.url)
    hand.type('input[name="email"]', TILDA.email)
    hand.type('input[name="password"]', PASSWORD)
    hand.press('button[type="submit"]')
    hand.press('[data-testid="bell"]')
    hand.wait_for('[data-testid="no-notices"]', "Nothing yet")
    hand.browser.execute_async_script(_KEPT)
    hand.browser.get(f"{office.url}/settings")
    hand.wait_for_attribute('[data-testid="push-power"]', "data-power", "none")
    hand.wait_for('[data-testid="push-settings"]', "cannot show notices while Backrow is closed")
    assert hand.browser.find_elements(By.CSS_SELECTOR, '[data-testid="push-on"]') == []

"""A tablet: system Chromium with its profile on disk, touched by real touch events, killed without warning."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from playwright.sync_api import (
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Playwright,
    ViewportSize,
)

Size = tuple[int, int]
Look = Literal["light", "dark"]

PHONE: Size = (360, 740)
PORTRAIT: Size = (820, 1180)
LANDSCAPE: Size = (1180, 820)

_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# What the console says of requests that found no network is the browser's own, and expected here.
_NETWORK_WORDS = ("Failed to load resource: net::ERR_",)


def chromium_path() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise RuntimeError("No Chromium on the PATH: install the package chromium.")


@dataclass
class Tablet:
    """One tablet of one person; `complaints` collects what the browser's console says against the page."""

    playwright: Playwright
    profile: Path
    base_url: str
    size: Size = LANDSCAPE
    look: Look = "light"
    locale: str = "en-GB"
    time_zone: str = "Europe/Madrid"
    service_workers: Literal["allow", "block"] = "allow"
    # What the console may say in this test, by parts of its words.
    expects: tuple[str, ...] = ()
    complaints: list[str] = field(default_factory=list)
    _context: BrowserContext | None = field(default=None, repr=False)
    _is_offline: bool = False
    is_clock_set: bool = False

    @property
    def context(self) -> BrowserContext:
        assert self._context is not None, "the browser is not open"
        return self._context

    @property
    def page(self) -> Page:
        """The page in front: the newest one."""
        return self.context.pages[-1]

    def open(self, path: str = "/", *, at: datetime | None = None) -> Page:
        """Start the browser. With `at` its clock stands at that instant until `pass_time` or `let_time_flow`."""
        page = self.open_blank()
        self.is_clock_set = at is not None
        if at is not None:
            page.clock.install(time=at - timedelta(seconds=1))
            page.clock.pause_at(at)
        page.goto(self.base_url + path)
        return page

    def open_blank(self) -> Page:
        """Start the browser with an empty page."""
        self._context = self.playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=chromium_path(),
            args=_ARGUMENTS,
            has_touch=True,
            viewport=ViewportSize(width=self.size[0], height=self.size[1]),
            color_scheme=self.look,
            locale=self.locale,
            timezone_id=self.time_zone,
            service_workers=self.service_workers,
            offline=self._is_offline,
        )
        self._listen(self.page)
        return self.page

    def now(self) -> datetime:
        """Tell what the tablet's clock says."""
        return datetime.fromtimestamp(self.page.evaluate("Date.now()") / 1000, UTC)

    def pass_time(self, ms: int) -> None:
        """Let every timer of this stretch run, as fast as the machine can."""
        if ms > 0:
            self.page.clock.run_for(ms)

    def let_time_flow(self) -> None:
        if self.is_clock_set:
            self.page.clock.resume()

    def go_offline(self) -> None:
        """Take the network away, at once or from the next start of the browser on."""
        self._is_offline = True
        if self._context is not None:
            self._context.set_offline(True)

    def go_online(self) -> None:
        self._is_offline = False
        if self._context is not None:
            self._context.set_offline(False)

    def kill(self) -> None:
        """End every process of this browser at once, with nothing flushed."""
        for process in self._processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        with contextlib.suppress(Error):
            self.context.close()
        self._context = None
        wait_until(lambda: not self._processes(), "the killed browser to be gone")
        # A living Chromium would own this link; a killed one leaves it behind, and a start would ask about it.
        (self.profile / "SingletonLock").unlink(missing_ok=True)

    def close(self) -> None:
        if self._context is not None:
            self._context.close()
            self._context = None

    def touch(self, target: Locator) -> None:
        """Bring an element into reach and touch its middle with one finger."""
        target.tap()

    def touch_key(self, target: Locator) -> None:
        """Touch where an element is, at once and without looking whether it can be touched."""
        self.page.touchscreen.tap(*middle(target))

    def rest_on(self, target: Locator, ms: int) -> None:
        """Put one finger on an element and lift it after this long."""
        x, y = middle(target)
        devtools = self.devtools()
        devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        self.page.wait_for_timeout(ms)
        devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        devtools.detach()

    def touch_together(self, *targets: Locator) -> None:
        """Put one finger on each element at the same moment and lift them together."""
        points = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(map(middle, targets))]
        devtools = self.devtools()
        devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points})
        devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        devtools.detach()

    def draw(self, start: Locator, end: Locator) -> None:
        """Draw a line with one finger, and rest at its end: a finger that is lifted in full swing flings."""
        (x, y), (to_x, to_y) = middle(start), middle(end)
        devtools = self.devtools()
        for part in (0, 0.3, 0.6, 1, 1):
            point = {"x": x + (to_x - x) * part, "y": y + (to_y - y) * part, "id": 0}
            kind = "touchMove" if part else "touchStart"
            devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        self.page.wait_for_timeout(400)
        devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        devtools.detach()

    def devtools(self) -> CDPSession:
        return self.context.new_cdp_session(self.page)

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error.stack or error}"))
        page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        allowed = any(words in message.text for words in (*_NETWORK_WORDS, *self.expects))
        if message.type in ("error", "warning") and not allowed:
            self.complaints.append(f"{message.type}: {message.text}")

    def _processes(self) -> list[int]:
        """The processes that name this profile on their command line, so that no other browser is meant."""
        mark = str(self.profile).encode()
        found = []
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and mark in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
        return found


def middle(target: Locator) -> tuple[float, float]:
    """The point a finger aims at, in CSS pixels of the window."""
    box = target.bounding_box()
    assert box is not None, "the element is not on the screen"
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def wait_until(is_so: Callable[[], bool], what: str, *, timeout_s: float = 20) -> None:
    deadline = time.monotonic() + timeout_s
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {timeout_s} s for {what}")
        time.sleep(0.05)

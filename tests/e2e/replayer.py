"""The replayer: a whole lesson on the real pad, touch by touch, under a clock that the test holds.

Signed in online → network off → set up → lesson → the browser killed in the middle and opened again → end → network
on → stored → review. The server is stopped as well as the network: nothing can come from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.e2e import screens
from tests.e2e.cues import END, NOT_OBSERVED, Cues, longest_rest
from tests.e2e.office import Office
from tests.e2e.people import MARTA, TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import Tablet

# A killed browser is opened again after this long; the lesson went on meanwhile.
_REOPENING_MS = 4_000


@dataclass
class Replay:
    """One lesson under way; `now_ms` is the moment of the lesson that the tablet's clock stands at."""

    tablet: Tablet
    office: Office
    protocol: str
    began_at: datetime
    observation: str = ""
    now_ms: int = 0

    def wait_for(self, t_ms: int) -> None:
        # The clock of the test outruns the disk, and the pad would rightly call that a fault.
        screens.wait_until_all_safe(self.tablet)
        self.tablet.pass_time(t_ms - self.now_ms)
        self.now_ms = max(self.now_ms, t_ms)


def replay(tablet: Tablet, office: Office, cues: Cues, *, protocol: str) -> str:
    """Play a lesson to its end and sync it; gives the observation, with its review on the screen."""
    playing = _begin(tablet, office, protocol)
    kill_after = longest_rest(cues)
    for place, cue in enumerate(cues):
        playing.wait_for(cue.t_ms)
        _tap(playing, cue.code)
        if place == kill_after:
            _kill_and_resume(playing, running=cue.code)
    _sync(playing)
    return playing.observation


def _begin(tablet: Tablet, office: Office, protocol: str) -> Replay:
    """Sign in, close the tablet, and open it in a classroom with no network to start the lesson."""
    tablet.open("/")
    screens.prepare_for_the_day(tablet, MARTA.email)
    tablet.close()
    tablet.go_offline()
    office.stop()
    tablet.open("/", at=(datetime.now(UTC) - timedelta(days=1)).replace(microsecond=0))
    observation = screens.start_lesson(tablet, teacher=TILDA.name, protocol=protocol)
    return Replay(tablet, office, protocol, tablet.now(), observation)


def _tap(playing: Replay, code: str) -> None:
    page = playing.tablet.page
    if code == END:
        screens.end_lesson(playing.tablet)
        return
    if code == NOT_OBSERVED:
        playing.tablet.touch(page.get_by_test_id("pause"))
        expect(page.get_by_test_id("resume-lesson")).to_be_visible()
        return
    if page.get_by_test_id("resume-lesson").is_visible():
        playing.tablet.touch(page.get_by_test_id("resume-lesson"))
    playing.tablet.touch_key(key(page, code))


def _kill_and_resume(playing: Replay, *, running: str) -> None:
    """Kill the browser once its last item is safe, and find the lesson again at the right time."""
    tablet = playing.tablet
    screens.wait_until_all_safe(tablet)
    held = screens.read_keys(tablet)
    tablet.kill()
    playing.now_ms += _REOPENING_MS
    tablet.open("/", at=playing.began_at + timedelta(milliseconds=playing.now_ms))
    tablet.touch(tablet.page.get_by_test_id("resume"))
    expect(tablet.page.get_by_test_id("pad")).to_have_attribute("data-lesson", playing.observation)
    shown_ms = tablet.page.get_by_test_id("lesson-clock").get_attribute("data-ms")
    assert shown_ms == str(playing.now_ms), f"the lesson goes on at {shown_ms} ms instead of {playing.now_ms} ms"
    found = screens.read_keys(tablet)
    assert found == held, f"the pad was {held} before the browser died, and is {found}"


def _sync(playing: Replay) -> None:
    """Bring the network back; everything goes out by itself while the coach looks at the review."""
    tablet = playing.tablet
    playing.office.start()
    tablet.let_time_flow()
    tablet.go_online()
    tablet.touch(tablet.page.get_by_test_id("to-review"))
    screens.wait_for_sync(tablet)
    expect(tablet.page.get_by_test_id("review")).to_be_visible()

"""Two open reviews of one lesson: from a note's end on one tablet until it stands on the other."""

from __future__ import annotations

import time
from collections.abc import Iterator

from playwright.sync_api import expect

from tests.bench.figures import Figure
from tests.e2e import screens, visits
from tests.e2e.office import PASSWORD, Office
from tests.e2e.people import MARTA, TILDA
from tests.e2e.tablet import Tablet, wait_until

_TURNS = 20
_LONGEST_S = 30


def measure_live(writer: Tablet, reader: Tablet, office: Office) -> Iterator[Figure]:
    """Give the longest of some ways from one open review to another, on a network that is good."""
    other = visits.sign_in(office.url, MARTA.email, PASSWORD)
    observation = visits.visit(other, visits.find(other, "person", name=TILDA.name), 1)
    other.sync()
    for tablet in (writer, reader):
        tablet.open()
        screens.prepare_for_the_day(tablet, MARTA.email)
        tablet.page.goto(f"{tablet.base_url}/review/{observation}")
        expect(tablet.page.get_by_test_id("evidence-item")).to_have_count(1)
    writer.touch(writer.page.get_by_test_id("evidence-item").locator("button").first)
    taken_s = [_cross(writer, reader, f"Note {turn} of many") for turn in range(_TURNS)]
    for tablet in (writer, reader):
        tablet.close()
    what = f"a note in one open review → shown in another, the longest of {_TURNS}"
    yield Figure(what, max(taken_s), "s", aim="≤ 3 s")


def _cross(writer: Tablet, reader: Tablet, text: str) -> float:
    screens.note_item(writer, text)
    written = time.monotonic()
    item = reader.page.get_by_test_id("evidence-item")
    wait_until(lambda: text in item.inner_text(), "a note to cross", timeout_s=_LONGEST_S)
    return time.monotonic() - written

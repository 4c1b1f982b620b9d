"""Taps on the pad of every protocol of the library, in lessons of a thousand items."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.bench.figures import Figure
from tests.bench.taps import THROTTLING, Latency, measure_bare, measure_taps
from tests.e2e import screens
from tests.e2e.people import TILDA
from tests.e2e.tablet import Tablet

ITEMS = 1_000
TAPS = 30
# A floor is of the same minute as what stands beside it.
_FLOOR_LASTS = 4
PROBE = Path(__file__).with_name("probe_pads.js").read_text("utf-8")
LIBRARY = Path(__file__).parents[2] / "protocols" / "library"

# Copies of the first change, with ids and numbers of their own, spread over the lesson so far. Of sweeps thirty are
# open to counts, and in each stands what was tapped last, as if every tap had taken the place of the one before.
_FILL = """
async ([lesson, items]) => {
  const done = (asked) => new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const [{ name }] = (await indexedDB.databases()).filter((one) => one.name.startsWith('backrow-0'));
  const database = await done(indexedDB.open(name));
  const transaction = database.transaction(['changes', 'counter'], 'readwrite');
  const [changes, counters] = [transaction.objectStore('changes'), transaction.objectStore('counter')];
  const counter = await done(counters.get('now'));
  const found = (await done(changes.getAll())).filter(
    ({ kind, scope }) => kind === 'evidence' && scope === `observation:${lesson}`,
  );
  const first = found[0];
  for (let made = found.length; made < items; made += 1) {
    counter.n += 1;
    const tail = counter.n.toString(16).padStart(12, '0');
    const id = `${first.id.slice(0, 24)}${tail}`;
    const t_ms = Math.floor((first.fields.t_ms * made) / items);
    const overlay = [id, first.scope, first.kind];
    const swept = first.fields.action === 'sweep' ? { interval: made % 30, retracted: made < items - 30 } : {};
    changes.put({ ...first, id, record: id, n: counter.n, overlay, fields: { ...first.fields, ...swept, t_ms } });
  }
  counters.put(counter, 'now');
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  database.close();
}
"""


def measure_all_pads(tablet: Tablet, bare: Tablet) -> Iterator[Figure]:
    """Give two figures of each protocol that has keys or look-fors; a script is typed and has neither."""
    tablet.open_blank().add_init_script(PROBE)
    tablet.page.goto(tablet.base_url)
    floor: Latency | None = None
    for place, protocol in enumerate(sorted(path.stem for path in LIBRARY.glob("*.toml"))):
        if place % _FLOOR_LASTS == 0 or floor is None:
            floor = measure_bare(bare, TAPS)
        latency = _measure(tablet, protocol)
        tablet.page.goto(tablet.base_url)
        if latency is None:
            continue
        what = f"tap → {{}}, p95, {protocol}, {ITEMS:,} items, {THROTTLING}× slower"
        yield Figure(what.format("painted"), latency.painted, "ms", floor=floor.painted, aim="≤ 1.25 × a bare put")
        yield Figure(what.format("durable"), latency.durable, "ms", floor=floor.durable, aim="≤ 1.25 × a bare put")


def _measure(tablet: Tablet, protocol: str) -> Latency | None:
    page = tablet.page
    lesson = screens.start_lesson(tablet, teacher=TILDA.name, protocol=protocol)
    if page.get_by_test_id("next-sweep").count():
        tablet.touch(page.get_by_test_id("next-sweep"))
    if page.get_by_test_id("key").count() < 2 and page.get_by_test_id("item").count() == 0:
        screens.end_lesson(tablet)
        return None
    page.wait_for_timeout(2_000)
    targets = _find_targets(tablet)
    screens.wait_until_all_safe(tablet)
    # A list holds no more items than it has look-fors: there is nothing to fill it with.
    if page.get_by_test_id("key").count() > 1:
        page.evaluate(_FILL, [lesson, ITEMS - TAPS])
        page.reload()
        screens.wait_until_safe(tablet, ITEMS - TAPS)
    latency = measure_taps(tablet, targets, _count_touches(tablet))
    screens.end_lesson(tablet)
    return latency


def _count_touches(tablet: Tablet) -> int:
    """A sweep seat by seat is over when every seat was looked at; the first one was."""
    page = tablet.page
    by_seat = page.get_by_test_id("next-sweep").count() and page.get_by_test_id("seat").count()
    return min(TAPS, page.get_by_test_id("seat").count() - 1) if by_seat else TAPS


def _find_targets(tablet: Tablet) -> list[Locator]:
    """Make the item that the others are copies of, and give what is touched in turn, so that each touch makes one.

    That is two keys, or two answers to one look-for, or two seats where a key only picks what is seen there.
    """
    page = tablet.page
    keys = page.locator("button[data-code][data-testid=key]")
    two = (keys if keys.count() > 1 else page.get_by_test_id("item").first.get_by_test_id("answer")).all()[:2]
    tablet.touch_key(two[0])
    if page.get_by_test_id("safe").get_attribute("data-items") == "0" and page.get_by_test_id("seat").count():
        two = page.get_by_test_id("seat").all()[:2]
        tablet.touch(two[0])
    expect(page.get_by_test_id("safe")).not_to_have_attribute("data-items", "0")
    # What was touched first holds already, and of what holds another touch may change nothing.
    return two[::-1]

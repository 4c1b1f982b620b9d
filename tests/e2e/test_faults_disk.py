"""The tablet's disk fails in a lesson: what was ticked is there once, at its time, and the screen told the truth."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import disk, screens
from tests.e2e.people import TILDA
from tests.e2e.screens import key
from tests.e2e.tablet import Tablet

pytestmark = pytest.mark.browser

EVENTS = "opportunities-praise"
UNSAFE = "Not on disk yet"
CODES = ("BSP", "GP", "REP")


def begin(tablet: Tablet) -> str:
    """Open the app and start a lesson; the page's disk can be spoiled."""
    tablet.open_blank()
    disk.spoil(tablet)
    tablet.page.goto(f"{tablet.base_url}/")
    return screens.start_lesson(tablet, teacher=TILDA.name, protocol=EVENTS)


def tap(tablet: Tablet, *codes: str) -> None:
    for code in codes:
        tablet.touch_key(key(tablet.page, code))


def read_safe(page: Page) -> tuple[int, int]:
    """Read from the pad how many items there are, and how many it says are safe."""
    safe = page.get_by_test_id("safe")
    return int(safe.get_attribute("data-items") or "-1"), int(safe.get_attribute("data-safe") or "-1")


def assert_all_there(tablet: Tablet, observation: str, ticked: list[disk.Item], *, items: int) -> None:
    """What the pad ticked is on the disk once and unchanged, and the pad opened anew shows each item once."""
    page = tablet.page
    page.goto(f"{tablet.base_url}/lesson/{observation}")
    screens.wait_until_safe(tablet, items)
    found = disk.read_items(tablet, observation)
    assert len(found) == len({item.record for item in found}) == items
    assert [item for item in found if item in ticked] == ticked
    assert [item.t_ms for item in found] == sorted(item.t_ms for item in found)
    counts = {code: state[2] for code, state in screens.read_keys(tablet).items()}
    assert {code: str(sum(item.code == code for item in found)) for code in CODES} == {
        code: counts[code] for code in CODES
    }


def test_a_browser_killed_between_tap_and_commit_keeps_what_was_ticked(coach: Tablet) -> None:
    observation = begin(coach)
    tap(coach, "BSP", "GP")
    screens.wait_until_safe(coach, 2)
    ticked = disk.read_items(coach, observation)
    coach.page.evaluate("disk.holdsWrites = true")
    tap(coach, "REP")
    expect(key(coach.page, "REP")).to_have_attribute("data-count", "1")
    assert read_safe(coach.page) == (3, 2)
    coach.kill()

    coach.open(f"/lesson/{observation}")
    assert_all_there(coach, observation, ticked, items=2)


def test_a_full_disk_is_said_and_taps_go_on_until_there_is_room(coach: Tablet) -> None:
    page = coach.open_blank()
    page.goto(f"{coach.base_url}/icon.svg")
    with disk.little_room(coach, 1_000_000):
        page.goto(f"{coach.base_url}/")
        observation = screens.start_lesson(coach, teacher=TILDA.name, protocol=EVENTS)
        tap(coach, "BSP")
        screens.wait_until_safe(coach, 1)
        ticked = disk.read_items(coach, observation)
        assert disk.fill(coach) < 300, "the disk did not become full"
        for _ in range(4):
            tap(coach, *CODES)
        expect(page.get_by_text(UNSAFE)).to_be_visible()
        all_items, safe = read_safe(page)
        assert all_items == 13
        assert safe < 13

    screens.wait_until_safe(coach, 13)
    expect(page.get_by_text(UNSAFE)).to_have_count(0)
    assert_all_there(coach, observation, ticked, items=13)


def test_a_write_that_never_settles_waits_in_the_journal_and_is_written_once(coach: Tablet) -> None:
    observation = begin(coach)
    tap(coach, "BSP")
    screens.wait_until_safe(coach, 1)
    ticked = disk.read_items(coach, observation)
    coach.page.evaluate("disk.holdsWrites = true")
    tap(coach, "GP", "REP")
    expect(coach.page.get_by_text(UNSAFE)).to_be_visible()
    assert read_safe(coach.page) == (3, 1)
    coach.page.reload()

    expect(coach.page.get_by_text(UNSAFE)).to_have_count(0)
    assert_all_there(coach, observation, ticked, items=3)


def test_connections_lost_at_random_cost_no_tap(coach: Tablet) -> None:
    observation = begin(coach)
    for round in range(6):
        tap(coach, *CODES)
        if round % 2:
            coach.page.evaluate("disk.dropConnections()")
        tap(coach, "BSP")
    screens.wait_until_safe(coach, 24)
    ticked = disk.read_items(coach, observation)
    assert_all_there(coach, observation, ticked, items=24)


def test_a_database_that_does_not_open_is_told_in_words_and_left_alone(coach: Tablet) -> None:
    observation = begin(coach)
    tap(coach, "BSP")
    screens.wait_until_safe(coach, 1)
    ticked = disk.read_items(coach, observation)
    coach.close()

    page = coach.open_blank()
    with disk.hanging(coach):
        page.goto(f"{coach.base_url}/lesson/{observation}")
        expect(page.get_by_test_id("trouble")).to_contain_text("storage does not answer")
        expect(page.get_by_test_id("trouble")).to_contain_text("Nothing was deleted")
    coach.touch(page.get_by_role("button", name="Try again"))
    expect(page.get_by_test_id("pad")).to_be_visible()
    assert_all_there(coach, observation, ticked, items=1)


def test_a_browser_that_denies_storage_is_told_so_at_once(coach: Tablet) -> None:
    settings = coach.profile / "Default" / "Preferences"
    preferences = json.loads(settings.read_text("utf-8"))
    preferences.setdefault("profile", {}).setdefault("default_content_setting_values", {})["cookies"] = 2
    settings.write_text(json.dumps(preferences), "utf-8")
    coach.expects = ("permission to use Service Worker",)
    coach.go_online()
    page = coach.open()
    expect(page.get_by_test_id("trouble")).to_contain_text("does not let Backrow store anything")


def test_an_old_window_that_keeps_an_older_database_is_named_and_nothing_is_lost(coach: Tablet) -> None:
    page = coach.open_blank()
    page.goto(f"{coach.base_url}/icon.svg")
    page.evaluate(_AGE)
    window = coach.context.new_page()
    window.goto(f"{coach.base_url}/")
    expect(window.get_by_test_id("trouble")).to_contain_text("older version of Backrow")
    page.close()
    coach.touch(window.get_by_role("button", name="Try again"))
    expect(window.get_by_test_id("start-visit")).to_be_visible()
    assert [change["fields"] for change in disk.read_changes(coach)] == [{"code": "OLD"}]


# Makes the database one of the first release, with one change in it, and keeps it open as a window of that release.
_AGE = """async () => {
  const settle = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const { user } = JSON.parse(localStorage.getItem('backrow.session'));
  const name = `backrow-${user.id}`;
  localStorage.removeItem(`backrow.last.${user.id}`);
  await settle(indexedDB.deleteDatabase(name));
  const asked = indexedDB.open(name, 1);
  asked.onupgradeneeded = () => {
    const database = asked.result;
    const changes = database.createObjectStore('changes', { keyPath: ['epoch', 'n'] });
    changes.createIndex('id', 'id', { unique: true });
    changes.createIndex('fate', 'fate');
    changes.createIndex('overlay', 'overlay', { multiEntry: true });
    database.createObjectStore('counter').put({ device: crypto.randomUUID(), epoch: 1, n: 1 }, 'now');
    for (const place of ['rows_a', 'rows_b']) {
      const rows = database.createObjectStore(place, { keyPath: 'record' });
      rows.createIndex('scope', 'scope');
      rows.createIndex('kind', 'kind');
    }
    for (const store of ['replica', 'settings']) database.createObjectStore(store);
    database.createObjectStore('accounts', { keyPath: 'device' });
    const [record, scope] = [crypto.randomUUID(), `observation:${crypto.randomUUID()}`];
    changes.put({
      epoch: 1, n: 1, id: record, record, kind: 'evidence', v: 1, op: 'put', scope, base: null,
      at: '2026-01-01T00:00:00.000Z', fields: { code: 'OLD' }, device: 'd', fate: 'here',
      overlay: [record, scope, 'evidence'],
    });
  };
  globalThis.kept = await settle(asked);
}"""

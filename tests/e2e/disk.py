"""The tablet's own disk as the tests see it: read past the app, filled, cleared, made slow or silent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson

from tests.e2e.tablet import Tablet

# Gives what stands in these stores of every user database of this origin, bytes as the text they would be.
_READ = """async (wanted) => {
  const done = (asked) => new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const names = (await indexedDB.databases()).map((one) => one.name).filter((name) => name.startsWith('backrow-'));
  const found = {};
  for (const name of names) {
    const database = await done(indexedDB.open(name));
    for (const store of wanted.length > 0 ? wanted : database.objectStoreNames) {
      const values = await done(database.transaction(store).objectStore(store).getAll());
      found[store] = [...(found[store] ?? []), ...values];
    }
    database.close();
  }
  const isBytes = (value) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
  return JSON.stringify(found, (_, value) => (isBytes(value) ? new TextDecoder().decode(value) : value));
}"""

# Runs before the app: `disk` in the page can then hold writes and drop connections.
_SPOIL = """(() => {
  const opened = [];
  const disk = { holdsWrites: false };
  globalThis.disk = disk;
  disk.dropConnections = () => opened.splice(0).forEach((database) => database.close());
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...asked) {
    const request = open.apply(this, asked);
    request.addEventListener('success', () => opened.push(request.result));
    return request;
  };
  const commit = IDBTransaction.prototype.commit;
  IDBTransaction.prototype.commit = function () {
    if (!disk.holdsWrites) return commit.call(this);
    // Requests without end keep it open.
    const wait = () => { this.objectStore('counter').get('now').onsuccess = wait; };
    this.abort = () => undefined;
    wait();
  };
})()"""


@dataclass(frozen=True)
class Item:
    """What one item on the disk says."""

    record: str
    code: str
    t_ms: int


def read_stores(tablet: Tablet, *stores: str) -> dict[str, list[dict[str, Any]]]:
    """Read what these stores of the tablet's database hold, or all of them, past the app."""
    found: dict[str, list[dict[str, Any]]] = orjson.loads(tablet.page.evaluate(_READ, list(stores)))
    return found


def read_changes(tablet: Tablet) -> list[dict[str, Any]]:
    """Read every own change past the app, in the order of numbers."""
    return read_stores(tablet, "changes").get("changes", [])


def read_items(tablet: Tablet, observation: str) -> list[Item]:
    """Read the items of a lesson, in the order in which they were recorded."""
    items = []
    for change in read_changes(tablet):
        fields = change["fields"]
        if change["scope"] == f"observation:{observation}" and change["id"] == change["record"] and "code" in fields:
            items.append(Item(str(change["record"]), str(fields["code"]), int(fields["t_ms"])))
    return items


def spoil(tablet: Tablet) -> None:
    """Give the page a disk that can be held; from its next loading on."""
    tablet.context.add_init_script(_SPOIL)


_HANG = """async () => {
  const [{ name }] = await indexedDB.databases();
  await new Promise((resolve) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => { globalThis.kept = asked.result; resolve(); };
  });
  indexedDB.open(name, 999);
}"""

# Puts texts of ever smaller size beside the app's own until not even the smallest has room.
_FILL = """async () => {
  const [{ name }] = await indexedDB.databases();
  const database = await new Promise((resolve) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => resolve(asked.result);
  });
  const put = (key, size) => new Promise((resolve) => {
    const transaction = database.transaction('settings', 'readwrite');
    const text = Array.from({ length: size / 8 }, () => Math.random().toString(36).slice(2, 10)).join('');
    transaction.objectStore('settings').put(text, key);
    transaction.oncomplete = () => resolve(true);
    transaction.onabort = () => resolve(false);
  });
  let key = 0;
  for (const size of [65536, 8192, 512]) {
    for (let more = true; more && key < 300;) more = await put(`filler ${key += 1}`, size);
  }
  database.close();
  return key;
}"""


def fill(tablet: Tablet) -> int:
    """Write until the disk is full; gives how many texts were tried."""
    tried: int = tablet.page.evaluate(_FILL)
    return tried


@contextmanager
def little_room(tablet: Tablet, free_bytes: int) -> Iterator[None]:
    """Leave so many bytes to the app while the block runs."""
    devtools = tablet.devtools()
    origin = {"origin": tablet.base_url}
    used = devtools.send("Storage.getUsageAndQuota", origin)["usage"]
    devtools.send("Storage.overrideQuotaForOrigin", origin | {"quotaSize": int(used) + free_bytes})
    try:
        yield
    finally:
        # The limit goes with the session that set it.
        devtools.detach()


@contextmanager
def hanging(tablet: Tablet) -> Iterator[None]:
    """Let nobody open the user's database while the block runs: a later version of it waits for an old window."""
    window = tablet.context.new_page()
    window.goto(f"{tablet.base_url}/icon.svg")
    try:
        window.evaluate(_HANG)
        yield
    finally:
        window.close()

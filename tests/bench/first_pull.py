"""The first pull of a new tablet: ten thousand records, over the socket alone and into the browser's store."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import orjson
from playwright.sync_api import Playwright

from server.domain.json_values import Json
from tests.bench.crowd import Rider, push, sign_in
from tests.bench.figures import Figure
from tests.bench.lessons import make_day, pack_push
from tests.e2e import screens
from tests.e2e.people import MARTA, make_office
from tests.e2e.tablet import Tablet

RECORDS = 10_000
_PUSH = 1_000
_COUNT_ROWS = """async () => {
  const [{ name }] = (await indexedDB.databases()).filter((one) => one.name.startsWith('backrow-'));
  const database = await new Promise((done) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => done(asked.result);
  });
  const count = await new Promise((done) => {
    const asked = database.transaction('rows_a').objectStore('rows_a').count();
    asked.onsuccess = () => done(asked.result);
  });
  database.close();
  return count;
}"""


def measure_first_pull(playwright: Playwright, folder: Path) -> Iterator[Figure]:
    """Give the time in which a tablet that has nothing gets everything."""
    office = make_office(folder / "full")
    office.start()
    try:
        rider = sign_in(office, MARTA.email)
        for first_n in range(1, RECORDS, _PUSH):
            day = make_day(_PUSH, teacher=rider.user, first_n=first_n)
            push(office.port, "/api/v1/sync/push", (rider, pack_push(day, user=rider.user, device=rider.device)))
        pulled, seconds, pages, size = _pull_all(office.port, rider._replace(device=str(uuid4())))
        if pulled < RECORDS:
            raise RuntimeError(f"only {pulled} records came")
        yield Figure(f"first pull of {pulled:,} records, {pages} pages, over loopback", seconds, "s", aim="≤ 2 s")
        yield Figure("… bytes a record, gzip", size / pulled, "B")
        yield from _measure_tablet(Tablet(playwright, folder / "new", office.url), pulled)
    finally:
        office.stop()


def _measure_tablet(tablet: Tablet, records: int) -> Iterator[Figure]:
    tablet.open()
    try:
        began = time.perf_counter()
        screens.sign_in(tablet, MARTA.email)
        tablet.page.get_by_test_id("sync-badge").wait_for()
        while (held := int(tablet.page.evaluate(_COUNT_ROWS))) < records:
            if time.perf_counter() - began > 120:
                raise RuntimeError(f"only {held} of {records} records are in the tablet")
            tablet.page.wait_for_timeout(100)
        seconds = time.perf_counter() - began
        yield Figure(
            f"first pull of {records:,} records from sign-in into the tablet's store", seconds, "s", aim="≤ 10 s"
        )
    finally:
        tablet.close()


def _pull_all(port: int, rider: Rider) -> tuple[int, float, int, int]:
    """Pull from zero as a tablet does; gives records, seconds, pages and packed bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    records, pages, size, cursor = 0, 0, 0, ""
    began = time.perf_counter()
    while True:
        answer, length = _pull(connection, rider, cursor)
        records, pages, size = records + len(answer["records"]), pages + 1, size + length
        cursor = f"&cursor={answer['cursor']}"
        if not answer["more"]:
            connection.close()
            return records, time.perf_counter() - began, pages, size


def _pull(connection: http.client.HTTPConnection, rider: Rider, cursor: str) -> tuple[dict[str, list[Json]], int]:
    path = f"/api/v1/sync/pull?proto=1&user={rider.user}&limit=1000{cursor}"
    connection.request("GET", path, headers={"Cookie": rider.cookie, "X-Requested-With": "backrow"})
    reply = connection.getresponse()
    body = reply.read()
    if reply.status != 200:
        raise RuntimeError(f"{reply.status}: {body[:300]!r}")
    return orjson.loads(body), len(body)

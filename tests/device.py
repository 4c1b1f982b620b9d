"""A tablet without a screen: a second client, written from SYNC.md alone. It imports nothing of the server.

It is an example for other programs too. `Web` carries its requests, `Store` is its disk, `Recorder` what it does with
no network; `save` is a tap, and `sync` what the loop does; `push` and `pull` are its halves, so that tests can do each
wrongly on purpose. `python -m tests.device_command` is the same as a command.

    web = Web("https://coaching.example.org")
    tablet = Device(web, web.sign_in("ana@example.org", "…"), store=Store(Path("ana.sqlite3")))
    scope = tablet.observe(teacher)
    tablet.tap(scope, code="LQ", t_ms=1000)
    tablet.sync()
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from typing import cast

from tests.device_recorder import Recorder, Replica
from tests.device_store import Store
from tests.web import Http, Refused, Web, ask
from tests.wire import (
    Account,
    Change,
    Digest,
    Fields,
    Json,
    Missing,
    Page,
    PushAnswer,
    Result,
    Row,
    Told,
    Version,
    make_id,
    make_observation,
    membership_id,
    write_instant,
)

__all__ = [
    "Account", "Change", "Device", "Digest", "Fields", "Http", "Json", "Missing", "Page", "PushAnswer", "Refused",
    "Replica", "Result", "Row", "Store", "Told", "Version", "Web", "make_id", "make_observation", "membership_id",
    "write_instant",
]  # fmt: skip
MAX_CHANGES = 1000


class Device(Recorder):
    """One tablet and the user who is signed in on it."""

    def __init__(
        self, http: Http, user: str, *, id: str | None = None, n: int | None = None, store: Store | None = None
    ) -> None:
        super().__init__(user, id=id, n=n, store=store)
        self.http = http

    # --- sending

    def sync(self) -> None:
        """Send what waits, fetch what is new, and make good what the office has lost."""
        self.push()
        try:
            self.pull()
        except Refused as refused:
            if refused.code != "resync":
                raise
            self.store_fact("suspects", "1")
        if self.store.find("suspects"):
            self.recover()
        if self.held:
            self.push()
            self.pull()

    def push(self, changes: Sequence[Change] | None = None) -> list[Result]:
        """Send what waits, and the held ones again, in the order of their numbers; old device ids go first."""
        if changes is not None:
            return self._push_batch(self.id, sorted(changes, key=_number_of))
        results: list[Result] = []
        for device, batch in self._list_batches():
            results += self._push_batch(device, batch)
        return results

    def _list_batches(self) -> Iterator[tuple[str, list[Change]]]:
        for device in [*(one for one in self.store.list_devices() if one != self.id), self.id]:
            asked = (self.store.list_changes(which, device=device) for which in ("held", "waiting"))
            waiting = sorted((change for changes in asked for change in changes), key=_number_of)
            for first in range(0, len(waiting), MAX_CHANGES):
                yield device, waiting[first : first + MAX_CHANGES]
            if not waiting and device == self.id:
                yield device, []

    def _push_batch(self, device: str, sent: Sequence[Change]) -> list[Result]:
        answer = self.send(sent, device=device)
        with self.store.atomically():
            self._notice(device, answer)
            for change, result in zip(sent, answer["results"], strict=True):
                self.store.note_fate(change["id"], result)
        return answer["results"]

    def send(self, changes: Iterable[object], **envelope: Json) -> PushAnswer:
        """Send one push body as it is."""
        body = {"proto": 1, "user": self.user, "device": self.id, "app": "1.0.0", "device_name": "Test", **envelope}
        raw = json.dumps({**body, "changes": list(changes)}).encode()
        return cast(PushAnswer, self.ask("POST", "/api/v1/sync/push", gzip.compress(raw), {"Content-Encoding": "gzip"}))

    def _notice(self, device: str, answer: PushAnswer) -> None:
        """Keep the account, and suspect a restored office: another `gen`, fewer numbers, or a hole where it had one."""
        before, account = self.find_account(device), answer["device"]
        has_less = before is not None and account["contiguous"] < before["contiguous"]
        has_lost = any(self.store.has_fate_between(device, low, high) for low, high in account["missing"])
        if self.gen not in (None, answer["gen"]) or has_less or has_lost:
            self.store.note("suspects", "1")
        self.store.note("gen", answer["gen"])
        self.store.note(f"account {device}", json.dumps(account))

    def recover(self) -> None:
        """Send again what a restored office lost, and build a fresh replica."""
        self.reconcile_all()
        self.resync()
        self.store_fact("suspects", None)

    def reconcile_all(self) -> None:
        """Ask, for each pair of the shadow log, what never arrived, and send that again.

        What was held or refused is asked again too: the office may stand where it had not decided it yet.
        """
        open_ = {id for id, fate in self.fates.items() if fate["status"] in ("held", "quarantined")}
        for device in self.store.list_devices():
            changes = self.store.list_changes("all", device=device)
            missing = self.reconcile(*_to_ranges([change["n"] for change in changes]), device=device)["missing"]
            lost = [
                change
                for change in changes
                if change["id"] in open_ or any(low <= change["n"] <= high for low, high in missing)
            ]
            for first in range(0, len(lost), MAX_CHANGES):
                self._push_batch(device, lost[first : first + MAX_CHANGES])

    def reconcile(self, *ranges: tuple[int, int], device: str | None = None) -> Missing:
        asked = {"proto": 1, "user": self.user, "device": device or self.id, "ranges": ranges}
        return cast(Missing, self.ask("POST", "/api/v1/sync/reconcile", json.dumps(asked).encode()))

    # --- receiving

    def pull(self, *, limit: int = 1000, digests: bool = False) -> list[Row]:
        """Pull to the end, and give the rows that came."""
        came: list[Row] = []
        while True:
            asked_with = self.store.find("cursor")
            page = self.pull_page(asked_with, limit=limit, digests=digests)
            self._take(page, asked_with)
            came.extend(page["records"])
            if not page["more"]:
                return came

    def pull_page(
        self, cursor: str | None, *, limit: int = 1000, digests: bool = False, scope: str | None = None
    ) -> Page:
        query = f"proto=1&user={self.user}&device={self.id}&limit={limit}" + ("&digests=1" if digests else "")
        if cursor:
            query += f"&cursor={cursor}"
        if scope:
            query += f"&scope={scope}"
        return cast(Page, self.ask("GET", f"/api/v1/sync/pull?{query}"))

    def _take(self, page: Page, asked_with: str | None) -> None:
        """Keep a page and its cursor together, unless another loop has taken one meanwhile."""
        with self.store.atomically():
            if self.store.find("cursor") != asked_with:
                return
            for row in page["records"]:
                self._take_row(row)
            self.store.note("cursor", page["cursor"])
            self.store.note("gen", page["gen"])
        self._digests = page.get("digests", self._digests)

    def _take_row(self, row: Row) -> None:
        self.store.take(row)
        is_own = row["kind"] == "membership" and row["scope"] == f"user:{self.user}"
        if is_own and row["fields"]["state"] == "revoked":
            self.store.drop_scope(str(row["fields"]["scope"]), but=row["record"])

    def resync(self) -> None:
        """Build a fresh replica and swap it in; what waits to be sent is no part of it."""
        rows: list[Row] = []
        page = self.pull_page(None, digests=True)
        while page["more"]:
            rows += page["records"]
            page = self.pull_page(page["cursor"], digests=True)
        with self.store.atomically():
            self.store.swap([*rows, *page["records"]])
            self.store.note("cursor", page["cursor"])
            self.store.note("gen", page["gen"])
        self._digests = page.get("digests", {})

    def check(self) -> None:
        """Check everything: reconcile every pair, compare digests, and build a fresh replica where they differ."""
        self.sync()
        self.reconcile_all()
        self.pull(digests=True)
        if self.digest() != self._digests:
            self.resync()

    def history(self, record: str) -> list[Told]:
        return cast(list[Told], self.ask("GET", f"/api/v1/records/{record}/history")["changes"])

    def fields(self, record: str) -> Fields:
        return self.store.list_rows()[record]["fields"]

    def live(self) -> dict[str, str]:
        """Give record and revision of everything held and not deleted."""
        return {id: row["rev"] for id, row in self.store.list_rows().items() if not row.get("deleted")}

    def digest(self) -> dict[str, Digest]:
        """Sum up the held rows as the server does."""
        rows = sorted((row for row in self.store.list_rows().values() if not row.get("deleted")), key=_scope_of)
        lines = {
            scope: sorted(f"{row['record']} {row['rev']}\n" for row in of) for scope, of in groupby(rows, key=_scope_of)
        }
        return {
            scope: Digest(count=len(of), sha256=sha256("".join(of).encode()).hexdigest()) for scope, of in lines.items()
        }

    def store_fact(self, name: str, value: str | None) -> None:
        with self.store.atomically():
            self.store.note(name, value)

    def ask(
        self, method: str, path: str, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Fields:
        """Ask, and give the JSON of a 2xx; raises Refused for a problem."""
        return ask(self.http, method, path, data, headers)


def _number_of(change: Change) -> int:
    return change["n"]


def _scope_of(row: Row) -> str:
    return row["scope"]


def _to_ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Write numbers in order as inclusive ranges."""
    ranges: list[tuple[int, int]] = []
    for n in numbers:
        if ranges and ranges[-1][1] == n - 1:
            ranges[-1] = ranges[-1][0], n
        else:
            ranges.append((n, n))
    return ranges

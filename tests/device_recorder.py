"""What a tablet does with no network: it makes changes, numbers them, keeps them, and shows them over pulled rows."""

import json
import time
import uuid
from dataclasses import dataclass
from typing import cast

from tests.device_store import Store
from tests.wire import (
    Account,
    Change,
    Digest,
    Fields,
    Json,
    Result,
    Row,
    make_id,
    make_observation,
    membership_id,
    write_instant,
)


@dataclass(frozen=True)
class Replica:
    """What was pulled: rows by record, the cursor behind them, and the digests that came last."""

    rows: dict[str, Row]
    cursor: str | None
    digests: dict[str, Digest]


class Recorder:
    """A tablet that records, network or not, and shows what it has."""

    def __init__(self, user: str, *, id: str | None = None, n: int | None = None, store: Store | None = None) -> None:
        self.user = user
        self.store = store or Store()
        self.at: str | None = None
        self._digests: dict[str, Digest] = {}
        with self.store.atomically():
            self.store.note("device", id or self.store.find("device") or str(uuid.uuid4()))
            self.store.note("n", n or self.store.find("n") or 0)

    @property
    def id(self) -> str:
        return str(self.store.find("device"))

    @property
    def n(self) -> int:
        return int(self.store.find("n") or 0)

    @property
    def gen(self) -> str | None:
        return self.store.find("gen")

    @property
    def account(self) -> Account | None:
        return self.find_account(self.id)

    @property
    def outbox(self) -> list[Change]:
        return self.store.list_changes("waiting")

    @property
    def shadow(self) -> list[Change]:
        return self.store.list_changes("all")

    @property
    def held(self) -> list[Change]:
        return self.store.list_changes("held")

    @property
    def fates(self) -> dict[str, Result]:
        return self.store.find_fates()

    @property
    def replica(self) -> Replica:
        return Replica(self.store.list_rows(), self.store.find("cursor"), self._digests)

    def find_account(self, device: str) -> Account | None:
        found = self.store.find(f"account {device}")
        return None if found is None else cast(Account, json.loads(found))

    # --- recording

    def save(self, kind: str, scope: str, fields: Fields | None, *, record: str | None = None) -> Change:
        """Make a change as a tap does: with the next number, and the revision that was on the screen."""
        with self.store.atomically():
            change = self.make(kind, scope, fields, record=record)
            self.keep(change)
        return change

    def make(self, kind: str, scope: str, fields: Fields | None, *, record: str | None = None) -> Change:
        """Make a change without keeping it."""
        pulled = self.store.list_rows().get(record) if record else None
        with self.store.atomically():
            n = self._take_number()
        id = make_id()
        change = Change(
            id=id, n=n, record=record or id, kind=kind, v=1, op="put" if fields is not None else "delete",
            scope=scope, base=pulled["rev"] if pulled else None, at=self.at or write_instant(time.time()),
        )  # fmt: skip
        if fields is not None:
            change["fields"] = fields
        return change

    def keep(self, change: Change) -> None:
        with self.store.atomically():
            self.store.add(self.id, change)

    def _take_number(self) -> int:
        """Take the next number; a forked pair is left for a new device id, which begins at 1."""
        account = self.account
        if account is not None and account["forked"]:
            self.store.note("device", str(uuid.uuid4()))
            self.store.note("n", 0)
        self.store.note("n", self.n + 1)
        return self.n

    def observe(self, teacher: str, **fields: Json) -> str:
        """Begin an observation and give its scope."""
        with self.store.atomically():
            change = self.make("observation", "", make_observation(teacher, **fields))
            change["scope"] = f"observation:{change['id']}"
            self.keep(change)
        return change["scope"]

    def tap(self, scope: str, code: str = "LQ", t_ms: int = 1000, **fields: Json) -> Change:
        return self.save("evidence", scope, {"t_ms": t_ms, "action": "tap", "code": code, **fields})

    def edit(self, record: str, **fields: Json) -> Change:
        """Edit a record that was pulled."""
        row = self.store.list_rows()[record]
        return self.save(row["kind"], row["scope"], fields, record=record)

    def delete(self, record: str) -> Change:
        row = self.store.list_rows()[record]
        return self.save(row["kind"], row["scope"], None, record=record)

    def grant(self, scope: str, user: str, role: str, state: str = "granted") -> Change:
        fields: Fields = {"scope": scope, "role": role, "state": state}
        return self.save("membership", f"user:{user}", fields, record=membership_id(user, scope))

    def revoke(self, scope: str, user: str, role: str = "observer") -> Change:
        return self.grant(scope, user, role, "revoked")

    def screen(self) -> dict[str, Fields]:
        """Give what the screen shows: the pulled rows, and over them the own changes not pulled back yet."""
        shown = {record: row["fields"] for record, row in self.store.list_rows().items() if not row.get("deleted")}
        for change in self.store.list_laid_over():
            if "fields" in change:
                shown[change["record"]] = {**shown.get(change["record"], {}), **change["fields"]}
            else:
                shown.pop(change["record"], None)
        return shown

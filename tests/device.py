"""A scripted tablet: a second client, written from SYNC.md alone. It imports nothing of the server.

It keeps its store in dicts. `save` is a tap, `push` and `pull` are what the sync loop does; each can be done wrongly on
purpose by handing the pieces over by hand.
"""

import gzip
import json
import os
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal, NotRequired, Protocol, TypeAlias, TypedDict, cast

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Fields = dict[str, Json]


class Reply(Protocol):
    status_code: int

    @property
    def content_type(self) -> str | None: ...
    def get_data(self) -> bytes: ...


class Http(Protocol):
    """What carries a request: Flask's test client, or a real socket."""

    def open(
        self, path: str, *, method: str, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply: ...


class Change(TypedDict):
    id: str
    n: int
    record: str
    kind: str
    v: int
    op: str
    scope: str
    base: str | None
    at: str
    fields: NotRequired[Fields]


class Result(TypedDict):
    id: str | None
    status: Literal["applied", "duplicate", "held", "quarantined"]
    seq: NotRequired[int]
    code: NotRequired[str]


class Account(TypedDict):
    contiguous: int
    highest: int
    missing: list[list[int]]
    forked: bool


class PushAnswer(TypedDict):
    proto: int
    gen: str
    received_at: str
    results: list[Result]
    device: Account


class Version(TypedDict):
    rev: str
    value: Json
    by: str
    at: str


class Row(TypedDict):
    seq: int
    record: str
    kind: str
    v: int
    rev: str
    scope: str
    fields: Fields
    versions: NotRequired[dict[str, list[Version]]]
    deleted: NotRequired[bool]
    revived: NotRequired[bool]


class Digest(TypedDict):
    count: int
    sha256: str


class Page(TypedDict):
    proto: int
    user: str
    gen: str
    records: list[Row]
    cursor: str
    more: bool
    digests: NotRequired[dict[str, Digest]]


class Told(TypedDict):
    """One entry of a history."""

    seq: int
    by: str
    device: str | None
    id: str
    op: str
    fields: NotRequired[Fields]
    stood: NotRequired[bool]


class Missing(TypedDict):
    gen: str
    missing: list[list[int]]
    forked: bool


class Refused(Exception):
    """The server answered with a problem."""

    def __init__(self, status: int, problem: dict[str, Json]) -> None:
        super().__init__(f"{status} {problem}")
        self.status = status
        self.problem = problem

    @property
    def code(self) -> Json:
        return self.problem["code"]


def make_id() -> str:
    """Make a UUIDv7."""
    value = int(time.time() * 1000) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 7 << 76
    return str(uuid.UUID(int=value & ~(3 << 62) | 2 << 62))


def membership_id(user: str, scope: str) -> str:
    return str(uuid.uuid5(uuid.UUID(user), scope))


def write_instant(unix_seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.", time.gmtime(unix_seconds)) + f"{int(unix_seconds * 1000) % 1000:03d}Z"


@dataclass
class Replica:
    """What was pulled: rows by record, and the cursor behind them."""

    rows: dict[str, Row] = field(default_factory=dict)
    cursor: str | None = None
    digests: dict[str, Digest] = field(default_factory=dict)


@dataclass
class Device:
    """One tablet and the user who is signed in on it."""

    http: Http
    user: str
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    n: int = 0
    outbox: list[Change] = field(default_factory=list)
    shadow: list[Change] = field(default_factory=list)
    held: list[Change] = field(default_factory=list)
    fates: dict[str, Result] = field(default_factory=dict)
    account: Account | None = None
    gen: str | None = None
    replica: Replica = field(default_factory=Replica)
    at: str | None = None

    # --- recording

    def save(self, kind: str, scope: str, fields: Fields | None, *, record: str | None = None) -> Change:
        """Make a change as a tap does: with the next number, and the revision that was on the screen."""
        change = self.make(kind, scope, fields, record=record)
        self.outbox.append(change)
        self.shadow.append(change)
        return change

    def make(self, kind: str, scope: str, fields: Fields | None, *, record: str | None = None) -> Change:
        """Make a change without keeping it."""
        self.n += 1
        id = make_id()
        pulled = self.replica.rows.get(record) if record else None
        change = Change(
            id=id, n=self.n, record=record or id, kind=kind, v=1, op="put" if fields is not None else "delete",
            scope=scope, base=pulled["rev"] if pulled else None, at=self.at or write_instant(time.time()),
        )  # fmt: skip
        if fields is not None:
            change["fields"] = fields
        return change

    def observe(self, teacher: str, **fields: Json) -> str:
        """Begin an observation and give its scope."""
        change = self.make("observation", "", make_observation(teacher, **fields))
        change["scope"] = f"observation:{change['id']}"
        self.outbox.append(change)
        self.shadow.append(change)
        return change["scope"]

    def tap(self, scope: str, code: str = "LQ", t_ms: int = 1000, **fields: Json) -> Change:
        return self.save("evidence", scope, {"t_ms": t_ms, "action": "tap", "code": code, **fields})

    def edit(self, record: str, **fields: Json) -> Change:
        """Edit a record that was pulled."""
        row = self.replica.rows[record]
        return self.save(row["kind"], row["scope"], fields, record=record)

    def delete(self, record: str) -> Change:
        row = self.replica.rows[record]
        return self.save(row["kind"], row["scope"], None, record=record)

    def grant(self, scope: str, user: str, role: str, state: str = "granted") -> Change:
        fields: Fields = {"scope": scope, "role": role, "state": state}
        return self.save("membership", f"user:{user}", fields, record=membership_id(user, scope))

    def revoke(self, scope: str, user: str, role: str = "observer") -> Change:
        return self.grant(scope, user, role, "revoked")

    # --- sending

    def push(self, changes: Sequence[Change] | None = None) -> list[Result]:
        """Send what waits, and the held ones again; what was answered leaves the outbox."""
        sent = [*self.held, *self.outbox] if changes is None else list(changes)
        sent.sort(key=lambda change: change["n"])
        answer = self.send(sent)
        if self.gen not in (None, answer["gen"]):
            self.replica.cursor = None
        self.gen, self.account = answer["gen"], answer["device"]
        for change, result in zip(sent, answer["results"], strict=True):
            self.fates[change["id"]] = result
        self.held = [change for change in self.shadow if self._is_held(change)]
        self.outbox = [change for change in self.outbox if change["id"] not in self.fates]
        return answer["results"]

    def send(self, changes: Iterable[object], **envelope: Json) -> PushAnswer:
        """Send one push body as it is."""
        body = {"proto": 1, "user": self.user, "device": self.id, "app": "1.0.0", "device_name": "Test", **envelope}
        raw = json.dumps({**body, "changes": list(changes)}).encode()
        return cast(PushAnswer, self.ask("POST", "/api/v1/sync/push", gzip.compress(raw), {"Content-Encoding": "gzip"}))

    def _is_held(self, change: Change) -> bool:
        fate = self.fates.get(change["id"])
        return fate is not None and fate["status"] == "held"

    def reconcile(self, *ranges: tuple[int, int]) -> Missing:
        asked = {"proto": 1, "user": self.user, "device": self.id, "ranges": ranges}
        return cast(Missing, self.ask("POST", "/api/v1/sync/reconcile", json.dumps(asked).encode()))

    # --- receiving

    def pull(self, *, limit: int = 1000, digests: bool = False) -> list[Row]:
        """Pull to the end, and give the rows that came."""
        came: list[Row] = []
        while True:
            page = self.pull_page(self.replica.cursor, limit=limit, digests=digests)
            self._take(page)
            came.extend(page["records"])
            if not page["more"]:
                return came

    def pull_page(self, cursor: str | None, *, limit: int = 1000, digests: bool = False) -> Page:
        query = f"proto=1&user={self.user}&limit={limit}" + ("&digests=1" if digests else "")
        if cursor:
            query += f"&cursor={cursor}"
        return cast(Page, self.ask("GET", f"/api/v1/sync/pull?{query}"))

    def resync(self) -> None:
        """Build a fresh replica; what waits to be sent is no part of it."""
        self.replica = Replica()
        self.pull(digests=True)

    def history(self, record: str) -> list[Told]:
        return cast(list[Told], self.ask("GET", f"/api/v1/records/{record}/history")["changes"])

    def fields(self, record: str) -> Fields:
        return self.replica.rows[record]["fields"]

    def live(self) -> dict[str, str]:
        """Give record and revision of everything held and not deleted."""
        return {id: row["rev"] for id, row in self.replica.rows.items() if not row.get("deleted")}

    def digest(self) -> dict[str, Digest]:
        """Sum up the held rows as the server does."""
        lines: dict[str, list[str]] = {}
        for id, rev in self.live().items():
            lines.setdefault(self.replica.rows[id]["scope"], []).append(f"{id} {rev}\n")
        return {
            scope: Digest(count=len(of), sha256=sha256("".join(sorted(of)).encode()).hexdigest())
            for scope, of in lines.items()
        }

    def _take(self, page: Page) -> None:
        for row in page["records"]:
            held = self.replica.rows.get(row["record"])
            if held is None or held["seq"] < row["seq"]:
                self.replica.rows[row["record"]] = row
            if row["kind"] == "membership" and row["scope"] == f"user:{self.user}":
                self._follow_membership(row)
        self.replica.cursor = page["cursor"]
        self.replica.digests = page.get("digests", self.replica.digests)

    def _follow_membership(self, row: Row) -> None:
        """Drop a scope that is no longer ours, with the memberships that name it."""
        named, own = row["fields"]["scope"], row["record"]
        if row["fields"]["state"] != "revoked":
            return
        self.replica.rows = {
            id: held
            for id, held in self.replica.rows.items()
            if id == own or (held["scope"] != named and held["fields"].get("scope") != named)
        }

    # --- the wire

    def ask(
        self, method: str, path: str, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Fields:
        """Ask, and give the JSON of a 2xx; raises Refused for a problem."""
        sent = {"X-Requested-With": "backrow", **(headers or {})}
        if data is not None:
            sent["Content-Type"] = "application/json"
        reply = self.http.open(path, method=method, data=data, headers=sent)
        body = json.loads(reply.get_data() or b"{}")
        if reply.status_code >= 300:
            raise Refused(reply.status_code, body)
        return cast(Fields, body)


def make_observation(teacher: str, **fields: Json) -> Fields:
    """Make the fields of an observation that has just begun."""
    return {
        "protocol": "fill-plus", "protocol_version": 1, "protocol_hash": "ab" * 32, "teacher": teacher,
        "started_at": "2026-11-22T10:00:00.000Z", "time_zone": "America/Chicago", **fields,
    }  # fmt: skip

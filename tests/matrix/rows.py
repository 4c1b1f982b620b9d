"""The rows of the matrix: every route of the app, who may ask it, and what they are answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import uuid4

from tests.device import Fields, make_id
from tests.matrix.world import OUTSIDE, SEES, Name, State, World

#: public: anybody; person: whoever is signed in; coach, administrator: by role; thing: whoever sees the thing it names.
Access = Literal["public", "person", "coach", "administrator", "thing"]

_COACHES = frozenset({
    "coach", "co_observer", "reader", "another_coach", "former_observer", "other_district", "administrator_who_coaches",
})  # fmt: skip
_ADMINISTRATORS = frozenset({"administrator", "administrator_who_coaches"})
# Who may write the bytes of a photo that the coach made: its owner, and in a team the teacher.
_WRITERS = frozenset({"coach", "teacher", "other_district", "administrator_who_coaches"})

TOTP = {"code": "123456", "name": "My phone"}
WISH = {"name": "Spot", "roles": ["teacher"], "email": None, "school": None, "language": "en"}
TOKEN = {"token": "no-such-token"}


@dataclass(frozen=True)
class Row:
    """One route: `ok` is the status for those who may, `body` what is sent; `fresh` if it ends or changes a session."""

    method: str
    rule: str
    access: Access
    ok: int
    body: Callable[[World, Name], object] | None = None
    path: Mapping[str, Callable[[World, Name], str]] = field(default_factory=dict)
    query: Callable[[World, Name], str] = lambda _world, _name: ""
    headers: Mapping[str, str] = field(default_factory=dict)
    #: Of a thing: which of its ids the route names, who may though others see it, and whether a deleted one is gone.
    names: str = ""
    writers: frozenset[str] | None = None
    hides_deleted: bool = False
    fresh: bool = False

    def expect(self, name: Name, state: State | None) -> int:
        """Say which status the cell has."""
        if self.access == "public":
            return self.ok
        if name in OUTSIDE:
            return 401
        if self.access == "coach":
            return self.ok if name in _COACHES else 403
        if self.access == "administrator":
            return self.ok if name in _ADMINISTRATORS else 403
        if self.access == "thing":
            return self._expect_thing(name, state)
        return self.ok

    def _expect_thing(self, name: Name, state: State | None) -> int:
        assert state is not None
        if name not in SEES[state] or (state == "deleted" and self.hides_deleted):
            return 404
        return self.ok if self.writers is None or name in self.writers else 403


def _json(body: object) -> Callable[[World, Name], object]:
    return lambda _world, _name: body


def _spare(world: World, _name: Name) -> str:
    return world.spare.id


def _unknown(_world: World, _name: Name) -> str:
    return make_id()


_SPARE = {"id": _spare}
_UNKNOWN = {"id": _unknown}
_API = "/api/v1"


def _sync(**more: object) -> Callable[[World, Name], object]:
    def make(world: World, name: Name) -> Fields:
        return {"proto": 1, "user": world.user(name), "device": str(uuid4()), **more}  # type: ignore[dict-item]

    return make


def _device(*, revoked: bool | None = None) -> Callable[[World, Name], object]:
    def make(_world: World, _name: Name) -> Fields:
        more: Fields = {"name": "Tablet", "app": "1.0.0"} if revoked is None else {"revoked": revoked}
        return {"device": str(uuid4()), **more}

    return make


def _opening(world: World, _name: Name) -> object:
    thing = world.things["private"]
    one = {"observation": thing.observation, "what": "review", "at": "2026-11-22T14:00:00.000Z"}
    return {"openings": [one]}


def _subscription(_world: World, _name: Name) -> object:
    keys = {"p256dh": "x", "auth": "x"}
    return {"endpoint": "https://elsewhere.example/push", "keys": keys, "time_zone": "UTC"}


ROWS = (
    # The app itself, and what says that it lives.
    Row("GET", "/", "public", 200),
    Row("GET", "/<path:path>", "public", 200, path={"path": lambda _w, _n: "index.html"}),
    Row("GET", "/healthz", "public", 200),
    Row("GET", "/readyz", "public", 200),
    Row("GET", f"{_API}/openapi.json", "public", 200),
    Row("GET", f"{_API}/docs", "public", 200),
    Row("GET", f"{_API}/docs.css", "public", 200),
    # An address is the key to a calendar: whoever has none has nothing.
    Row("GET", "/calendar/<secret>.ics", "public", 404, path={"secret": lambda _w, _n: "x" * 43}),
    # The way in.
    Row("POST", f"{_API}/session", "public", 401,
        lambda _w, name: {"email": f"{name}@is.example", "password": "nobody at all here"}),
    Row("GET", f"{_API}/session", "person", 200),
    Row("DELETE", f"{_API}/session", "public", 204, fresh=True),
    Row("GET", f"{_API}/session/second", "public", 401),
    Row("POST", f"{_API}/session/second", "public", 401, _json({"code": "123456"})),
    Row("GET", f"{_API}/session/providers", "public", 200),
    Row("GET", f"{_API}/session/providers/<id>", "public", 404, path={"id": lambda _w, _n: "none"}),
    Row("GET", f"{_API}/session/providers/<id>/callback", "public", 404, path={"id": lambda _w, _n: "none"}),
    Row("POST", f"{_API}/invitations/open", "public", 410, _json(TOKEN)),
    Row("POST", f"{_API}/invitations/accept", "public", 410,
        _json({**TOKEN, "password": "chalk dust and a corner", "language": "en"})),
    Row("POST", f"{_API}/resets", "public", 204, lambda _w, name: {"email": f"{name}@is.example"}),
    Row("POST", f"{_API}/resets/open", "public", 410, _json(TOKEN)),
    Row("POST", f"{_API}/resets/use", "public", 410, _json({**TOKEN, "password": "chalk dust and a corner"})),
    Row("GET", f"{_API}/session/factors", "person", 200),
    Row("DELETE", f"{_API}/session/factors/<id>", "person", 404, path=_UNKNOWN),
    Row("POST", f"{_API}/session/factors/passkey", "person", 201),
    Row("PUT", f"{_API}/session/factors/passkey", "person", 403, _json({"passkey": {}, "name": "Key"})),
    Row("POST", f"{_API}/session/factors/totp", "person", 201),
    Row("PUT", f"{_API}/session/factors/totp", "person", 403, _json(TOTP)),
    Row("POST", f"{_API}/session/factors/recovery", "person", 403),
    # What is one's own; another's is not there.
    Row("PUT", f"{_API}/me/profile", "person", 200, _json({"name": "Same", "language": "en"})),
    Row("PUT", f"{_API}/me/password", "person", 403,
        _json({"old": "not this one at all", "new": "chalk dust and a corner"}), fresh=True),
    Row("GET", f"{_API}/me/sessions", "person", 200),
    Row("DELETE", f"{_API}/me/sessions/<string(length=64):id>", "person", 404, path={"id": lambda _w, _n: "ab" * 32}),
    Row("GET", f"{_API}/me/devices", "person", 200),
    Row("PUT", f"{_API}/me/devices", "person", 204, _device(), fresh=True),
    Row("POST", f"{_API}/me/devices", "person", 404, _device(revoked=True)),
    Row("PUT", f"{_API}/me/keys/<uuid:id>", "person", 204, _json({"key": "k" * 43}), path=_UNKNOWN),
    Row("GET", f"{_API}/me/keys/<uuid:id>", "person", 404, path=_UNKNOWN),
    Row("DELETE", f"{_API}/me/keys/<uuid:id>", "person", 404, path=_UNKNOWN),
    Row("GET", f"{_API}/notices", "person", 200),
    Row("POST", f"{_API}/notices/read", "person", 204, lambda _w, _n: {"ids": [make_id()]}),
    Row("GET", f"{_API}/notices/choice", "person", 200),
    Row("PUT", f"{_API}/notices/choice", "person", 200, _json({"muted": [], "quiet": None, "time_zone": "UTC"})),
    Row("POST", f"{_API}/notices/subscriptions", "person", 422, _subscription),
    Row("DELETE", f"{_API}/notices/subscriptions/<id>", "person", 404, path=_UNKNOWN),
    Row("GET", f"{_API}/calendar", "person", 200),
    Row("POST", f"{_API}/calendar", "person", 201, _json({"names": False})),
    Row("DELETE", f"{_API}/calendar", "person", 204),
    Row("GET", f"{_API}/files/me", "person", 200),
    Row("GET", f"{_API}/files/year", "coach", 200, query=lambda _w, _n: "?from=2026-11-01&to=2026-11-30"),
    Row("GET", f"{_API}/quarantine/mine", "person", 200),
    Row("GET", f"{_API}/viewers", "person", 200),
    Row("POST", f"{_API}/openings", "person", 204, _opening),
    # Sync: what comes and what is taken is looked at by record in its own test.
    Row("GET", f"{_API}/sync/hello", "public", 200),
    Row("GET", f"{_API}/sync/pull", "person", 200, query=lambda world, name: f"?proto=1&user={world.user(name)}"),
    Row("POST", f"{_API}/sync/push", "person", 200, _sync(app="1.0.0", device_name="T", changes=[])),
    Row("POST", f"{_API}/sync/reconcile", "person", 200, _sync(ranges=[[1, 2]])),
    # A lesson, a cycle, a photo: by who sees it.
    Row("GET", f"{_API}/records/<id>/history", "thing", 200, names="observation"),
    Row("GET", f"{_API}/records/<id>/history", "thing", 200, names="item"),
    Row("GET", f"{_API}/records/<id>/history", "thing", 200, names="cycle"),
    Row("GET", f"{_API}/records/<id>/history", "thing", 200, names="photo"),
    Row("GET", f"{_API}/files/observations/<id>", "thing", 200, names="observation", hides_deleted=True),
    Row("GET", f"{_API}/files/cycles/<id>", "thing", 200, names="cycle", hides_deleted=True),
    Row("GET", f"{_API}/calendar/<id>", "thing", 200, names="cycle", hides_deleted=True),
    Row("GET", f"{_API}/blobs/<id>", "thing", 200, names="photo"),
    Row("HEAD", f"{_API}/blobs/<id>", "thing", 200, names="photo"),
    Row("PUT", f"{_API}/blobs/<id>", "thing", 200, names="photo", writers=_WRITERS),
    Row("PATCH", f"{_API}/blobs/<id>", "thing", 409, lambda _w, _n: b"more", names="photo", writers=_WRITERS,
        headers={"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}),
    # What administrators do.
    Row("GET", f"{_API}/people", "administrator", 200),
    Row("POST", f"{_API}/people", "administrator", 201,
        lambda _w, name: {**WISH, "email": f"new-{name}@hill.example", "invites": False}),
    Row("PUT", f"{_API}/people/<uuid:id>", "administrator", 200, _json(WISH), path=_SPARE),
    Row("PUT", f"{_API}/people/<uuid:id>/active", "administrator", 200, _json({"active": True}), path=_SPARE),
    Row("POST", f"{_API}/people/<uuid:id>/invitation", "administrator", 403, path=_SPARE),
    Row("DELETE", f"{_API}/people/<uuid:id>/invitation", "administrator", 200, path=_SPARE),
    Row("POST", f"{_API}/people/<uuid:id>/reset", "administrator", 204, path=_SPARE),
    Row("POST", f"{_API}/people/<uuid:id>/devices", "administrator", 404, _device(revoked=True), path=_SPARE),
    Row("POST", f"{_API}/people/import", "administrator", 422,
        _json({"files": [{"name": "staff.csv", "base64": ""}], "dry_run": True})),
    Row("POST", f"{_API}/protocols", "administrator", 200,
        _json({"name": "x.toml", "text": "id = 1", "dry_run": False})),
    Row("GET", f"{_API}/devices", "administrator", 200),
    Row("POST", f"{_API}/schools", "administrator", 201, lambda _w, name: {"name": f"School of {name}"}),
    Row("PUT", f"{_API}/schools/<uuid:id>", "administrator", 404, _json({"name": "Nowhere"}), path=_UNKNOWN),
    Row("GET", f"{_API}/activity", "administrator", 200),
    Row("GET", f"{_API}/activity/csv", "administrator", 200),
    Row("GET", f"{_API}/audit", "administrator", 200),
    Row("GET", f"{_API}/quarantine", "administrator", 200),
    Row("DELETE", f"{_API}/me/sessions", "person", 204, fresh=True),
)  # fmt: skip

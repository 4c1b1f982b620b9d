"""Bodies and envelopes that are not as they should be: problems with codes, never our own fault, nothing half done."""

import gzip
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast
from tests.device import Device, Refused, make_id

HEADERS = {"X-Requested-With": "backrow", "Content-Type": "application/json"}
NOBODY = "01a2015e-2bf8-7060-9abc-2b51503f8696"
PUSH = "/api/v1/sync/push"


def _envelope(cast: Cast, **members: object) -> dict[str, object]:
    return {
        "proto": 1, "user": cast.coach.id, "device": make_id().replace("-7", "-4", 1), "app": "1", "device_name": "x",
        "changes": [], **members,
    }  # fmt: skip


def _post(client: FlaskClient, body: bytes, **headers: str) -> tuple[int, str]:
    reply = client.post(PUSH, data=body, headers={**HEADERS, **headers})
    return reply.status_code, reply.get_json().get("code", "")


@pytest.mark.parametrize(
    ("members", "status", "code"),
    [
        ({"proto": 2}, 426, "proto"),
        ({"proto": "one"}, 422, "bad_request"),
        ({"proto": None}, 422, "bad_request"),
        ({"user": "Ana"}, 422, "bad_request"),
        ({"user": NOBODY}, 409, "wrong_user"),
        ({"device": 7}, 422, "bad_request"),
        ({"app": ""}, 422, "bad_request"),
        ({"device_name": "x" * 201}, 422, "bad_request"),
        ({"device_name": "nul \0"}, 422, "bad_request"),
        ({"device_name": "half \ud83d"}, 422, "bad_request"),
        ({"changes": {}}, 422, "bad_request"),
        ({"changes": None}, 422, "bad_request"),
        ({"mood": "fine"}, 422, "bad_request"),
        ({"half \ud83d": 1}, 422, "bad_request"),
        ({"changes": [None] * 1001}, 413, "too_large"),
    ],
)
def test_a_wrong_envelope_is_refused_whole(cast: Cast, members: dict[str, object], status: int, code: str) -> None:
    body = json.dumps(_envelope(cast, **members)).encode()

    assert _post(cast.coach.client, body) == (status, code)
    assert Device(cast.coach.client, cast.coach.id).reconcile((1, 1))["missing"] == [[1, 1]]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 411, "length_required"),
        (b" ", 400, "bad_json"),
        (b"not json", 400, "bad_json"),
        (b'{"proto": 1', 400, "bad_json"),
        (b"\xff\xfe", 400, "bad_json"),
        (b"null", 422, "bad_request"),
        (b"[]", 422, "bad_request"),
        (b'"push"', 422, "bad_request"),
        (b"NaN", 422, "bad_request"),
        (b"1" * 5000, 400, "bad_json"),
        (b"[" * 300 + b"]" * 300, 422, "bad_request"),
        (b"[" * 100_000 + b"]" * 100_000, 422, "bad_request"),
        (b'{"proto": 1, "proto": 1}', 422, "bad_request"),
    ],
)
def test_what_is_no_push_is_refused(cast: Cast, body: bytes, status: int, code: str) -> None:
    assert _post(cast.coach.client, body) == (status, code)


def test_a_push_of_more_than_a_mebibyte_is_too_large_packed_or_not(cast: Cast) -> None:
    body = json.dumps(_envelope(cast, app="x" * 1024 * 1024)).encode()

    reply = cast.coach.client.post(PUSH, data=body, headers=HEADERS)

    assert reply.status_code == 413
    assert (reply.get_json()["max_bytes"], reply.get_json()["max_changes"]) == (1048576, 1000)
    assert _post(cast.coach.client, gzip.compress(body), **{"Content-Encoding": "gzip"}) == (413, "too_large")


def test_a_bomb_is_not_unpacked(cast: Cast) -> None:
    bomb = gzip.compress(b"\0" * 1024 * 1024 * 200)

    assert _post(cast.coach.client, bomb, **{"Content-Encoding": "gzip"}) == (413, "too_large")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda packed: packed[:-1],
        lambda packed: packed + b"more",
        lambda packed: packed + packed,
        lambda packed: b"no gzip",
        lambda packed: packed[:20] + b"\0\0\0" + packed[23:],
    ],
    ids=["cut", "followed by more", "two members", "none", "damaged"],
)
def test_gzip_is_one_whole_member(cast: Cast, spoil: object) -> None:
    assert callable(spoil)
    packed = spoil(gzip.compress(json.dumps(_envelope(cast)).encode()))

    assert _post(cast.coach.client, packed, **{"Content-Encoding": "gzip"}) == (400, "bad_json")


def test_other_encodings_and_types_are_refused(cast: Cast) -> None:
    body = json.dumps(_envelope(cast)).encode()

    assert _post(cast.coach.client, body, **{"Content-Encoding": "br"}) == (415, "bad_media_type")
    assert _post(cast.coach.client, body, **{"Content-Type": "text/plain"}) == (415, "bad_media_type")


def test_a_body_without_a_length_is_refused(cast: Cast) -> None:
    body = json.dumps(_envelope(cast)).encode()

    reply = cast.coach.client.post(PUSH, data=body, headers={**HEADERS, "Transfer-Encoding": "chunked"})

    assert (reply.status_code, reply.get_json()["code"]) == (411, "length_required")


def test_a_key_that_stands_twice_in_a_change_spoils_that_change_only(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    good, doubled = tablet.tap(scope), tablet.tap(scope)
    changes = json.dumps([*tablet.outbox[:1], good, doubled])
    changes = changes[: changes.rindex('"t_ms"')] + '"t_ms": 1, ' + changes[changes.rindex('"t_ms"') :]
    envelope = json.dumps(_envelope(cast, device=tablet.id))
    body = envelope.replace('"changes": []', f'"changes": {changes}').encode()

    for statuses in (["applied", "applied", "quarantined"], ["duplicate", "duplicate", "quarantined"]):
        reply = cast.coach.client.post(PUSH, data=body, headers=HEADERS)
        assert [result["status"] for result in reply.get_json()["results"]] == statuses
    assert reply.get_json()["device"]["contiguous"] == 3


@pytest.mark.parametrize("depth", [32, 200])
def test_a_change_that_is_too_deep_spoils_itself_only(cast: Cast, depth: int) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    deep: list[object] = []
    for _ in range(depth - 5):
        deep = [deep]
    tablet.tap(scope, mood=deep)  # type: ignore[arg-type]  # deeper than any type says

    results = tablet.send(tablet.outbox)["results"]

    assert [result["status"] for result in results] == ["applied", "quarantined"]


def test_a_change_of_more_than_256_kib_spoils_itself_only(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tablet.tap(scope, **{f"part_{number}": "x" * 60_000 for number in range(5)})  # type: ignore[arg-type]
    tablet.tap(scope)

    results = tablet.send(tablet.outbox)["results"]

    assert [result["status"] for result in results] == ["applied", "quarantined", "applied"]
    assert results[1].get("code") == "bad_change"


def test_hello_needs_no_session_and_tells_the_generation_to_those_who_have_one(client: FlaskClient, cast: Cast) -> None:
    stranger, known = (each.get("/api/v1/sync/hello").get_json() for each in (client, cast.coach.client))

    assert stranger["server"] == known["server"] == "backrow"
    assert stranger["proto_range"] == {"min": 1, "max": 1}
    assert stranger["limits"] == {"max_changes": 1000, "max_bytes": 1048576}
    assert "gen" not in stranger
    assert known["gen"] == cast.coach.space.gen


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", PUSH),
        ("GET", "/api/v1/sync/pull?proto=1"),
        ("POST", "/api/v1/sync/reconcile"),
        ("GET", f"/api/v1/records/{NOBODY}/history"),
    ],
)
def test_without_a_session_everything_else_is_signed_out(client: FlaskClient, method: str, path: str) -> None:
    with pytest.raises(Refused) as refusal:
        Device(client, NOBODY).ask(method, path, b"{}" if method == "POST" else None)

    assert (refusal.value.status, refusal.value.code) == (401, "signed_out")


@pytest.mark.parametrize(
    "query", ["", "user=x", "limit=0", "limit=1001", "limit=many", "digests=2", "scope=everything"]
)
def test_a_wrong_pull_is_refused(cast: Cast, query: str) -> None:
    tablet = cast.coach.tablet()
    right = {"proto": "1", "user": tablet.user} if query else {}
    asked = "&".join([*(f"{key}={value}" for key, value in right.items() if key not in query), query])

    with pytest.raises(Refused) as refusal:
        tablet.ask("GET", f"/api/v1/sync/pull?{asked}")

    assert (refusal.value.status, refusal.value.code) == (422, "bad_request")


@pytest.mark.parametrize("ranges", [None, [1], [[1]], [[1, 2, 3]], [[0, 1]], [["1", "2"]], [[1, 2]] * 1001])
def test_a_wrong_reconcile_is_refused(cast: Cast, ranges: object) -> None:
    tablet = cast.coach.tablet()
    body = {"proto": 1, "user": tablet.user, "device": tablet.id, "ranges": ranges}

    with pytest.raises(Refused) as refusal:
        tablet.ask("POST", "/api/v1/sync/reconcile", json.dumps(body).encode())

    assert (refusal.value.status, refusal.value.code) == (422, "bad_request")


def test_the_document_is_openapi_3_1_and_names_every_address_of_sync(app: Flask) -> None:
    document = app.test_client().get("/api/v1/openapi.json").get_json()

    assert document["openapi"] == "3.1.0"
    assert {"hello", "push", "pull", "reconcile"} == {
        path.rsplit("/", 1)[1] for path in document["paths"] if path.startswith("/api/v1/sync/")
    }

"""`/api/v1/sync`: hello, push, pull and reconcile, the four questions of a tablet."""

from collections.abc import Mapping
from typing import cast

import orjson
from flask import Response, request

from server.api.blueprints import Blueprint
from server.api.bodies import parse, read_bytes
from server.api.clock import now
from server.api.identity import find_signed_in, signed_in
from server.api.schemas import sync as schemas
from server.api.schemas.sync import MAX_CHANGES, MAX_PUSH_BYTES, PROTO
from server.domain.account import Range
from server.domain.clock import write_instant
from server.domain.json_values import Json, JsonObject
from server.domain.problems import Problem
from server.services import devices, sync
from server.services.spaces import get_gen

pages = Blueprint("sync", __name__, url_prefix="/api/v1/sync", description="Between tablet and server; see SYNC.md")
_push_schema = schemas.Push()
MAX_MISSING = 100


@pages.before_request
def require_session() -> None:
    """Ask who it is before looking at what they say; only hello is for strangers too."""
    if request.endpoint != "sync.hello":
        signed_in()


@pages.get("/hello")
@pages.response(200, schemas.Hello)
def hello() -> JsonObject:
    """Tell that this is Backrow, which versions it speaks and what it takes; needs no session."""
    who = find_signed_in()
    answer: JsonObject = {
        "server": "backrow",
        "proto": PROTO,
        "proto_range": {"min": PROTO, "max": PROTO},
        "time": write_instant(now()),
        "limits": {"max_changes": MAX_CHANGES, "max_bytes": MAX_PUSH_BYTES},
    }
    return answer | {"gen": get_gen(who.space_id)} if who else answer


@pages.post("/push")
@pages.doc(requestBody={"required": True, "content": {"application/json": {"schema": schemas.Push}}})
@pages.response(200, schemas.PushAnswer)
def push() -> Response:
    """Take changes, each with its own fate; may be gzipped."""
    who = signed_in()
    raw = read_bytes(MAX_PUSH_BYTES, max_changes=MAX_CHANGES)
    body = parse(raw).value
    _check_count(body)
    envelope = cast(dict[str, object], _push_schema.load(body))  # type: ignore[arg-type]
    envelope.pop("proto")
    pushed = sync.push(who, sync.PushBody(**envelope, size=len(raw)), now())  # type: ignore[arg-type]
    account = pushed.account
    return _answer(
        gen=pushed.gen,
        received_at=pushed.received_at,
        results=[_show_result(result) for result in pushed.results],
        device={
            "contiguous": account.contiguous,
            "highest": account.highest,
            "missing": account.missing[:MAX_MISSING],
            "forked": account.forked,
        },
    )


@pages.get("/pull")
@pages.arguments(schemas.PullArguments, location="query")
@pages.response(200, schemas.PullAnswer)
def pull(arguments: dict[str, object]) -> Response:
    """Give one page of what the reader may see, from a cursor on."""
    who = signed_in()
    arguments.pop("proto")
    device = arguments.pop("device")
    if device:
        devices.refuse_revoked(who, str(device))
    arguments["digests"] = arguments["digests"] == 1
    page = sync.pull(who, sync.PullQuery(**arguments))  # type: ignore[arg-type]
    digests = {} if page.digests is None else {"digests": page.digests}
    rows = [_show_row(row) for row in page.rows]
    return _answer(user=who.user_id, gen=page.gen, records=rows, cursor=page.cursor, more=page.more, **digests)


@pages.post("/reconcile")
@pages.arguments(schemas.Reconcile)
@pages.response(200, schemas.ReconcileAnswer)
def reconcile(body: dict[str, object]) -> Response:
    """Tell which numbers, of those that a device can send again, never arrived."""
    who = signed_in()
    ranges = [cast(Range, tuple(pair)) for pair in cast(list[list[int]], body["ranges"])]
    found = sync.reconcile(who, sync.ReconcileBody(str(body["user"]), str(body["device"]), ranges))
    return _answer(gen=found.gen, missing=found.missing, forked=found.forked)


def _check_count(body: Json) -> None:
    changes = body.get("changes") if isinstance(body, Mapping) else None
    if isinstance(changes, list) and len(changes) > MAX_CHANGES:
        raise Problem("too_large", max_bytes=MAX_PUSH_BYTES, max_changes=MAX_CHANGES)


def _show_result(result: sync.Result) -> dict[str, object]:
    shown: dict[str, object] = {"id": result.id, "status": result.status}
    if result.seq is not None:
        shown["seq"] = result.seq
    if result.code is not None:
        shown["code"] = result.code
    return shown


def _show_row(row: sync.FeedRow) -> dict[str, object]:
    """Show a row; its fields are JSON already and are not parsed on the way."""
    shown: dict[str, object] = {
        "seq": row.seq,
        "record": row.id,
        "kind": row.kind,
        "v": row.v,
        "rev": row.rev,
        "scope": row.scope,
        "fields": orjson.Fragment(row.fields),
    }
    if row.versions:
        shown["versions"] = orjson.Fragment(row.versions)
    if row.deleted:
        shown["deleted"] = True
    if row.revived:
        shown["revived"] = True
    return shown


def _answer(**members: object) -> Response:
    return Response(orjson.dumps({"proto": PROTO, **members}), content_type="application/json")

"""Push: takes what a tablet sends, once, and tells the fate of each change."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from server.domain.account import Account, take
from server.domain.changes import (
    MAX_CHANGE_BYTES,
    Change,
    QuarantineCode,
    Sender,
    Status,
    is_count,
    is_id,
    is_too_long,
    read_change,
)
from server.domain.clock import write_instant
from server.domain.json_values import Json, are_equal
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.services.sync_apply import Batch, apply_batch
from server.services.sync_known import Known, find_known, hash_raw, make_quarantined
from server.storage import own_sessions
from server.storage.changes import Quarantined, insert_quarantined
from server.storage.db import in_transaction, turn
from server.storage.devices import Pair, Said, open_account, save_account
from server.storage.spaces import get_space


class PushBody(NamedTuple):
    """The envelope of a push of `size` bytes; `changes` are raw, each judged by itself."""

    user: str
    device: str
    app: str
    device_name: str
    changes: Sequence[Json]
    size: int
    unsent: int | None = None


class Result(NamedTuple):
    """The fate of one change: with `seq` when it is applied, with `code` when not."""

    id: Json
    status: Status
    seq: int | None = None
    code: str | None = None


class Pushed(NamedTuple):
    gen: str
    received_at: str
    results: list[Result]
    account: Account


def push(actor: SignedIn, body: PushBody, now: datetime) -> Pushed:
    """Store every change of the body under exactly one status; raises Problem wrong_user."""
    if body.user != actor.user_id:
        raise Problem("wrong_user")
    sender = Sender(actor.user_id, body.device, write_instant(now))
    may_be_long = body.size > MAX_CHANGE_BYTES
    with turn():
        items = [_read_item(raw, sender, may_be_long=may_be_long) for raw in body.changes]
        return in_transaction(lambda connection: _store(connection, actor, (body, sender), items))


class _Item(NamedTuple):
    """One element of `changes`: as it came, as it reads, and what names it if its id does not."""

    raw: Json
    read: Change | QuarantineCode
    id: str | None
    n: int | None
    sha256: str


def _read_item(raw: Json, sender: Sender, *, may_be_long: bool) -> _Item:
    read = "bad_change" if may_be_long and is_too_long(raw) else read_change(raw, sender)
    if isinstance(read, Change):
        return _Item(raw, read, read.id, read.n, "")
    id, n = (raw.get("id"), raw.get("n")) if isinstance(raw, dict) else (None, None)
    return _Item(
        raw, read, id if isinstance(id, str) and is_id(id) else None, n if isinstance(n, int) and is_count(n) else None,
        hash_raw(raw),
    )  # fmt: skip


def _store(
    connection: Connection, actor: SignedIn, envelope: tuple[PushBody, Sender], items: Sequence[_Item]
) -> Pushed:
    body, sender = envelope
    pair = Pair(actor.space_id, body.device, actor.user_id)
    said = Said(body.device_name, body.app, body.unsent, sender.received_at)
    account, is_revoked = open_account(connection, pair, said)
    known = find_known(
        connection,
        pair,
        ids=[item.id for item in items if item.id],
        hashes=[item.sha256 for item in items if not item.id],
    )
    sorted_out = _sort_out(items, known, sender, is_revoked=is_revoked)
    applied = apply_batch(connection, Batch(pair.space_id, sorted_out.asked, sorted_out.waiting))
    insert_quarantined(connection, pair.space_id, sorted_out.refused)
    for place, id in sorted_out.places.items():
        fate = applied.fates[id]
        seq = None if fate.place is None else applied.first + fate.place
        sorted_out.results[place] = Result(id, fate.status, seq, fate.code)
    results = list(_echo(sorted_out, len(items)))
    account = take(account, [item.n for item in items if item.n], forks=_forks(account, items, sorted_out.new))
    save_account(connection, pair, account)
    if actor.session_id and actor.device != body.device and not is_revoked:
        own_sessions.note_device(connection, actor.session_id, body.device)
    return Pushed(get_space(connection, pair.space_id).gen, sender.received_at, results, account)


class _SortedOut(NamedTuple):
    """A push before deciding: what is known already, what can never apply, what is to be decided."""

    results: dict[int, Result]
    echoes: dict[int, int]
    refused: list[Quarantined]
    asked: list[Change]
    waiting: list[Change]
    places: dict[int, str]
    new: list[_Item]


def _sort_out(items: Sequence[_Item], known: Known, sender: Sender, *, is_revoked: bool) -> _SortedOut:
    out = _SortedOut({}, {}, [], [], [], {}, [])
    first_places: dict[str, int] = {}
    for place, item in enumerate(items):
        earlier = first_places.setdefault(item.id or item.sha256, place)
        if earlier != place and are_equal(items[earlier].raw, item.raw):
            out.echoes[place] = earlier
            continue
        stored = known.find_same(item.id, item.raw, item.sha256, sender.user)
        if stored is not None and stored.change is not None:
            out.asked.append(stored.change)
            out.waiting.append(stored.change)
            out.places[place] = stored.change.id
        elif stored is not None:
            out.results[place] = Result(_raw_id(item.raw), stored.status, stored.seq, stored.code)
        else:
            read: Change | QuarantineCode = "revoked_device" if is_revoked else item.read
            is_used = earlier != place or known.has(item.id)
            _take_new(out, place, item._replace(read=read), is_used=is_used, sender=sender)
    return out


def _take_new(out: _SortedOut, place: int, item: _Item, *, is_used: bool, sender: Sender) -> None:
    if not is_used:
        out.new.append(item)
    code = "id_reuse" if is_used and item.id else item.read
    if isinstance(code, str):
        out.refused.append(make_quarantined(sender, item.raw, code))
        out.results[place] = Result(_raw_id(item.raw), "quarantined", None, code)
        return
    out.asked.append(code)
    out.places[place] = code.id


def _raw_id(raw: Json) -> Json:
    """Give back what stood as the id, if it can be written at all."""
    id = raw.get("id") if isinstance(raw, dict) else None
    return id if isinstance(id, str) and is_id(id) else None


def _echo(out: _SortedOut, count: int) -> Iterator[Result]:
    """Give the results in order; what came twice in one push is a duplicate the second time."""
    for place in range(count):
        if place not in out.echoes:
            yield out.results[place]
            continue
        result = out.results[out.echoes[place]]
        yield result._replace(status="duplicate") if result.status == "applied" else result


def _forks(account: Account, items: Sequence[_Item], new: Sequence[_Item]) -> bool:
    """Whether one number came under two ids: now and before, or twice now."""
    ids: dict[int, set[str]] = {}
    for item in items:
        if item.n:
            ids.setdefault(item.n, set()).add(item.id or item.sha256)
    return any(len(named) > 1 for named in ids.values()) or any(item.n and account.has(item.n) for item in new)

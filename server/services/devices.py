"""The devices of people: seen, revoked, allowed again.

A revoked device is signed out at once and gets nothing more. What it still has unsent is not lost: a push from it is
taken, and each new change of it is quarantined with the code `revoked_device`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from server.domain.clock import write_instant
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.services.acts import Concern, note_act
from server.services.administration import require_administrator
from server.storage import devices, own_sessions
from server.storage.db import in_transaction, reading
from server.storage.devices import Pair
from server.storage.devices import Seen as Seen


def list_own(who: SignedIn) -> list[Seen]:
    """Give one's own devices, the one heard of last first."""
    with reading() as connection:
        return devices.list_devices(connection, who.space_id, user_id=who.user_id)


def list_all(who: SignedIn) -> list[Seen]:
    """Give the devices of the district; for administrators."""
    require_administrator(who)
    with reading() as connection:
        return devices.list_devices(connection, who.space_id)


def revoke(who: SignedIn, device: str, *, of: str | None = None, is_revoked: bool, now: datetime) -> None:
    """Revoke a device of one's own, or as an administrator one `of` somebody; or allow it again.

    Raises Problem `forbidden`, or `not_found` for a device that this person never used.
    """
    if of is not None:
        require_administrator(who)
    pair = Pair(who.space_id, device, of or who.user_id)

    def change(connection: Connection) -> None:
        at = write_instant(now) if is_revoked else None
        if not devices.mark_revoked(connection, pair, at):
            raise Problem("not_found")
        if is_revoked:
            own_sessions.end_sessions_of_device(connection, who.space_id, pair.user, device)
        about = Concern(who.space_id, pair.user)
        act = "device revoked" if is_revoked else "device allowed"
        note_act(connection, about, act, by=f"user:{who.user_id}", now=now)

    in_transaction(change)


def refuse_revoked(who: SignedIn, device: str) -> None:
    """Raise Problem `revoked_device` for a device that gets nothing more."""
    with reading() as connection:
        if devices.is_revoked(connection, Pair(who.space_id, device, who.user_id)):
            raise Problem("revoked_device")


def note_device(who: SignedIn, device: str, *, name: str, app: str, now: datetime) -> None:
    """Note that a tablet uses this session, so that its person sees it; raises Problem `revoked_device`."""
    pair = Pair(who.space_id, device, who.user_id)

    def note(connection: Connection) -> None:
        devices.meet(connection, pair, devices.Said(name, app, None, write_instant(now)))
        if devices.is_revoked(connection, pair):
            raise Problem("revoked_device")
        own_sessions.note_device(connection, who.session_id, device)

    in_transaction(note)

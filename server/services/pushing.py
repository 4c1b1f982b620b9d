"""From a notice to the browsers of its person: who may still be told is asked anew at each step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from server.domain.clock import read_instant, write_instant
from server.domain.json_values import Json
from server.domain.notices import (
    PUSHED_FOR,
    UNCHOSEN,
    Choice,
    is_check_back,
    is_conference_tomorrow,
    is_notice_kind,
    is_unsent_since_yesterday,
    wait_for_peace,
)
from server.domain.people import Role, idle_limit, is_role
from server.domain.pushes import Push, make_payload, make_topic
from server.services.sync_apply import new_id
from server.storage import notices as stored
from server.storage import people, subscriptions
from server.storage.dated import find_contact, find_dated
from server.storage.dispatches import Dispatch, insert_dispatches
from server.storage.feed import Reader
from server.storage.notices import Listed, Notice
from server.storage.subscriptions import Subscription

_MOST = 50


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person who can be pushed to now: their choice, their language, and the browsers in which they are signed in."""

    choice: Choice
    language: str
    browsers: dict[str, Subscription]


@dataclass(frozen=True, slots=True)
class LeftInPeace:
    """Not now: the person's quiet hours end at `until`."""

    until: datetime


def spread(connection: Connection, *, now: datetime) -> int:
    """Give due notices to the browsers of their people, each once; gives how many were looked at."""
    due = stored.take_due_notices(connection, now=write_instant(now), most=_MOST)
    for one in due:
        _spread_one(connection, one, now=now)
    return len(due)


def _spread_one(connection: Connection, one: Notice, *, now: datetime) -> None:
    reader = Reader(one.space_id, one.user_id)
    ends_at = read_instant(one.made_at) + PUSHED_FOR
    recipient = _find_recipient(connection, reader, now=now)
    told = stored.find_visible_notice(connection, reader, one.id)
    if told is None or not _is_wanted(connection, reader, told, recipient.choice, now=now) or now >= ends_at:
        stored.set_due(connection, one, None)
        return
    free_at = wait_for_peace(recipient.choice, now)
    if free_at > now:
        stored.set_due(connection, one, write_instant(free_at))
        return
    expires_at = write_instant(now + PUSHED_FOR)
    made = [Dispatch(one.space_id, new_id(), "push", one.id, id, None, expires_at, 0) for id in recipient.browsers]
    insert_dispatches(connection, made, due_at=write_instant(now))
    stored.set_due(connection, one, None)


def make_push(connection: Connection, one: Dispatch, *, now: datetime) -> Push | LeftInPeace | None:
    """Make what is sent for a dispatch, or None if nobody is to be told of it any more."""
    row = None if one.notice is None else stored.find_notice(connection, one.space_id, one.notice)
    if row is None:
        return None
    reader = Reader(row.space_id, row.user_id)
    recipient = _find_recipient(connection, reader, now=now)
    told = stored.find_visible_notice(connection, reader, row.id)
    browser = recipient.browsers.get(one.subscription or "")
    if browser is None or told is None or not _is_wanted(connection, reader, told, recipient.choice, now=now):
        return None
    free_at = wait_for_peace(recipient.choice, now)
    if free_at > now:
        return LeftInPeace(free_at)
    topic = make_topic(row.user_id, row.kind)
    payload = make_payload(row.kind, tag=topic, language=recipient.language)
    ttl = max(60, int((read_instant(one.expires_at) - now).total_seconds()))
    return Push(browser.endpoint, browser.p256dh, browser.auth, payload, topic, ttl)


def forget_browser(connection: Connection, one: Dispatch) -> None:
    """Take away the subscription that a push service does not know any more."""
    row = None if one.notice is None else stored.find_notice(connection, one.space_id, one.notice)
    if row is not None and one.subscription is not None:
        subscriptions.delete_subscription(connection, Reader(row.space_id, row.user_id), one.subscription)


def _is_wanted(connection: Connection, reader: Reader, told: Listed, choice: Choice, *, now: datetime) -> bool:
    """Tell whether a notice that its person may see is unread, not muted, and still true."""
    if told.read_at is not None or told.kind in choice.muted or not is_notice_kind(told.kind):
        return False
    if told.kind in ("conference_tomorrow", "check_back"):
        dated = find_dated(connection, reader.space_id, told.thing)
        holds = is_conference_tomorrow if told.kind == "conference_tomorrow" else is_check_back
        return dated is not None and holds(choice, dated.fields, now)
    if told.kind == "unsent":
        contact = find_contact(connection, reader.space_id, device_id=told.thing, user=reader.user_id)
        return contact is not None and is_unsent_since_yesterday(
            choice, unsent=contact.unsent, seen_at=read_instant(contact.seen_at), now=now
        )
    return True


def _find_recipient(connection: Connection, reader: Reader, *, now: datetime) -> Recipient:
    choice = stored.find_choices(connection, reader.space_id, {reader.user_id}).get(reader.user_id, UNCHOSEN)
    account = people.find_account_of(connection, space_id=reader.space_id, user_id=reader.user_id)
    if account is None or not account.is_active:
        return Recipient(choice, "en", {})
    since = write_instant(now - idle_limit(_read_roles(account.fields.get("roles"))))
    live = subscriptions.list_live(connection, reader, seen_since=since)
    language = account.fields.get("language")
    return Recipient(choice, language if isinstance(language, str) else "en", {one.id: one for one in live})


def _read_roles(roles: Json) -> frozenset[Role]:
    words = roles if isinstance(roles, list) else []
    return frozenset(word for word in words if isinstance(word, str) and is_role(word))

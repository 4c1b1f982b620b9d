"""Pages, cursors, digests, and readers who ask while others write."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import text

from server.storage.db import transaction
from tests.cast import Cast
from tests.device import Device, Refused, Row, make_id


def _lesson(tablet: Device, teacher: str, taps: int) -> list[str]:
    scope = tablet.observe(teacher)
    records = [tablet.tap(scope, t_ms=number)["record"] for number in range(taps)]
    tablet.push()
    return records


def _seq_of(row: Row) -> int:
    return row["seq"]


def test_small_pages_give_what_one_large_page_gives(cast: Cast) -> None:
    tablet, again = cast.coach.tablet(), cast.coach.tablet()
    _lesson(tablet, cast.teacher.id, 25)

    rows = again.pull(limit=4, digests=True)

    assert rows == tablet.pull_page(None)["records"]
    assert again.digest() == again.replica.digests


def test_pulling_as_it_goes_gives_what_pulling_from_zero_gives(cast: Cast) -> None:
    tablet, other = cast.coach.tablet(), cast.coach.tablet()
    for _ in range(3):
        records = _lesson(tablet, cast.teacher.id, 4)
        tablet.pull()
        tablet.edit(records[0], note="seen")
        tablet.delete(records[1])
        tablet.push()
        other.pull(limit=3)
    tablet.pull()
    fresh = cast.coach.tablet()
    fresh.resync()

    assert fresh.replica.rows == other.replica.rows == tablet.replica.rows


def test_a_page_stays_near_a_mebibyte(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tablet.push()
    for _ in range(3):
        for number in range(10):
            tablet.tap(scope, t_ms=number, note="x" * 60_000)
        tablet.push()

    page = tablet.pull_page(None)

    assert page["more"]
    assert sum(len(str(row["fields"])) for row in page["records"]) <= 1024 * 1024
    assert len(cast.coach.tablet().pull()) == 30 + 1 + 1 + 5


def test_an_empty_page_moves_past_what_others_wrote(cast: Cast) -> None:
    tablet, stranger = cast.coach.tablet(), cast.stranger.tablet()
    tablet.pull()
    _lesson(stranger, cast.teacher.id, 3)
    before = tablet.replica.cursor

    assert tablet.pull() == []

    assert tablet.replica.cursor != before
    records = _lesson(tablet, cast.teacher.id, 1)
    assert records[0] in {row["record"] for row in tablet.pull()}


def test_one_scope_is_given_whole_page_by_page_with_its_digest(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    _lesson(tablet, cast.teacher.id, 2)
    scope = tablet.observe(cast.teacher.id)
    for number in range(7):
        tablet.tap(scope, t_ms=number)
    tablet.push()
    tablet.pull(digests=True)

    came: list[Row] = []
    page = tablet.pull_page(None, limit=3, scope=scope)
    while page["more"]:
        came.extend(page["records"])
        page = tablet.pull_page(page["cursor"], limit=3, digests=True, scope=scope)
    came.extend(page["records"])

    assert len(came) == 8
    assert came == sorted((row for row in tablet.replica.rows.values() if row["scope"] == scope), key=_seq_of)
    assert page["digests"] == {scope: tablet.replica.digests[scope]}


def test_a_cursor_of_one_scope_opens_neither_another_nor_everything(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope, other = tablet.observe(cast.teacher.id), tablet.observe(cast.teacher.id)
    tablet.push()
    cursor = tablet.pull_page(None, scope=scope)["cursor"]
    whole = tablet.pull_page(None)["cursor"]

    for asked, of in ((cursor, None), (cursor, other), (whole, scope)):
        with pytest.raises(Refused) as refusal:
            tablet.pull_page(asked, scope=of)
        assert (refusal.value.status, refusal.value.code) == (410, "resync")


@pytest.mark.parametrize("spoil", [lambda text: "x", lambda text: text[:-1] + ("A" if text[-1] != "A" else "B")])
def test_a_spoiled_cursor_asks_for_a_fresh_copy(cast: Cast, spoil: object) -> None:
    tablet = cast.coach.tablet()
    tablet.pull()
    assert callable(spoil)

    with pytest.raises(Refused) as refusal:
        tablet.pull_page(spoil(tablet.replica.cursor))

    assert (refusal.value.status, refusal.value.code) == (410, "resync")


def test_a_cursor_is_good_for_its_own_user_only(cast: Cast) -> None:
    tablet, stranger = cast.coach.tablet(), cast.stranger.tablet()
    tablet.pull()

    with pytest.raises(Refused) as refusal:
        stranger.pull_page(tablet.replica.cursor)

    assert refusal.value.code == "resync"


def test_another_generation_asks_for_a_fresh_copy_and_keeps_what_waits(app: Flask, cast: Cast) -> None:
    tablet = cast.coach.tablet()
    _lesson(tablet, cast.teacher.id, 2)
    tablet.pull()
    waiting = tablet.tap(f"observation:{make_id()}")
    with app.app_context(), transaction() as connection:
        connection.execute(text("UPDATE space SET gen = :gen"), {"gen": make_id()})

    with pytest.raises(Refused) as refusal:
        tablet.pull()
    tablet.resync()

    assert (refusal.value.status, refusal.value.code) == (410, "resync")
    assert tablet.digest() == tablet.replica.digests
    assert tablet.outbox == [waiting]


def test_a_number_that_the_office_does_not_have_asks_for_a_fresh_copy(app: Flask, cast: Cast) -> None:
    """An office that was restored from a backup and forgot to take another generation."""
    tablet = cast.coach.tablet()
    tablet.observe(cast.teacher.id)
    tablet.push()
    tablet.pull()
    with app.app_context(), transaction() as connection:
        connection.execute(text("UPDATE space SET head = head - 1"))

    with pytest.raises(Refused) as refusal:
        tablet.pull()

    assert (refusal.value.status, refusal.value.code) == (410, "resync")


def test_where_nothing_has_happened_the_page_is_empty_and_the_cursor_the_same(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    _lesson(tablet, cast.teacher.id, 2)
    tablet.pull()
    asked = tablet.pull_page(tablet.replica.cursor)["cursor"]

    page = tablet.pull_page(asked)
    assert (page["records"], page["more"], page["cursor"]) == ([], False, asked)

    # What happens to others moves the cursor and shows nothing.
    _lesson(cast.stranger.tablet(), cast.teacher.id, 1)
    page = tablet.pull_page(asked)
    assert page["records"] == []
    assert page["cursor"] != asked


def test_a_cursor_tells_nothing(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    cursors = {tablet.pull_page(None)["cursor"] for _ in range(3)}

    assert len(cursors) == 3
    assert {len(cursor) for cursor in cursors} == {48}


def test_another_users_pull_is_refused(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    tablet.user = cast.stranger.id

    with pytest.raises(Refused) as refusal:
        tablet.pull()

    assert (refusal.value.status, refusal.value.code) == (409, "wrong_user")


def test_a_reader_who_polls_while_many_write_skips_nothing(cast: Cast) -> None:
    """Six tablets of two coaches push at once, and two readers poll all the while."""
    coaches = (cast.coach, cast.observer)
    first = cast.coach.tablet()
    scope = first.observe(cast.teacher.id)
    first.grant(scope, cast.observer.id, "observer")
    first.push()
    tablets = [Device(coach.fresh_client(), coach.id) for coach in coaches for _ in range(3)]
    readers = [Device(coach.fresh_client(), coach.id) for coach in coaches]
    done = Event()

    def write(tablet: Device) -> None:
        for turn in range(8):
            for number in range(5):
                tablet.tap(scope, t_ms=turn * 100 + number)
            tablet.push()

    def read(reader: Device) -> list[Row]:
        rows: list[Row] = []
        while not done.is_set():
            rows.extend(reader.pull(limit=7))
        return rows

    with ThreadPoolExecutor(8) as pool:
        polling = [pool.submit(read, reader) for reader in readers]
        list(pool.map(write, tablets))
        done.set()

    pushed = {change["record"] for tablet in tablets for change in tablet.shadow}
    assert len(pushed) == 6 * 40
    for reader, polled in zip(readers, polling, strict=True):
        rows = [*polled.result(), *reader.pull(digests=True)]
        numbers = [row["seq"] for row in rows]
        assert numbers == sorted(set(numbers))
        assert pushed <= {row["record"] for row in rows}
        assert reader.digest() == reader.replica.digests


def test_two_tablets_that_send_the_same_changes_at_once_store_them_once(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    changes = [*tablet.outbox, *(tablet.tap(scope, t_ms=number) for number in range(40))]
    twins = [Device(cast.coach.fresh_client(), cast.coach.id, id=tablet.id) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda twin: twin.send(changes), twins))

    statuses = [result["status"] for answer in answers for result in answer["results"]]
    assert sorted(statuses) == ["applied"] * 41 + ["duplicate"] * 3 * 41


def test_a_grant_while_the_observer_pushes_leaves_nothing_held(cast: Cast) -> None:
    """Whichever commits first, the other sees it: a change is never held for a scope that is visible."""
    for _ in range(6):
        coach, observer = cast.coach.tablet(), Device(cast.observer.fresh_client(), cast.observer.id)
        scope = coach.observe(cast.teacher.id)
        coach.push()
        coach.grant(scope, cast.observer.id, "observer")
        taps = [observer.tap(scope, t_ms=number) for number in range(20)]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(Device.push, (coach, observer)))

        coach.pull()
        assert {tap["id"] for tap in taps} <= coach.live().keys()

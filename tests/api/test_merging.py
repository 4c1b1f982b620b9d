"""Edits that did not know of each other, deletes among them, and what becomes of every word."""

from dataclasses import dataclass

import pytest

from tests.cast import Cast
from tests.device import Device


@dataclass
class Pair:
    """Two tablets that both hold one item of evidence."""

    one: Device
    other: Device
    record: str

    def sync(self) -> None:
        for tablet in (self.one, self.other):
            tablet.push()
        for tablet in (self.one, self.other):
            tablet.pull(digests=True)
            assert tablet.digest() == tablet.replica.digests


@pytest.fixture
def pair(cast: Cast) -> Pair:
    one, other = cast.coach.tablet(), cast.coach.tablet()
    scope = one.observe(cast.teacher.id)
    record = one.tap(scope, note="as it was")["record"]
    pair = Pair(one, other, record)
    pair.sync()
    return pair


def test_edits_of_different_fields_are_both_kept(pair: Pair) -> None:
    pair.one.edit(pair.record, starred=True)
    pair.other.edit(pair.record, speaker="T")
    pair.sync()

    fields = pair.one.fields(pair.record)
    assert (fields["starred"], fields["speaker"]) == (True, "T")
    assert pair.one.replica.rows == pair.other.replica.rows


def test_of_a_plain_field_the_later_word_shows_whichever_came_first(pair: Pair) -> None:
    pair.one.at = "2026-11-22T12:00:00.000Z"
    pair.other.at = "2026-11-22T11:00:00.000Z"
    pair.one.edit(pair.record, t_ms=1)
    pair.other.edit(pair.record, t_ms=2)
    pair.sync()

    assert pair.other.fields(pair.record)["t_ms"] == 1
    assert "versions" not in pair.other.replica.rows[pair.record]


def test_a_clock_years_ahead_does_not_win_over_the_receipt(pair: Pair) -> None:
    pair.one.at = "2099-01-01T00:00:00.000Z"
    pair.one.edit(pair.record, note="from the future")
    pair.other.edit(pair.record, note="from now")
    pair.sync()

    versions = pair.one.replica.rows[pair.record]["versions"]["note"]
    assert max(version["at"] for version in versions) < "2027"


def test_of_prose_both_versions_are_kept_and_told(pair: Pair) -> None:
    first = pair.one.edit(pair.record, note="she waited")
    second = pair.other.edit(pair.record, note="she counted to three")
    pair.sync()

    row = pair.one.replica.rows[pair.record]
    assert {(version["rev"], version["value"]) for version in row["versions"]["note"]} == {
        (first["id"], "she waited"),
        (second["id"], "she counted to three"),
    }
    assert row == pair.other.replica.rows[pair.record]


def test_a_later_edit_that_has_seen_both_settles_it(pair: Pair) -> None:
    pair.one.edit(pair.record, note="she waited")
    pair.other.edit(pair.record, note="she counted to three")
    pair.sync()
    pair.one.edit(pair.record, note="she waited: one, two, three")
    pair.sync()

    row = pair.other.replica.rows[pair.record]
    assert row["fields"]["note"] == "she waited: one, two, three"
    assert "versions" not in row


def test_the_same_words_twice_are_one_version(pair: Pair) -> None:
    pair.one.edit(pair.record, note="she waited")
    pair.other.edit(pair.record, note="she waited")
    pair.sync()

    assert "versions" not in pair.one.replica.rows[pair.record]


def test_three_edits_of_one_text_leave_three_versions(pair: Pair, cast: Cast) -> None:
    third = cast.coach.tablet()
    third.pull()
    for tablet, note in ((pair.one, "a"), (pair.other, "b"), (third, "c")):
        tablet.edit(pair.record, note=note)
        tablet.push()
    pair.sync()

    versions = pair.one.replica.rows[pair.record]["versions"]["note"]
    assert sorted(str(version["value"]) for version in versions) == ["a", "b", "c"]


def test_a_tablets_own_later_edit_replaces_its_earlier_one(pair: Pair) -> None:
    pair.one.edit(pair.record, note="she wai")
    pair.one.edit(pair.record, note="she waited")
    pair.one.send(reversed(pair.one.outbox))
    pair.one.pull()

    row = pair.one.replica.rows[pair.record]
    assert row["fields"]["note"] == "she waited"
    assert "versions" not in row


def test_a_cleared_field_is_null_and_an_absent_one_untouched(pair: Pair) -> None:
    pair.one.edit(pair.record, note=None)
    pair.sync()

    assert pair.other.fields(pair.record) == {"t_ms": 1000, "action": "tap", "code": "LQ", "note": None}


def test_a_delete_is_told_and_stays(pair: Pair) -> None:
    pair.one.delete(pair.record)
    pair.sync()

    row = pair.other.replica.rows[pair.record]
    assert row["deleted"]
    assert pair.record not in pair.other.live()


def test_an_edit_that_did_not_know_of_the_delete_revives(pair: Pair) -> None:
    pair.one.delete(pair.record)
    pair.other.edit(pair.record, note="important after all")
    pair.sync()

    row = pair.one.replica.rows[pair.record]
    assert row["revived"]
    assert "deleted" not in row
    assert row["fields"]["note"] == "important after all"


def test_what_was_revived_can_be_deleted_by_who_has_seen_it(pair: Pair) -> None:
    pair.one.delete(pair.record)
    pair.other.edit(pair.record, note="important after all")
    pair.sync()
    pair.one.delete(pair.record)
    pair.sync()

    row = pair.other.replica.rows[pair.record]
    assert row["deleted"]
    assert "revived" not in row


def test_a_delete_after_an_own_edit_deletes(pair: Pair) -> None:
    pair.one.edit(pair.record, note="no")
    pair.one.delete(pair.record)
    pair.sync()

    assert pair.other.replica.rows[pair.record]["deleted"]


def test_every_value_ever_set_is_in_the_history(pair: Pair) -> None:
    for number in range(3):
        pair.one.edit(pair.record, note=f"one {number}")
        pair.other.edit(pair.record, note=f"other {number}")
        pair.sync()
    pair.one.delete(pair.record)
    pair.sync()

    told = pair.other.history(pair.record)

    assert [entry["seq"] for entry in told] == sorted(entry["seq"] for entry in told)
    assert {str(entry["fields"]["note"]) for entry in told if "fields" in entry} == {
        "as it was", "one 0", "one 1", "one 2", "other 0", "other 1", "other 2"
    }  # fmt: skip
    assert told[-1]["op"] == "delete"

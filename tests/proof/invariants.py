"""What must hold when a bad day is over; each rule of the contract by its name."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.device import Refused, Row
from tests.proof.world import Tablet, World

# So many records that are not for a user are asked for; to the server one is like the other.
SAMPLE = 5


def acknowledged_is_applied_held_or_quarantined(world: World) -> None:
    disk = world.read_disk()
    stored = {row["id"] for name in ("change", "held", "quarantine") for row in disk[name]}
    for tablet in world.tablets:
        assert tablet.fates.keys() <= stored


def change_ids_are_unique(world: World) -> None:
    disk = world.read_disk()
    ids = [row["id"] for name in ("change", "held", "quarantine") for row in disk[name]]
    assert len(ids) == len(set(ids))
    seqs = [row["seq"] for row in disk["record"]]
    assert len(seqs) == len(set(seqs))


def contiguous_is_right(world: World) -> None:
    for tablet in world.tablets:
        for device in tablet.store.list_devices():
            numbers = [change["n"] for change in tablet.store.list_changes("all", device=device)]
            account = tablet.send([], device=device)["device"]
            assert numbers == list(range(1, len(numbers) + 1))
            assert account == {"contiguous": len(numbers), "highest": len(numbers), "missing": [], "forked": False}


def every_revision_is_reachable(world: World) -> None:
    for tablet in world.tablets:
        told: dict[str, dict[str, Any]] = {}
        made, held = {change["id"]: change for change in tablet.shadow}, tablet.replica.rows
        for id, fate in tablet.fates.items():
            change = made[id]
            if fate["status"] not in ("applied", "duplicate") or change["record"] not in held:
                continue
            record = change["record"]
            if world.model.role_of(tablet.user, change["scope"]) == "owner":
                told[record] = told.get(record) or {str(one["id"]): one for one in map(dict, tablet.history(record))}
                assert told[record][id].get("fields") == change.get("fields"), change


def what_was_ticked_is_on_the_screen_until_it_is_pulled_back(world: World) -> None:
    """Asked at any moment: of the own words that still wait, the last of each field shows, unless a later one came."""
    for tablet in world.tablets:
        shows_what_was_ticked(tablet)


def shows_what_was_ticked(tablet: Tablet) -> None:
    screen, fates, said = tablet.screen(), tablet.fates, dict[tuple[str, str], object]()
    gone = set[str]()
    for change in tablet.shadow:
        waits = change["id"] not in fates or fates[change["id"]]["status"] == "held"
        for name, value in change.get("fields", {}).items():
            said.pop((change["record"], name), None)
            said |= {(change["record"], name): value} if waits else {}
        gone |= {change["record"]} if "fields" not in change else set()
    for (record, name), words in said.items():
        assert record in gone or screen[record][name] == words, (record, name, words)


def devices_with_equal_scopes_are_equal_at_rest(world: World) -> None:
    for one in world.tablets:
        for other in world.tablets:
            shared = _scopes_of(world, one) & _scopes_of(world, other)
            assert _rows(world, one, shared) == _rows(world, other, shared)


def _scopes_of(world: World, tablet: Tablet) -> set[str]:
    return {scope for scope in world.scopes if world.model.role_of(tablet.user, scope)}


def _rows(world: World, tablet: Tablet, scopes: set[str]) -> dict[str, Row]:
    rows = {id: row for id, row in tablet.replica.rows.items() if row["scope"] in scopes}
    return _live(world, rows) if world.has_forgotten else rows


def _live(world: World, rows: dict[str, Row]) -> dict[str, Row]:
    """Give what digests speak of; where `gen` was forgotten, the same may stand under other numbers."""
    live = {id: row for id, row in rows.items() if not row.get("deleted")}
    return {id: row | {"seq": 0} for id, row in live.items()} if world.has_forgotten else live


def pulling_from_zero_gives_what_pulling_on_gave(world: World) -> None:
    for tablet in world.tablets:
        fresh = world.make_tablet(next(person for person in world.people if person.id == tablet.user))
        fresh.resync()
        assert _live(world, fresh.replica.rows) == _live(world, tablet.replica.rows)
        assert tablet.digest() == fresh.replica.digests


def pushing_the_whole_shadow_log_again_changes_nothing(world: World) -> None:
    before = world.read_disk()
    for tablet in world.tablets:
        for device in tablet.store.list_devices():
            changes = tablet.store.list_changes("all", device=device)
            tablet.send(changes[::-1], device=device)
    after = world.read_disk()
    for disk in (before, after):
        for row in disk["device"]:
            del row["seen_at"]
    for name in before:
        assert _sorted(before[name]) == _sorted(after[name]), name


def _sorted(rows: Any) -> Any:
    return sorted(rows, key=str) if isinstance(rows, list) else rows


def what_is_seen_is_what_the_model_says(world: World) -> None:
    order = {row["id"]: row["seq"] for row in world.read_disk()["change"]}
    for tablet in world.tablets:
        expected, rows = world.model.show(tablet.user, order), tablet.replica.rows
        found = {id: row for id, row in rows.items() if row["kind"] in ("observation", "evidence", "membership")}
        assert {id for id, row in found.items() if not row.get("deleted")} == {
            id for id, shown in expected.items() if not shown.deleted
        }
        for id, shown in expected.items():
            if not shown.deleted:
                assert found[id]["fields"] == shown.fields, id
                versions = found[id].get("versions", {})
                assert {name: sorted(str(each["value"]) for each in said) for name, said in versions.items()} == {
                    name: sorted(map(str, said)) for name, said in shown.versions.items()
                }


def a_restore_from_an_old_backup_loses_nothing_that_a_tablet_has(world: World) -> None:
    disk = world.read_disk()
    stored = {row["id"] for name in ("change", "held", "quarantine") for row in disk[name]}
    for tablet in world.tablets:
        assert {change["id"] for change in tablet.shadow} <= stored
        assert tablet.outbox == []


def nobody_reads_the_history_of_what_is_not_theirs(world: World) -> None:
    order = {row["id"]: row["seq"] for row in world.read_disk()["change"]}
    records = {sent.change["record"] for sent in world.model.applied.values()}
    for tablet in world.tablets:
        for record in sorted(records - world.model.show(tablet.user, order).keys())[:SAMPLE]:
            with pytest.raises(Refused) as refusal:
                tablet.history(record)
            assert (refusal.value.status, refusal.value.code) == (404, "not_found")


AT_REST: tuple[Callable[[World], None], ...] = (
    acknowledged_is_applied_held_or_quarantined,
    change_ids_are_unique,
    contiguous_is_right,
    every_revision_is_reachable,
    what_was_ticked_is_on_the_screen_until_it_is_pulled_back,
    devices_with_equal_scopes_are_equal_at_rest,
    pulling_from_zero_gives_what_pulling_on_gave,
    what_is_seen_is_what_the_model_says,
    nobody_reads_the_history_of_what_is_not_theirs,
    a_restore_from_an_old_backup_loses_nothing_that_a_tablet_has,
    pushing_the_whole_shadow_log_again_changes_nothing,
)

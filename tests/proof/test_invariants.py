"""The rules of the contract, each by its name, after one long day with every fault in it, on both databases."""

from random import Random

import pytest

from tests.proof import invariants
from tests.proof.test_histories import live
from tests.proof.world import Office, World

STEPS = 120


@pytest.fixture(scope="module")
def rested(office: Office) -> World:
    """A district at rest after a day on which the office was restored twice, once with its old generation."""
    world, random = World(office), Random(7)
    for forgets_gen in (False, True):
        live(world, random, STEPS // 4)
        world.back_up()
        live(world, random, STEPS // 4)
        world.restore(forgets_gen=forgets_gen)
    world.rest()
    return world


def test_the_day_was_a_bad_one(rested: World) -> None:
    disk = rested.read_disk()
    assert rested.faults > STEPS // 8
    assert all(len(disk[name]) > 0 for name in ("change", "record", "membership", "held", "quarantine"))


def test_acknowledged_is_applied_held_or_quarantined(rested: World) -> None:
    invariants.acknowledged_is_applied_held_or_quarantined(rested)


def test_change_ids_are_unique(rested: World) -> None:
    invariants.change_ids_are_unique(rested)


def test_contiguous_is_right(rested: World) -> None:
    invariants.contiguous_is_right(rested)


def test_every_revision_is_reachable(rested: World) -> None:
    invariants.every_revision_is_reachable(rested)


def test_what_was_ticked_is_on_the_screen_until_it_is_pulled_back(rested: World) -> None:
    tablet = rested.tablets[0]
    scope = tablet.observe(rested.people[2].id)
    tap = tablet.tap(scope, note="still here")
    for act in (tablet.push, tablet.pull):
        assert tablet.screen()[tap["record"]]["note"] == "still here"
        act()
    assert tablet.screen()[tap["record"]]["note"] == "still here"
    assert tap["id"] not in {change["id"] for change in tablet.store.list_laid_over()}


def test_devices_with_equal_scopes_are_equal_at_rest(rested: World) -> None:
    rested.rest()
    invariants.devices_with_equal_scopes_are_equal_at_rest(rested)


def test_pulling_from_zero_gives_what_pulling_on_gave(rested: World) -> None:
    invariants.pulling_from_zero_gives_what_pulling_on_gave(rested)


def test_pushing_the_whole_shadow_log_again_changes_nothing(rested: World) -> None:
    invariants.pushing_the_whole_shadow_log_again_changes_nothing(rested)


def test_no_device_ever_holds_a_row_its_user_could_not_read_at_that_time(rested: World) -> None:
    """Each page of the day was held against the model when it was handed out; here the last ones are, whole."""
    for tablet in rested.tablets:
        page = tablet.pull_page(None)
        assert page["records"]
        for row in page["records"]:
            named = str(row["fields"]["scope"]) if row["kind"] == "membership" else None
            assert rested.model.may_read(tablet.user, row["scope"], named)


def test_nobody_reads_the_history_of_what_is_not_theirs(rested: World) -> None:
    invariants.nobody_reads_the_history_of_what_is_not_theirs(rested)


def test_what_is_seen_is_what_the_model_says(rested: World) -> None:
    invariants.what_is_seen_is_what_the_model_says(rested)


def test_a_restore_from_an_old_backup_loses_nothing_that_a_tablet_has(rested: World) -> None:
    invariants.a_restore_from_an_old_backup_loses_nothing_that_a_tablet_has(rested)

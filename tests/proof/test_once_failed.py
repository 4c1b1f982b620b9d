"""Histories that failed once, in plain words, on both databases."""

import pytest

from tests.proof import invariants
from tests.proof.world import Office, World


@pytest.fixture
def world(office: Office) -> World:
    return World(office)


def test_what_a_restore_loses_behind_an_older_hole_is_sent_again(world: World) -> None:
    """The account has a hole before and after, and no fewer numbers: only the range of what is missing tells it."""
    tablet = world.tablets[3]
    for _ in range(3):
        tablet.observe(tablet.user)  # a teacher's are refused, so that no digest speaks of them
    world.back_up()
    first, second, third = tablet.outbox
    tablet.push([second])
    world.restore(forgets_gen=True)
    tablet.push([third])
    assert tablet.fates.keys() == {second["id"], third["id"]}
    world.rest()
    assert tablet.account == {"contiguous": 3, "highest": 3, "missing": [], "forked": False}
    assert first["id"] in tablet.fates
    invariants.acknowledged_is_applied_held_or_quarantined(world)


def test_what_a_later_change_of_the_same_push_releases_is_answered_as_applied(world: World) -> None:
    ana, cleo = world.tablets[0], world.tablets[2]
    scope = cleo.observe(world.people[2].id)
    cleo.push()
    tap = ana.tap(scope, note="said before the grant")
    ana.push()
    assert ana.held == [tap]
    cleo.save("evidence", scope, {"note": "said of what was not there yet"}, record=tap["record"])
    cleo.grant(scope, ana.user, "observer")
    assert [result["status"] for result in cleo.push()] == ["applied", "applied"]
    world.rest()
    assert cleo.replica.rows[tap["record"]]["fields"]["note"] == "said of what was not there yet"
    invariants.what_is_seen_is_what_the_model_says(world)


def test_what_came_again_in_another_order_is_the_same_under_other_numbers(world: World) -> None:
    """Who had pulled it before a restore that nobody was told of has nothing to pull, and misses nothing."""
    ana, cleo = world.tablets[0], world.tablets[2]
    scope = ana.observe(world.people[2].id)
    ana.grant(scope, cleo.user, "observer")
    ana.push()
    world.back_up()
    taps = [ana.tap(scope, t_ms=t_ms) for t_ms in range(3)]
    ana.push()
    cleo.pull()
    world.restore(forgets_gen=True)
    ana.send(taps[::-1])
    world.rest()
    numbers = [[tablet.replica.rows[tap["record"]]["seq"] for tap in taps] for tablet in (ana, cleo)]
    assert numbers[0] == numbers[1][::-1]
    assert ana.digest()[scope] == cleo.digest()[scope]
    invariants.devices_with_equal_scopes_are_equal_at_rest(world)
    invariants.what_is_seen_is_what_the_model_says(world)

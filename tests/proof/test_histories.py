"""Bad days of a small district, at random, on both databases: the office must do what the model on one page says.

`BACKROW_SEEDS` days of `BACKROW_STEPS` happenings each are tried; a day that fails is shrunk and printed, and
kept as a test in plain words where its rule has its tests (one that sent an edit twice stands in `test_sharing.py`).
"""

import os
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.proof import invariants
from tests.proof.world import Office, World

SEEDS = int(os.environ.get("BACKROW_SEEDS", "4"))
STEPS = int(os.environ.get("BACKROW_STEPS", "50"))
# By hand every day is a new one; in the suite the same days come again, so that a failure is one of the code.
IS_BY_HAND = "BACKROW_SEEDS" in os.environ


def live(world: World, random: Random, steps: int) -> None:
    """Live through a day; what was ticked is on the screen at every moment of it."""
    for _ in range(steps):
        world.step(random)
        invariants.what_was_ticked_is_on_the_screen_until_it_is_pulled_back(world)


def test_any_day_ends_as_the_model_says(office: Office) -> None:
    class Days(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.world = World(office)

        @rule(random=st.randoms(use_true_random=False))
        def something_happens(self, random: Random) -> None:
            live(self.world, random, 1)

        def teardown(self) -> None:
            self.world.rest()
            for invariant in invariants.AT_REST:
                invariant(self.world)

    run_state_machine_as_test(
        Days,
        settings=settings(
            max_examples=SEEDS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not IS_BY_HAND,
            suppress_health_check=list(HealthCheck),
        ),
    )

"""Bad days of a small district, at random, on both databases: the office must do what the model on one page says.

`BACKROW_SEEDS` days of `BACKROW_STEPS` happenings each are tried; a day that fails is shrunk and printed, and
kept as a test in plain words (`test_once_failed.py`).
"""

import os
import secrets
from random import Random

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.proof import invariants
from tests.proof.world import Office, World

SEEDS = int(os.environ.get("BACKROW_SEEDS", "4"))
STEPS = int(os.environ.get("BACKROW_STEPS", "50"))
# By hand every day is a new one; in the suite the same days come again, so that a failure is one of the code.
IS_BY_HAND = "BACKROW_SEEDS" in os.environ
# Two processes live the days side by side: `--numprocesses 2`.
SHARES = 2


def live(world: World, random: Random, steps: int) -> None:
    """Live through a day; what was ticked is on the screen of its tablet at every moment of it."""
    for _ in range(steps):
        invariants.shows_what_was_ticked(world.step(random))


@pytest.mark.parametrize("share", range(SHARES))
def test_any_day_ends_as_the_model_says(office: Office, share: int) -> None:
    @seed(secrets.randbits(64) if IS_BY_HAND else share)
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
            max_examples=SEEDS // SHARES,
            stateful_step_count=STEPS,
            deadline=None,
            database=DirectoryBasedExampleDatabase(".hypothesis/examples") if IS_BY_HAND else None,
            suppress_health_check=list(HealthCheck),
        ),
    )

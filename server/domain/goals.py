"""How far a measure has come from where it stood at first to where it should be."""

from dataclasses import dataclass
from typing import Literal

from server.domain.says import say

Aim = Literal["up", "down", "range"]
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of one measure, in its unit: `low` or more (up), `high` or less (down), or from `low` to `high`."""

    baseline: float
    aim: Aim
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Progress:
    """`value`: 0 at the baseline, 1 at the goal; None where the goal held from the start or nothing is known yet."""

    value: float | None
    reached: bool | None
    says: str


def make_goal(baseline: float, target: float, direction: str, target_high: float | None = None) -> Goal:
    """Make a goal of a goal record's fields and the direction of its measure.

    Without a direction of its own the target says it: above the baseline is up. A range goes from the target to
    `target_high`, in either order.
    """
    if target_high is not None or direction == "range":
        ends = (target, target if target_high is None else target_high)
        return Goal(baseline, "range", min(ends), max(ends))
    is_up = direction == "up" if direction in ("up", "down") else target >= baseline
    return Goal(baseline, "up" if is_up else "down", target, target)


def measure_progress(goal: Goal, now: float | None, language: str = "en") -> Progress:
    """Measure (now − baseline)/(target − baseline).

    The target of a range is its nearer end: inside it the whole way is made, and beyond its far end the part that lies
    beyond is taken off again. A step away from the goal is negative; up and down may pass 1.
    """
    facts: dict[str, float | str] = {"baseline": goal.baseline, "target": _name(goal, language)}
    if now is None:
        return Progress(None, None, say("goal_unknown", facts, language))
    facts["now"] = now
    reached = _miss(goal, now) == 0
    start = _miss(goal, goal.baseline)
    if start == 0:
        return Progress(None, reached, say("goal_kept" if reached else "goal_lost", facts, language))
    value = _way(goal, now, start)
    key = "goal_reached" if reached else "goal_way" if value >= 0 else "goal_away"
    return Progress(value, reached, say(key, {**facts, "value": value * _HUNDRED}, language))


def _miss(goal: Goal, value: float) -> float:
    """Give how far a value lies from the goal, 0 where it fulfils it."""
    match goal.aim:
        case "up":
            return max(0, goal.low - value)
        case "down":
            return max(0, value - goal.high)
        case "range":
            return max(0, goal.low - value, value - goal.high)


def _way(goal: Goal, now: float, start: float) -> float:
    if goal.aim == "range":
        return 1 - _miss(goal, now) / start
    target = goal.low if goal.aim == "up" else goal.high
    return (now - goal.baseline) / (target - goal.baseline)


def _name(goal: Goal, language: str) -> str:
    if goal.aim == "range":
        return say("goal_range", {"low": goal.low, "high": goal.high}, language)
    return say(f"goal_{goal.aim}", {"target": goal.low}, language)

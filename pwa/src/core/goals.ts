/** How far a measure has come from where it stood at first to where it should be. */
import { say } from './says';
import type { Facts } from './says';

/** A goal of one measure, in its unit: `low` or more (up), `high` or less (down), or from `low` to `high`. */
export type Goal = {
  readonly baseline: number;
  readonly aim: 'up' | 'down' | 'range';
  readonly low: number;
  readonly high: number;
};

export type Progress = {
  /** 0 at the baseline, 1 at the goal; null where the goal held from the start or nothing is known yet. */
  readonly value: number | null;
  readonly reached: boolean | null;
  readonly says: string;
};

/** The fields of a goal record that say where it goes. */
export type GoalFields = {
  readonly baseline: number;
  readonly target: number;
  readonly target_high?: number | null;
};

/**
 * Make a goal of a goal record's fields and the direction of its measure. Without a direction of its own the target says it:
 * above the baseline is up. A range goes from the target to `target_high`, in either order.
 */
export function makeGoal({ baseline, target, target_high }: GoalFields, direction?: string): Goal {
  const other = target_high ?? target;
  if (direction === 'range' || (target_high ?? null) !== null)
    return { baseline, aim: 'range', low: Math.min(target, other), high: Math.max(target, other) };
  const isUp = direction === 'up' || (direction !== 'down' && target >= baseline);
  return { baseline, aim: isUp ? 'up' : 'down', low: target, high: target };
}

/**
 * (now − baseline)/(target − baseline). The target of a range is its nearer end: inside it the whole way is made, and beyond its
 * far end the part that lies beyond is taken off again. A step away from the goal is negative; up and down may pass 1.
 */
export function measureProgress(goal: Goal, now: number | null, language = 'en'): Progress {
  const told: Facts = { baseline: goal.baseline, target: nameOf(goal, language) };
  if (now === null) return { value: null, reached: null, says: say('goal_unknown', told, language) };
  const facts: Facts = { ...told, now };
  const reached = missOf(goal, now) === 0;
  const start = missOf(goal, goal.baseline);
  if (start === 0) return { value: null, reached, says: say(reached ? 'goal_kept' : 'goal_lost', facts, language) };
  const value = wayOf(goal, now, start);
  const key = reached ? 'goal_reached' : value >= 0 ? 'goal_way' : 'goal_away';
  return { value, reached, says: say(key, { ...facts, value: value * 100 }, language) };
}

/** How far a value lies from the goal, 0 where it fulfils it. */
function missOf({ aim, low, high }: Goal, value: number): number {
  const below = aim === 'down' ? 0 : low - value;
  const above = aim === 'up' ? 0 : value - high;
  return Math.max(0, below, above);
}

function wayOf(goal: Goal, now: number, start: number): number {
  if (goal.aim === 'range') return 1 - missOf(goal, now) / start;
  return (now - goal.baseline) / (goal.low - goal.baseline);
}

function nameOf({ aim, low, high }: Goal, language: string): string {
  if (aim === 'range') return say('goal_range', { low, high }, language);
  return say(aim === 'up' ? 'goal_up' : 'goal_down', { target: low }, language);
}

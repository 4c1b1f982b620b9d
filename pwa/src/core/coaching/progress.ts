/** How a goal goes on: its measure at each visit, before and after the strategy, and how far that is from where it should be. */
import { makeGoal, measureProgress, type Progress } from '../goals';
import type { DateOn, GoalFields, Id, NextStepFields } from '../types';

/** A visit at which the measure may have been taken. */
export type Seen = {
  readonly observation: Id;
  readonly on: DateOn;
  readonly version: number;
  /** How time was looked at; a measure of another sampling is not the same measure. */
  readonly sampling: string;
  /** Null where nothing was recorded from which it could be computed, or the version has no such measure. */
  readonly value: number | null;
};

export type Point = Seen & {
  readonly after: boolean;
  /** The version or the sampling is another than at the visit before. */
  readonly changed: 'version' | 'sampling' | null;
};

export type Followed = {
  readonly points: readonly Point[];
  readonly latest: Point | null;
  readonly progress: Progress;
};

/** Follows a goal over visits, in any order. The observation of the baseline is a point like every other. */
export function followGoal(goal: GoalFields, seen: readonly Seen[], language: string): Followed {
  const ordered = [...seen].sort((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0));
  const points = ordered.map((visit, place) => ({
    ...visit,
    after: (goal.strategy_on ?? null) !== null && visit.on >= (goal.strategy_on ?? ''),
    changed: findChange(ordered[place - 1], visit),
  }));
  const since = points.filter((point) => point.observation !== goal.observation && point.value !== null);
  const latest = since.at(-1) ?? null;
  const aim = makeGoal(goal, goal.direction ?? undefined);
  return { points, latest, progress: measureProgress(aim, latest?.value ?? null, language) };
}

function findChange(before: Seen | undefined, visit: Seen): Point['changed'] {
  if (before === undefined) return null;
  if (before.sampling !== visit.sampling) return 'sampling';
  return before.version === visit.version ? null : 'version';
}

/** How a next step stands by itself: the measure at the first visit after it was agreed, beside what was agreed. */
export type Checked = {
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly on: DateOn;
  /** The value is at the agreed one or beyond it, on the way from `from` to `to`. */
  readonly arrived: boolean;
};

/** Checks a next step by what was seen since the day it was agreed on; null where it has no measure or none was seen. */
export function checkStep(step: NextStepFields, agreed_on: DateOn, seen: readonly Seen[]): Checked | null {
  const [from, to] = [step.from ?? null, step.to ?? null];
  if (from === null || to === null) return null;
  const since = seen.filter((visit) => visit.on > agreed_on && visit.value !== null);
  const latest = since.sort((one, other) => (one.on < other.on ? -1 : 1)).at(-1);
  if (latest === undefined || latest.value === null) return null;
  const arrived = to >= from ? latest.value >= to : latest.value <= to;
  return { from, to, now: latest.value, on: latest.on, arrived };
}

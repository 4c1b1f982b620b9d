/** A goal as its card and its page show it. */
import { followGoal, type Followed, type Seen } from '../../../core/coaching/progress';
import type { Bound } from '../../../core/coaching/nearest';
import { formatDay, formatList } from '../../../core/format';
import type { Protocol } from '../../../core/protocol';
import type { GoalFields, Shown } from '../../../core/types';
import type { GoalLine } from '../../parts/goal-line';
import type { Cell, Column } from '../../parts/table';
import { bindGoal, seeMeasure, type Watched } from '../../state/goals';
import type { Text } from '../../text';
import { findMeasure, nameMeasure, showShort, showValue } from './lib';

export type GoalView = {
  readonly row: Shown<GoalFields>;
  readonly measure: string;
  readonly unit: string;
  readonly seen: readonly Seen[];
  readonly followed: Followed;
  readonly line: GoalLine;
  readonly says: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly bound: Bound | null;
};

type Around = {
  readonly newest: Protocol | undefined;
  readonly watched: readonly Watched[];
  readonly language: string;
  readonly t: Text;
};

export function makeGoalView(row: Shown<GoalFields>, { newest, watched, language, t }: Around): GoalView {
  const goal = row.fields;
  const { columns, before, after, nothingYet, noValue, changed, says } = t.coaching.goal;
  const versions = [...(newest === undefined ? [] : [newest]), ...watched.map((visit) => visit.protocol)];
  const unit = goal.unit ?? unitOf(versions, goal);
  const show = (value: number | null): string => showValue(value, unit, language, t.lesson.review.units);
  const seen = seeMeasure(watched, goal.protocol, goal.measure);
  const followed = followGoal(goal, seen, language);
  const noteOf = (point: Followed['points'][number]): string =>
    point.changed !== null ? changed[point.changed] : point.value === null ? noValue : '';
  return {
    row,
    measure: nameMeasure(versions, goal.measure, language),
    unit,
    seen,
    followed,
    line: {
      baseline: goal.baseline,
      goal: goalRange(goal, show),
      points: followed.points.map((point) => ({
        id: point.observation,
        on: formatDay(language, point.on),
        shown: show(point.value),
        short: showShort(point.value, unit, language),
        value: point.value,
        after: point.after,
        note: noteOf(point),
      })),
    },
    says:
      followed.points.length === 0
        ? nothingYet
        : says(
            formatList(
              language,
              followed.points.map((point) => `${formatDay(language, point.on)} ${show(point.value)}`),
            ),
          ),
    columns: [
      { label: columns.on },
      { label: columns.value, number: true },
      { label: columns.phase },
      { label: columns.note },
    ],
    rows: followed.points.map((point) => [
      { text: formatDay(language, point.on) },
      { text: show(point.value) },
      { text: goal.strategy_on ? (point.after ? after : before) : '–' },
      { text: noteOf(point) },
    ]),
    bound: bindGoal(goal, newest, watched),
  };
}

function goalRange(goal: GoalFields, show: (value: number) => string): GoalLine['goal'] {
  const other = goal.target_high ?? goal.target;
  const [low, high] = [Math.min(goal.target, other), Math.max(goal.target, other)];
  return { low, high, shown: low === high ? show(low) : `${show(low)} – ${show(high)}` };
}

/** The unit that the measure comes in: measured at a visit, else as the kind of measure has it. */
function unitOf(versions: readonly Protocol[], goal: GoalFields): string {
  const measure = findMeasure(versions, goal.measure);
  if (measure === undefined) return '';
  return UNITS[measure.kind] ?? ('unit' in measure && typeof measure.unit === 'string' ? measure.unit : '');
}

const UNITS: Readonly<Record<string, string>> = {
  share_of_time: 'percent',
  share_of_intervals: 'percent',
  share_of_codes: 'percent',
  sweep_share: 'percent',
  share_checked: 'percent',
  duration: 's',
  bout_mean: 's',
  bout_sd: 's',
  gap_mean: 's',
  count: 'count',
  ratio: 'to_one',
  mean_rating: 'level',
};

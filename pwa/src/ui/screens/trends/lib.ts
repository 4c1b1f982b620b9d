/** The measures of one protocol over the visits to one teacher. */
import { followGoal } from '../../../core/coaching/progress';
import { formatDay, formatList } from '../../../core/format';
import { readText, type Measure } from '../../../core/protocol';
import type { PredictionFields, Shown } from '../../../core/types';
import type { GoalLine } from '../../parts/goal-line';
import type { Cell, Column } from '../../parts/table';
import { measureVisit, seeMeasure, type Watched } from '../../state/goals';
import type { Text } from '../../text';
import { showShort, showValue } from '../cycle/lib';

export type Trend = {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly line: GoalLine;
  readonly says: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
};

type Around = { readonly language: string; readonly t: Text; readonly predictions: readonly Shown<PredictionFields>[] };

/** The protocols that were used at least once, the most used first. */
export function listUsed(
  watched: readonly Watched[],
): readonly { slug: string; n: number; title: Watched['protocol']['title'] }[] {
  const used = new Map<string, { slug: string; n: number; title: Watched['protocol']['title'] }>();
  for (const { row, protocol } of watched) {
    const held = used.get(row.fields.protocol);
    used.set(row.fields.protocol, { slug: row.fields.protocol, n: (held?.n ?? 0) + 1, title: protocol.title });
  }
  return [...used.values()].sort((one, other) => other.n - one.n);
}

/** A line for each measure of the newest version that some visit has a value of. */
export function makeTrends(watched: readonly Watched[], slug: string, around: Around): readonly Trend[] {
  const taken = watched.filter(({ row }) => row.fields.protocol === slug);
  const newest = taken.at(-1)?.protocol;
  return (newest?.measures ?? []).flatMap((measure) => {
    const trend = makeTrend(taken, slug, measure, around);
    return trend === null ? [] : [trend];
  });
}

function makeTrend(
  taken: readonly Watched[],
  slug: string,
  measure: Measure,
  { language, t, predictions }: Around,
): Trend | null {
  const seen = seeMeasure(taken, slug, measure.id);
  if (!seen.some(({ value }) => value !== null)) return null;
  const unit =
    taken.map((visit) => measureVisit(visit, measure.id, language)?.unit).find((one) => one !== undefined) ?? '';
  const show = (value: number | null): string => showValue(value, unit, language, t.lesson.review.units);
  const { trends } = t.growth;
  const { changed, noValue } = t.coaching.goal;
  // Without a goal: a line from nothing to nothing, of which only the points are used.
  const { points } = followGoal({ measure: measure.id, baseline: 0, target: 0 }, seen, language);
  const label = readText(measure.label, language);
  const told = points.map((point) => ({
    point,
    on: formatDay(language, point.on),
    note: point.changed !== null ? changed[point.changed] : point.value === null ? noValue : '',
    predicted: predictions.find(
      ({ fields }) => fields.observation === point.observation && fields.measure === measure.id,
    ),
  }));
  return {
    id: measure.id,
    label,
    unit,
    line: {
      baseline: null,
      goal: null,
      points: told.map(({ point, on, note }) => ({
        id: point.observation,
        on,
        shown: show(point.value),
        short: showShort(point.value, unit, language),
        value: point.value,
        after: true,
        note,
      })),
    },
    says: trends.says(
      label,
      formatList(
        language,
        told.map(({ point, on }) => `${on} ${show(point.value)}`),
      ),
    ),
    columns: [
      { label: trends.columns.on },
      { label: trends.columns.value, number: true },
      { label: trends.columns.predicted, number: true },
      { label: trends.columns.note },
    ],
    rows: told.map(({ point, on, note, predicted }) => [
      { text: on },
      { text: show(point.value) },
      { text: show(predicted?.fields.value ?? null) },
      { text: note },
    ]),
  };
}

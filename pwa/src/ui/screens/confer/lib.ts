/** The steps of a conference, and what stands in them. */
import { sayNoticing as say, type Noticing } from '../../../core/noticings';
import { readText, type Display, type Measure, type Protocol } from '../../../core/protocol';
import type { EvidenceFields, PredictionFields, ReflectionFields, Shown } from '../../../core/types';
import type { CycleView } from '../../state/cycles';
import type { Before, Talk } from '../../state/conference';
import type { Watched } from '../../state/goals';
import { measureVisit } from '../../state/goals';
import type { Looked } from '../../state/review.svelte';
import type { Text } from '../../text';
import type { GoalView } from '../cycle/goal-view';
import { showValue } from '../cycle/lib';
import { displaysOf } from '../review/charts/display';
import type { Material } from '../review/material';

export const STEPS = [
  'focus',
  'predict',
  'look',
  'words',
  'minute',
  'sides',
  'compare',
  'step',
  'date',
  'agree',
] as const;
export type Step = (typeof STEPS)[number];

/** Everything that a step shows and writes. */
export type Ground = {
  readonly talk: Talk;
  readonly cycle: CycleView;
  readonly looked: Extract<Looked, { is: 'there' }>;
  readonly material: Material;
  readonly goals: readonly GoalView[];
  readonly visits: readonly Watched[];
  readonly before: Before | null;
  readonly mayEdit: boolean;
  readonly nameOf: (id: string) => string | null;
  readonly language: string;
  readonly t: Text;
};

export function readStep(step: string | null | undefined): Step {
  return STEPS.find((one) => one === step) ?? 'focus';
}

/** Whether nothing stands of what was recorded: its pictures would show noughts that nobody saw. */
export function isEmpty({ looked }: Pick<Ground, 'looked'>): boolean {
  return looked.evidence.every(({ fields }) => fields.retracted === true);
}

const MOST_DISPLAYS = 3;
const MOST_MEASURES = 4;

/** The pictures that were chosen, else those that the protocol shows first; three at most. */
export function pickDisplays(protocol: Protocol, chosen: readonly string[] | undefined): readonly Display[] {
  const all = displaysOf(protocol);
  const wanted = all.filter((display) => chosen?.includes(display.id));
  return (wanted.length > 0 ? wanted : all).slice(0, MOST_DISPLAYS);
}

/** The measures that are predicted and compared: of the goals first, then of the pictures; four at most. */
export function pickMeasures(
  protocol: Protocol,
  goals: readonly GoalView[],
  displays: readonly Display[],
): readonly Measure[] {
  const ids = [
    ...goals.map((goal) => goal.row.fields.measure),
    ...displays.flatMap((display) => display.measures ?? []),
    ...protocol.measures.map((measure) => measure.id),
  ];
  const found = [...new Set(ids)].flatMap((id) => protocol.measures.filter((measure) => measure.id === id));
  return found.slice(0, MOST_MEASURES);
}

export function findPrediction({ cycle, talk }: Ground, measure: string): Shown<PredictionFields> | undefined {
  return cycle.predictions.find(({ fields }) => fields.measure === measure && fields.conference === talk.row.record);
}

/** What was written in this conference as one part, in the order of writing. */
export function listParts({ cycle, talk }: Ground, part: ReflectionFields['part']): readonly Shown<ReflectionFields>[] {
  return cycle.reflections
    .filter(({ fields }) => fields.for === talk.row.record && fields.part === part)
    .sort((one, other) => (one.record < other.record ? -1 : 1));
}

/** The next step that was agreed in this conference. */
export function findAgreed({ cycle, talk }: Ground) {
  return cycle.steps.find(({ fields }) => fields.conference === talk.row.record);
}

/** The open step of an earlier conference, which this visit may already say something of. */
export function findEarlier({ cycle, talk }: Ground) {
  const open = cycle.steps.filter(
    ({ fields }) => fields.conference !== talk.row.record && (fields.state ?? 'open') === 'open',
  );
  return open.sort((one, other) => (one.record < other.record ? 1 : -1))[0];
}

export type CompareRow = {
  readonly id: string;
  readonly label: string;
  readonly now: string;
  readonly last: string;
  readonly predicted: string;
  readonly goal: string;
};

export function makeCompareRows(ground: Ground, measures: readonly Measure[]): readonly CompareRow[] {
  const { material, before, goals, language, t } = ground;
  return measures.map((measure) => {
    const now = material.measures.measures[measure.id];
    const show = (value: number | null | undefined): string =>
      showValue(value ?? null, now?.unit, language, t.lesson.review.units);
    const goal = goals.find((one) => one.row.fields.measure === measure.id);
    const last = before?.isComparable === true ? measureVisit(before.watched, measure.id, language)?.value : null;
    return {
      id: measure.id,
      label: readText(measure.label, language),
      now: show(isEmpty(ground) ? null : now?.value),
      last: show(last),
      predicted: show(findPrediction(ground, measure.id)?.fields.value),
      goal: goal?.line.goal?.shown ?? '–',
    };
  });
}

/** A noticing as a sentence. */
export function sayNoticing(noticing: Noticing, { protocol, language }: Material): string {
  return say(protocol, noticing, language);
}

/** The items of the minute around a moment, in order. */
export function listMinute(evidence: readonly Shown<EvidenceFields>[], t_ms: number): readonly Shown<EvidenceFields>[] {
  const minute = Math.floor(t_ms / 60_000);
  return evidence
    .filter(({ fields }) => fields.retracted !== true && Math.floor(fields.t_ms / 60_000) === minute)
    .sort((one, other) => one.fields.t_ms - other.fields.t_ms || (one.record < other.record ? -1 : 1));
}

export function starredOf(evidence: readonly Shown<EvidenceFields>[]): readonly string[] {
  return evidence
    .filter(({ fields }) => fields.starred === true && fields.retracted !== true)
    .map(({ record }) => record);
}

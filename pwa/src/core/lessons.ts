/** One measure over several lessons: the mean in which each lesson weighs the same, and all of them taken as one. */
import { figureOf } from './measures';
import { pool, topOf } from './parts';
import type { Parts } from './parts';
import type { Measure, Protocol } from './protocol';
import { say, showTime } from './says';
import type { Figure, SaysKey } from './says';
import type { Timeline } from './timeline';

export type Combined = {
  readonly value: number | null;
  /** How many lessons, or how many of what is counted, the figure rests on. */
  readonly n: number;
  readonly says: string;
};

export type OverLessons = {
  readonly unit: string;
  /** The value of each lesson in their order, null where it has none. */
  readonly lessons: readonly (number | null)[];
  readonly mean_of_lessons: Combined;
  readonly pooled: Combined;
};

/** A lesson, with the protocol version that it was taken with. */
export type Lesson = { readonly protocol: Protocol; readonly timeline: Timeline };

/** Compute a measure that means the same in every lesson. */
export function computeOverLessons(lessons: readonly Lesson[], measure: Measure, language = 'en'): OverLessons {
  const figures = lessons.map(({ protocol, timeline }) => figureOf(protocol, timeline, measure));
  return {
    unit: figures[0]?.unit ?? 'count',
    lessons: figures.map((figure) => figure.value),
    mean_of_lessons: meanOf(figures, language),
    pooled: pooledOf(figures, language),
  };
}

function meanOf(figures: readonly Figure[], language: string): Combined {
  const values = figures.flatMap(({ value }) => value ?? []);
  const [n, missing] = [values.length, figures.length - values.length];
  if (n === 0) return { value: null, n, says: say('none', {}, language) };
  const value = values.reduce((sum, each) => sum + each, 0) / n;
  const key = missing > 0 ? 'lessons_mean_partly' : 'lessons_mean';
  return { value, n, says: say(key, { shown: show(value, figures, language), n, missing }, language) };
}

function pooledOf(figures: readonly Figure[], language: string): Combined {
  const parts = figures.flatMap((figure) => figure.parts ?? []);
  const n = figures.reduce((sum, figure) => sum + figure.n, 0);
  const value = pool(parts);
  if (value === null) return { value, n, says: sayWhyNot(figures, parts, language) };
  const key = parts.some((each) => 'sum' in each) ? 'lessons_sum' : 'lessons_pooled';
  return { value, n, says: say(key, { shown: show(value, figures, language), of: figures.length }, language) };
}

/** Why lessons together have no figure: nothing to one side of a ratio, people not known, or nothing at all. */
function sayWhyNot(figures: readonly Figure[], parts: readonly Parts[], language: string): string {
  const top = topOf(parts);
  const isTime = figures.some((figure) => typeof figure.facts['p'] === 'string');
  if (top > 0) return say('ratio_to_none', { p: isTime ? showTime(top) : top }, language);
  const isKnownOfEach = parts.length === 0 && figures.some((figure) => figure.value !== null);
  return say(isKnownOfEach ? 'lessons_not_pooled' : 'none', {}, language);
}

function show(value: number, figures: readonly Figure[], language: string): string {
  return say(`shown_${figures[0]?.unit ?? 'count'}` as SaysKey, { value }, language);
}

import { describe, expect, test } from 'vitest';
import vectors from '../../../tests/vectors/measures.json';
import { makeGoal, measureProgress } from './goals';
import { computeOverLessons } from './lessons';
import { makeTimeline } from './timeline';
import { complete, expectStands, readItems } from './vectors';

type Rows = Readonly<Record<string, readonly [values: readonly (number | null)[], mean: unknown, pooled: unknown]>>;
type Sentences = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

describe('progress towards a goal is that of the example', () => {
  test.each(vectors.goals)('$title', ({ goal, direction, now, value, reached, says = {} }) => {
    const found = measureProgress(makeGoal(goal, direction), now);
    expectStands({ value: found.value, reached: found.reached }, { value, reached });
    for (const [language, sentence] of Object.entries(says))
      expect(measureProgress(makeGoal(goal, direction), now, language).says).toBe(sentence);
  });
});

describe('several lessons are those of the example', () => {
  test.each(vectors.over_lessons)('$title', (example) => {
    const protocol = complete(vectors.protocols[example.protocol as 'visits']);
    const lessons = example.lessons.map(({ observation = {}, evidence, until_ms }) => ({
      protocol,
      timeline: makeTimeline(protocol, observation, readItems(evidence), until_ms),
    }));
    const rows = example.measures as unknown as Rows;
    expect(protocol.measures.map(({ id }) => id)).toEqual(Object.keys(rows));
    for (const measure of protocol.measures) {
      const found = computeOverLessons(lessons, measure);
      const { mean_of_lessons: mean, pooled } = found;
      expectStands([found.lessons, [mean.value, mean.n], [pooled.value, pooled.n]], rows[measure.id], measure.id);
    }
    for (const [language, sentences] of Object.entries(example.says as unknown as Sentences))
      for (const measure of protocol.measures.filter(({ id }) => id in sentences)) {
        const { mean_of_lessons: mean, pooled } = computeOverLessons(lessons, measure, language);
        expect([mean.says, pooled.says]).toEqual(sentences[measure.id]);
      }
  });
});

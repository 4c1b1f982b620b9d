import { expect, test } from 'vitest';

import { act, begin } from './testing';
import { findUnfinished } from './unfinished';

const MINUTE_MS = 60_000;

test('a protocol of two segments says how much of them is missing', () => {
  const lesson = begin('time-on-task-elements');
  const segments = (t_ms: number) => findUnfinished(lesson, t_ms).find((one) => one.is === 'segments');
  expect(segments(10 * MINUTE_MS)).toEqual({ is: 'segments', left_ms: 20 * MINUTE_MS, open: 2 });
  expect(segments(10 * 60 * MINUTE_MS)).toBeUndefined();
});

test('planned sweeps that were not made are told, and made ones are not', () => {
  const lesson = begin('classroom-snapshot');
  expect(findUnfinished(lesson, 0)).toContainEqual({ is: 'sweeps', made: 0, planned: 10 });
  const code = lesson.protocol.codes[0]?.id ?? '';
  const looked = act(lesson, { do: 'tap', code, t_ms: 1_000 });
  expect(findUnfinished(looked, 2_000)).toContainEqual({ is: 'sweeps', made: 1, planned: 10 });
});

test('look-fors without an answer are counted', () => {
  const lesson = begin('classroom-environment');
  const all = lesson.protocol.items.length;
  const answered = act(lesson, { do: 'answer', code: lesson.protocol.items[0]?.id ?? '', t_ms: 0, value: 1 });
  expect(findUnfinished(answered, 0)).toEqual([{ is: 'items', open: all - 1, all }]);
});

test('a lesson that was planned to be longer says by how much', () => {
  const lesson = begin('lesson-structure', { 'planned-minutes': 50 });
  expect(findUnfinished(lesson, 40 * MINUTE_MS)).toEqual([{ is: 'planned', left_ms: 10 * MINUTE_MS }]);
  expect(findUnfinished(lesson, 49.5 * MINUTE_MS)).toEqual([]);
});

test('an interval that would be cut short is told, and a lesson without any length has nothing to say', () => {
  expect(findUnfinished(begin('copus'), 3 * MINUTE_MS)).toEqual([{ is: 'interval', left_ms: MINUTE_MS }]);
  expect(findUnfinished(begin('copus'), 4 * MINUTE_MS)).toEqual([]);
  expect(findUnfinished(begin('fill-plus'), 3 * MINUTE_MS)).toEqual([]);
});

import { describe, expect, it } from 'vitest';

import { drawGoalLine, type LinePoint } from './goal-line';

const point = (id: string, value: number | null, after = false): LinePoint => ({
  id,
  on: id,
  shown: String(value),
  short: String(value),
  value,
  after,
  note: '',
});

describe('the line of a goal', () => {
  const drawn = drawGoalLine(
    {
      points: [point('a', 60), point('b', null), point('c', 50, true), point('d', 40, true)],
      baseline: 60,
      goal: { low: 40, high: 45, shown: '40 – 45' },
    },
    400,
    200,
  );

  it('has a point for each visit with a value, in order, the higher value higher', () => {
    expect(drawn.points.map(({ id }) => id)).toEqual(['a', 'c', 'd']);
    const [a, c, d] = drawn.points;
    expect((a?.x ?? 0) < (c?.x ?? 0) && (c?.x ?? 0) < (d?.x ?? 0)).toBe(true);
    expect((a?.y ?? 0) < (c?.y ?? 0) && (c?.y ?? 0) < (d?.y ?? 0)).toBe(true);
    expect(drawn.baseline).toBe(a?.y);
  });

  it('does not join what came before the strategy with what came after', () => {
    expect(drawn.paths).toHaveLength(2);
    expect(drawn.phase).toBeGreaterThan(drawn.points[0]?.x ?? 0);
    expect(drawn.phase).toBeLessThan(drawn.points[1]?.x ?? 0);
  });

  it('shows the range of the goal', () => {
    expect(drawn.goal?.bottom).toBe(drawn.points[2]?.y);
    expect((drawn.goal?.top ?? 0) < (drawn.goal?.bottom ?? 0)).toBe(true);
  });

  it('stays inside its field, also with one visit, or with none', () => {
    for (const { x, y } of drawn.points) expect(x > 0 && x < 400 && y > 0 && y < 200).toBe(true);
    const one = drawGoalLine({ points: [point('a', 0)], baseline: null, goal: null }, 320, 200);
    expect(one.points[0]?.x).toBeGreaterThan(100);
    expect(one.points[0]?.x).toBeLessThan(300);
    expect(drawGoalLine({ points: [], baseline: null, goal: null }, 320, 200).points).toEqual([]);
  });
});

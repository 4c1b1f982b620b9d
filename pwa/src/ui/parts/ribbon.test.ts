import { describe, expect, it } from 'vitest';

import { findItem, moveBy, orderItems, placeLanes, tickMoments, xOf, zoomTo } from './ribbon';

const lanes = [
  {
    id: 'talk',
    label: 'Talk',
    rows: [
      { id: 'LT', short: 'LT', colour: 'slate', stretches: [{ from_ms: 0, to_ms: 60_000, item: 'a' }], marks: [] },
      { id: 'Q', short: 'Q', colour: 'teal', stretches: [], marks: [{ t_ms: 30_000, item: 'b' }] },
    ],
  },
];
const view = { window: { from_ms: 0, to_ms: 100_000 }, width: 1062 };

describe('the timeline picture', () => {
  it('gives the item under the finger', () => {
    const placed = placeLanes(lanes);
    const [talk, question] = placed.lanes[0]?.rows ?? [];
    expect(findItem(placed, { x: xOf(45_000, view.window, view.width), y: (talk?.y ?? 0) + 5 }, view)).toBe('a');
    expect(findItem(placed, { x: xOf(30_200, view.window, view.width), y: (question?.y ?? 0) + 5 }, view)).toBe('b');
  });

  it('gives nothing where nothing was recorded', () => {
    expect(findItem(placeLanes(lanes), { x: 1000, y: 60 }, view)).toBeNull();
  });

  it('lets the arrow keys walk by time', () => {
    expect(orderItems(lanes)).toEqual(['a', 'b']);
  });

  it('never shows more moments on the axis than fit', () => {
    expect(tickMoments({ from_ms: 0, to_ms: 3_000_000 }, 380).length).toBeLessThanOrEqual(6);
    expect(tickMoments({ from_ms: 0, to_ms: 3_000_000 }, 1100)).toContain(600_000);
  });

  it('stays inside the lesson when zoomed and moved', () => {
    const near = zoomTo({ from_ms: 0, to_ms: 600_000 }, 60_000, 600_000);
    expect(near).toEqual({ from_ms: 270_000, to_ms: 330_000 });
    expect(moveBy(near, 20, 600_000)).toEqual({ from_ms: 540_000, to_ms: 600_000 });
    expect(zoomTo(near, 900_000, 600_000)).toEqual({ from_ms: 0, to_ms: 600_000 });
  });
});

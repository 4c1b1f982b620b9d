import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { findItem, momentAt, moveBy, orderItems, placeLanes, pull, tickMoments, xOf, zoomAt, zoomTo } from './ribbon';

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

// 1,000 pixels of picture beside the names: a pixel of the whole lesson is 0.6 s, one of five minutes 0.3 s.
const WIDTH = 1066;
const WHOLE = 600_000;
const all = { from_ms: 0, to_ms: WHOLE };
const five = { from_ms: 150_000, to_ms: 450_000 };

describe('the timeline under the fingers', () => {
  it('goes along with one finger, and stops at the ends of the lesson', () => {
    const grip = { xs: [562], window: five, width: WIDTH };
    expect(pull(grip, [462], WHOLE)).toEqual({ from_ms: 180_000, to_ms: 480_000 });
    expect(pull(grip, [1062], WHOLE)).toEqual({ from_ms: 0, to_ms: 300_000 });
    expect(pull({ ...grip, window: all }, [300], WHOLE)).toEqual(all);
  });

  it('comes closer when two fingers part, around what was between them', () => {
    const grip = { xs: [462, 662], window: all, width: WIDTH };
    expect(pull(grip, [362, 762], WHOLE)).toEqual(five);
    expect(pull({ ...grip, window: five }, [512, 612], WHOLE)).toEqual(all);
  });

  it('comes no closer than a minute, also when fingers cross or start at one place', () => {
    const grip = { xs: [560, 564], window: all, width: WIDTH };
    const near = pull(grip, [62, 1062], WHOLE);
    expect(near.to_ms - near.from_ms).toBe(60_000);
    expect(pull(grip, [562, 562], WHOLE)).toEqual(all);
  });

  it('shows a lesson shorter than a minute whole', () => {
    const short = { from_ms: 0, to_ms: 40_000 };
    expect(pull({ xs: [300, 400], window: short, width: WIDTH }, [100, 900], 40_000)).toEqual(short);
  });

  it('zooms by keys and wheel around one place', () => {
    expect(zoomAt({ window: all, width: WIDTH }, 562, 0.5, WHOLE)).toEqual(five);
    expect(zoomAt({ window: five, width: WIDTH }, 562, 2, WHOLE)).toEqual(all);
  });

  it('knows which moment is where', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: WHOLE }), (t_ms) => {
        expect(momentAt(xOf(t_ms, five, WIDTH), five, WIDTH)).toBeCloseTo(t_ms, 3);
      }),
    );
  });

  it('stays inside the lesson and at a minute or more, whatever the fingers do', () => {
    const place = fc.integer({ min: -200, max: 1300 });
    const fingers = fc
      .integer({ min: 1, max: 2 })
      .chain((n) =>
        fc.tuple(fc.array(place, { minLength: n, maxLength: n }), fc.array(place, { minLength: n, maxLength: n })),
      );
    fc.assert(
      fc.property(fingers, ([xs, now]) => {
        const { from_ms, to_ms } = pull({ xs, window: five, width: WIDTH }, now, WHOLE);
        expect(from_ms).toBeGreaterThanOrEqual(0);
        expect(to_ms).toBeLessThanOrEqual(WHOLE);
        expect(to_ms - from_ms).toBeGreaterThanOrEqual(60_000);
      }),
    );
  });
});

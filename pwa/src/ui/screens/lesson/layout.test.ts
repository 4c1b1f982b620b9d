import { describe, expect, it } from 'vitest';

import { layOut } from './layout';

const rules = { gap: 8, head: 22, target: 48, word: 48 };
const copus = [13, 12, 3];
const fillPlus = [2, 4, 4];

describe('the pad', () => {
  it.each([
    ['COPUS on a tablet lying', copus, { width: 840, height: 720 }],
    ['COPUS on a tablet standing', copus, { width: 796, height: 820 }],
    ['COPUS on a phone', copus, { width: 340, height: 480 }],
    ['FILL+ on a phone', fillPlus, { width: 340, height: 480 }],
    ['FILL+ on a tablet lying', fillPlus, { width: 840, height: 720 }],
  ])('%s fits without scrolling', (_, sizes, box) => {
    const layout = layOut(sizes, box, rules);
    expect(layout.fits).toBe(true);
    layout.lanes.forEach((lane, i) => expect(lane.columns * lane.rows).toBeGreaterThanOrEqual(sizes[i] ?? 0));
  });

  it('scrolls only when the keys would be too small', () => {
    expect(layOut(copus, { width: 300, height: 200 }, rules).fits).toBe(false);
  });

  it('scrolls rather than cut the words on the keys', () => {
    const box = { width: 340, height: 420 };
    expect(layOut([10, 11, 9], box, rules).fits).toBe(true);
    const read = layOut([10, 11, 9], box, { ...rules, word: 74 });
    expect(read).toMatchObject({ fits: false, arrangement: 'rows' });
    expect(read.lanes.map((lane) => lane.columns)).toEqual([4, 4, 3]);
  });

  it('never leaves a whole row of a lane empty', () => {
    const { lanes } = layOut([13], { width: 500, height: 500 }, rules);
    expect(lanes[0] === undefined ? 0 : lanes[0].columns * (lanes[0].rows - 1)).toBeLessThan(13);
  });
});

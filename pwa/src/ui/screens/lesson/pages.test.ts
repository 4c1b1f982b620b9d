import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { makePages } from './pages';

const rules = { gap: 8, head: 24, target: 48, word: 76 };
const phone = { width: 340, height: 420 };

describe('the pages of a pad', () => {
  it('are one where everything fits', () => {
    expect(makePages([2, 4, 4], phone, rules).map(({ lanes }) => lanes)).toEqual([[0, 1, 2]]);
  });

  it('are as few as give every key its target, with nothing to scroll', () => {
    const pages = makePages([10, 11, 9], phone, rules);
    expect(pages.map(({ lanes }) => lanes)).toEqual([[0, 1], [2]]);
    expect(pages.every(({ layout }) => layout.fits)).toBe(true);
    expect(makePages([10, 3, 3, 11], phone, rules).map(({ lanes }) => lanes)).toEqual([[0, 1, 2], [3]]);
  });

  it('scroll where one lane alone is too long', () => {
    expect(makePages([40, 2], phone, rules).map(({ layout }) => layout.fits)).toEqual([false, true]);
    expect(makePages([60], phone, rules).map(({ layout }) => layout.fits)).toEqual([false]);
  });

  it('hold every lane once, in order, in any room', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 });
    const box = fc.record({ width: fc.integer({ min: 60, max: 1200 }), height: fc.integer({ min: 40, max: 900 }) });
    fc.assert(
      fc.property(sizes, box, (lanes, room) => {
        const pages = makePages(lanes, room, rules);
        expect(pages.flatMap((page) => page.lanes)).toEqual(lanes.map((_, place) => place));
        pages.forEach((page) => expect(page.layout.lanes).toHaveLength(page.lanes.length));
      }),
    );
  });
});

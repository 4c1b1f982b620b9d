import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { findNoticings } from './noticings';
import { makeTimeline } from './timeline';
import { complete, readItems } from './vectors';

const LESSON = complete({
  sampling: { method: 'continuous' },
  groups: [
    { id: 's', exclusive: true },
    { id: 'free', exclusive: false },
  ],
  codes: [
    { id: 'LT', kind: 'state', group: 's' },
    { id: 'SD', kind: 'state', group: 's' },
    { id: 'q', kind: 'event', group: 'free' },
    { id: 'r', kind: 'event', group: 'free' },
  ],
});
const notice = (rows: readonly unknown[], until_ms: number, starred: readonly string[] = []) =>
  findNoticings(LESSON, makeTimeline(LESSON, {}, readItems(rows), until_ms), starred);

describe('noticings', () => {
  it('are none where nothing was recorded', () => {
    expect(notice([], 600_000)).toEqual([]);
  });

  it('name the longest stretch of what took the most time', () => {
    const rows = [
      ['1', 0, 'start', 'LT'],
      ['2', 90_000, 'start', 'SD'],
      ['3', 120_000, 'start', 'LT'],
      ['4', 270_000, 'start', 'SD'],
    ];
    expect(notice(rows, 300_000)).toContainEqual({
      is: 'longest',
      code: 'LT',
      from_ms: 120_000,
      to_ms: 270_000,
      items: ['3', '4'],
    });
  });

  it('do not count a state that has no stop', () => {
    expect(notice([['1', 0, 'stop', 'LT']], 600_000).filter(({ is }) => is === 'longest')).toEqual([]);
  });

  it('name the minute with the most of one thing, if there were three', () => {
    const rows = [
      ['1', 61_000, 'tap', 'q'],
      ['2', 70_000, 'tap', 'q'],
      ['3', 119_000, 'tap', 'q'],
      ['4', 121_000, 'tap', 'q'],
    ];
    expect(notice(rows, 300_000)).toContainEqual({ is: 'busiest', code: 'q', minute: 1, n: 3, items: ['1', '2', '3'] });
    expect(notice(rows.slice(1), 300_000).some(({ is }) => is === 'busiest')).toBe(false);
  });

  it('name what followed what, if it did so half of the times', () => {
    const rows = [1, 2, 3].flatMap((turn) => [
      [`${turn}a`, turn * 100_000, 'tap', 'q'],
      [`${turn}b`, turn * 100_000 + 2_000, 'tap', 'r'],
    ]);
    expect(notice(rows, 600_000)).toContainEqual({
      is: 'follows',
      code: 'q',
      next: 'r',
      n: 3,
      of: 3,
      items: ['1a', '1b', '2a', '2b', '3a', '3b'],
    });
  });

  it('name what came late for the first time', () => {
    expect(notice([['1', 400_000, 'tap', 'r']], 600_000)).toEqual([
      { is: 'first', code: 'r', t_ms: 400_000, items: ['1'] },
    ]);
    expect(notice([['1', 100_000, 'tap', 'r']], 600_000)).toEqual([]);
  });

  it('count the intervals of what was marked most', () => {
    const copus = complete({
      sampling: { method: 'interval', length_s: 120, rule: 'partial' },
      groups: [{ id: 'g', exclusive: false }],
      codes: [{ id: 'L', kind: 'state', group: 'g' }],
    });
    const items = readItems([
      ['1', 1_000, 'mark', 'L'],
      ['2', 130_000, 'mark', 'L'],
      ['3', 140_000, 'mark', 'L'],
    ]);
    expect(findNoticings(copus, makeTimeline(copus, {}, items, 480_000), [])).toEqual([
      { is: 'marked', code: 'L', k: 2, n: 4, items: ['1', '2'] },
    ]);
  });

  it('name starred moments last', () => {
    expect(notice([['1', 400_000, 'tap', 'r']], 600_000, ['9']).at(-1)).toEqual({ is: 'starred', n: 1, items: ['9'] });
  });

  it('rest on items that exist, whatever was recorded', () => {
    const row = fc.tuple(
      fc.nat(3_000_000),
      fc.constantFrom('tap', 'start', 'stop'),
      fc.constantFrom('LT', 'SD', 'q', 'r'),
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        const items = rows.map(([t_ms, action, code], place) => [`i${place}`, t_ms, action, code]);
        const known = new Set(items.map(([record]) => record));
        for (const noticing of notice(items, 3_000_000)) {
          expect(noticing.items.length).toBeGreaterThan(0);
          expect(noticing.items.every((item) => known.has(item))).toBe(true);
        }
      }),
    );
  });
});

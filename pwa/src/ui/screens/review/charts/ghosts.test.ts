import { describe, expect, it } from 'vitest';

import type { EvidenceFields } from '../../../../core/types';
import type { BarRow } from '../../../parts/bars';
import { en } from '../../../text/testing';
import type { Material } from '../material';
import { findInLibrary, makeMaterial } from '../testing';
import type { Drawn } from './drawn';
import { drawDisplay } from './index';

const ENGLISH = { language: 'en', t: en };

/** A visit beside the one before it, of Monday, 9 November. */
function beside(slug: string, now: readonly EvidenceFields[], last: readonly EvidenceFields[], ends: Ends): Material {
  const protocol = findInLibrary(slug);
  const { measures } = makeMaterial(protocol, last, { ...ENGLISH, until_ms: ends.last });
  const before = { measures, on: '2026-11-09T09:00:00.000Z' };
  return { ...makeMaterial(protocol, now, { ...ENGLISH, until_ms: ends.now }), before };
}

type Ends = { readonly now: number; readonly last: number };

function draw(material: Material, id: string): Drawn {
  const display = material.protocol.displays.find((one) => one.id === id);
  const drawn = display === undefined ? null : drawDisplay(material, display);
  if (drawn === null) throw new Error(`no display ${id}`);
  return drawn;
}

function barsOf({ picture }: Drawn): readonly BarRow[] {
  return picture.is === 'bars' ? picture.groups.flatMap((group) => group.bars) : [];
}

function rowsOf({ rows }: Drawn): readonly string[] {
  return rows.map((row) => row.map(({ text }) => text).join(' | '));
}

const start = (t_ms: number, code: string): EvidenceFields => ({ t_ms, action: 'start', code });
const tap = (t_ms: number, code: string): EvidenceFields => ({ t_ms, action: 'tap', code });
const mark = (t_ms: number, code: string): EvidenceFields => ({ t_ms, action: 'mark', code });

describe('the last visit behind this one', () => {
  it('is a line on the shares of time, and a column of the table', () => {
    // Now 75 of 100 s, last time 40 of 100 s.
    const material = beside('fill-plus', [start(0, 'LT'), start(75_000, 'SD')], [start(0, 'LT'), start(40_000, 'SD')], {
      now: 100_000,
      last: 100_000,
    });
    const shares = draw(material, 'shares');
    expect(barsOf(shares).find(({ id }) => id === 'LT')).toMatchObject({ part: 0.75, ghost: 0.4 });
    expect(barsOf(shares).find(({ id }) => id === 'SD')).toMatchObject({ part: 0.25, ghost: 0.6 });
    expect(shares.columns.at(-1)?.label).toBe('Last visit, Mon, Nov 9');
    expect(rowsOf(shares)).toContain('LT Lecturer talk | 1:15 | 75% | 1 | 40%');
    expect(shares.rule).toMatch(/ The thin line is the last visit\.$/);
  });

  it('is brought to the length of this one where things are counted, and is a rate in the table', () => {
    // Now one in one minute; last time four in two minutes, which is two in one.
    const material = beside(
      'opportunities-praise',
      [tap(20_000, 'BSP'), tap(30_000, 'GP')],
      [10_000, 40_000, 70_000, 100_000].map((t_ms) => tap(t_ms, 'BSP')),
      { now: 60_000, last: 120_000 },
    );
    const counts = draw(material, 'counts');
    expect(barsOf(counts).find(({ id }) => id === 'BSP')).toMatchObject({ part: 0.5, ghost: 1, value: '1' });
    expect(barsOf(counts).find(({ id }) => id === 'GP')).toMatchObject({ part: 0.5, ghost: 0 });
    expect(rowsOf(counts)).toContainEqual(expect.stringMatching(/ \| 1 \| 1 \| 2\/min$/));
    expect(counts.columns).toHaveLength(counts.rows[0]?.length ?? 0);
  });

  it('is a share of intervals beside a share of intervals, and stands beside no share of codes', () => {
    // Now in two of two intervals, last time in one of two.
    const material = beside(
      'copus',
      [mark(20_000, 'L'), mark(150_000, 'L'), mark(160_000, 'SQ')],
      [mark(20_000, 'L')],
      { now: 240_000, last: 240_000 },
    );
    const shares = draw(material, 'shares');
    expect(barsOf(shares).find(({ id }) => id === 'L')).toMatchObject({ part: 1, ghost: 0.5 });
    const codes = draw(material, 'codes');
    expect(barsOf(codes).every(({ ghost }) => ghost === undefined)).toBe(true);
    expect(codes.rule).not.toContain('last visit');
  });
});

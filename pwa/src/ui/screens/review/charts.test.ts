import { describe, expect, it } from 'vitest';

import { computeMeasures } from '../../../core/measures';
import type { Protocol } from '../../../core/protocol';
import { makeTimeline, type Item } from '../../../core/timeline';
import type { EvidenceFields } from '../../../core/types';
import library from '../../../generated/library.json';
import { en } from '../../text/en';
import { chartCounts } from './counts';
import { listFigures } from './figures';
import { chartIntervals } from './intervals';
import type { Material } from './material';
import { chartShares } from './shares';
import { findUnobserved, makeRibbon } from './timeline';

function makeMaterial(slug: string, evidence: readonly EvidenceFields[], until_ms: number): Material {
  const found = library.find((known) => known.slug === slug);
  if (found === undefined) throw new Error(slug);
  const lists = { modifiers: [], subjects: [], timers: [], scales: [], items: [], exclude: [], segments: [] };
  const protocol = { ...lists, ...found.body } as unknown as Protocol;
  const items = evidence.map((fields, i): Item => ({ record: `item-${i}`, fields }));
  const timeline = makeTimeline(
    protocol,
    { pauses: [{ from_ms: 0, to_ms: 10_000, why: 'not_observed' }] },
    items,
    until_ms,
  );
  return { protocol, timeline, measures: computeMeasures(protocol, timeline), language: 'en', t: en };
}

const lecture = makeMaterial(
  'fill-plus',
  [
    { t_ms: 10_000, action: 'start', code: 'LT' },
    { t_ms: 85_000, action: 'start', code: 'SD' },
    { t_ms: 90_000, action: 'note', note: 'pairs' },
  ],
  110_000,
);

describe('a continuous lesson', () => {
  it('says how its time is divided, by the clock of what was observed', () => {
    const shares = chartShares(lecture);
    expect(shares?.says).toBe('Most of the observed time: Lecturer talk 75% and Students discuss 25%.');
    expect(shares?.rule).toContain('observed time');
    expect(shares?.bars.find((bar) => bar.id === 'LT')?.detail).toBe('1:15');
    expect(shares?.rows.length).toBe(10);
  });

  it('shows what was recorded and nothing else on its timeline', () => {
    const lanes = makeRibbon(lecture);
    expect(lanes.map((lane) => lane.id)).toEqual(['non-interactive', 'interactive', 'notes']);
    expect(findUnobserved(lecture.timeline, 110_000)).toEqual([[0, 10_000]]);
  });

  it('has no percent of intervals', () => {
    expect(chartIntervals(lecture)).toBeNull();
  });
});

describe('a lesson in intervals', () => {
  const lesson = makeMaterial(
    'copus',
    [
      { t_ms: 20_000, action: 'mark', code: 'L' },
      { t_ms: 150_000, action: 'mark', code: 'L' },
      { t_ms: 160_000, action: 'mark', code: 'SQ' },
    ],
    240_000,
  );

  it('names the rule behind both of its percentages and mixes neither with time', () => {
    const chart = chartIntervals(lesson);
    expect(chart?.rule).toBe(
      'Percent of 2 min intervals in which the code was marked (any part of the interval). It is not a percent of time.',
    );
    const listening = chart?.rows.find((row) => row[0]?.text === 'L Listening');
    expect(listening?.map((cell) => cell.text)).toEqual(['L Listening', '2', '100%', '67%']);
    expect(chartShares(lesson)).toBeNull();
  });
});

describe('a lesson of events', () => {
  const lesson = makeMaterial(
    'opportunities-praise',
    [
      { t_ms: 20_000, action: 'tap', code: 'BSP' },
      { t_ms: 30_000, action: 'tap', code: 'GP' },
      { t_ms: 40_000, action: 'tap', code: 'REP' },
    ],
    70_000,
  );

  it('counts and gives rates', () => {
    expect(chartCounts(lesson)?.bars.find((bar) => bar.id === 'BSP')).toMatchObject({ value: '1', detail: '1/min' });
  });

  it('shows a ratio as so many to one, with its counts in the sentence', () => {
    const ratio = listFigures(lesson).find((figure) => figure.id === 'praise-to-correction');
    expect(ratio).toMatchObject({ value: '2 to 1', exact: 2 });
    expect(ratio?.says).toContain('2 to 1');
  });
});

/** What must hold of timelines and measures whatever was recorded, as on the server. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clipTimeline } from './clip';
import { computeOverLessons } from './lessons';
import { computeMeasures } from './measures';
import { makeTimeline } from './timeline';
import type { Watched } from './timeline';
import type { Pause } from './types';
import { complete, expectStands, readItems } from './vectors';

const LENGTH_MS = 600_000;
const RULES = ['partial', 'momentary_start', 'momentary_end', 'whole'] as const;
const protocol = complete({
  sampling: { method: 'continuous' },
  groups: [
    { id: 's', exclusive: true },
    { id: 'e', exclusive: false },
  ],
  codes: [
    ...['A', 'B', 'C'].map((id) => ({ id, kind: 'state', group: 's' })),
    { id: 'F', kind: 'state', group: 'e' },
    { id: 'q', kind: 'event', group: 'e' },
  ],
  measures: [
    ...RULES.map((rule) => ({ id: rule, kind: 'share_of_intervals', codes: ['F'], interval_s: 30, rule })),
    { id: 'time', kind: 'share_of_time', codes: ['F'] },
    { id: 'rate', kind: 'rate', codes: ['q'] },
    { id: 'lasts', kind: 'duration', codes: ['A'] },
    { id: 'wait', kind: 'latency', triggers: ['q'], responses: ['F'] },
  ],
});
const GRID = new Set<string>(RULES);

const moment = fc.integer({ min: 0, max: LENGTH_MS - 1 });
const states = fc.array(fc.tuple(moment, fc.constantFrom('A', 'B', 'C')), { maxLength: 20 });
const toggles = fc.uniqueArray(moment, { maxLength: 16 }).map((moments) => moments.sort((a, b) => a - b));
const taps = fc.array(moment, { maxLength: 12 });
const pauses = fc.array(fc.tuple(moment, moment), { maxLength: 3 });
const lesson = fc.record({ states, toggles, taps, pauses });
type Lesson = typeof lesson extends fc.Arbitrary<infer L> ? L : never;

const name = (letter: string, at: number) => `${letter}${String(at).padStart(3, '0')}`;

function make(drawn: Lesson, by = 0) {
  const items = readItems([
    [name('0', 0), by, 'start', 'A'],
    ...drawn.states.map(([t, code], at) => [name('s', at), t + by, 'start', code]),
    ...drawn.toggles.map((t, at) => [name('t', at), t + by, at % 2 === 0 ? 'start' : 'stop', 'F']),
    ...drawn.taps.map((t, at) => [name('e', at), t + by, 'tap', 'q']),
  ]);
  const stretches = drawn.pauses.map(([a, b]) => [Math.min(a, b) + by, Math.max(a, b) + by] as const);
  const before = by === 0 ? [] : [[0, by] as const];
  const paused = [...before, ...stretches].map(([from_ms, to_ms]): Pause => ({ from_ms, to_ms, why: 'pause' }));
  const observation: Watched = { pauses: paused };
  return makeTimeline(protocol, observation, items, LENGTH_MS + by);
}

const some = { numRuns: 60 };

test('one exclusive state at a time: their shares add up to all observed time', () => {
  fc.assert(
    fc.property(lesson, (drawn) => {
      const { codes } = computeMeasures(protocol, make({ ...drawn, pauses: [] }));
      const shares = ['A', 'B', 'C'].map((code) => codes[code]?.share_of_time ?? 0);
      expect(shares.reduce((sum, each) => sum + each, 0)).toBeCloseTo(100, 9);
    }),
    some,
  );
});

test('partial is at least momentary, that at least whole; true time lies between partial and whole', () => {
  fc.assert(
    fc.property(lesson, (drawn) => {
      const { measures } = computeMeasures(protocol, make({ ...drawn, pauses: [] }));
      const [partial, start, end, whole] = RULES.map((rule) => measures[rule]?.value ?? NaN) as [
        number,
        number,
        number,
        number,
      ];
      const time = measures['time']?.value ?? NaN;
      for (const between of [start, end, time]) {
        expect(partial).toBeGreaterThanOrEqual(between - 1e-9);
        expect(between).toBeGreaterThanOrEqual(whole - 1e-9);
      }
    }),
    some,
  );
});

test('two windows add up to the whole', () => {
  fc.assert(
    fc.property(lesson, moment, (drawn, cut) => {
      const timeline = make(drawn);
      const windows = [clipTimeline(timeline, 0, cut), clipTimeline(timeline, cut, LENGTH_MS)];
      const parts = windows.map((window) => computeMeasures(protocol, window));
      const sum = (of: (part: (typeof parts)[number]) => number) => parts.reduce((total, part) => total + of(part), 0);
      const whole = computeMeasures(protocol, timeline);
      expect(sum((part) => part.observed_seconds)).toBeCloseTo(whole.observed_seconds, 9);
      for (const [code, { count, seconds }] of Object.entries(whole.codes)) {
        expect(sum((part) => part.codes[code]?.count ?? 0)).toBe(count);
        expect(sum((part) => part.codes[code]?.seconds ?? 0)).toBeCloseTo(seconds ?? 0, 9);
      }
      for (const measure of protocol.measures.filter(({ id }) => ['time', 'rate', 'lasts'].includes(id))) {
        const both = computeOverLessons(
          windows.map((window) => ({ protocol, timeline: window })),
          measure,
        );
        expect(both.pooled.value ?? 0).toBeCloseTo(whole.measures[measure.id]?.value ?? 0, 9);
      }
    }),
    some,
  );
});

test('shifting all times changes nothing but the grid laid over the record', () => {
  fc.assert(
    fc.property(lesson, fc.integer({ min: 1, max: 3_600_000 }), (drawn, by) => {
      const withoutGrid = (timeline: ReturnType<typeof make>) => {
        const { measures, ...rest } = computeMeasures(protocol, timeline);
        return { ...rest, measures: Object.fromEntries(Object.entries(measures).filter(([id]) => !GRID.has(id))) };
      };
      expectStands(withoutGrid(make(drawn, by)), withoutGrid(make(drawn)));
    }),
    some,
  );
});

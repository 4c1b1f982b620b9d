import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { lessonTime, makeHeartbeat, resumeClock, startClock, tickClock } from './clock';
import type { Reading } from './clock';

const START = Date.UTC(2026, 10, 22, 10);
const at = (wall_ms: number, mono_ms: number, hidden = false): Reading => ({
  wall_ms: START + wall_ms,
  mono_ms,
  hidden,
});
const MINUTE = 60_000;

describe('the lesson clock', () => {
  test('runs on the monotonic clock between two ticks', () => {
    const clock = startClock(5_000, at(0, 100));
    expect(lessonTime(clock, 1_600)).toBe(6_500);
  });

  test('tells the same however often it ticks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 40 }), (steps) => {
        let clock = startClock(0, at(0, 0));
        let passed = 0;
        for (const step of steps) {
          passed += step;
          const ticked = tickClock(clock, at(passed, passed));
          expect(ticked.gap).toBeNull();
          clock = ticked.clock;
        }
        expect(lessonTime(clock, passed)).toBe(passed);
      }),
    );
  });

  test('a reload of twelve seconds is bridged without a gap', () => {
    const clock = startClock(10 * MINUTE, at(0, 900_000));
    const { clock: found, gap } = resumeClock(makeHeartbeat(clock), at(12_000, 3));
    expect(lessonTime(found, 3)).toBe(10 * MINUTE + 12_000);
    expect(gap).toBeNull();
  });

  test('a tablet that slept five minutes has the right time and says what nobody watched', () => {
    const clock = startClock(MINUTE, at(0, 0));
    const { clock: found, gap } = resumeClock(makeHeartbeat(clock), at(5 * MINUTE, 2));
    expect(lessonTime(found, 2)).toBe(6 * MINUTE);
    expect(gap).toEqual({ from_ms: MINUTE, to_ms: 6 * MINUTE, why: 'sleep' });
  });

  test('a sleep in which the monotonic clock stood still is told by the device clock', () => {
    const clock = startClock(MINUTE, at(0, 0));
    const { clock: found, gap } = tickClock(clock, at(5 * MINUTE, 500, true));
    expect(lessonTime(found, 500)).toBe(6 * MINUTE);
    expect(gap).toEqual({ from_ms: MINUTE, to_ms: 6 * MINUTE, why: 'sleep' });
  });

  test('a sleep in which the monotonic clock ran on is the same gap', () => {
    const { gap } = tickClock(startClock(0, at(0, 0)), at(5 * MINUTE, 5 * MINUTE, true));
    expect(gap).toEqual({ from_ms: 0, to_ms: 5 * MINUTE, why: 'sleep' });
  });

  test.each([
    ['set back an hour', -60 * MINUTE],
    ['set an hour ahead', 60 * MINUTE],
    ['set ten years ahead', 10 * 365 * 24 * 60 * MINUTE],
  ])('a device clock %s under our eyes changes no time of the lesson and is noted', (_how, jump) => {
    const { clock: found, gap } = tickClock(startClock(MINUTE, at(0, 0)), at(1_000 + jump, 1_000));
    expect(lessonTime(found, 1_000)).toBe(MINUTE + 1_000);
    expect(gap).toEqual({ from_ms: MINUTE + 1_000, to_ms: MINUTE + 1_000, why: 'clock' });
  });

  test.each([-60 * MINUTE, 24 * 60 * MINUTE])(
    'a reload after which the device clock jumped by %i ms is not guessed',
    (jump) => {
      const { clock: found, gap } = resumeClock({ t_ms: MINUTE, wall_ms: START }, at(jump, 0));
      expect(lessonTime(found, 0)).toBe(MINUTE);
      expect(gap).toEqual({ from_ms: MINUTE, to_ms: MINUTE, why: 'clock' });
    },
  );
});

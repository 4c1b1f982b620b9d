// @vitest-environment jsdom
/** Any day of a tablet: nothing that was ticked is lost or doubled, and the screen never says otherwise. */
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';

import type { Day, Step } from './testing-day';
import { beginDay } from './testing-day';
import { days, live } from './testing-days';

/** Days that once went wrong. */
const BAD_DAYS: [Step[]][] = [
  // Acknowledged, and then lost by a restore before this tablet had written the office's account of it.
  [
    [
      { do: 'back up' },
      { do: 'tap', tab: 0, codes: ['A'] },
      { do: 'sync', tab: 0, weather: [], dies: 1 },
      { do: 'restore', forgets: false },
      { do: 'edit', tab: 0, which: 0 },
      { do: 'sync', tab: 0, weather: [] },
    ],
  ],
  // A fresh copy that one tab began and the other left.
  [
    [
      { do: 'tap', tab: 0, codes: ['A'] },
      { do: 'both', weather: ['fair', 'fair', 'lost', 'slow'], tap: 'B' },
      { do: 'sync', tab: 0, weather: [] },
      { do: 'revoke' },
      { do: 'edit', tab: 0, which: 0 },
      { do: 'sync', tab: 0, weather: [] },
      { do: 'others', which: 0 },
    ],
  ],
];

let day: Day | null = null;

afterEach(() => day?.over());

test('what was ticked is at the office in the evening, once, whatever happened', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(days, (steps) => live(steps)),
    { numRuns: 60, examples: BAD_DAYS },
  );
});

test('a day with every kind of trouble', async () => {
  day = await beginDay();
  await day.take({ do: 'tap', tab: 0, codes: ['A', 'B'] });
  await day.take({ do: 'tap', tab: 1, codes: ['C'], full: true });
  await day.take({ do: 'sync', tab: 0, weather: ['unanswered'] });
  await day.take({ do: 'edit', tab: 1, which: 1 });
  await day.take({ do: 'sync', tab: 1, weather: ['late', 'lost'] });
  await day.take({ do: 'back up' });
  await day.take({ do: 'both', weather: ['twice', 'slow'], tap: 'D' });
  await day.take({ do: 'others', which: 0 });
  await day.take({ do: 'sync', tab: 0, weather: [], dies: 1 });
  await day.take({ do: 'restore', forgets: true });
  await day.take({ do: 'remove', tab: 0, which: 0 });
  await day.take({ do: 'revoke' });
  await day.take({ do: 'sync', tab: 0, weather: [] });
  await day.evening();
  expect(day).not.toBeNull();
});

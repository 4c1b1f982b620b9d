// @vitest-environment jsdom
/** Any day of a tablet: nothing that was ticked is lost or doubled, and the screen never says otherwise. */
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';

import type { Day } from './testing-day';
import { beginDay } from './testing-day';
import { days, live } from './testing-days';

let day: Day | null = null;

afterEach(() => day?.over());

test('what was ticked is at the office in the evening, once, whatever happened', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(days, (steps) => live(steps)),
    { numRuns: 60 },
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

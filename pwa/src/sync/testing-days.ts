/** Days for property tests, and how one is lived. */
import fc from 'fast-check';

import type { Step } from './testing-day';
import { beginDay } from './testing-day';
import type { Weather } from './testing-faults';

const tab = fc.nat(1);
const which = fc.nat(6);
const weather = fc.array(fc.constantFrom<Weather>('fair', 'slow', 'lost', 'unanswered', 'twice', 'late'), {
  maxLength: 4,
});
const codes = fc.array(fc.constantFrom('A', 'B', 'C', 'BAD'), { minLength: 1, maxLength: 3 });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('tap' as const), tab, codes }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('tap' as const), tab, codes, full: fc.constant(true) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('edit' as const, 'remove' as const), tab, which }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('sync' as const), tab, weather }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('sync' as const), tab, weather, dies: fc.nat(6) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('both' as const), weather, tap: fc.constant('B') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('others' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('restart' as const, 'sign out' as const) }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'back up' }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const), forgets: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('revoke' as const, 'grant' as const) }) },
);

export const days = fc.array(step, { minLength: 5, maxLength: 25 });

/** Lives a day from morning to evening; raises what did not hold. */
export async function live(steps: readonly Step[]): Promise<void> {
  const day = await beginDay();
  try {
    for (const each of steps) await day.take(each);
    await day.evening();
  } finally {
    day.over();
  }
}

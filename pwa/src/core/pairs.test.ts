import fc from 'fast-check';
import { expect, test } from 'vitest';

import { itemsOf } from './recorder';
import { act, begin, type Step } from './testing';
import { makeTimeline } from './timeline';
import { timerWaits } from './waits';

const asks: Step = { do: 'tap', code: 'Q', t_ms: 1_000 };

test('wait time 1 runs from the question to the answer, wait time 2 from its end to what follows', () => {
  const asked = act(begin('questioning-wait-time'), asks);
  expect(asked.pairs.get('wait-1')).toEqual({ since_ms: 1_000, last_ms: null });
  const answered = act(asked, { do: 'tap', code: 'A', t_ms: 4_500 }, { do: 'tap', code: 'A', t_ms: 6_000 });
  expect(answered.pairs.get('wait-1')).toEqual({ since_ms: null, last_ms: 3_500 });
  expect(answered.pairs.get('wait-2')).toEqual({ since_ms: 6_000, last_ms: null });
  const next = act(answered, { do: 'tap', code: 'Q', t_ms: 8_000 });
  expect(next.pairs.get('wait-2')).toEqual({ since_ms: null, last_ms: 2_000 });
});

test('a pause ends what waits; an undo brings back what waited', () => {
  const asked = act(begin('questioning-wait-time'), asks);
  expect(act(asked, { do: 'pause', t_ms: 2_000, why: 'pause' }).pairs.get('wait-1')?.since_ms).toBeNull();
  const answered = act(asked, { do: 'tap', code: 'T', t_ms: 2_000 }, { do: 'undo' });
  expect(answered.pairs.get('wait-1')).toEqual({ since_ms: 1_000, last_ms: null });
});

test('the last wait on the pad is the last that the measure finds', () => {
  const steps = fc.array(
    fc.record({ code: fc.constantFrom('Q', 'A', 'T'), after_ms: fc.integer({ min: 1, max: 9_000 }) }),
  );
  fc.assert(
    fc.property(steps, (drawn) => {
      let t_ms = 0;
      const recording = drawn.reduce((held, { code, after_ms }) => {
        t_ms += after_ms;
        return act(held, { do: 'tap', code, t_ms });
      }, begin('questioning-wait-time'));
      const timeline = makeTimeline(recording.protocol, {}, itemsOf(recording), t_ms + 1);
      for (const id of ['wait-1', 'wait-2']) {
        const found = timerWaits(recording.protocol, timeline, id).waits.at(-1);
        expect(recording.pairs.get(id)?.last_ms ?? null).toBe(found === undefined ? null : found.to_ms - found.from_ms);
      }
    }),
    { numRuns: 60 },
  );
});

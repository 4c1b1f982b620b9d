import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { waitAfter } from './backoff';
import type { Effect, Event, Failure, State } from './engine';
import { advance, STARTED } from './engine';

const REQUESTS = ['hello', 'push', 'pull', 'reconcile'];
const isRequest = (effect: Effect): boolean => REQUESTS.includes(effect.do);

function run(events: readonly Event[], from: State = STARTED): { state: State; effects: readonly Effect[] } {
  return events.reduce<{ state: State; effects: readonly Effect[] }>((moved, event) => advance(moved.state, event), {
    state: from,
    effects: [],
  });
}

const LIMITS = { max_changes: 1_000, max_bytes: 1_048_576 };
const woken: Event = { is: 'woken', by: 'person' };
const nothingSent: Event = { is: 'pushed', sent: 0, doubt: false };
const pulled = { is: 'pulled', more: false, moved: false, released: false, verdict: 'unchecked', chance: 0.5 } as const;

function failed(step: 'hello' | 'push' | 'pull' | 'reconcile', failure: Failure, sent = 0): Event {
  return { is: 'failed', step, failure, sent, chance: 0.5 };
}

function refusal(status: number, code: string, retry_after_ms: number | null = null): Failure {
  return { why: 'problem', problem: { type: '', title: '', status, code }, retry_after_ms };
}

describe('the order of things', () => {
  test('a cold start asks again what was held, greets, sends, then receives with digests', () => {
    const { state, effects } = advance(STARTED, { is: 'woken', by: 'start' });
    expect(effects.map((effect) => effect.do)).toEqual(['requeue', 'hello']);
    const sending = advance(state, { is: 'greeted', limits: LIMITS });
    expect(sending.effects).toEqual([{ do: 'push', limits: LIMITS }]);
    const receiving = advance(sending.state, { is: 'pushed', sent: 0, doubt: false });
    expect(receiving.effects).toEqual([{ do: 'pull', copy: 'shown', digests: true }]);
    expect(advance(receiving.state, pulled)).toMatchObject({ state: { phase: 'idle', busy: false }, effects: [] });
  });

  test('numbers in doubt are reconciled before anything else is sent, and a fresh copy is pulled', () => {
    const { state, effects } = run([woken, { is: 'pushed', sent: 3, doubt: true }]);
    expect(effects).toEqual([{ do: 'start_fresh', anew: true }, { do: 'reconcile' }]);
    const sent = run(
      [
        { is: 'reconciled', missing: 0 },
        { is: 'pushed', sent: 0, doubt: false },
      ],
      state,
    );
    expect(sent.effects).toEqual([{ do: 'pull', copy: 'fresh', digests: true }]);
  });

  test('a resync begins beside the copy that is shown and reconciles first', () => {
    const { state, effects } = run([
      woken,
      { is: 'pushed', sent: 0, doubt: false },
      failed('pull', refusal(410, 'resync')),
    ]);
    expect(effects).toEqual([{ do: 'start_fresh', anew: false }, { do: 'reconcile' }]);
    const fresh = run(
      [
        { is: 'reconciled', missing: 0 },
        { is: 'pushed', sent: 0, doubt: false },
      ],
      state,
    );
    expect(fresh.effects).toEqual([{ do: 'pull', copy: 'fresh', digests: true }]);
    expect(advance(fresh.state, { ...pulled, verdict: 'equal' }).effects).toEqual([{ do: 'swap' }]);
  });

  test('a copy that was left half done is thrown away where the one shown is right', () => {
    const { state } = run([{ is: 'woken', by: 'start' }, { is: 'greeted', limits: LIMITS }, nothingSent]);
    expect(advance(state, { ...pulled, verdict: 'equal' }).effects).toEqual([{ do: 'drop_fresh' }]);
  });

  test('a fresh copy that differs as well is not shown and not hammered for', () => {
    const { state } = run([woken, { is: 'pushed', sent: 0, doubt: false }, { ...pulled, verdict: 'unequal' }]);
    expect(state.copy).toBe('fresh');
    const { effects } = advance(state, { ...pulled, verdict: 'unequal' });
    expect(effects).toMatchObject([{ do: 'start_fresh', anew: true }, { do: 'wait' }]);
  });
});

describe('only looking', () => {
  const look: Event = { is: 'woken', by: 'look' };

  test('says nothing as long as there is nothing', () => {
    const { state } = run([look, { is: 'pushed', sent: 0, doubt: false }]);
    expect(state).toMatchObject({ phase: 'idle', busy: true });
    expect(advance(state, pulled)).toMatchObject({ state: { phase: 'idle', busy: false }, effects: [] });
  });

  test('says that it sends once it does', () => {
    expect(run([look, { is: 'pushed', sent: 3, doubt: false }]).state.phase).toBe('sending');
  });

  test('waits while a backoff runs or somebody must sign in, as an own change does', () => {
    for (const by of ['look', 'saved', 'clock'] as const) {
      const wake: Event = { is: 'woken', by };
      const offline = run([woken, failed('push', { why: 'offline' }, 5)]).state;
      const out = run([woken, failed('push', refusal(401, 'signed_out'), 5)]).state;
      expect([advance(offline, wake).effects, advance(out, wake).effects]).toEqual([[], []]);
    }
  });

  test('the end of a lesson tries at once, unless the server said to wait', () => {
    const ended: Event = { is: 'woken', by: 'ended' };
    expect(advance(run([woken, failed('push', { why: 'offline' }, 5)]).state, ended).effects).toHaveLength(1);
    expect(advance(run([woken, failed('push', refusal(503, 'busy'), 5)]).state, ended).effects).toEqual([]);
  });
});

describe('failures', () => {
  test('being signed out stops sending until somebody signs in', () => {
    const { state, effects } = run([woken, failed('push', refusal(401, 'signed_out'), 5)]);
    expect(state).toMatchObject({ phase: 'signed_out', busy: false });
    expect(effects).toEqual([]);
    expect(advance(state, { is: 'woken', by: 'clock' }).effects).toEqual([]);
    expect(advance(state, woken).effects).toHaveLength(1);
  });

  test('another user at the server stops sending as well', () => {
    expect(run([woken, failed('push', refusal(409, 'wrong_user'), 5)]).state.phase).toBe('signed_out');
  });

  test('a time-out halves the next push only', () => {
    const { state } = run([woken, failed('push', { why: 'silent' }, 800)]);
    const { effects } = advance(state, woken);
    expect(effects).toEqual([{ do: 'push', limits: { ...LIMITS, max_changes: 400 } }]);
    const { state: later } = run([woken, { is: 'pushed', sent: 400, doubt: false }], state);
    expect(later.batch).toBe(800);
  });

  test('the server says how long to wait, and only a person comes sooner', () => {
    const { state, effects } = run([woken, failed('push', refusal(503, 'busy', 120_000), 5)]);
    expect(effects).toMatchObject([{ do: 'wait' }]);
    expect(effects[0]).toHaveProperty('ms', expect.any(Number));
    expect((effects[0] as { ms: number }).ms).toBeGreaterThanOrEqual(120_000);
    for (const by of ['clock', 'online', 'visible'] as const) {
      expect(advance(state, { is: 'woken', by }).effects).toEqual([]);
    }
    expect(advance(state, woken).effects).toHaveLength(1);
  });

  test('with no network, its return wakes at once', () => {
    const { state } = run([woken, failed('push', { why: 'offline' }, 5)]);
    expect(advance(state, { is: 'woken', by: 'clock' }).effects).toEqual([]);
    expect(advance(state, { is: 'woken', by: 'online' }).effects).toHaveLength(1);
  });

  test('a network that has just returned and fails once more is soon tried again', () => {
    const offline = failed('push', { why: 'offline' }, 5);
    const day = Array.from({ length: 9 }, () => [{ is: 'woken', by: 'backoff' } as const, offline]).flat();
    const { state } = run([woken, offline, ...day]);
    expect(state.failures).toBe(10);
    const { effects } = run([{ is: 'woken', by: 'online' }, offline], state);
    expect(effects).toMatchObject([{ do: 'wait' }]);
    expect((effects[0] as { ms: number }).ms).toBeLessThanOrEqual(2_000);
  });

  test('an app that is too old keeps what it has and says so', () => {
    const { state } = run([woken, failed('push', refusal(426, 'proto'), 5)]);
    expect(state).toMatchObject({ phase: 'problem', problem: { code: 'proto' } });
  });
});

const failure: fc.Arbitrary<Failure> = fc.oneof(
  fc.constantFrom<Failure>({ why: 'offline' }, { why: 'silent' }),
  fc
    .constantFrom([400, 'bad_json'], [401, 'signed_out'], [409, 'wrong_user'], [410, 'resync'], [413, 'too_large'])
    .map(([status, code]) => refusal(Number(status), String(code))),
  fc
    .constantFrom([422, 'bad_request'], [426, 'proto'], [429, 'too_many'], [503, 'busy'], [507, 'disk_full'])
    .map(([status, code]) => refusal(Number(status), String(code), 1_000)),
);

/** Any answer that fits the request under way. */
function answerTo(effect: Effect): fc.Arbitrary<Event> {
  const bad = failure.map((held) =>
    failed(effect.do as 'push', held, effect.do === 'push' ? effect.limits.max_changes : 0),
  );
  switch (effect.do) {
    case 'hello':
      return fc.oneof(bad, fc.constant<Event>({ is: 'greeted', limits: LIMITS }));
    case 'reconcile':
      return fc.oneof(bad, fc.constant<Event>({ is: 'reconciled', missing: 0 }));
    case 'push':
      return fc.oneof(bad, fc.record({ is: fc.constant('pushed' as const), sent: fc.nat(3), doubt: fc.boolean() }));
    default:
      return fc.oneof(
        bad,
        fc.record({
          is: fc.constant('pulled' as const),
          more: fc.boolean(),
          moved: fc.boolean(),
          released: fc.boolean(),
          verdict: fc.constantFrom('unchecked' as const, 'equal' as const, 'unequal' as const),
          chance: fc.constant(0.5),
        }),
      );
  }
}

test('whatever is answered: one request at a time, and a rest is either idle, signed out or waits for its turn', () => {
  fc.assert(
    fc.property(fc.gen(), fc.integer({ min: 1, max: 60 }), (gen, steps) => {
      let { state, effects } = advance(STARTED, { is: 'woken', by: 'start' });
      for (let step = 0; step < steps; step += 1) {
        const requests = effects.filter(isRequest);
        expect(requests.length).toBeLessThanOrEqual(1);
        expect(state.busy).toBe(requests.length === 1);
        const [request] = requests;
        if (request !== undefined) ({ state, effects } = advance(state, gen(answerTo, request)));
        else {
          const waits = effects.some((effect) => effect.do === 'wait');
          expect(waits || state.phase === 'idle' || state.phase === 'signed_out').toBe(true);
          expect(state.waiting !== 'no').toBe(waits);
          ({ state, effects } = advance(state, woken));
          expect(effects.some(isRequest)).toBe(true);
        }
        expect(state.batch).toBeGreaterThanOrEqual(1);
        expect(state.batch).toBeLessThanOrEqual(1_000);
      }
    }),
    { numRuns: 300 },
  );
});

test('the backoff lies between a second and five minutes, and never below what the server asked', () => {
  fc.assert(
    fc.property(
      fc.nat(50),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.option(fc.nat(600_000)),
      (n, chance, asked) => {
        const ms = waitAfter(n, chance, asked);
        expect(ms).toBeGreaterThanOrEqual(Math.max(1_000, asked ?? 0));
        expect(ms).toBeLessThanOrEqual(300_000 + (asked ?? 0));
      },
    ),
  );
});

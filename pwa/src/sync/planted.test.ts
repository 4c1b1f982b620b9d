// @vitest-environment jsdom
/** The checks are checked: faults that sync clients really had are put in, one by one, and days must bring them out. */
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';

import type * as Account from '../store/account';
import type * as Outbox from '../store/outbox';
import type * as Replica from '../store/replica';
import type * as Tap from '../store/tap';
import { ALICE } from '../store/testing';
import { days, live } from './testing-days';

type Real = { readonly outbox: typeof Outbox; readonly replica: typeof Replica; readonly tap: typeof Tap };
type Substitutes = Partial<typeof Account & typeof Outbox & typeof Replica & typeof Tap>;

const planted = vi.hoisted(() => ({ now: {} as Substitutes }));

/** A module whose functions are the planted ones, where there are any. */
const plantedIn = vi.hoisted(
  () =>
    <M extends object>(real: M): M =>
      Object.fromEntries(
        Object.entries(real).map(([name, value]) => [
          name,
          typeof value !== 'function'
            ? value
            : (...asked: unknown[]): unknown =>
                (((planted.now as Record<string, unknown>)[name] as typeof value | undefined) ?? value)(...asked),
        ]),
      ) as M,
);

vi.mock('../store/account', async (load) => plantedIn(await load<typeof Account>()));
vi.mock('../store/outbox', async (load) => plantedIn(await load<typeof Outbox>()));
vi.mock('../store/replica', async (load) => plantedIn(await load<typeof Replica>()));
vi.mock('../store/tap', async (load) => plantedIn(await load<typeof Tap>()));

afterEach(() => {
  planted.now = {};
});

const FAULTS: Readonly<Record<string, (real: Real) => Substitutes>> = {
  'the cursor is written before the rows': ({ replica }) => ({
    writePage: async (database, copy, page) => {
      const empty = { ...page, records: [], revoked: [] };
      const moved = await replica.writePage(database, copy, empty);
      return moved === null ? null : replica.writePage(database, copy, { ...page, asked: page.cursor });
    },
  }),
  'what is sent is taken out of the outbox at once': ({ outbox }) => ({
    readBatch: async (database, limits) => {
      const batch = await outbox.readBatch(database, limits);
      const results = (batch?.changes ?? []).map(({ id }) => ({ id, status: 'applied' as const, seq: 0 }));
      await outbox.writeResults(database, results);
      return batch;
    },
  }),
  'a fresh copy clears the outbox too': ({ replica }) => ({
    startFresh: async (database, options) => {
      await database.clear('changes');
      await replica.startFresh(database, options);
    },
  }),
  'who signs out leaves an empty tablet behind': () => ({
    forgetSession: () => void indexedDB.deleteDatabase(`backrow-${ALICE.id}`),
  }),
  'the tick does not wait for the disk': ({ tap }) => ({
    beginTap: (database, changes) => tickEarly(tap.beginTap(database, changes), changes),
    beginTapBehind: (database, counter, changes) => tickEarly(tap.beginTapBehind(database, counter, changes), changes),
  }),
  'the number is given outside of the transaction': ({ tap }) => ({
    beginTap: (database, changes) => {
      const done = takeNumbers(database, changes.length).then(
        (counter) => tap.beginTapBehind(database, counter, changes).done,
      );
      return { done, abort: () => undefined };
    },
  }),
  'a change that was applied leaves the screen before it was pulled back': ({ outbox }) => ({
    writeResults: async (database, results) => {
      const settled = await outbox.writeResults(database, results);
      for (const change of settled) {
        const { overlay: _gone, ...rest } = change;
        await database.put('changes', { ...rest, fate: 'applied' });
      }
      return settled;
    },
  }),
};

/** Tells of changes as stored whose transaction went wrong in the end. */
function tickEarly(begun: Tap.Tap, changes: readonly Tap.Unnumbered[]): Tap.Tap {
  const asIf = changes.map((change) => ({ ...change, n: 1, device: '', epoch: 0, fate: 'here' as const }));
  return { ...begun, done: begun.done.catch(() => asIf) };
}

async function takeNumbers(database: Parameters<typeof Tap.beginTap>[0], count: number) {
  const counter = await database.get('counter', 'now');
  if (counter === undefined) throw new Error('no counter');
  await database.put('counter', { ...counter, n: counter.n + count }, 'now');
  return counter;
}

async function loadReal(): Promise<Real> {
  const [outbox, replica, tap] = await Promise.all([
    vi.importActual<typeof Outbox>('../store/outbox'),
    vi.importActual<typeof Replica>('../store/replica'),
    vi.importActual<typeof Tap>('../store/tap'),
  ]);
  return { outbox, replica, tap };
}

async function findBadDay(numRuns: number) {
  const property = fc.asyncProperty(days, (steps) => live(steps));
  return fc.check(property, { numRuns, seed: 7, endOnFailure: true });
}

test.each(Object.entries(FAULTS))('it comes out when %s', { timeout: 60_000 }, async (_what, make) => {
  planted.now = make(await loadReal());
  const found = await findBadDay(100);
  expect(found.failed, `${found.numRuns} days`).toBe(true);
});

test('without a fault the same days are good', { timeout: 60_000 }, async () => {
  expect((await findBadDay(25)).failed).toBe(false);
});

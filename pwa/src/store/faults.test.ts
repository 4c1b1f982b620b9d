// @vitest-environment jsdom
/** What happens to a tap when the local database fails: each fault is done to IndexedDB itself. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Store } from './index';
import { bareOf } from './sealed';
import { ALICE, clearBrowser, makeId, openAlice, tap } from './testing';

const LESSON = makeId();
let store: Store;

beforeEach(async () => {
  clearBrowser();
  store = await openAlice();
});

afterEach(() => {
  vi.restoreAllMocks();
  store.close();
});

function connection(): Promise<IDBDatabase> {
  return store.inside.read(async (database) => bareOf(database).bare);
}

/** Every new transaction of the connection is handed to `spoil`. */
async function spoilTransactions(spoil: (transaction: IDBTransaction) => void): Promise<void> {
  const database = await connection();
  const begin = database.transaction.bind(database);
  vi.spyOn(database, 'transaction').mockImplementation((...asked) => {
    const transaction = begin(...asked);
    if (asked[1] === 'readwrite') spoil(transaction);
    return transaction;
  });
}

function journaled(): string[] {
  return Object.keys(localStorage).filter((name) => name.startsWith('backrow.journal.'));
}

async function healthIs(state: 'fine' | 'retrying'): Promise<void> {
  await vi.waitFor(() => expect(store.health().state).toBe(state), { timeout: 8_000 });
}

describe('a tap is acknowledged by the disk alone', () => {
  test('not before its transaction is complete', async () => {
    const order: string[] = [];
    await spoilTransactions((transaction) => transaction.addEventListener('complete', () => order.push('complete')));
    await store.save([tap(LESSON)]).then(() => order.push('tick'));
    expect(order).toEqual(['complete', 'tick']);
  });

  test('strictly, and with an explicit commit', async () => {
    const database = await connection();
    const begin = vi.spyOn(database, 'transaction');
    const commit = vi.spyOn(IDBTransaction.prototype, 'commit');
    await store.save([tap(LESSON)]);
    expect(begin).toHaveBeenCalledWith(['changes', 'counter'], 'readwrite', { durability: 'strict' });
    expect(commit).toHaveBeenCalledOnce();
  });

  test('with the same few requests in a long lesson as in a short one', async () => {
    const count = async (): Promise<number> => {
      const requests = ['get', 'getAll', 'add', 'put', 'openCursor'] as const;
      const spies = requests.map((request) => vi.spyOn(IDBObjectStore.prototype, request));
      const onIndex = vi.spyOn(IDBIndex.prototype, 'getAll');
      await store.save([tap(LESSON)]);
      const made = [...spies, onIndex].reduce((sum, spy) => sum + spy.mock.calls.length, 0);
      vi.restoreAllMocks();
      return made;
    };
    await store.save([tap(LESSON)]);
    const early = await count();
    await store.save(Array.from({ length: 1_000 }, () => tap(LESSON)));
    expect(await count()).toBe(early);
    expect(early).toBe(2);
  });
});

describe('when the disk is full and the transaction aborts after its requests succeeded', () => {
  test('the tap waits, is shown as unsafe, and is written once there is room', async () => {
    let full = true;
    await spoilTransactions((transaction) => {
      if (!full) return;
      const commit = transaction.commit.bind(transaction);
      transaction.commit = () => (full ? transaction.abort() : commit());
    });
    let ticked = false;
    const saving = store.save([tap(LESSON, 'Q')]).then(() => (ticked = true));
    await healthIs('retrying');
    expect(ticked).toBe(false);
    expect(journaled()).toHaveLength(1);
    expect(await store.evidenceOf(LESSON)).toMatchObject([{ unsafe: true, fields: { code: 'Q' } }]);
    expect(await store.safety(LESSON)).toEqual({ items: 1, safe: 0, stored: 0 });
    expect((await store.counts()).here).toBe(1);
    full = false;
    store.retry();
    await saving;
    expect(store.health()).toEqual({ state: 'fine' });
    expect(journaled()).toHaveLength(0);
    expect(await store.safety(LESSON)).toEqual({ items: 1, safe: 1, stored: 0 });
  });

  test('taps behind a waiting one keep their order', async () => {
    let full = true;
    await spoilTransactions((transaction) => {
      const commit = transaction.commit.bind(transaction);
      transaction.commit = () => (full ? transaction.abort() : commit());
    });
    const first = store.save([tap(LESSON, 'A')]);
    await healthIs('retrying');
    full = false;
    const later = [store.save([tap(LESSON, 'B')]), store.save([tap(LESSON, 'C')])];
    store.retry();
    const saved = (await Promise.all([first, ...later])).flat();
    expect(saved.map((change) => [change.n, change.fields['code']])).toEqual([
      [1, 'A'],
      [2, 'B'],
      [3, 'C'],
    ]);
  });
});

describe('when the connection is gone', () => {
  test('the tap is written over a new one', async () => {
    (await connection()).close();
    const saving = store.save([tap(LESSON)]);
    await healthIs('retrying');
    store.retry();
    expect(await saving).toMatchObject([{ n: 1 }]);
  });

  test('reading opens a new one by itself', async () => {
    await store.save([tap(LESSON)]);
    (await connection()).close();
    expect(await store.evidenceOf(LESSON)).toHaveLength(1);
  });
});

describe('when one question fails after another', () => {
  test('the later failure leaves alone the connection that was opened after the first', async () => {
    const old = await connection();
    let fail = (): void => undefined;
    const late = store.inside.read(async (database) => {
      if (bareOf(database).bare !== old) return bareOf(database).bare;
      await new Promise<void>((resolve) => (fail = resolve));
      throw new DOMException('closing', 'InvalidStateError');
    });
    old.close();
    await store.evidenceOf(LESSON);
    const fresh = await connection();
    expect(fresh).not.toBe(old);
    fail();
    expect(await late).toBe(fresh);
  });
});

describe('a burst of taps on a slow disk', () => {
  test('is written in few transactions, in order, each tap with its own number', async () => {
    let begun = 0;
    await spoilTransactions(() => (begun += 1));
    const codes = Array.from({ length: 300 }, (_, place) => `C${place}`);
    const saved = await Promise.all(codes.map((code) => store.save([tap(LESSON, code)])));
    expect(saved.map(([change]) => [change?.n, change?.fields['code']])).toEqual(
      codes.map((code, place) => [place + 1, code]),
    );
    expect(begun).toBe(2);
  });

  test('waits together when the disk gives it up', async () => {
    let full = true;
    await spoilTransactions((transaction) => {
      const commit = transaction.commit.bind(transaction);
      transaction.commit = () => (full ? transaction.abort() : commit());
    });
    const saving = Promise.all(['A', 'B', 'C'].map((code) => store.save([tap(LESSON, code)])));
    await healthIs('retrying');
    expect(store.health()).toMatchObject({ waiting: 3, journaled: true });
    full = false;
    store.retry();
    expect((await saving).flat().map(({ n, fields }) => [n, fields['code']])).toEqual([
      [1, 'A'],
      [2, 'B'],
      [3, 'C'],
    ]);
  });
});

describe('when a write never settles', () => {
  test('the watchdog journals it after three seconds and writes it again under the same id, once', async () => {
    const real = IDBTransaction.prototype.commit;
    let hang = true;
    const held: IDBTransaction[] = [];
    await spoilTransactions((transaction) => {
      if (!hang) return;
      hang = false;
      held.push(transaction);
      // Requests without end keep the transaction open, and its commit and abort are lost.
      transaction.commit = () => undefined;
      transaction.abort = () => undefined;
      const keepOpen = (): void => {
        if (!released) transaction.objectStore('counter').get('now').onsuccess = keepOpen;
        else real.call(transaction);
      };
      keepOpen();
    });
    let released = false;
    const saving = store.save([tap(LESSON)]);
    await healthIs('retrying');
    expect(journaled()).toHaveLength(1);
    // It wakes up after all, with its change in it: the repetition must find that and not count twice.
    released = true;
    store.retry();
    const saved = await saving;
    expect(saved).toMatchObject([{ n: 1 }]);
    expect(held).toHaveLength(1);
    expect((await store.counts()).unsent).toBe(1);
    expect(await store.save([tap(LESSON)])).toMatchObject([{ n: 2 }]);
  }, 15_000);
});

describe('when the app dies while a tap waits', () => {
  test('the journal is replayed at the next start', async () => {
    await spoilTransactions((transaction) => {
      transaction.commit = () => transaction.abort();
    });
    void store.save([tap(LESSON, 'Q')]);
    await healthIs('retrying');
    store.close();
    store = await openAlice();
    await healthIs('fine');
    expect(await store.evidenceOf(LESSON)).toMatchObject([{ unsafe: false, fields: { code: 'Q' } }]);
    expect(journaled()).toHaveLength(0);
    expect(store.user).toBe(ALICE);
  });

  test('a journal that was replayed before adds nothing', async () => {
    const [saved] = await store.save([tap(LESSON)]);
    const { n: _n, ...change } = saved as { n: number };
    localStorage.setItem(`backrow.journal.${ALICE.id}.dead-tab`, JSON.stringify([change]));
    store.close();
    store = await openAlice();
    await healthIs('fine');
    expect((await store.counts()).unsent).toBe(1);
    expect(await store.save([tap(LESSON)])).toMatchObject([{ n: 2 }]);
  });
});

describe('when the database does not open', () => {
  test('the app is told and nothing is deleted', async () => {
    store.close();
    const remove = vi.spyOn(indexedDB, 'deleteDatabase');
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    await expect(openAlice()).rejects.toMatchObject({ problem: { code: 'store_unavailable' } });
    expect(remove).not.toHaveBeenCalled();
  });

  test('silence counts as a fault', async () => {
    store.close();
    vi.spyOn(indexedDB, 'open').mockImplementation(() => new IDBOpenDBRequest());
    await expect(openAlice()).rejects.toMatchObject({ problem: { code: 'store_silent' } });
  }, 10_000);
});

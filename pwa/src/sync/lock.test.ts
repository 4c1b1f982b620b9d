/** Who syncs: one tab at a time, under Node's own Web Locks. */
import { beforeEach, expect, test, vi } from 'vitest';

import { underLock } from './lock';

const NAME = 'backrow.sync.somebody';
const kept = new Map<string, string>();

function makeStorage(refuses = false): Storage {
  const setItem = (name: string, value: string): void => {
    if (refuses) throw new DOMException('full', 'QuotaExceededError');
    kept.set(name, value);
  };
  return { getItem: (name: string) => kept.get(name) ?? null, setItem } as unknown as Storage;
}

/** Work that goes on until it is let go. */
function makeWork(): { run: () => Promise<void>; finish: () => void } {
  let finish = (): void => undefined;
  const over = new Promise<void>((resolve) => (finish = resolve));
  return { run: () => over, finish };
}

beforeEach(() => {
  kept.clear();
});

test('a second tab does nothing while the first is at work, and may when it is done', async () => {
  const first = makeWork();
  const done = underLock(NAME, makeStorage(), first.run);
  await vi.waitFor(() => expect(kept.has(NAME)).toBe(true));
  const second = vi.fn(async () => undefined);
  expect(await underLock(NAME, makeStorage(), second)).toBe(false);
  first.finish();
  expect(await done).toBe(true);
  expect(await underLock(NAME, makeStorage(), second)).toBe(true);
  expect(second).toHaveBeenCalledOnce();
});

test('a tab that was frozen for two minutes loses the lock, and knows it when it wakes', async () => {
  const frozen = makeWork();
  let isMine = (): boolean => true;
  const done = underLock(NAME, makeStorage(), (held) => {
    isMine = held.isMine;
    return frozen.run();
  });
  await vi.waitFor(() => expect(kept.has(NAME)).toBe(true));
  kept.set(NAME, String(Date.now() - 3 * 60_000));
  const second = vi.fn(async () => undefined);
  expect(await underLock(NAME, makeStorage(), second)).toBe(true);
  expect(second).toHaveBeenCalledOnce();
  expect(await done).toBe(true);
  expect(isMine()).toBe(false);
  frozen.finish();
});

test('a clock that was set back does not make a living tab look frozen for ever', async () => {
  const living = makeWork();
  const done = underLock(NAME, makeStorage(), living.run);
  await vi.waitFor(() => expect(kept.has(NAME)).toBe(true));
  kept.set(NAME, String(Date.now() + 365 * 86_400_000));
  const second = vi.fn(async () => undefined);
  expect(await underLock(NAME, makeStorage(), second)).toBe(true);
  expect(second).toHaveBeenCalledOnce();
  living.finish();
  await done;
});

test('a small storage that takes nothing does not stop the work', async () => {
  const work = vi.fn(async () => undefined);
  expect(await underLock(NAME, makeStorage(true), work)).toBe(true);
  expect(work).toHaveBeenCalledOnce();
});

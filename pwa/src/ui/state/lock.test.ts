// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { writeHeartbeat } from '../../store/heartbeat';
import type { Settings } from '../../store';
import {
  choosePassphrase,
  chooseWait,
  keepsBack,
  locking,
  lockNow,
  openAfterSignIn,
  sayForgotten,
} from './lock.svelte';
import { removePassphrase, startLock, unlock } from './lock.svelte';

const LESSON = '01980000-0000-7000-8000-0000000000aa';
const OTHER = '01980000-0000-7000-8000-0000000000ab';
const WORDS = 'chalk and rain';
const MINUTE_MS = 60_000;

/** Settings of one person, kept in memory as long as a test. */
function makeSettings(): Settings {
  const kept = new Map<string, unknown>();
  return {
    get: <T>(name: string, fallback: T) => Promise.resolve((kept.get(name) ?? fallback) as T),
    set: (name, value) => Promise.resolve(void kept.set(name, value)),
  };
}

let stop: () => void = () => undefined;
let settings = makeSettings();

async function start(): Promise<void> {
  stop();
  stop = await startLock(settings);
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
  localStorage.clear();
  sessionStorage.clear();
  settings = makeSettings();
  await start();
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe('a tablet that nobody touches', () => {
  it('stays open as long as no passphrase was chosen', () => {
    vi.advanceTimersByTime(60 * MINUTE_MS);
    expect(locking.isLocked).toBe(false);
  });

  it('locks after five minutes, and a touch begins them anew', async () => {
    await choosePassphrase(WORDS);
    vi.advanceTimersByTime(4 * MINUTE_MS);
    window.dispatchEvent(new Event('pointerdown'));
    vi.advanceTimersByTime(4 * MINUTE_MS);
    expect(locking.isLocked).toBe(false);
    vi.advanceTimersByTime(2 * MINUTE_MS);
    expect(locking.isLocked).toBe(true);
  });

  it('locks at the first touch after a sleep in which no timer ran', async () => {
    await choosePassphrase(WORDS);
    vi.setSystemTime(Date.now() + 30 * MINUTE_MS);
    window.dispatchEvent(new Event('pointerdown'));
    expect(locking.isLocked).toBe(true);
  });

  it('locks sooner if its person wants', async () => {
    await choosePassphrase(WORDS);
    await chooseWait('1');
    vi.advanceTimersByTime(MINUTE_MS + 10_000);
    expect(locking.isLocked).toBe(true);
  });
});

describe('a locked tablet', () => {
  it('opens by the passphrase only', async () => {
    await choosePassphrase(WORDS);
    lockNow();
    expect(await unlock('something else')).toBe(false);
    expect(locking.isLocked).toBe(true);
    expect(await unlock(WORDS)).toBe(true);
    expect(locking.isLocked).toBe(false);
  });

  it('keeps back every screen but the pad of the lesson that runs', async () => {
    writeHeartbeat(localStorage, LESSON, { t_ms: 1, at_ms: 1 } as never);
    await choosePassphrase(WORDS);
    lockNow();
    expect(keepsBack({ name: 'lesson', id: LESSON })).toBe(false);
    expect(keepsBack({ name: 'lesson', id: OTHER })).toBe(true);
    expect(keepsBack({ name: 'today' })).toBe(true);
    expect(keepsBack({ name: 'review', id: LESSON, asTeacher: false })).toBe(true);
  });

  it('is still locked after the app was loaded anew, and asks at every cold start', async () => {
    await choosePassphrase(WORDS);
    lockNow();
    await start();
    expect(locking.isLocked).toBe(true);
    await unlock(WORDS);
    await start();
    expect(locking.isLocked).toBe(false);
    sessionStorage.clear();
    await start();
    expect(locking.isLocked).toBe(true);
  });

  it('opens for whoever signs in at the office, and forgets a passphrase only if that was said', async () => {
    await choosePassphrase(WORDS);
    lockNow();
    await openAfterSignIn();
    expect([locking.isLocked, locking.isSet]).toEqual([false, true]);
    lockNow();
    await sayForgotten();
    await start();
    expect(locking.isLocked).toBe(true);
    await openAfterSignIn();
    expect([locking.isLocked, locking.isSet]).toEqual([false, false]);
  });

  it('loses its passphrase only to who knows it', async () => {
    await choosePassphrase(WORDS);
    expect(await removePassphrase('something else')).toBe(false);
    expect(locking.isSet).toBe(true);
    expect(await removePassphrase(WORDS)).toBe(true);
    expect(locking.isSet).toBe(false);
  });
});

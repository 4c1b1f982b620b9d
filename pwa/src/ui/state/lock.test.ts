// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { refuse } from '../../core/problem';
import type { Gate } from '../../store';
import { dropHeartbeat, writeHeartbeat } from '../../store/heartbeat';
import { clearBrowser, openAlicesGate } from '../../store/testing';
import {
  addPasskey,
  choosePassphrase,
  chooseWait,
  isKeyHereOnly,
  keepKeyAtOffice,
  keepsBack,
  locking,
  lockNow,
  openAfterSignIn,
  removePassphrase,
  removePasskeys,
  sayForgotten,
  startLock,
  unlock,
  unlockByPasskey,
  waitUntilOpen,
} from './lock.svelte';

const LESSON = '01980000-0000-7000-8000-0000000000aa';
const OTHER = '01980000-0000-7000-8000-0000000000ab';
const WORDS = 'chalk and rain';
const MINUTE_MS = 60_000;

/** The office's safekeeping, which can be out of reach. */
const safe = new Map<string, Uint8Array>();
let isReached = true;

function reach(): void {
  if (!isReached) throw refuse('offline', 'No network.');
}

vi.mock('../../sync/keys', () => ({
  keepKey: async (id: string, key: Uint8Array) => {
    reach();
    safe.set(id, new Uint8Array(key));
  },
  fetchKey: async (id: string) => {
    reach();
    return safe.get(id) ?? null;
  },
  forgetKey: async (id: string) => {
    reach();
    safe.delete(id);
  },
}));

/** The device's own passkeys: the one that was made answers, unless its person turns it down. */
const PASSKEY = { credential: new Uint8Array([1, 2, 3]), salt: new Uint8Array(32), secret: new Uint8Array(32).fill(9) };
let declines = false;

vi.mock('./passkeys', () => ({
  makePasskeyWithSecret: async () => (declines ? null : PASSKEY),
  askPasskeySecret: async () => (declines ? null : PASSKEY),
}));

let stop: () => void = () => undefined;
let gate: Gate | null = null;

/** Loads the app anew: nothing but what is stored is left. */
async function start(): Promise<Gate> {
  stop();
  gate?.close();
  gate = await openAlicesGate();
  stop = await startLock(gate);
  return gate;
}

/** The window is loaded anew in one go, as a browser does it: it says so, and the old app can tidy up no more. */
async function reload(): Promise<Gate> {
  window.dispatchEvent(new Event('pagehide'));
  const kept = { ...sessionStorage };
  stop();
  Object.entries(kept).forEach(([name, value]) => sessionStorage.setItem(name, String(value)));
  stop = () => undefined;
  return start();
}

function teach(lesson: string): void {
  writeHeartbeat(localStorage, lesson, { t_ms: 1, at_ms: 1 } as never);
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
  clearBrowser();
  sessionStorage.clear();
  safe.clear();
  isReached = true;
  declines = false;
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
    expect(await unlock('something else')).toBe('wrong');
    expect(locking.isLocked).toBe(true);
    expect(await unlock(WORDS)).toBe('open');
    expect(locking.isLocked).toBe(false);
  });

  it('says how long to wait after many wrong guesses', async () => {
    await choosePassphrase(WORDS);
    lockNow();
    for (let guess = 0; guess < 5; guess += 1) await unlock('no');
    expect(await unlock(WORDS)).toEqual({ wait_s: 30 });
    expect(locking.isLocked).toBe(true);
  });

  it('keeps back every screen but the pad of the lesson that runs', async () => {
    teach(LESSON);
    await choosePassphrase(WORDS);
    lockNow();
    expect(keepsBack({ name: 'lesson', id: LESSON })).toBe(false);
    expect(keepsBack({ name: 'lesson', id: OTHER })).toBe(true);
    expect(keepsBack({ name: 'today' })).toBe(true);
    expect(keepsBack({ name: 'review', id: LESSON, asTeacher: false })).toBe(true);
  });

  it('asks whenever the app is loaded anew, since its key was in memory alone', async () => {
    await choosePassphrase(WORDS);
    const { keyring } = await reload();
    expect([locking.isLocked, keyring.isOpen()]).toEqual([true, false]);
    let isOpen = false;
    const opened = waitUntilOpen().then(() => (isOpen = true));
    expect(await unlock('something else')).toBe('wrong');
    expect(isOpen).toBe(false);
    expect(await unlock(WORDS)).toBe('open');
    await opened;
    expect([locking.isLocked, keyring.isOpen()]).toEqual([false, true]);
  });

  it('keeps its key over a reload while a lesson runs, and not a moment longer', async () => {
    await choosePassphrase(WORDS);
    teach(LESSON);
    expect((await reload()).keyring.isOpen()).toBe(true);
    expect(locking.isLocked).toBe(false);
    lockNow();
    expect((await reload()).keyring.isOpen()).toBe(true);
    expect(locking.isLocked).toBe(true);
    dropHeartbeat(localStorage, LESSON);
    vi.advanceTimersByTime(10_000);
    expect(Object.keys(sessionStorage)).not.toContain('backrow.lesson-key');
    expect((await reload()).keyring.isOpen()).toBe(false);
  });

  it('leaves nothing of its key behind when its person leaves', async () => {
    await choosePassphrase(WORDS);
    teach(LESSON);
    window.dispatchEvent(new Event('pointerdown'));
    expect(Object.keys(sessionStorage)).toContain('backrow.lesson-key');
    stop();
    expect(Object.keys(sessionStorage)).not.toContain('backrow.lesson-key');
  });

  it('opens for whoever signs in at the office, and forgets a passphrase only if that was said', async () => {
    await choosePassphrase(WORDS);
    await reload();
    await openAfterSignIn();
    expect([locking.isLocked, locking.isSet]).toEqual([false, true]);
    await reload();
    await sayForgotten();
    await reload();
    expect(locking.isLocked).toBe(true);
    await openAfterSignIn();
    expect([locking.isLocked, locking.isSet]).toEqual([false, false]);
    expect(safe.size).toBe(0);
  });

  it('stays shut for who signs in while the office does not have its key, and gives it the key later', async () => {
    isReached = false;
    await choosePassphrase(WORDS);
    expect(await isKeyHereOnly()).toBe(true);
    isReached = true;
    await reload();
    await sayForgotten();
    await openAfterSignIn();
    expect([locking.isLocked, locking.isSet]).toEqual([true, true]);
    expect(await unlock(WORDS)).toBe('open');
    await keepKeyAtOffice();
    expect(await isKeyHereOnly()).toBe(false);
    expect(safe.size).toBe(1);
  });

  it('loses its passphrase only to who knows it', async () => {
    await choosePassphrase(WORDS);
    expect(await removePassphrase('something else')).toBe('wrong');
    expect(locking.isSet).toBe(true);
    expect(await removePassphrase(WORDS)).toBe('open');
    expect(locking.isSet).toBe(false);
  });

  it('opens by a passkey that was added, until it is taken off', async () => {
    await choosePassphrase(WORDS);
    declines = true;
    expect(await addPasskey('Tablet')).toBe(false);
    expect(locking.hasPasskey).toBe(false);
    declines = false;
    expect(await addPasskey('Tablet')).toBe(true);
    await reload();
    expect([locking.isLocked, locking.hasPasskey]).toEqual([true, true]);
    declines = true;
    expect(await unlockByPasskey()).toBe('wrong');
    declines = false;
    expect(await unlockByPasskey()).toBe('open');
    expect(locking.isLocked).toBe(false);
    await removePasskeys();
    await reload();
    expect(await unlockByPasskey()).toBe('wrong');
  });
});

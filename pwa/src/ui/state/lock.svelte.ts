/**
 * The lock of this tablet's screen: closed after a while without a touch, opened by the person's passphrase. It stops
 * no recording: a lesson that runs stays on its pad, and only other screens ask.
 */
import type { Settings } from '../../store';
import { findRunningLesson } from '../../store/heartbeat';
import { openLock, type Lock } from '../../store/lock';
import type { Route } from './routes';

export const WAITS = ['1', '2', '5'] as const;
export type Wait = (typeof WAITS)[number];

const WAIT_NAME = 'lock.minutes';
const FORGOTTEN = 'lock.forgotten';
/** When this window was last touched: loading it anew within the wait does not ask. It holds no more than an instant. */
const TOUCHED = 'backrow.touched';
const MINUTE_MS = 60_000;
const LOOK_MS = 5_000;
const TOUCHES = ['pointerdown', 'keydown', 'wheel'] as const;

let isSet = $state(false);
let isLocked = $state(false);
let wait = $state<Wait>('5');
let kept: { lock: Lock; settings: Settings } | null = null;

export const locking = {
  /** Whether this person has chosen a passphrase on this tablet. */
  get isSet(): boolean {
    return isSet;
  },
  get isLocked(): boolean {
    return isLocked;
  },
  get wait(): Wait {
    return wait;
  },
};

/** Watches over the screen for whoever is signed in; gives the way to stop. */
export async function startLock(settings: Settings): Promise<() => void> {
  const lock = openLock(settings);
  kept = { lock, settings };
  [isSet, wait] = await Promise.all([lock.isSet(), settings.get<Wait>(WAIT_NAME, '5')]);
  isLocked = isSet && isIdle();
  const timer = setInterval(lockIfIdle, LOOK_MS);
  document.addEventListener('visibilitychange', lockIfIdle);
  TOUCHES.forEach((name) => window.addEventListener(name, touch, { capture: true, passive: true }));
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', lockIfIdle);
    TOUCHES.forEach((name) => window.removeEventListener(name, touch, { capture: true }));
    kept = null;
    isSet = false;
    isLocked = false;
  };
}

/** Whether a screen is kept back: all but the pad of a lesson that runs. */
export function keepsBack(route: Route): boolean {
  return isLocked && !(route.name === 'lesson' && route.id === runningLesson());
}

/** The lesson one can go back to without opening the tablet. */
export function runningLesson(): string | null {
  return findRunningLesson(localStorage);
}

export function lockNow(): void {
  isLocked = isSet;
  sessionStorage.removeItem(TOUCHED);
}

/** Opens the screen; gives whether the passphrase was right. */
export async function unlock(passphrase: string): Promise<boolean> {
  const fits = (await kept?.lock.fits(passphrase)) ?? false;
  if (fits) open();
  return fits;
}

export async function choosePassphrase(passphrase: string): Promise<void> {
  await kept?.lock.choose(passphrase);
  isSet = true;
  open();
}

/** Takes the passphrase off, if it is given; gives whether it was right. */
export async function removePassphrase(passphrase: string): Promise<boolean> {
  if (!((await kept?.lock.fits(passphrase)) ?? false)) return false;
  await removeAnyway();
  return true;
}

/** Has the passphrase taken off when the person next signs in at the office. */
export async function sayForgotten(): Promise<void> {
  await kept?.settings.set(FORGOTTEN, true);
}

/** Opens the screen for somebody who has just proved at the office who they are, and takes a forgotten passphrase off. */
export async function openAfterSignIn(): Promise<void> {
  if ((await kept?.settings.get(FORGOTTEN, false)) === true) await removeAnyway();
  open();
}

async function removeAnyway(): Promise<void> {
  await kept?.lock.remove();
  await kept?.settings.set(FORGOTTEN, false);
  isSet = false;
}

export async function chooseWait(next: Wait): Promise<void> {
  wait = next;
  await kept?.settings.set(WAIT_NAME, next);
}

function open(): void {
  isLocked = false;
  keepInstant();
}

/** A touch on a tablet that was idle too long, in sleep for instance, locks instead of counting. */
function touch(): void {
  lockIfIdle();
  if (!isLocked) keepInstant();
}

function lockIfIdle(): void {
  if (isSet && !isLocked && isIdle()) lockNow();
}

function isIdle(): boolean {
  const idle_ms = Date.now() - Number(sessionStorage.getItem(TOUCHED) ?? 0);
  // A clock that was set back proves nothing.
  return idle_ms < 0 || idle_ms >= Number(wait) * MINUTE_MS;
}

function keepInstant(): void {
  if (isSet) sessionStorage.setItem(TOUCHED, String(Date.now()));
}

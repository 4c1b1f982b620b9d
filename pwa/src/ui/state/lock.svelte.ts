/**
 * The lock of this tablet: what it keeps is sealed, and its screen closes after a while without a touch; both open by
 * the person's passphrase or passkey. It stops no recording: a lesson that runs stays on its pad, and only other
 * screens ask. Behind the lock screen the key stays in memory, so what was recorded goes to the office meanwhile; once
 * the app is closed the key is gone.
 */
import { Refusal } from '../../core/problem';
import type { Gate, Store } from '../../store';
import { toBase64url, toBytes } from '../../core/factors';
import { findRunningLesson } from '../../store/heartbeat';
import { fetchKey, forgetKey, keepKey } from '../../sync/keys';
import { attempt } from './asked.svelte';
import { askPasskeySecret, makePasskeyWithSecret } from './passkeys';
import type { Route } from './routes';

export const WAITS = ['1', '2', '5'] as const;
export type Wait = (typeof WAITS)[number];

const WAIT_NAME = 'lock.minutes';
const OFFERED = 'lock.offered';
const FORGOTTEN = 'lock.forgotten';
/** The name of the key that the office keeps; its bytes are not in it. */
const AT_OFFICE = 'lock.at-office';
/** When this window was last touched. It holds no more than an instant. */
const TOUCHED = 'backrow.touched';
/** The key, while a lesson runs and only then: a window that reloads must go on with the lesson at once. */
const LESSON_KEY = 'backrow.lesson-key';
const MINUTE_MS = 60_000;
const LOOK_MS = 5_000;
const TOUCHES = ['pointerdown', 'keydown', 'wheel'] as const;

let isSet = $state(false);
let isLocked = $state(false);
let hasPasskey = $state(false);
let wait = $state<Wait>('5');
let gate: Gate | null = null;
let tellOpened: () => void = () => undefined;

export const locking = {
  /** Whether this person has chosen a passphrase on this tablet. */
  get isSet(): boolean {
    return isSet;
  },
  get isLocked(): boolean {
    return isLocked;
  },
  /** Whether a passkey opens it too. */
  get hasPasskey(): boolean {
    return hasPasskey;
  },
  get wait(): Wait {
    return wait;
  },
};

/** Watches over the screen for whoever is signed in; gives the way to stop. */
export async function startLock(of: Gate): Promise<() => void> {
  gate = of;
  wait = await of.settings.get<Wait>(WAIT_NAME, '5');
  await takeLessonKey(of);
  look();
  isLocked = isSet && (!of.keyring.isOpen() || isIdle());
  const timer = setInterval(lockIfIdle, LOOK_MS);
  document.addEventListener('visibilitychange', lockIfIdle);
  window.addEventListener('pagehide', keepLessonKey);
  TOUCHES.forEach((name) => window.addEventListener(name, touch, { capture: true, passive: true }));
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', lockIfIdle);
    window.removeEventListener('pagehide', keepLessonKey);
    TOUCHES.forEach((name) => window.removeEventListener(name, touch, { capture: true }));
    sessionStorage.removeItem(LESSON_KEY);
    gate = null;
    tellOpened();
    look();
    isLocked = false;
  };
}

/** Resolves when what this tablet keeps is open, or its person has left. */
export function waitUntilOpen(): Promise<void> {
  if (gate?.keyring.isOpen() !== false) return Promise.resolve();
  return new Promise((resolve) => (tellOpened = resolve));
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

/** How an attempt to open ended: with the wait in seconds if too many guesses were wrong. */
export type Opening = 'open' | 'wrong' | { readonly wait_s: number };

export async function unlock(passphrase: string): Promise<Opening> {
  return tryToOpen(async (keyring) => keyring.open(passphrase));
}

/** Opens by a passkey of this tablet; `wrong` too if its person closes the browser's window. */
export async function unlockByPasskey(): Promise<Opening> {
  return tryToOpen(async (keyring) => {
    const given = await askPasskeySecret(keyring.passkeys());
    return given !== null && keyring.openWithPasskey(given.credential, given.secret);
  });
}

async function tryToOpen(ask: (keyring: Gate['keyring']) => Promise<boolean>): Promise<Opening> {
  if (gate === null) return 'wrong';
  try {
    if (!(await ask(gate.keyring))) return 'wrong';
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem.code !== 'too_many_guesses') throw error;
    return { wait_s: Number(error.problem['wait_s']) };
  }
  look();
  open();
  return 'open';
}

/** Takes a passphrase; the first one seals what this tablet keeps. */
export async function choosePassphrase(passphrase: string): Promise<void> {
  await gate?.keyring.choose(passphrase);
  look();
  open();
  await keepKeyAtOffice();
}

/** Takes the lock off, if its passphrase is given. */
export async function removePassphrase(passphrase: string): Promise<Opening> {
  const given = await unlock(passphrase);
  if (given === 'open') await removeAnyway();
  return given;
}

/** Makes a passkey that opens this tablet too; gives false if the device has none with a secret, or its person would not. */
export async function addPasskey(name: string): Promise<boolean> {
  if (gate === null) return false;
  const made = await makePasskeyWithSecret(name);
  if (made === null) return false;
  await gate.keyring.addPasskey({ credential: made.credential, salt: made.salt }, made.secret);
  look();
  return true;
}

export async function removePasskeys(): Promise<void> {
  await gate?.keyring.removePasskeys();
  look();
}

/** Whether the moment to offer a passphrase has come: there is something to keep, and nobody was asked before. */
export async function mayOfferLock(store: Store): Promise<boolean> {
  if (await store.settings.get<boolean>(OFFERED, false)) return false;
  return (await store.list('observation')).length > 0;
}

/** Does not offer it again by itself; the settings always do. */
export async function putLockOffer(store: Store): Promise<void> {
  await store.settings.set(OFFERED, true);
}

/** Has the passphrase taken off when the person next signs in at the office. */
export async function sayForgotten(): Promise<void> {
  await gate?.settings.set(FORGOTTEN, true);
}

/**
 * Opens for somebody who has just proved at the office who they are, with the key that the office keeps for them, and
 * takes a forgotten passphrase off. Without that key the passphrase is asked for all the same.
 */
export async function openAfterSignIn(): Promise<void> {
  if (gate === null) return;
  const { keyring, settings } = gate;
  const id = keyring.id();
  if (!keyring.isOpen() && id !== null) {
    await attempt(async () => {
      const key = await fetchKey(id);
      if (key !== null) await keyring.openWith(key);
    });
  }
  const isForgotten = await settings.get(FORGOTTEN, false);
  // What an earlier release locked is not sealed, so no key is missing.
  if (isForgotten && (keyring.isOpen() || id === null)) await removeAnyway();
  look();
  if (keyring.isOpen()) open();
}

/** Whether the office has said that it does not keep this tablet's key: then only the passphrase opens it. */
export async function isKeyHereOnly(): Promise<boolean> {
  if (gate === null) return false;
  const id = gate.keyring.id();
  return id !== null && (await gate.settings.get<string | null>(AT_OFFICE, null)) !== id;
}

/** Gives the office the key into safekeeping, once; with no network it is done at the next contact. */
export async function keepKeyAtOffice(): Promise<void> {
  if (gate === null) return;
  const { keyring, settings } = gate;
  const [id, key] = [keyring.id(), keyring.key()];
  if (id === null || key === null || !(await isKeyHereOnly())) return;
  const trouble = await attempt(() => keepKey(id, key));
  if (trouble === null) await settings.set(AT_OFFICE, id);
}

async function removeAnyway(): Promise<void> {
  if (gate === null) return;
  const { keyring, settings } = gate;
  const id = keyring.id();
  await keyring.remove();
  await settings.set(FORGOTTEN, false);
  look();
  // A key that opens nothing any more may stay there until the account goes.
  if (id !== null) await attempt(() => forgetKey(id));
}

export async function chooseWait(next: Wait): Promise<void> {
  wait = next;
  await gate?.settings.set(WAIT_NAME, next);
}

function open(): void {
  isLocked = false;
  keepInstant();
  tellOpened();
}

/** What the screens know of the keyring. */
function look(): void {
  isSet = gate?.keyring.isSet() ?? false;
  hasPasskey = (gate?.keyring.passkeys().length ?? 0) > 0;
}

async function takeLessonKey(of: Gate): Promise<void> {
  const text = sessionStorage.getItem(LESSON_KEY);
  if (text !== null && runningLesson() !== null && !of.keyring.isOpen()) await of.keyring.openWith(toBytes(text));
}

/** Called often: a lesson begins and ends without asking the lock. */
function keepLessonKey(): void {
  const key = gate?.keyring.key() ?? null;
  if (key === null || runningLesson() === null) sessionStorage.removeItem(LESSON_KEY);
  else sessionStorage.setItem(LESSON_KEY, toBase64url(key.buffer));
}

/** A touch on a tablet that was idle too long, in sleep for instance, locks instead of counting. */
function touch(): void {
  lockIfIdle();
  if (!isLocked) keepInstant();
  keepLessonKey();
}

function lockIfIdle(): void {
  if (isSet && !isLocked && isIdle()) lockNow();
  keepLessonKey();
}

function isIdle(): boolean {
  const idle_ms = Date.now() - Number(sessionStorage.getItem(TOUCHED) ?? 0);
  // A clock that was set back proves nothing.
  return idle_ms < 0 || idle_ms >= Number(wait) * MINUTE_MS;
}

function keepInstant(): void {
  if (isSet) sessionStorage.setItem(TOUCHED, String(Date.now()));
}
